use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origins("ht_tp://a.example"))]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
