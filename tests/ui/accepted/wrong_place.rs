use actix_web::{App, Responder, get};
use corsac::cors;

#[allow(dead_code)]
#[cors(allow_origins("https://a.example"))]
/// Documentation.
#[get("/")]
#[allow(clippy::unused_async)]
async fn other_attributes_around() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"))]
#[actix_web::put("/")]
async fn route_attribute_by_path() -> impl Responder {
    ""
}

#[cfg_attr(all(), cors(allow_origins("https://a.example")), get("/"))]
async fn in_cfg_attr() -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"))]
#[cfg_attr(all(), get("/"))]
async fn above_cfg_attr() -> impl Responder {
    ""
}

fn main() {
    let _ = App::new()
        .service(other_attributes_around)
        .service(route_attribute_by_path)
        .service(in_cfg_attr)
        .service(above_cfg_attr);
}
