use actix_web::{App, Either, Responder, post, web};
use corsac::cors;

#[cors(allow_origins("https://a.example"), allow_headers("content-type"))]
#[post("/")]
async fn content_type(_: web::Json<u8>) -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"), allow_headers("*"))]
#[post("/")]
async fn any_header(_: web::Json<u8>) -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"), allow_headers(mirror_request))]
#[post("/")]
async fn mirrored_headers(_: web::Json<u8>) -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"))]
#[post("/")]
async fn other_bodies(_: Either<web::Json<u8>, web::Form<u8>>) -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"))]
#[post("/")]
async fn configured_out(#[cfg(any())] _: web::Json<u8>) -> impl Responder {
    ""
}

#[cors(allow_origins("https://a.example"))]
#[post("/")]
async fn under_a_condition(#[cfg_attr(all(), cfg(any()))] _: web::Json<u8>) -> impl Responder {
    ""
}

fn main() {
    let _ = App::new()
        .service(content_type)
        .service(any_header)
        .service(mirrored_headers)
        .service(other_bodies)
        .service(configured_out)
        .service(under_a_condition);
}
