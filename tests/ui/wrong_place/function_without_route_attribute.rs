use actix_web::{App, Responder, web};
use corsac::cors;

#[cors(allow_origins("https://a.example"))]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().route("/", web::get().to(handler));
}
