use actix_web::{App, Responder, post, web};
use corsac::cors;

#[cors(allow_origins("https://a.example/"))]
#[post("/")]
async fn handler(_: web::Json<u8>) -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
