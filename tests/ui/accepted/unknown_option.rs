use actix_web::{App, Responder, put};
use corsac::cors;

#[cors(
    crate = "corsac",
    allow_origins("null", "http://a.example"),
    allow_methods("PUT"),
    allow_headers("Content-Type"),
    expose_headers("X-Total-Count"),
    allow_credentials,
    max_age = 600,
    block_on_origin_mismatch,
    dangerously(null_origin, insecure_origins)
)]
#[put("/")]
async fn every_option() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(every_option);
}
