use actix_web::App;
use corsac::cors;

#[cors(allow_origins("https://a.example"))]
mod handlers {
    use actix_web::{Responder, get};
    use corsac::cors;

    #[cfg_attr(all(), cors(none))]
    #[get("/")]
    pub async fn handler() -> impl Responder {
        ""
    }
}

fn main() {
    let _ = App::new().service(handlers::handler);
}
