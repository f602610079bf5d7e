use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origin_regex = "https://.*")]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
