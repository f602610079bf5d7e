//! `examples/tenants.rs`: origins from the environment, replaced while serving.

use super::client::{Request, Row, check, get, preflight, request};
use crate::support::example::Example;

const VARY: &str = "Vary: Origin";
const PREFLIGHT_VARY: &str = "Vary: Origin, Access-Control-Request-Method";
const CREDENTIALS: &str = "Access-Control-Allow-Credentials: true";

const A: &str = "https://a.example";
const X_B: &str = "https://x.b.example";
const C: &str = "https://c.example";

#[track_caller]
fn start(origins: Option<&str>) -> Example {
    let mut command = Example::command("tenants");
    match origins {
        Some(origins) => command.env("CORS_ORIGINS", origins),
        None => command.env_remove("CORS_ORIGINS"),
    };
    Example::run(command.env("PORT", "0").env("ADMIN_TOKEN", "secret"))
}

#[track_caller]
fn allows(example: &Example, origin: &'static str) {
    let allow_origin = format!("Access-Control-Allow-Origin: {origin}");
    check(
        example,
        [
            Row {
                about: origin,
                request: get("/api/data").origin(origin),
                status: 200,
                headers: &[&allow_origin, CREDENTIALS, VARY],
                body: "some data",
            },
            Row {
                about: origin,
                request: preflight("GET", "/api/data").origin(origin),
                status: 204,
                headers: &[
                    &allow_origin,
                    CREDENTIALS,
                    "Access-Control-Allow-Methods: GET",
                    PREFLIGHT_VARY,
                ],
                body: "",
            },
        ],
    );
}

#[track_caller]
fn allows_not(example: &Example, origin: &'static str) {
    check(
        example,
        [
            Row {
                about: origin,
                request: get("/api/data").origin(origin),
                status: 200,
                headers: &[VARY],
                body: "some data",
            },
            Row {
                about: origin,
                request: preflight("GET", "/api/data").origin(origin),
                status: 403,
                headers: &[PREFLIGHT_VARY],
                body: "this origin is not allowed",
            },
        ],
    );
}

#[test]
fn the_environment_has_the_origins_to_start_with() {
    for origins in [
        "https://a.example,https://*.b.example",
        "https://a.example https://*.b.example",
        " https://a.example,\n\thttps://*.b.example ,",
    ] {
        let example = start(Some(origins));

        allows(&example, A);
        allows(&example, X_B);
        allows_not(&example, C);
        assert_eq!(example.stop(), "", "{origins:?}");
    }
}

fn replacement(origins: &'static str) -> Request {
    request("PUT", "/admin/origins")
        .header("Authorization", "Bearer secret")
        .json(origins)
}

#[test]
fn nobody_but_the_operator_replaces_the_origins() {
    let example = start(Some(A));
    let others = r#"["https://c.example"]"#;

    for (about, request) in [
        ("no token", request("PUT", "/admin/origins").json(others)),
        (
            "a wrong token",
            request("PUT", "/admin/origins")
                .header("Authorization", "Bearer guess")
                .json(others),
        ),
    ] {
        let row = Row {
            about,
            request,
            status: 404,
            headers: &[],
            body: "",
        };
        check(&example, [row]);
    }

    allows(&example, A);
    allows_not(&example, C);
}

#[test]
fn the_origins_are_replaced_while_it_serves() {
    let example = start(Some(A));
    let replace = |origins| replacement(origins);
    let replaced = |about, request| Row {
        about,
        request,
        status: 204,
        headers: &[],
        body: "",
    };

    allows(&example, A);
    check(
        &example,
        [replaced("others", replace(r#"["https://c.example"]"#))],
    );
    allows(&example, C);
    allows_not(&example, A);
    check(&example, [replaced("none", replace("[]"))]);
    allows_not(&example, C);
    allows_not(&example, A);
}

#[test]
fn a_replacement_that_is_refused_names_each_reason_and_keeps_the_old_origins() {
    let example = start(Some(A));
    let refused =
        r#"["https://c.example", "https://d.example/", "http://e.example", "*", "https://*.com"]"#;

    let (answer, reasons) = replacement(refused).send(&example);

    assert_eq!(answer, crate::support::Answer::new(422, []));
    let lines: Vec<_> = reasons.lines().collect();
    assert_eq!(lines.len(), 5, "{reasons}");
    for (line, origin) in lines[1..].iter().zip([
        "\"https://d.example/\"",
        "\"http://e.example\"",
        "\"*\"",
        "\"https://*.com\"",
    ]) {
        assert!(line.contains(origin), "{origin} is not in {line:?}");
    }
    allows(&example, A);
    allows_not(&example, C);
}

/// It says why, and serves no page until it is told of some.
#[test]
fn a_variable_that_is_missing_empty_or_refused_leaves_it_without_origins() {
    for (origins, expected) in [
        (None, "\"CORS_ORIGINS\" is not set"),
        (Some(""), "\"CORS_ORIGINS\" contains no origins"),
        (Some(" , "), "\"CORS_ORIGINS\" contains no origins"),
        (
            Some("https://a.example,http://b.example"),
            "\"http://b.example\"",
        ),
    ] {
        let example = start(origins);

        allows_not(&example, A);
        let said = example.stop();
        assert!(said.starts_with("no origins to start with: "), "{said}");
        assert!(said.contains(expected), "{origins:?}: {said}");
    }
}
