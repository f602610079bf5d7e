use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allowOrigins = ["https://a.example"])]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
