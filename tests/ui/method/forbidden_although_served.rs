use actix_web::{App, Responder, trace};
use corsac::cors;

#[cors(allow_origins("https://a.example"), allow_methods("TRACE"))]
#[trace("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
