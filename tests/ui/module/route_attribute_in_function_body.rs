use actix_web::App;
use corsac::cors;

#[cors(allow_origins("https://a.example"), block_on_origin_mismatch)]
mod handlers {
    use actix_web::{Responder, get, post, web};

    #[get("/")]
    pub async fn handler() -> impl Responder {
        ""
    }

    pub fn configure(config: &mut web::ServiceConfig) {
        #[post("/")]
        async fn inner() -> impl Responder {
            ""
        }
        config.service(inner);
    }
}

fn main() {
    let _ = App::new().service(handlers::handler);
}
