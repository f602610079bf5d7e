//! For an API behind authentication: a policy around a scope in which every
//! route requires a bearer token.
//!
//! A preflight never has credentials, so authentication would reject it. And a
//! page sees a 401 without CORS headers only as a "network error". So the policy
//! must be outermost: make it the *last* `wrap`.
//!
//! A bearer token is a request header that the page sets itself. It needs
//! `allow_headers("Authorization")`, not `allow_credentials`, which is for what
//! the browser adds, such as cookies.
//!
//! Run it with `cargo run --example auth`. Set `PORT` to change the port from 8080.

use actix_web::{
    App, Error, HttpResponse, HttpServer,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    error::ErrorUnauthorized,
    http::header::AUTHORIZATION,
    middleware::{Next, from_fn},
    web,
};
use corsac::{Policy, policy};

static WEB_APP: Policy = policy!(
    allow_origins("https://frontend.com"),
    // A `wrap` doesn't know the routes inside, so list their methods.
    allow_methods("GET", "DELETE"),
    allow_headers("Authorization"),
    max_age = 600,
);

async fn authenticate(
    req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let token = req.headers().get(AUTHORIZATION);
    if token.is_some_and(|token| token == "Bearer secret") {
        next.call(req).await
    } else {
        Err(ErrorUnauthorized("a bearer token is missing or wrong"))
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::var("PORT").unwrap_or_else(|_| "8080".to_owned());
    let server = HttpServer::new(|| {
        let api = web::scope("/api")
            .route("/me", web::get().to(|| async { "you" }))
            .route("/me", web::delete().to(HttpResponse::NoContent))
            .wrap(from_fn(authenticate))
            .wrap(&WEB_APP);
        App::new().service(api)
    })
    .bind(format!("127.0.0.1:{port}"))?;
    println!("Listening on {:?}", server.addrs());
    server.run().await
}
