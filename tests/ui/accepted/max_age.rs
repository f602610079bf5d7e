use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origins("https://a.example"), max_age = 0)]
#[get("/")]
async fn zero() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"), max_age = 86400)]
#[get("/")]
async fn a_day() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(zero).service(a_day);
}
