use actix_web::{App, Responder, dev::RequestHead, get};
use corsac::{Origin, cors};

fn anyone(_: &Origin<'_>, _: &RequestHead) -> bool {
    true
}

#[cors(allow_origins(predicate(anyone)), allow_credentials)]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
