use actix_web::App;
use corsac::cors;

#[cors(allow_origins("https://a.example"), block_on_origin_mismatch)]
mod handlers {
    use actix_web::{Responder, get, post};

    #[get("/")]
    pub async fn handler() -> impl Responder {
        ""
    }

    #[cfg_attr(any(), get("/a"))]
    #[post("/b")]
    pub async fn conditional() -> impl Responder {
        ""
    }
}

fn main() {
    let _ = App::new().service(handlers::handler);
}
