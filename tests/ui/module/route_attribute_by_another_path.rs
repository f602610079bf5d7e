use actix_web::App;
use corsac::cors;

#[cors(allow_origins("https://a.example"), block_on_origin_mismatch)]
mod handlers {
    use actix_web::{Responder, get};

    #[get("/")]
    pub async fn handler() -> impl Responder {
        ""
    }

    mod prelude {
        pub(super) use actix_web::post;
    }

    #[prelude::post("/")]
    pub async fn by_path() -> impl Responder {
        ""
    }
}

fn main() {
    let _ = App::new().service(handlers::handler);
}
