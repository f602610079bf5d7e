use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origins("*"), allow_headers("*"), expose_headers("*"))]
#[get("/")]
async fn wildcards_without_credentials() -> impl Responder {
    ""
}

#[cors(
    allow_origins("https://a.example"),
    allow_headers("X-A"),
    expose_headers("X-B"),
    allow_credentials
)]
#[get("/")]
async fn credentials_without_wildcards() -> impl Responder {
    ""
}

#[cors(
    allow_origins("https://a.example"),
    allow_headers(mirror_request),
    allow_credentials
)]
#[get("/")]
async fn credentials_with_mirrored_headers() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new()
        .service(wildcards_without_credentials)
        .service(credentials_without_wildcards)
        .service(credentials_with_mirrored_headers);
}
