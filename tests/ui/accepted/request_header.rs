use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(
    allow_origins("https://a.example"),
    allow_headers("Authorization", "Content-Type", "X-HTTP-Method-Override")
)]
#[get("/")]
async fn custom() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"), allow_headers("*"))]
#[get("/")]
async fn any() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(custom).service(any);
}
