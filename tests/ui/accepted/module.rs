use actix_web::App;
use corsac::cors;

#[cors(allow_origins("https://a.example"), allow_headers("Content-Type"))]
mod handlers {
    use actix_web::{Responder, get, post, web};
    use corsac::cors;

    #[get("/")]
    pub async fn handler() -> impl Responder {
        ""
    }

    #[cors(none)]
    #[post("/")]
    pub async fn without(body: web::Json<u8>) -> impl Responder {
        body
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
    let _ = App::new()
        .service(handlers::handler)
        .service(handlers::without)
        .service(handlers::inner::handler);
}
