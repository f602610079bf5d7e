use actix_web::{App, Responder, get};
use corsac::{Origins, cors};

static WEB_APP: Origins = Origins::new();

#[cors(policy(WEB_APP))]
#[get("/")]
async fn index() -> impl Responder {
    "hello"
}

fn main() {
    let _ = App::new().service(index);
}
