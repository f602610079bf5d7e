use actix_web::{
    App, Responder, connect, delete, get, guard::GuardContext, head, middleware::Compress, options,
    patch, post, put, query, route, routes, trace,
};
use corsac::cors;

fn is_admin(_: &GuardContext<'_>) -> bool {
    true
}

#[cors(allow_origins("https://a.example"))]
#[connect("/")]
async fn connected() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"))]
#[delete("/")]
async fn deleted() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"))]
#[get(
    "/{id:[0-9]+}/{tail:.*}",
    name = "got",
    guard = "is_admin",
    wrap = "Compress::default()"
)]
async fn got() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"))]
#[head("/")]
async fn headed() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"))]
#[options("/")]
async fn optioned() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"))]
#[patch("/")]
async fn patched() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"))]
#[post("/")]
async fn posted() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"))]
#[put("/")]
async fn put_in() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"))]
#[query("/")]
async fn queried() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"))]
#[trace("/")]
async fn traced() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"))]
#[route("/", method = "GET", method = "PURGE")]
async fn routed() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"))]
#[routes]
#[get("/a")]
#[put("/b")]
async fn routed_twice() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"))]
#[r#get("/")]
async fn raw() -> impl Responder {
    ""
}

mod by_glob {
    use actix_web::*;
    use corsac::cors;

    // The name of another thing, too.
    mod get {}

    #[cors(allow_origins("https://a.example"))]
    #[get("/")]
    pub async fn handler() -> impl Responder {
        ""
    }
}

fn main() {
    use actix_web::get as fetch;

    #[cors(allow_origins("https://a.example"))]
    #[actix_web::get("/")]
    async fn inner() -> impl Responder {
        ""
    }

    #[fetch("/")]
    async fn without_cors() -> impl Responder {
        ""
    }

    let _ = App::new()
        .service(connected)
        .service(deleted)
        .service(got)
        .service(headed)
        .service(optioned)
        .service(patched)
        .service(posted)
        .service(put_in)
        .service(queried)
        .service(traced)
        .service(routed)
        .service(routed_twice)
        .service(raw)
        .service(by_glob::handler)
        .service(inner)
        .service(without_cors);
}
