use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origins("null"), dangerously(null_origin), dangerously(null_origin))]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
