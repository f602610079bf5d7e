use actix_web::{App, Responder};
use corsac::cors;
use own::get;

#[cors(allow_origins("https://a.example"))]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
