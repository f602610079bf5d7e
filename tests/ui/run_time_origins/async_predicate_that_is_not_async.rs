use actix_web::{App, HttpRequest, Responder, get};
use corsac::{Origin, cors};

fn is_partner(_: &Origin<'_>, _: &HttpRequest) -> bool {
    true
}

#[cors(allow_origins(predicate(async is_partner)))]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
