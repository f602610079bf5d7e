use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(
    allow_origins("http://a.example"),
    allow_credentials,
    dangerously(insecure_origins)
)]
#[get("/")]
async fn insecure_origins() -> impl Responder {
    ""
}

#[cors(
    allow_origins("https://*.github.io"),
    allow_credentials,
    dangerously(public_suffixes)
)]
#[get("/")]
async fn public_suffixes() -> impl Responder {
    ""
}

#[cors(allow_origins("null"), dangerously(null_origin))]
#[get("/")]
async fn null_origin() -> impl Responder {
    ""
}

#[cors(
    allow_origins("null", "http://*.com"),
    allow_credentials,
    dangerously(insecure_origins, public_suffixes, null_origin)
)]
#[get("/")]
async fn all_at_once() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new()
        .service(insecure_origins)
        .service(public_suffixes)
        .service(null_origin)
        .service(all_at_once);
}
