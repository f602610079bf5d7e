use actix_web::App;
use corsac::cors;

#[cors(allow_origins("https://a.example"))]
mod handlers {
    use actix_web::{Responder, post, web};
    use tracing::instrument;

    #[instrument(skip_all)]
    #[post("/")]
    pub async fn handler(_: web::Json<u8>) -> impl Responder {
        ""
    }
}

fn main() {
    let _ = App::new().service(handlers::handler);
}
