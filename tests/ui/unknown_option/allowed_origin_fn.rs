use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allowed_origin_fn(is_allowed))]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
