//! A policy that comes from the configuration: what is in force.

use actix_web::{Responder, put};
use corsac::{ConfiguredPolicy, PolicyConfig, audit::Danger, cors};
use expect_test::expect;

static API: ConfiguredPolicy = ConfiguredPolicy::new()
    .dangerously_public_suffixes()
    .dangerously_insecure_origins();

#[cors(policy(API))]
#[put("/configured")]
async fn configured() -> impl Responder {
    "configured"
}

#[test]
fn it_is_listed_by_its_path_with_what_is_in_force_at_that_moment() {
    let route = super::policy::route("/configured");

    assert_eq!(route.policy_path(), Some("API"));
    expect!["PUT  /configured  audit::configured::configured  policy(API): no CORS"]
        .assert_eq(&route.to_string());
    assert!(route.policy().allow_origins().is_empty());

    let config = PolicyConfig::new()
        .allow_origins(["http://a.example", "https://b.example"])
        .allow_methods(["GET"])
        .expose_headers(["ETag"])
        .allow_credentials(true);
    API.replace(config).unwrap();
    expect![[r#"PUT  /configured  audit::configured::configured  policy(API): allow_origins("http://a.example", "https://b.example"), expose_headers("ETag"), allow_credentials, dangerously(insecure_origins)"#]]
        .assert_eq(&route.to_string());
    let policy = route.policy();
    assert_eq!(policy.dangerously(), [Danger::InsecureOrigins]);
    assert!(policy.allow_origins()[0].is_insecure());
    assert!(!policy.allow_origins()[1].is_insecure());
    assert_eq!(policy.expose_headers(), ["ETag"]);
    let json = serde_json::to_value(&policy).unwrap();
    assert_eq!(json["allow_origins"][0]["text"], "http://a.example");

    API.replace(None).unwrap();
    assert!(route.policy().allow_origins().is_empty());
}
