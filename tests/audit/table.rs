//! The list for people.

use actix_web::{Responder, put, route};
use corsac::{Policy, audit, cors, policy};
use expect_test::expect;

/// The methods are for what it is wrapped around.
static AROUND: Policy = policy!(
    allow_origins("https://a.example"),
    allow_methods("GET", "PURGE"),
    allow_credentials
);
static AROUND_AT_LAST: Policy = policy!(allow_origins("*"), allow_methods("*"));

#[cors(policy(AROUND))]
#[put("/table/put")]
async fn shared() -> impl Responder {
    "shared"
}

#[cors(policy(AROUND_AT_LAST), allow_methods("PUT"))]
#[route("/table/narrowed", method = "PUT", method = "DELETE")]
async fn narrowed() -> impl Responder {
    "narrowed"
}

#[test]
fn the_table_is_aligned_and_has_a_line_for_each_route() {
    let table = audit::routes().to_string();

    let lines: Vec<_> = table.lines().collect();
    assert_eq!(lines.len(), 1 + audit::routes().iter().len());
    let columns: Vec<_> = lines[0].split_whitespace().collect();
    assert_eq!(columns, ["methods", "path", "handler", "policy"]);
    let starts: Vec<_> = ["path", "handler", "policy"]
        .iter()
        .map(|it| lines[0].find(it))
        .collect();
    for line in &lines {
        for start in starts.iter().flatten() {
            assert_eq!(line.get(start - 2..*start), Some("  "), "{line}");
            assert_ne!(line.get(*start..=*start), Some(" "), "{line}");
        }
        assert_eq!(line.trim_end(), *line);
    }
}

#[test]
fn a_line_says_methods_path_handler_and_policy() {
    let line = |path: &str| super::policy::route(path).to_string();

    expect![[r#"GET  /policy/smallest  audit::policy::smallest  allow_origins("*")"#]]
        .assert_eq(&line("/policy/smallest"));
    expect![[r#"PURGE, GET, PUT  /methods/{id}  audit::routes::several_methods  allow_origins("*"), allow_methods("PUT", "PURGE")"#]].assert_eq(&line("/methods/{id}"));
    expect![[r#"GET  /shared  audit::routes::shared  policy(SHARED): allow_origins("https://shared.example")"#]].assert_eq(&line("/shared"));
    expect![[r#"PUT, DELETE  /narrowed  audit::routes::narrowed  policy(self::SHARED), allow_methods("PUT"): allow_origins("https://shared.example")"#]].assert_eq(&line("/narrowed"));
}

#[test]
fn the_methods_of_a_shared_policy_are_not_those_of_a_route() {
    let line = |path: &str| super::policy::route(path).to_string();

    expect![[r#"PUT  /table/put  audit::table::shared  policy(AROUND): allow_origins("https://a.example"), allow_credentials"#]].assert_eq(&line("/table/put"));
    expect![[r#"PUT, DELETE  /table/narrowed  audit::table::narrowed  policy(AROUND_AT_LAST), allow_methods("PUT"): allow_origins("*")"#]].assert_eq(&line("/table/narrowed"));
    assert!(AROUND.to_string().contains("allow_methods"), "{AROUND}");
}

#[test]
fn a_line_says_what_the_sets_of_run_time_origins_lift() {
    let line = |path: &str| super::policy::route(path).to_string();

    expect!["GET  /policy/sets  audit::policy::sets  allow_origins(from(SAFE), from(SUFFIXES), from(BOTH_LIFTED)), allow_credentials; from(SUFFIXES): dangerously(public_suffixes); from(BOTH_LIFTED): dangerously(insecure_origins, public_suffixes)"].assert_eq(&line("/policy/sets"));
}

#[test]
fn the_place_is_added_on_request() {
    let route = super::policy::route("/policy/smallest");
    let place = route.location();
    let place = format!("  {}:{}  ", place.file(), place.line());

    assert!(format!("{route:#}").contains(&place), "{route:#}");
    assert!(!route.to_string().contains(".rs"), "{route}");
    assert!(format!("{:#}", audit::routes()).contains(&place));
    assert!(!audit::routes().to_string().contains(".rs:"));
}
