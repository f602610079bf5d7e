use actix_web::{App, Responder, get};
use corsac::cors;

#[get("/")]
#[cors(allow_origins("https://a.example"))]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
