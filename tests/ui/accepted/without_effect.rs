use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origins("https://a.example"), block_on_origin_mismatch)]
#[get("/")]
async fn block_on_origin_mismatch() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(block_on_origin_mismatch);
}
