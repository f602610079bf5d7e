use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origins(predicate(async)))]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
