use actix_web::{App, Responder, routes};
use corsac::cors;

#[cors(allow_origins("https://a.example"))]
#[routes]
#[get("/a")]
#[put()]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
