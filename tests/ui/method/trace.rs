use actix_web::{App, Responder, route};
use corsac::cors;

#[cors(allow_origins("https://a.example"), allow_methods("TRACE"))]
#[route("/", method = "GET", method = "PUT")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
