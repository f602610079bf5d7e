use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origins("http://192.168.0.1"), allow_credentials)]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
