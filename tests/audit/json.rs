//! The list for other programs.

use actix_web::{Responder, get};
use corsac::{
    Origins, Policy,
    audit::{self, Route},
    cors, policy,
};
use serde_json::json;

use super::policy::route;

static TENANTS: Origins = Origins::new();
static ANYWHERE: Origins = Origins::new()
    .dangerously_insecure_origins()
    .dangerously_public_suffixes();
static SHARED: Policy = policy!(
    allow_origins("https://a.example", "https://*.b.example", from(TENANTS)),
    allow_headers("Content-Type"),
    expose_headers("X-Count"),
    allow_credentials,
    max_age = 600,
    allow_methods("DELETE"),
);

#[rustfmt::skip]
const LINE_OF_SHARED: u32 = line!() + 3;
#[cors(policy(SHARED))]
#[get("/json/shared")]
async fn shared() -> impl Responder {
    "shared"
}

#[cors(
    allow_origins("null"),
    allow_headers(mirror_request),
    dangerously(null_origin)
)]
#[get("/json/own")]
async fn own() -> impl Responder {
    "own"
}

#[test]
fn a_route_is_an_object_with_all_that_is_known_of_it() {
    let object = serde_json::to_value(route("/json/shared")).unwrap();

    assert_eq!(
        object,
        json!({
            "path": "/json/shared",
            "methods": ["GET"],
            "allow_methods": ["GET"],
            "path_has_several_policies": false,
            "handler": "shared",
            "module": "audit::json",
            "file": file!(),
            "line": LINE_OF_SHARED,
            "policy_path": "SHARED",
            "policy": {
                "source": SHARED.to_string(),
                "allow_origins": [
                    { "kind": "exact", "text": "https://a.example" },
                    { "kind": "pattern", "text": "https://*.b.example" },
                    { "kind": "from", "text": "TENANTS", "dangerously": [] },
                ],
                "allow_headers": ["Content-Type"],
                "expose_headers": ["X-Count"],
                "allow_credentials": true,
                "max_age": 600,
                "block_on_origin_mismatch": false,
                "dangerously": [],
            },
        })
    );
}

#[cors(allow_origins(from(ANYWHERE)))]
#[get("/json/anywhere")]
async fn anywhere() -> impl Responder {
    "anywhere"
}

#[test]
fn what_a_set_of_run_time_origins_lifts_is_said_of_it_and_of_the_policy() {
    let object = serde_json::to_value(route("/json/anywhere")).unwrap();

    let lifted = json!(["insecure_origins", "public_suffixes"]);
    assert_eq!(
        object["policy"]["allow_origins"],
        json!([{ "kind": "from", "text": "ANYWHERE", "dangerously": lifted }])
    );
    assert_eq!(object["policy"]["dangerously"], lifted);
}

#[test]
fn the_source_of_a_shared_policy_has_its_own_methods() {
    let object = serde_json::to_value(route("/json/shared")).unwrap();

    let source = object["policy"]["source"].as_str().unwrap();
    assert!(source.contains(r#"allow_methods("DELETE")"#), "{source}");
    assert_eq!(object["allow_methods"], json!(["GET"]));
}

#[test]
fn what_is_not_written_is_empty_or_null() {
    let object = serde_json::to_value(route("/json/own")).unwrap();

    assert_eq!(object["policy_path"], json!(null));
    assert_eq!(
        object["policy"],
        json!({
            "source": route("/json/own").policy().to_string(),
            "allow_origins": [{ "kind": "exact", "text": "null" }],
            "allow_headers": "mirror_request",
            "expose_headers": [],
            "allow_credentials": false,
            "max_age": null,
            "block_on_origin_mismatch": false,
            "dangerously": ["null_origin"],
        })
    );
}

#[test]
fn the_list_has_the_order_of_the_routes() {
    let list = serde_json::to_value(audit::routes()).unwrap();

    let listed = list
        .as_array()
        .unwrap()
        .iter()
        .map(|route| route["path"].as_str().unwrap());
    let expected = audit::routes().into_iter().map(Route::path);
    assert_eq!(listed.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
}
