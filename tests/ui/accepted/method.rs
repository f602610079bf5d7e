use actix_web::{App, Responder, patch, route, trace};
use corsac::cors;

#[cors(allow_origins("https://a.example"), allow_methods("PUT"))]
#[route("/", method = "GET", method = "PUT")]
async fn narrowed() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"), allow_methods("PURGE"))]
#[route("/", method = "PURGE")]
async fn custom() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"), allow_methods("PATCH"))]
#[patch("/")]
async fn upper_case() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"))]
#[trace("/")]
async fn forbidden_but_not_named() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new()
        .service(narrowed)
        .service(custom)
        .service(upper_case)
        .service(forbidden_but_not_named);
}
