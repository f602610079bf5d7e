//! What a reviewer looks for: every kind of finding, in routes that have it.

use std::collections::HashSet;

use actix_web::{Responder, delete, dev::RequestHead, get, post, route, web::Form};
use corsac::{
    ConfiguredPolicy, Origin, Origins, PolicyConfig,
    audit::{self, Danger, Finding, FindingKind, Findings, Severity},
    cors,
};
use expect_test::expect;
use serde_json::json;

static TENANTS: Origins = Origins::new();
static ANYWHERE: Origins = Origins::new()
    .dangerously_insecure_origins()
    .dangerously_public_suffixes();
static CONFIGURED: ConfiguredPolicy = ConfiguredPolicy::new().dangerously_null_origin();

fn is_partner(origin: &Origin<'_>, _: &RequestHead) -> bool {
    origin.host() == "partner.example"
}

#[cors(
    allow_origins(
        "https://a.example",
        "https://*.b.example",
        "http://localhost:*",
        from(TENANTS)
    ),
    allow_credentials
)]
#[get("/findings/credentials")]
async fn credentials() -> impl Responder {
    "credentials"
}

#[cors(
    allow_origins(
        "http://a.example",
        "https://*.github.io",
        "null",
        predicate(is_partner)
    ),
    allow_credentials,
    dangerously(insecure_origins, public_suffixes, null_origin, unchecked_origins)
)]
#[get("/findings/dangerously")]
async fn dangerous() -> impl Responder {
    "dangerous"
}

#[cors(
    allow_origins("http://a.example", from(ANYWHERE)),
    allow_credentials,
    dangerously(insecure_origins)
)]
#[get("/findings/lifted")]
async fn lifted() -> impl Responder {
    "lifted"
}

#[cors(allow_origins(from(ANYWHERE)))]
#[get("/findings/lifted-without-credentials")]
async fn lifted_without_credentials() -> impl Responder {
    "lifted"
}

#[cors(allow_origins("*"))]
#[route(
    "/findings/any",
    method = "GET",
    method = "POST",
    method = "PATCH",
    method = "PURGE"
)]
async fn any() -> impl Responder {
    "any"
}

/// A page sends `POST` without a preflight.
#[cors(allow_origins("*"), allow_methods("PUT"))]
#[route(
    "/findings/any-narrowed",
    method = "DELETE",
    method = "POST",
    method = "PUT"
)]
async fn any_narrowed() -> impl Responder {
    "any"
}

#[cors(allow_origins("https://a.example", dev("http://localhost:*")))]
#[get("/findings/dev")]
async fn dev() -> impl Responder {
    "dev"
}

#[cors(allow_origins("https://a.example"), allow_credentials)]
#[post("/findings/form")]
async fn form(_: Form<Vec<(String, String)>>) -> impl Responder {
    "form"
}

#[cors(allow_origins("https://a.example"))]
#[get("/findings/several")]
async fn several() -> impl Responder {
    "several"
}

#[cors(allow_origins("https://b.example"), block_on_origin_mismatch)]
#[post("/findings/several")]
async fn z_blocks() -> impl Responder {
    "several"
}

#[cors(allow_origins("https://c.example"), block_on_origin_mismatch)]
#[route("/findings/several", method = "PUT")]
async fn b_blocks() -> impl Responder {
    "several"
}

#[cors(allow_origins("https://c.example"), block_on_origin_mismatch)]
#[actix_web::routes]
#[delete("/findings/several")]
#[patch("/findings/several")]
async fn c_blocks() -> impl Responder {
    "several"
}

#[cors(policy(CONFIGURED))]
#[delete("/findings/configured")]
async fn configured() -> impl Responder {
    "configured"
}

pub(crate) fn of_module(module: &str) -> Findings {
    let findings = audit::findings().into_iter();
    let of_module = findings.filter(|finding| finding.route().module().starts_with(module));
    of_module.collect()
}

fn of_route(path: &str) -> Findings {
    let findings = of_module(module_path!()).into_iter();
    let of_route = findings.filter(|finding| finding.route().path() == path);
    of_route.collect()
}

