//! For reviewing what a whole program allows: the list of its routes as a table
//! or as JSON, what a reviewer should look at, and the tests of a security team.
//!
//! Run it with `cargo run --example audit --features audit`. Add `-- --json` for
//! JSON, `-- --findings` for the findings, `-- --sarif` for the findings in the
//! format of code hosts, or `-- --serve` to serve the routes on port 8080, or on
//! `PORT`. Run the tests with `cargo test --example audit --features audit`.

use std::{env, io, process};

use actix_web::{App, HttpServer};
use corsac::{Policy, audit, cors, policy};

/// What pages of the product may do.
pub static WEB_APP: Policy = policy!(
    allow_origins("https://frontend.com", "https://beta.frontend.com"),
    allow_headers("Content-Type"),
    allow_credentials,
    block_on_origin_mismatch,
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

    /// Blocks, too, since it isn't for every page that may `send`.
    #[cors(
        allow_origins("https://admin.frontend.com"),
        allow_credentials,
        block_on_origin_mismatch
    )]
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
        Some("--findings") => print!("{:#}", audit::findings()),
        Some("--sarif") => {
            let log = audit::findings().sarif();
            println!("{}", serde_json::to_string_pretty(&log)?);
        }
        Some("--serve") => serve().await?,
        Some(other) => {
            eprintln!(
                "unknown argument {other:?}; \
                 write `--json`, `--findings`, `--sarif`, `--serve` or none"
            );
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

    /// If you accept a finding, filter it out here, so a reviewer sees it.
    #[test]
    fn this_program_has_no_findings() {
        let findings = audit::findings();

        assert!(findings.is_empty(), "{findings:#}");
    }

    /// If you change what is allowed, you must update this list, so a reviewer sees it:
    /// `UPDATE_EXPECT=1 cargo test --example audit --features audit`.
    #[test]
    fn the_whole_surface_is_known() {
        let surface = audit::routes().to_string();

        expect![[r#"
            methods  path                              handler             policy
            GET      /api/messages (several policies)  audit::api::list    policy(crate::WEB_APP): allow_origins("https://frontend.com", "https://beta.frontend.com"), allow_headers("Content-Type"), allow_credentials, block_on_origin_mismatch
            POST     /api/messages (several policies)  audit::api::send    policy(crate::WEB_APP): allow_origins("https://frontend.com", "https://beta.frontend.com"), allow_headers("Content-Type"), allow_credentials, block_on_origin_mismatch
            DELETE   /api/messages (several policies)  audit::api::clear   allow_origins("https://admin.frontend.com"), allow_credentials, block_on_origin_mismatch
            GET      /api/status                       audit::api::status  allow_origins("*"), max_age = 86400
        "#]].assert_eq(&surface);
    }
}
