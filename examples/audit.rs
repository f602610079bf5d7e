//! For reviewing what a whole program allows: the list of its routes as a table
//! or as JSON, and the tests of a security team.
//!
//! Run it with `cargo run --example audit --features audit`. Add `-- --json` for
//! JSON, or `-- --serve` to serve the routes on port 8080, or on `PORT`. Run the
//! tests with `cargo test --example audit --features audit`.

use std::{env, io, process};

use actix_web::{App, HttpServer};
use corsac::{Policy, audit, cors, policy};

/// What pages of the product may do.
pub static WEB_APP: Policy = policy!(
    allow_origins("https://frontend.com", "https://*.preview.frontend.com"),
    allow_headers("Content-Type"),
    allow_credentials,
);

/// Every route handler in here has the policy, unless it has its own.
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

    #[cors(allow_origins("https://admin.frontend.com"), allow_credentials)]
    #[delete("/api/messages")]
    pub(super) async fn clear() -> impl Responder {
        "cleared"
    }

    #[cors(allow_origins("*"), max_age = 86400)]
    #[get("/api/status")]
    pub(super) async fn status() -> impl Responder {
        "up and running"
    }
}

#[actix_web::main]
async fn main() -> io::Result<()> {
    match env::args().nth(1).as_deref() {
        None => print!("{:#}", audit::routes()),
        Some("--json") => println!("{}", serde_json::to_string_pretty(&audit::routes())?),
        Some("--serve") => serve().await?,
        Some(other) => {
            eprintln!("unknown argument {other:?}; write `--json`, `--serve` or none");
            process::exit(2);
        }
    }
    Ok(())
}

async fn serve() -> io::Result<()> {
    let port = env::var("PORT").unwrap_or_else(|_| "8080".to_owned());
    let server = HttpServer::new(|| {
        App::new()
            .service(api::list)
            .service(api::send)
            .service(api::clear)
            .service(api::status)
    })
    .bind(format!("127.0.0.1:{port}"))?;
    println!("Listening on {:?}", server.addrs());
    server.run().await
}

#[cfg(test)]
mod tests {
    use corsac::audit::{self, AllowOrigin};
    use expect_test::expect;

    #[test]
    fn no_route_with_credentials_trusts_an_insecure_origin() {
        for route in audit::routes() {
            let policy = route.policy();
            let origins = policy.allow_origins();
            let trusts_insecure = origins.iter().any(AllowOrigin::is_insecure);
            assert!(
                !(policy.allow_credentials() && trusts_insecure),
                "{route:#}"
            );
        }
    }

    #[test]
    fn no_prohibition_is_lifted() {
        for route in audit::routes() {
            assert!(route.policy().dangerously().is_empty(), "{route:#}");
        }
    }

    /// If you change what is allowed, you must update this list, so a reviewer sees it:
    /// `UPDATE_EXPECT=1 cargo test --example audit --features audit`.
    #[test]
    fn the_whole_surface_is_known() {
        let surface = audit::routes().to_string();

        expect![[r#"
            methods  path                              handler             policy
            GET      /api/messages (several policies)  audit::api::list    policy(crate::WEB_APP): allow_origins("https://frontend.com", "https://*.preview.frontend.com"), allow_headers("Content-Type"), allow_credentials
            POST     /api/messages (several policies)  audit::api::send    policy(crate::WEB_APP): allow_origins("https://frontend.com", "https://*.preview.frontend.com"), allow_headers("Content-Type"), allow_credentials
            DELETE   /api/messages (several policies)  audit::api::clear   allow_origins("https://admin.frontend.com"), allow_credentials
            GET      /api/status                       audit::api::status  allow_origins("*"), max_age = 86400
        "#]].assert_eq(&surface);
    }
}
