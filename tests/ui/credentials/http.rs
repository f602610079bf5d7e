use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origins("http://a.example"), allow_credentials)]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
