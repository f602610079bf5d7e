use actix_web::App;
use corsac::cors;

#[cors(allow_origins("https://a.example"), allow_headers("Content-Type"))]
mod handlers {
    use actix_web::{Responder, get, post, post as submit, web};
    use corsac::{cors, cors as allowed_to};

    #[get("/")]
    pub async fn handler() -> impl Responder {
        ""
    }

    #[cors(none)]
    #[post("/")]
    pub async fn without(body: web::Json<u8>) -> impl Responder {
        body
    }

    #[cfg_attr(all(), inline, post("/conditional"))]
    pub async fn conditional(body: web::Json<u8>) -> impl Responder {
        body
    }

    #[r#post("/raw")]
    pub async fn raw() -> impl Responder {
        ""
    }

    #[cors(none)]
    #[submit("/alias")]
    pub async fn alias() -> impl Responder {
        ""
    }

    // By another name it is a `#[cors]` all the same.
    #[allowed_to(none)]
    #[post("/none")]
    pub async fn none_by_another_name() -> impl Responder {
        ""
    }

    #[allowed_to(allow_origins("*"))]
    #[post("/own")]
    pub async fn own_by_another_name() -> impl Responder {
        ""
    }

    #[cors(none)]
    pub mod included {
        include!("included/constant.txt");
    }

    pub mod inner {
        use actix_web::{Responder, post, web};

        #[post("/inner")]
        pub async fn handler(body: web::Json<u8>) -> impl Responder {
            body
        }
    }
}

fn main() {
    let _ = handlers::included::ANSWER;
    let _ = App::new()
        .service(handlers::handler)
        .service(handlers::without)
        .service(handlers::conditional)
        .service(handlers::raw)
        .service(handlers::alias)
        .service(handlers::none_by_another_name)
        .service(handlers::own_by_another_name)
        .service(handlers::inner::handler);
}
