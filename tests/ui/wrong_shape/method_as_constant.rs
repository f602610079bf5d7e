use actix_web::{App, Responder, put};
use corsac::cors;

#[cors(allow_origins("https://a.example"), allow_methods(Method::PUT))]
#[put("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
