use actix_web::{App, Responder, get};
use corsac::{Policy, cors, policy};

static WEB_APP: Policy = policy!(allow_origins("https://a.example"));

#[cors(policy(WEB_APP), allow_methods("PUT"))]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
