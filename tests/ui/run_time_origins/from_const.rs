use actix_web::{Responder, get};
use corsac::{Origins, cors};

const TENANTS: Origins = Origins::new();

#[cors(allow_origins(from(TENANTS)))]
#[get("/hello")]
async fn hello() -> impl Responder {
    "hello"
}

fn main() {}
