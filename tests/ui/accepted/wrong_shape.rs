use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origins("https://a.example", "https://b.example",), allow_credentials,)]
#[get("/")]
async fn trailing_commas() -> impl Responder {
    ""
}

#[cors(allow_origins["https://a.example"], allow_headers{"X-A"})]
#[get("/")]
async fn other_brackets() -> impl Responder {
    ""
}

#[cors(allow_origins(r"https://a.example"))]
#[get("/")]
async fn raw_string() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"), max_age = 86_400)]
#[get("/")]
async fn separated_digits() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"), allow_headers(mirror_request))]
#[get("/")]
async fn word_and_name() -> impl Responder {
    ""
}

#[cors(crate = "::corsac", allow_origins("https://a.example"))]
#[get("/")]
async fn absolute_path() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new()
        .service(trailing_commas)
        .service(other_brackets)
        .service(raw_string)
        .service(separated_digits)
        .service(word_and_name)
        .service(absolute_path);
}
