use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origins("https://a.example"))]
#[get(path = "/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
