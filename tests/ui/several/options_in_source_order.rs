use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(
    zebra,
    max_age = 100000,
    expose_headers("Set-Cookie"),
    allow_headers("Cookie"),
    allow_methods("put"),
    allow_origins("https://a.example/"),
    allow_credentials = true,
)]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
