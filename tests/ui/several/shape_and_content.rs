use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origins("http://a.example/", b), max_age = 100000)]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
