//! For an API with one policy for many handlers: the default of a module, a
//! handler with a stricter policy, and a handler that opts out.
//!
//! Run it with `cargo run --example shared_policy`. Set `PORT` to change the port
//! from 8080.

use actix_web::{App, HttpServer};
use corsac::{Policy, cors, policy};

/// What pages of the product may do; `println!("{WEB_APP}")` shows it.
pub static WEB_APP: Policy = policy!(
    allow_origins("https://frontend.com", dev("http://localhost:5173")),
    allow_headers("Content-Type"),
    allow_credentials,
);

/// Every route handler in here has the policy, unless it has its own or opts out.
#[cors(policy(crate::WEB_APP))]
mod api {
    use actix_web::{Responder, delete, get, post, web};
    use corsac::cors;

    #[get("/api/messages")]
    pub(super) async fn list() -> impl Responder {
        web::Json(["hello"])
    }

    #[post("/api/messages")]
    pub(super) async fn send(message: web::Json<String>) -> impl Responder {
        message
    }

    /// Only for pages of the administration: this policy replaces the default.
    #[cors(allow_origins("https://admin.frontend.com"), allow_credentials)]
    #[delete("/api/messages")]
    pub(super) async fn clear() -> impl Responder {
        "cleared"
    }

    /// Not for pages at all.
    #[cors(none)]
    #[get("/api/health")]
    pub(super) async fn health() -> impl Responder {
        "healthy"
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::var("PORT").unwrap_or_else(|_| "8080".to_owned());
    let server = HttpServer::new(|| {
        App::new()
            .service(api::list)
            .service(api::send)
            .service(api::clear)
            .service(api::health)
    })
    .bind(format!("127.0.0.1:{port}"))?;
    println!("Listening on {:?}", server.addrs());
    server.run().await
}
