//! Routes that resemble those with findings, and have none.

use actix_web::{
    Responder,
    dev::RequestHead,
    get, post, put, route,
    web::{Bytes, Form, Json, Query},
};
use corsac::{Origin, Origins, Policy, cors, policy};

static TENANTS: Origins = Origins::new();
static NOBODY: Policy = policy!(
    allow_origins("https://a.example"),
    allow_methods("*"),
    block_on_origin_mismatch
);

type Fields = Vec<(String, String)>;

fn is_partner(origin: &Origin<'_>, _: &RequestHead) -> bool {
    origin.host() == "partner.example"
}

#[cors(allow_origins(
    "https://*.a.example",
    "http://b.example",
    from(TENANTS),
    predicate(is_partner)
))]
#[post("/near/without-credentials")]
async fn without_credentials() -> impl Responder {
    "without credentials"
}

#[cors(
    allow_origins("https://a.example", "http://localhost:5173"),
    allow_headers("Content-Type"),
    allow_credentials
)]
#[route(
    "/near/listed",
    method = "POST",
    method = "PUT",
    method = "DELETE",
    method = "PATCH"
)]
async fn listed(_: Option<Json<Fields>>) -> impl Responder {
    "listed"
}

#[cors(allow_origins("*"), allow_headers("*"), expose_headers("*"))]
#[route(
    "/near/safe",
    method = "GET",
    method = "HEAD",
    method = "OPTIONS",
    method = "TRACE",
    method = "CONNECT",
    method = "QUERY"
)]
async fn safe() -> impl Responder {
    "safe"
}

/// No page can send a `PUT` here.
#[cors(allow_origins("*"), allow_methods("GET"))]
#[route("/near/narrowed", method = "GET", method = "PUT")]
async fn narrowed() -> impl Responder {
    "narrowed"
}

#[cors(
    allow_origins("https://a.example"),
    allow_credentials,
    block_on_origin_mismatch
)]
#[post("/near/blocked-form")]
async fn blocked_form(_: Form<Fields>) -> impl Responder {
    "form"
}

#[cors(allow_origins("https://a.example"))]
#[post("/near/form-without-credentials")]
async fn form_without_credentials(_: Form<Fields>) -> impl Responder {
    "form"
}

/// Forms have no method `PUT`.
#[cors(allow_origins("https://a.example"), allow_credentials)]
#[put("/near/put-form")]
async fn put_form(_: Form<Fields>) -> impl Responder {
    "form"
}

#[cors(
    allow_origins("https://a.example"),
    allow_headers("Content-Type"),
    allow_credentials
)]
#[post("/near/json")]
async fn json(_: Json<Fields>, _: Query<Fields>, _: Bytes) -> impl Responder {
    "json"
}

/// Each of these two has a policy of its own, and blocks.
#[cors(policy(NOBODY))]
#[get("/near/several")]
async fn several() -> impl Responder {
    "several"
}

#[cors(
    allow_origins("https://b.example"),
    block_on_origin_mismatch,
    allow_credentials
)]
#[put("/near/several")]
async fn several_more() -> impl Responder {
    "several"
}

/// The same policy twice.
#[cors(allow_origins("https://a.example"))]
#[actix_web::routes]
#[get("/near/once")]
#[post("/near/once")]
async fn once() -> impl Responder {
    "once"
}

#[test]
fn a_clean_program_has_no_findings() {
    let findings = super::findings::of_module(module_path!());

    assert_eq!(findings.to_string(), "no findings\n");
}

/// Whoever forgets one sees it here.
#[test]
fn every_near_miss_is_listed() {
    let routes = corsac::audit::routes().into_iter();
    let here = routes.filter(|route| route.module() == module_path!());

    assert_eq!(here.count(), 12);
}
