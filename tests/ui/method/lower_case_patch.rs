use actix_web::{App, Responder, patch};
use corsac::cors;

#[cors(allow_origins("https://a.example"), allow_methods("patch"))]
#[patch("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
