use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(policy())]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
