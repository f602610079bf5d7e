use actix_web::App;
use corsac::cors;

#[cors(allow_origins("https://a.example"), block_on_origin_mismatch)]
mod handlers {
    use actix_web::{Responder, get};

    #[get("/")]
    pub async fn handler() -> impl Responder {
        ""
    }

    include!("../accepted/included/constant.txt");
}

fn main() {
    let _ = App::new().service(handlers::handler);
}
