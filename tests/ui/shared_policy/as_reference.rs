use actix_web::{App, Responder, get};
use corsac::{Policy, cors, policy};

static PARTNERS: Policy = policy!(allow_origins("https://a.example"));

#[cors(policy(&PARTNERS))]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
