//! For a service whose tenants come and go: origins from the environment, and
//! an endpoint that replaces them while the server runs.
//!
//! Run it with
//! `CORS_ORIGINS=https://a.example ADMIN_TOKEN=secret cargo run --example tenants`.
//! Set `PORT` to change the port from 8080.

use std::env;

use actix_web::{
    App, HttpResponse, HttpServer, Responder, get, guard::GuardContext,
    http::header::AUTHORIZATION, put, web,
};
use corsac::{Origins, cors};

/// Empty at first. When it is filled, the same rules check each origin.
static TENANTS: Origins = Origins::new();

#[cors(allow_origins(from(TENANTS)), allow_credentials)]
#[get("/api/data")]
async fn data() -> impl Responder {
    "some data"
}

/// Whether the operator has a token, and the request has it.
fn is_operator(ctx: &GuardContext<'_>) -> bool {
    let expected = env::var("ADMIN_TOKEN").map(|token| format!("Bearer {token}"));
    let given = ctx.head().headers().get(AUTHORIZATION);
    expected.is_ok_and(|expected| given.is_some_and(|given| *given == *expected))
}

/// Only for the operator, so without CORS: replacing the origins decides who
/// gets the users' credentials. If an origin is rejected, the old set stays in
/// force, and the response explains why.
#[put("/admin/origins", guard = "is_operator")]
async fn replace(origins: web::Json<Vec<String>>) -> impl Responder {
    match TENANTS.replace(origins.iter()) {
        Ok(()) => HttpResponse::NoContent().finish(),
        Err(error) => HttpResponse::UnprocessableEntity().body(error.to_string()),
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    if let Err(error) = TENANTS.replace_from_env("CORS_ORIGINS") {
        eprintln!("no origins to start with: {error}");
    }
    let port = env::var("PORT").unwrap_or_else(|_| "8080".to_owned());
    let server = HttpServer::new(|| App::new().service(data).service(replace))
        .bind(format!("127.0.0.1:{port}"))?;
    println!("Listening on {:?}", server.addrs());
    server.run().await
}
