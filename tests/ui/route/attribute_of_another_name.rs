use actix_web::{App, Responder, post as get};
use corsac::cors;

#[cors(allow_origins("https://a.example"))]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
