use actix_web::{App, Responder, get};
use corsac::cors;

#[cors(allow_origins("https://a.example"))]
#[get("/")]
async fn origins_alone() -> impl Responder {
    ""
}

#[cors(allow_origins("*"))]
#[get("/")]
async fn any_origin() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(origins_alone).service(any_origin);
}
