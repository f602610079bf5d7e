use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origins("http://256.0.0.1"))]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
