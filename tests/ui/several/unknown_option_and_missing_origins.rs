use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allowed_headers("X-A"), expose_headers("Cookie"))]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
