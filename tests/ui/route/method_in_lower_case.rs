use actix_web::{App, Responder, route};
use corsac::cors;

#[cors(allow_origins("https://a.example"))]
#[route("/", method = "get")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
