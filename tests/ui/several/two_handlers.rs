use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origins("https://a.example/"))]
#[get("/a")]
async fn first() -> impl Responder {
    ""
}

#[cors(allow_origins("https://b.example/"))]
#[get("/b")]
async fn second() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(first).service(second);
}
