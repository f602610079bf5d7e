use actix_web::{App, Responder, get as fetch};
use corsac::cors;

#[cors(allow_origins("https://a.example"))]
#[fetch("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
