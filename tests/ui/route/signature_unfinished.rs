use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origins("https://a.example"))]
#[get("/")]
async fn handler(id: ) -> impl Responder {
    "hello"
}

fn main() {
    let _ = App::new().service(handler);
}
