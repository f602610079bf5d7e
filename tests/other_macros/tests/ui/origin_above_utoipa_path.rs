use actix_web::{App, Responder, get};
use corsac::cors;
use utoipa6 as utoipa;

#[derive(utoipa::OpenApi)]
#[openapi(paths(handler))]
struct Document;

#[cors(allow_origins("https://a.example/"))]
#[utoipa::path(get, path = "/")]
#[get("/")]
async fn handler() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new().service(handler);
    let _ = Document;
}
