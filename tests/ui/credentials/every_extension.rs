use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origins("moz-extension://*"), allow_credentials)]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
