use corsac::cors;

struct Handlers;

impl Handlers {
    #[cors(allow_origins("https://a.example"))]
    #[actix_web::get("/")]
    async fn handler() -> &'static str {
        ""
    }
}

fn main() {
    let _ = Handlers;
}
