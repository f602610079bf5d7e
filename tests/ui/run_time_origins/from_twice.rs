use actix_web::{App, Responder, get};
use corsac::{Origins, cors};

static TENANTS: Origins = Origins::new();

#[cors(allow_origins(from(TENANTS), from(TENANTS)))]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
