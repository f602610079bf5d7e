use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origins("https://a.example"), block_on_origin_mismatch, block_on_origin_mismatch)]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
