use actix_web::App;
use corsac::cors;

#[cors(allow_origins("https://a.example"), block_on_origin_mismatch)]
mod handlers {
    use actix_web::{Responder, get, post as submit};

    #[get("/")]
    pub async fn handler() -> impl Responder {
        ""
    }

    #[submit("/")]
    pub async fn by_alias() -> impl Responder {
        ""
    }
}

fn main() {
    let _ = App::new().service(handlers::handler);
}
