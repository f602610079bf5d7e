use actix_web::Responder;
use corsac::cors;

struct Handlers;

impl Handlers {
    #[cors(allow_origins("https://a.example"))]
    async fn handler() -> impl Responder {
        ""
    }
}

fn main() {
    let _ = Handlers::handler();
}