#[test]
fn credentials_are_found_by_the_entry_that_gets_them() {
    expect![[r#"
        warning[credentials-for-pattern]: GET /findings/credentials, audit::findings::credentials
          Every origin that matches `"https://*.b.example"` and `"http://localhost:*"` gets credentials, so an attacker who takes over one of these sites can act as the logged-in user. List the origins, or make sure that all of them are yours.

        warning[credentials-for-run-time-origins]: GET /findings/credentials, audit::findings::credentials
          Every origin in `from(TENANTS)` gets credentials, and the program can add origins while it runs. Check who can cause that.
    "#]].assert_eq(&of_route("/findings/credentials").to_string());
}

#[test]
fn each_word_of_dangerously_is_found() {
    expect![[r#"
        warning[credentials-for-pattern]: GET /findings/dangerously, audit::findings::dangerous
          Every origin that matches `"https://*.github.io"` gets credentials, so an attacker who takes over one of these sites can act as the logged-in user. List the origins, or make sure that all of them are yours.

        warning[credentials-for-predicate]: GET /findings/dangerously, audit::findings::dangerous
          Every origin that passes `predicate(is_partner)` gets credentials, and corsac can't check which origins do. Review the function, or list the origins.

        warning[dangerously-insecure-origins]: GET /findings/dangerously, audit::findings::dangerous
          Because of `dangerously(insecure_origins)`, the policy can allow origins that an attacker on the network can impersonate. Use `https` origins instead.

        warning[dangerously-public-suffixes]: GET /findings/dangerously, audit::findings::dangerous
          Because of `dangerously(public_suffixes)`, the policy can allow sites of strangers, since anyone can register one below a public suffix. List the origins instead.

        warning[dangerously-null-origin]: GET /findings/dangerously, audit::findings::dangerous
          Because of `dangerously(null_origin)`, the policy can allow the origin `null`, which every site can take by means of a sandboxed frame. List other origins instead.

        warning[dangerously-unchecked-origins]: GET /findings/dangerously, audit::findings::dangerous
          Because of `dangerously(unchecked_origins)`, origins that nobody listed can get credentials: all that a function accepts, or every extension of a browser. List the origins instead.
    "#]].assert_eq(&of_route("/findings/dangerously").to_string());
}

#[test]
fn what_a_set_lifts_is_found_next_to_what_the_policy_lifts() {
    expect![[r#"
        warning[credentials-for-run-time-origins]: GET /findings/lifted, audit::findings::lifted
          Every origin in `from(ANYWHERE)` gets credentials, and the program can add origins while it runs. Check who can cause that.

        warning[dangerously-insecure-origins]: GET /findings/lifted, audit::findings::lifted
          Because of `dangerously(insecure_origins)` and `from(ANYWHERE): dangerously(insecure_origins)`, the policy can allow origins that an attacker on the network can impersonate. Use `https` origins instead.

        warning[dangerously-public-suffixes]: GET /findings/lifted, audit::findings::lifted
          Because of `from(ANYWHERE): dangerously(public_suffixes)`, the policy can allow sites of strangers, since anyone can register one below a public suffix. List the origins instead.
    "#]].assert_eq(&of_route("/findings/lifted").to_string());
    expect![[r#"
        warning[dangerously-insecure-origins]: GET /findings/lifted-without-credentials, audit::findings::lifted_without_credentials
          Because of `from(ANYWHERE): dangerously(insecure_origins)`, the policy can allow origins that an attacker on the network can impersonate. Use `https` origins instead.

        warning[dangerously-public-suffixes]: GET /findings/lifted-without-credentials, audit::findings::lifted_without_credentials
          Because of `from(ANYWHERE): dangerously(public_suffixes)`, the policy can allow sites of strangers, since anyone can register one below a public suffix. List the origins instead.
    "#]].assert_eq(&of_route("/findings/lifted-without-credentials").to_string());
}

#[test]
fn any_origin_is_found_with_the_methods_that_change_something() {
    expect![[r#"
        warning[any-origin-may-change]: GET, POST, PATCH, PURGE /findings/any, audit::findings::any
          Pages of every origin can send `POST`, `PATCH` and `PURGE` to this handler and read the response. If not everyone may do that, list the origins.
    "#]].assert_eq(&of_route("/findings/any").to_string());
    expect![[r#"
        warning[any-origin-may-change]: DELETE, POST, PUT /findings/any-narrowed, audit::findings::any_narrowed
          Pages of every origin can send `POST` and `PUT` to this handler and read the response. If not everyone may do that, list the origins.
    "#]].assert_eq(&of_route("/findings/any-narrowed").to_string());
}

#[test]
#[cfg(debug_assertions)]
fn origins_for_development_are_found_in_this_build() {
    expect![[r#"
        note[dev-origins]: GET /findings/dev, audit::findings::dev
          This build also allows `dev("http://localhost:*")`, for development. Deploy a build without `debug_assertions`, which has no such origins.
    "#]].assert_eq(&of_route("/findings/dev").to_string());
}

#[test]
#[cfg(not(debug_assertions))]
fn origins_for_development_are_not_in_this_build() {
    assert!(of_route("/findings/dev").is_empty());
}

#[test]
fn an_unblocked_form_with_credentials_is_found() {
    expect![[r#"
        error[unblocked-form]: POST /findings/form, audit::findings::form
          Every site can `POST` a form to this handler with the user's cookies, because browsers send forms without a preflight. Add `block_on_origin_mismatch`, or check a token in the form.
    "#]].assert_eq(&of_route("/findings/form").to_string());
}

#[test]
fn several_policies_are_found_by_the_other_handlers() {
    expect![[r#"
        warning[several-policies]: GET /findings/several, audit::findings::several
          Pages that only the policy of `audit::findings::b_blocks`, `audit::findings::c_blocks` and `audit::findings::z_blocks` allows can run this handler, because browsers keep the permission of a preflight for the whole URL. Add `block_on_origin_mismatch`, or use different paths.
    "#]].assert_eq(&of_route("/findings/several").to_string());
    expect![[r#"
        warning[several-policies]: PUT /several/{id}, audit::shared_paths::put_of_a
          Pages that only the policy of `audit::shared_paths::post_of_b` allows can run this handler, because browsers keep the permission of a preflight for the whole URL. Add `block_on_origin_mismatch`, or use different paths.

        warning[several-policies]: POST /several/{the_number}, audit::shared_paths::post_of_b
          Pages that only the policy of `audit::shared_paths::put_of_a` allows can run this handler, because browsers keep the permission of a preflight for the whole URL. Add `block_on_origin_mismatch`, or use different paths.
    "#]].assert_eq(&of_module("audit::shared_paths").to_string());
}

#[test]
fn the_policy_in_force_is_the_one_that_is_judged() {
    let kinds = || {
        let findings = of_route("/findings/configured");
        findings.iter().map(Finding::kind).collect::<Vec<_>>()
    };

    let at_first = kinds();
    CONFIGURED
        .replace(PolicyConfig::new().allow_origins(["*"]))
        .unwrap();
    let with_any = kinds();
    let config = PolicyConfig::new()
        .allow_origins(["https://*.a.example", "null"])
        .allow_credentials(true);
    CONFIGURED.replace(config).unwrap();
    let with_pattern = kinds();
    CONFIGURED.replace(None).unwrap();

    assert_eq!(at_first, []);
    assert_eq!(with_any, [FindingKind::AnyOriginMayChange]);
    assert_eq!(
        with_pattern,
        [
            FindingKind::CredentialsForPattern,
            FindingKind::Dangerously(Danger::NullOrigin)
        ]
    );
    assert_eq!(kinds(), []);
}

#[test]
fn each_kind_is_found_somewhere() {
    let found = audit::findings();

    for kind in FindingKind::ALL {
        let is_found = found.iter().any(|finding| finding.kind() == *kind);
        let is_expected = cfg!(debug_assertions) || *kind != FindingKind::DevOrigins;
        assert_eq!(is_found, is_expected, "{kind:?}");
    }
}

#[test]
fn each_kind_has_its_own_name_and_summary() {
    let ids: HashSet<_> = FindingKind::ALL.iter().map(|kind| kind.id()).collect();
    let summaries: HashSet<_> = FindingKind::ALL.iter().map(|kind| kind.summary()).collect();

    assert_eq!(ids.len(), FindingKind::ALL.len());
    assert_eq!(summaries.len(), FindingKind::ALL.len());
    for id in ids {
        let is_kebab_case = id
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        assert!(is_kebab_case, "{id}");
    }
}

#[test]
fn findings_can_be_chosen_by_severity() {
    let findings = of_module(module_path!()).into_iter();

    let errors: Findings = findings
        .filter(|finding| finding.kind().severity() >= Severity::Error)
        .collect();

    assert_eq!(errors.len(), 1);
    assert_eq!(errors.iter().count(), 1);
    assert_eq!((&errors).into_iter().count(), 1);
    assert!(!errors.is_empty());
}

#[test]
fn the_place_and_a_link_are_added_on_request() {
    let finding = &of_route("/findings/form").into_iter().next().unwrap();
    let place = finding.route().location();

    let short = finding.to_string();
    let long = format!("{finding:#}");

    let (heading, reason) = short.split_once('\n').unwrap();
    let link = "https://docs.rs/corsac/0.1.0/corsac/rules/index.html#unblocked-form";
    assert_eq!(
        long,
        format!("{heading}\n  --> {place}\n{reason}\n  {link}")
    );
    assert_eq!(place.file(), file!());
    assert!(place.column() > 1, "{place}");
}

#[test]
fn findings_without_any_are_said_to_be_none() {
    let none: Findings = [].into_iter().collect();

    assert!(none.is_empty());
    assert_eq!(none.len(), 0);
    assert_eq!(none.to_string(), "no findings\n");
}

#[test]
fn a_finding_is_an_object_for_other_programs() {
    let findings = of_route("/findings/any");
    let finding = findings.iter().next().unwrap();

    let list = serde_json::to_value(&findings).unwrap();

    assert_eq!(
        list,
        json!([{
            "kind": "any-origin-may-change",
            "severity": "warning",
            "path": "/findings/any",
            "methods": ["GET", "POST", "PATCH", "PURGE"],
            "handler": "any",
            "module": "audit::findings",
            "file": file!(),
            "line": finding.location().line(),
            "column": finding.location().column(),
            "subjects": ["POST", "PATCH", "PURGE"],
            "reason": finding.reason(),
            "help_uri": finding.kind().help_uri(),
        }])
    );
}
