//! Servers of one program, each with a policy of its own.

use actix_web::{App, HttpResponse, web};
use corsac::{ConfiguredPolicy, OwnedPolicy, PolicyConfig};

use crate::support::{Site, check, get, row};

fn policy(origin: &str) -> OwnedPolicy {
    let policy = ConfiguredPolicy::new().owned();
    policy
        .replace(PolicyConfig::new().allow_origins([origin]))
        .unwrap();
    policy
}

fn server(policy: OwnedPolicy) -> impl Site {
    App::new()
        .route("/", web::get().to(HttpResponse::Ok))
        .wrap(policy)
}

fn allows(origin: &'static str) -> [crate::support::Row; 1] {
    let allowed = format!("Access-Control-Allow-Origin: {origin}");
    [row(origin, get().origin(origin), 200, &[&allowed])]
}

#[test]
fn two_servers_have_different_policies() {
    let (one, other) = (policy("https://a.example"), policy("https://b.example"));

    check(server(one), allows("https://a.example"));
    check(server(other), allows("https://b.example"));
}

#[test]
fn clones_are_one_policy() {
    let policy = policy("https://a.example");
    let server = server(policy.clone());

    policy
        .replace(PolicyConfig::new().allow_origins(["https://b.example"]))
        .unwrap();

    check(server, allows("https://b.example"));
}
