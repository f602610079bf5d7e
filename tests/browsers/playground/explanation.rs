//! `explain.js` by itself: answers that this API never gives, too.

use actix_web::rt::System;
use serde_json::{Value, json};

use super::visitor::Visitor;

const PAGE: &str = "https://page.example";

struct Row {
    credentials: &'static str,
    preflight: Option<Exchange>,
    actual: Option<Exchange>,
    expected: Option<&'static str>,
}

#[derive(Clone, Copy)]
struct Exchange {
    status: u16,
    request: &'static [(&'static str, &'static str)],
    response: &'static [(&'static str, &'static str)],
}

impl Exchange {
    fn json(self) -> Value {
        json!({ "status": self.status, "request": self.request, "response": self.response })
    }
}

type Lines = &'static [(&'static str, &'static str)];

fn simple(credentials: &'static str, response: Lines, expected: Option<&'static str>) -> Row {
    let actual = Exchange {
        status: 200,
        request: &[("origin", PAGE)],
        response,
    };
    Row {
        credentials,
        preflight: None,
        actual: Some(actual),
        expected,
    }
}

/// A preflight alone, as there is one if it fails.
fn preflight(
    credentials: &'static str,
    (status, request, response): (u16, Lines, Lines),
    expected: Option<&'static str>,
) -> Row {
    let preflight = Exchange {
        status,
        request,
        response,
    };
    Row {
        credentials,
        preflight: Some(preflight),
        actual: None,
        expected,
    }
}

const ACAO: &str = "access-control-allow-origin";
const ACAC: &str = "access-control-allow-credentials";
const ACAM: &str = "access-control-allow-methods";
const ACAH: &str = "access-control-allow-headers";
const ORIGIN: (&str, &str) = (ACAO, PAGE);
const PUT: Lines = &[("access-control-request-method", "PUT")];
const POST_X: Lines = &[
    ("access-control-request-method", "POST"),
    ("access-control-request-headers", "authorization,x-a"),
];

/// <https://fetch.spec.whatwg.org/#concept-cors-check>.
fn cors_checks() -> Vec<Row> {
    let none = Some("there is no Access-Control-Allow-Origin in the answer");
    let not_true =
        Some("credentials are included, but Access-Control-Allow-Credentials is not true");
    vec![
        simple("omit", &[], none),
        simple("include", &[(ACAC, "true")], none),
        simple("omit", &[(ACAO, "*")], None),
        simple("same-origin", &[(ACAO, "*")], None),
        simple(
            "include",
            &[(ACAO, "*"), (ACAC, "true")],
            Some("Access-Control-Allow-Origin is * but credentials are included"),
        ),
        simple("omit", &[("Access-Control-Allow-Origin", PAGE)], None),
        simple(
            "omit",
            &[(ACAO, "https://page.example/")],
            Some(
                "Access-Control-Allow-Origin is https://page.example/, \
                 and this page’s origin is https://page.example",
            ),
        ),
        simple(
            "omit",
            &[(ACAO, PAGE), (ACAO, PAGE)],
            Some(
                "Access-Control-Allow-Origin is https://page.example, https://page.example, \
                 and this page’s origin is https://page.example",
            ),
        ),
        simple(
            "omit",
            &[(ACAO, "*"), (ACAO, "*")],
            Some(
                "Access-Control-Allow-Origin is *, *, \
                 and this page’s origin is https://page.example",
            ),
        ),
        simple("include", &[(ACAO, PAGE), (ACAC, "true")], None),
        simple("include", &[(ACAO, PAGE)], not_true),
        simple("include", &[(ACAO, PAGE), (ACAC, "True")], not_true),
        simple(
            "include",
            &[(ACAO, PAGE), (ACAC, "true"), (ACAC, "true")],
            not_true,
        ),
    ]
}

