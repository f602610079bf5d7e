//! For a service of several servers whose tenants come and go: each server
//! loads the tenants' origins from PostgreSQL, and the database tells all of
//! them when one changes the origins.
//!
//! `DATABASE_URL=postgres://localhost/fleet ADMIN_TOKEN=secret cargo run`; see
//! the README.md beside this package's Cargo.toml.

mod database;
mod follow;

use std::{
    env::{self, VarError},
    error::Error,
    iter,
    process::ExitCode,
    time::Duration,
};

use actix_web::{
    App, HttpResponse, HttpServer, Responder, get,
    guard::GuardContext,
    http::header::AUTHORIZATION,
    put, rt,
    web::{Data, Json, Path},
};
use corsac::{Origins, cors};
use env_logger::Env;

use crate::follow::{Changes, Outcome, follow};

/// Empty, so that no page of another origin may call, until there is a
/// database. Only `follow` replaces it, so an older set never follows a newer.
static TENANTS: Origins = Origins::new();

/// Needs no database. No page of another origin may read it.
#[get("/")]
async fn index() -> impl Responder {
    "one server of the fleet"
}

/// For the pages of the tenants, with their users' cookies.
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

/// Replaces the origins of one tenant, at all servers; `[]` removes the tenant.
///
/// Only for the operator, so without CORS: changing the origins decides who gets
/// the users' credentials.
#[put("/admin/tenants/{tenant}", guard = "is_operator")]
async fn change(
    tenant: Path<String>,
    origins: Json<Vec<String>>,
    changes: Data<Changes>,
) -> impl Responder {
    match changes
        .make(tenant.into_inner(), origins.into_inner())
        .await
    {
        Outcome::Made => HttpResponse::NoContent().finish(),
        Outcome::Refused(error) => HttpResponse::UnprocessableEntity().body(error.to_string()),
        Outcome::NoDatabase => {
            HttpResponse::ServiceUnavailable().body("no database; nothing was changed")
        }
        Outcome::Unknown => HttpResponse::ServiceUnavailable()
            .body("the database failed; the change may or may not be made; send it again"),
    }
}

#[actix_web::main]
async fn main() -> ExitCode {
    env_logger::init_from_env(Env::default().default_filter_or("info"));
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}", report(&*error));
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let database = env::var("DATABASE_URL")
        .map_err(|error| format!("DATABASE_URL: {error}; set it to postgres://HOST/DATABASE"))?
        .parse()?;
    let longest_pause = Duration::from_millis(number("LONGEST_PAUSE_MS", 30_000)?);
    let port: u16 = number("PORT", 8080)?;

    let (changes, requested) = Changes::channel();
    let (first_attempt, attempted) = tokio::sync::oneshot::channel();
    rt::spawn(follow(database, longest_pause, requested, first_attempt));
    // Nobody is served before the origins are loaded, or there is no database.
    let _ = attempted.await;

    let changes = Data::new(changes);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(changes.clone())
            .service(index)
            .service(data)
            .service(change)
    })
    .bind(("127.0.0.1", port))?;
    println!("Listening on {:?}", server.addrs());
    Ok(server.run().await?)
}

/// The number in the environment variable `name`, or `default`.
fn number<T>(name: &str, default: T) -> Result<T, String>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    match env::var(name) {
        Ok(text) => text.parse().map_err(|error| format!("{name}: {error}")),
        Err(VarError::NotPresent) => Ok(default),
        Err(error) => Err(format!("{name}: {error}")),
    }
}

/// An error with its causes: tokio-postgres names only the kind of its own.
fn report(error: &dyn Error) -> String {
    let chain = iter::successors(Some(error), |&error| error.source());
    let chain: Vec<_> = chain.map(ToString::to_string).collect();
    chain.join(": ")
}
