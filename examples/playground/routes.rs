//! The API: a handler for each kind of policy. The page shows what stands above
//! a handler in this file, so keep each one free of blank lines.

use actix_web::{
    Error, HttpRequest, HttpResponse, Responder, error::ErrorInternalServerError, get,
    http::header, post, route, web::ServiceConfig,
};
use corsac::cors;

/// The one page that `/stock` allows; its port is a part of it.
pub(crate) const STOCK_PAGE: &str = "http://shop.localhost:8081";

/// Every page may read this, but not as the user who is logged in.
#[cors(allow_origins("*"), allow_headers("*"))]
#[route("/public", method = "GET", method = "POST")]
async fn public() -> impl Responder {
    "open to everybody"
}

/// One origin, to the letter. The answer names it whoever asks, and the
/// browser compares.
#[cors(
    allow_origins("http://shop.localhost:8081"),
    allow_headers("Content-Type")
)]
#[route("/stock", method = "GET", method = "PUT")]
async fn stock() -> impl Responder {
    "three foxes"
}

/// The shop and all its subdomains, on any port. Reading needs no preflight;
/// changing does.
#[cors(
    allow_origins("http://shop.localhost:*", "http://*.shop.localhost:*"),
    allow_headers("Content-Type"),
    expose_headers("X-Total-Count"),
    max_age = 600
)]
#[route("/orders", method = "GET", method = "POST", method = "PUT")]
async fn orders() -> impl Responder {
    HttpResponse::Ok()
        .insert_header(("X-Total-Count", "2"))
        .insert_header(("X-Internal", "for operators"))
        .body("two orders")
}

/// For the user who is logged in: the browser may add its cookie. Pages may not
/// delete an account; other clients may.
#[cors(
    allow_origins("http://shop.localhost:*", "http://*.shop.localhost:*"),
    allow_methods("GET", "POST"),
    allow_headers("Content-Type"),
    allow_credentials
)]
#[route("/account", method = "GET", method = "POST", method = "DELETE")]
async fn account(req: HttpRequest) -> impl Responder {
    HttpResponse::Ok()
        .insert_header((header::SET_COOKIE, "user=fox; HttpOnly; SameSite=Lax"))
        .body(match req.headers().get(header::COOKIE) {
            Some(_) => "welcome back, fox: your cookie came along",
            None => "hello, stranger: no cookie came along",
        })
}

/// Whatever headers the page wants to send, also with credentials.
#[cors(
    allow_origins("http://shop.localhost:*", "http://*.shop.localhost:*"),
    allow_headers(mirror_request),
    allow_credentials
)]
#[post("/traces")]
async fn traces() -> impl Responder {
    HttpResponse::NoContent()
}

/// A request from elsewhere does not even reach the handler.
#[cors(allow_origins("http://shop.localhost:*"), block_on_origin_mismatch)]
#[post("/transfers")]
async fn transfers() -> impl Responder {
    "transferred"
}

/// It always fails; but the page that may call it can read why.
#[cors(allow_origins("http://shop.localhost:*"))]
#[get("/broken")]
async fn broken() -> Result<String, Error> {
    Err(ErrorInternalServerError("the foxes have eaten the data"))
}

/// No policy: pages of other origins can't read it.
#[get("/internal")]
async fn internal() -> impl Responder {
    "for the API's own pages"
}

pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .service(public)
        .service(stock)
        .service(orders)
        .service(account)
        .service(traces)
        .service(transfers)
        .service(broken)
        .service(internal);
}
