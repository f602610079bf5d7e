use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(
    allow_origins("https://a.example"),
    expose_headers("Content-Disposition", "ETag", "X-Total-Count")
)]
#[get("/")]
async fn custom() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"), expose_headers("*"))]
#[get("/")]
async fn any() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(custom).service(any);
}
