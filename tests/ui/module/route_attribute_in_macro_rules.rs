use actix_web::App;
use corsac::cors;

#[cors(allow_origins("https://a.example"), block_on_origin_mismatch)]
mod handlers {
    use actix_web::{Responder, get, post};

    #[get("/")]
    pub async fn handler() -> impl Responder {
        ""
    }

    macro_rules! handler {
        ($name:ident, $path:literal) => {
            #[post($path)]
            pub async fn $name() -> impl Responder {
                ""
            }
        };
    }

    handler!(by_macro, "/");
}

fn main() {
    let _ = App::new().service(handlers::handler);
}
