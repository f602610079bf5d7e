use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origins("https://a.example", #[cfg(debug_assertions)] "http://localhost:3000"))]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