/// <https://fetch.spec.whatwg.org/#cors-preflight-fetch>, step 7.
fn preflight_checks() -> Vec<Row> {
    let put = Some("the preflight was refused: method PUT is not in Access-Control-Allow-Methods");
    let authorization = Some(
        "the preflight was refused: header authorization is not in Access-Control-Allow-Headers",
    );
    let x_a = Some("the preflight was refused: header x-a is not in Access-Control-Allow-Headers");
    vec![
        preflight("omit", (200, PUT, &[ORIGIN, (ACAM, "GET , PUT")]), None),
        preflight(
            "omit",
            (204, PUT, &[ORIGIN, (ACAM, "GET"), (ACAM, "PUT")]),
            None,
        ),
        preflight("omit", (204, PUT, &[ORIGIN]), put),
        preflight("omit", (204, PUT, &[ORIGIN, (ACAM, "put, PUTT")]), put),
        preflight("omit", (204, PUT, &[ORIGIN, (ACAM, "*")]), None),
        preflight(
            "include",
            (204, PUT, &[ORIGIN, (ACAC, "true"), (ACAM, "*")]),
            put,
        ),
        preflight(
            "omit",
            (204, PUT, &[ORIGIN, (ACAM, "PUT, a b")]),
            Some("the preflight was refused: Access-Control-Allow-Methods is no list of names"),
        ),
        preflight(
            "omit",
            (204, PUT, &[ORIGIN, (ACAM, "PUT"), (ACAH, "\"x\"")]),
            Some("the preflight was refused: Access-Control-Allow-Headers is no list of names"),
        ),
        preflight(
            "omit",
            (302, PUT, &[ORIGIN, (ACAM, "PUT")]),
            Some("the preflight was refused: its status is 302, and has to be from 200 to 299"),
        ),
        preflight(
            "omit",
            (404, PUT, &[]),
            Some(
                "the preflight was refused: there is no Access-Control-Allow-Origin in the answer \
                 (its status is 404)",
            ),
        ),
        preflight(
            "omit",
            (200, PUT, &[]),
            Some(
                "the preflight was refused: there is no Access-Control-Allow-Origin in the answer",
            ),
        ),
        preflight(
            "omit",
            (403, PUT, &[]),
            Some(
                "the preflight was refused: origin not allowed \
                 (there is no Access-Control-Allow-Origin in the answer)",
            ),
        ),
        preflight(
            "omit",
            (204, POST_X, &[ORIGIN, (ACAH, "X-A,Authorization")]),
            None,
        ),
        preflight(
            "omit",
            (204, POST_X, &[ORIGIN, (ACAH, "X-A")]),
            authorization,
        ),
        preflight("omit", (204, POST_X, &[ORIGIN, (ACAH, "*")]), authorization),
        preflight(
            "omit",
            (204, POST_X, &[ORIGIN, (ACAH, "*, Authorization")]),
            None,
        ),
        preflight(
            "include",
            (
                204,
                POST_X,
                &[ORIGIN, (ACAC, "true"), (ACAH, "*, Authorization")],
            ),
            x_a,
        ),
    ]
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn the_explanation_follows_the_standard() {
    let script = "const [fetch, preflight, actual, done] = arguments;
        import('/explain.js').then(({ explain }) => done(explain(fetch, preflight, actual)));";
    System::new().block_on(async {
        let visitor = Visitor::start().await;
        visitor.open(&visitor.shop).await;
        for row in cors_checks().into_iter().chain(preflight_checks()) {
            let fetch = |api| json!({ "origin": PAGE, "api": api, "credentials": row.credentials });
            let [preflight, actual] = [row.preflight, row.actual];
            let [preflight, actual] = [preflight, actual].map(|it| it.map(Exchange::json));

            let arguments = json!([fetch("https://api.example"), preflight, actual]);
            let explanation: Option<String> = visitor.run(script, arguments.clone()).await;
            let same_origin = json!([fetch(PAGE), preflight, actual]);
            let same_origin: Option<String> = visitor.run(script, same_origin).await;

            assert_eq!(explanation.as_deref(), row.expected, "{arguments}");
            assert_eq!(same_origin, None, "{arguments}");
        }
    });
}
