use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allowed_origins = ["https://a.example", "https://b.example"])]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
