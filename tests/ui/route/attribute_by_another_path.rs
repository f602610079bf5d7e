use actix_web::{App, Responder};
use corsac::cors;

mod prelude {
    pub use actix_web::get;
}

#[cors(allow_origins("https://a.example"))]
#[prelude::get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
}
