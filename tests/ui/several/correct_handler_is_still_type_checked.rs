use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origins("https://a.example/"))]
#[get("/a")]
async fn wrong() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"))]
#[get("/b")]
async fn correct() -> impl Responder {
    let _: u8 = "";
    ""
}

fn main() {
    let _ = App::new().service(wrong).service(correct);
}
