use actix_web::{App, Responder, get, put, routes};
use corsac::cors;

#[cors(allow_origins("https://a.example"))]
#[get("/a")]
#[routes]
#[put("/b")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
