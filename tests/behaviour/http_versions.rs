//! The exchange of the quickstart over real connections, in each version of
//! HTTP.

use actix_web::{App, HttpResponse, HttpServer, Responder, get, post, route, rt::System, web};
use corsac::cors;
use reqwest::{Client, ClientBuilder, Version};
use serde::{Deserialize, Serialize};

use crate::support::exchange;

#[derive(Serialize, Deserialize)]
struct Data {
    message: String,
}

#[cors(
    allow_origins("https://frontend.com"),
    allow_headers("Content-Type"),
    max_age = 86400
)]
#[route("/api/data", method = "POST", method = "PUT")]
async fn save(data: web::Json<Data>) -> impl Responder {
    data
}

#[cors(allow_origins("*"))]
#[get("/api/status")]
async fn status() -> impl Responder {
    "up and running"
}

#[cors(
    allow_origins("https://frontend.com", "https://admin.frontend.com"),
    expose_headers("X-Request-Id"),
    allow_credentials
)]
#[post("/api/logout")]
async fn logout() -> impl Responder {
    HttpResponse::Ok()
        .insert_header(("X-Request-Id", "42"))
        .body("logged out")
}

#[test]
fn the_exchange_goes_over_http_1() {
    exchange_over(Version::HTTP_11, Client::builder().http1_only());
}

#[test]
fn the_exchange_goes_over_http_2() {
    exchange_over(Version::HTTP_2, Client::builder().http2_prior_knowledge());
}

#[track_caller]
fn exchange_over(version: Version, client: ClientBuilder) {
    let client = client.no_proxy().build().unwrap();

    System::new().block_on(async {
        let app = || App::new().service(save).service(status).service(logout);
        let server = HttpServer::new(app).workers(1).disable_signals();
        let server = server.bind_auto_h2c(("127.0.0.1", 0)).unwrap();
        let address = server.addrs()[0].to_string();
        actix_web::rt::spawn(server.run());

        exchange::check(&client, &address, version).await;
    });
}
