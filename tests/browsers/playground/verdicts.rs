//! Each route, asked by each kind of page: what the page says must be what the
//! browser does, and what the page shows must agree with it.

use actix_web::rt::System;
use serde_json::{Value, json};

use super::visitor::{Shown, Visitor};

/// Who asks.
#[derive(Clone, Copy, Debug)]
enum Page {
    Api,
    Shop,
    /// The shop on the port that the policy of `/stock` names.
    ShopOn8081,
    Administration,
    Stranger,
}

use Page::{Administration, Api, Shop, ShopOn8081, Stranger};

impl Page {
    fn origin(self, visitor: &Visitor) -> &str {
        match self {
            Api => &visitor.api,
            Shop => &visitor.shop,
            ShopOn8081 => "http://shop.localhost:8081",
            Administration => &visitor.administration,
            Stranger => &visitor.stranger,
        }
    }
}

struct Case {
    page: Page,
    method: &'static str,
    route: &'static str,
    credentials: &'static str,
    headers: &'static str,
    has_preflight: bool,
    /// The status that the script sees; or why it sees none, with `PAGE` for the
    /// page's origin.
    verdict: Result<u16, &'static str>,
}

const fn case(
    page: Page,
    method: &'static str,
    route: &'static str,
    verdict: Result<u16, &'static str>,
) -> Case {
    Case {
        page,
        method,
        route,
        credentials: "same-origin",
        headers: "",
        has_preflight: false,
        verdict,
    }
}

impl Case {
    const fn credentials(self, credentials: &'static str) -> Self {
        Self {
            credentials,
            ..self
        }
    }

    const fn headers(self, headers: &'static str) -> Self {
        Self { headers, ..self }
    }

    const fn preflight(self) -> Self {
        Self {
            has_preflight: true,
            ..self
        }
    }

    fn about(&self) -> String {
        let Self {
            page,
            method,
            route,
            credentials,
            headers,
            ..
        } = self;
        format!("{page:?}: {method} {route}, credentials {credentials}, {headers:?}")
    }
}

const JSON: &str = "Content-Type: application/json";
const NOT_ALLOWED: &str = "The preflight was refused: origin not allowed \
                           (there is no Access-Control-Allow-Origin in the answer).";
const NO_ALLOW_ORIGIN: &str = "There is no Access-Control-Allow-Origin in the answer.";
const ANOTHER_ORIGIN: &str =
    "Access-Control-Allow-Origin is http://shop.localhost:8081, and this page’s origin is PAGE.";

const CASES: &[Case] = &[
    case(Stranger, "GET", "/public", Ok(200)),
    case(Stranger, "POST", "/public", Ok(200)).headers("X-Any: 1").preflight(),
    case(Shop, "GET", "/public", Ok(200)).credentials("omit"),
    case(
        Shop,
        "GET",
        "/public",
        Err("Access-Control-Allow-Origin is * but credentials are included."),
    )
    .credentials("include"),
    case(
        Shop,
        "POST",
        "/public",
        Err("The preflight was refused: Access-Control-Allow-Origin is * but credentials are included."),
    )
    .credentials("include")
    .headers(JSON)
    .preflight(),
    case(ShopOn8081, "GET", "/stock", Ok(200)),
    case(ShopOn8081, "PUT", "/stock", Ok(200)).headers(JSON).preflight(),
    case(Administration, "GET", "/stock", Err(ANOTHER_ORIGIN)),
    case(Stranger, "GET", "/stock", Err(ANOTHER_ORIGIN)),
    case(Stranger, "PUT", "/stock", Err(NOT_ALLOWED)).preflight(),
    case(Shop, "GET", "/orders", Ok(200)),
    case(Shop, "POST", "/orders", Ok(200)).headers("Content-Type: text/plain"),
    case(Administration, "PUT", "/orders", Ok(200)).headers(JSON).preflight(),
    case(Stranger, "GET", "/orders", Err(NO_ALLOW_ORIGIN)),
    case(Stranger, "PUT", "/orders", Err(NOT_ALLOWED)).preflight(),
    case(
        Shop,
        "POST",
        "/orders",
        Err("The preflight was refused: header x-trace is not in Access-Control-Allow-Headers."),
    )
    .headers("Content-Type: application/json\nX-Trace: 1")
    .preflight(),
    case(
        Shop,
        "PUT",
        "/orders",
        Err("The preflight was refused: \
             credentials are included, but Access-Control-Allow-Credentials is not true."),
    )
    .credentials("include")
    .preflight(),
    case(Administration, "GET", "/account", Ok(200)).credentials("include"),
    case(Shop, "POST", "/account", Ok(200))
        .credentials("include")
        .headers(JSON)
        .preflight(),
    case(
        Administration,
        "DELETE",
        "/account",
        Err("The preflight was refused: method DELETE is not in Access-Control-Allow-Methods."),
    )
    .credentials("include")
    .preflight(),
    case(Stranger, "GET", "/account", Err(NO_ALLOW_ORIGIN)).credentials("include"),
    case(Shop, "POST", "/traces", Ok(204))
        .credentials("include")
        .headers("traceparent: 00-1\nX-Fox: red")
        .preflight(),
    case(Stranger, "POST", "/traces", Err(NOT_ALLOWED)).headers("X-Fox: red").preflight(),
    case(Shop, "POST", "/transfers", Ok(200)),
    case(Stranger, "POST", "/transfers", Err(NO_ALLOW_ORIGIN)),
    case(Shop, "GET", "/broken", Ok(500)),
    case(Stranger, "GET", "/broken", Err(NO_ALLOW_ORIGIN)),
    case(Api, "GET", "/internal", Ok(200)),
    case(Api, "PUT", "/internal", Ok(404)).headers(JSON),
    case(Shop, "GET", "/internal", Err(NO_ALLOW_ORIGIN)),
    case(
        Shop,
        "DELETE",
        "/internal",
        Err("The preflight was refused: \
             there is no Access-Control-Allow-Origin in the answer (its status is 404)."),
    )
    .preflight(),
];

#[test]
#[ignore = "needs chromium and chromedriver"]
fn the_page_says_what_the_browser_does_and_why() {
    System::new().block_on(async {
        let visitor = Visitor::start().await;
        for case in CASES {
            let origin = case.page.origin(&visitor);
            visitor.open(origin).await;
            visitor.choose("method", case.method).await;
            visitor.choose("route", case.route).await;
            visitor.choose("credentials", case.credentials).await;
            visitor.write_headers(case.headers).await;

            let shown = visitor.send().await;

            let about = case.about();
            let outcome = fetch(&visitor, case).await;
            let agrees = match case.verdict {
                Ok(status) => outcome == status,
                Err(_) => outcome == "TypeError: Failed to fetch",
            };
            assert!(
                agrees,
                "{about}: the browser does something else: {outcome}"
            );
            check_verdict(case, origin, &shown);
            check_exchanges(case, origin, &shown);
        }
        assert_eq!(visitor.complaints().await, [""; 0]);
    });
}

/// What the browser does with the same request, without the page's script: the
/// status, or the error as a text.
async fn fetch(visitor: &Visitor, case: &Case) -> Value {
    let script = "const [url, options, done] = arguments;
        fetch(url, options).then(({ status }) => done(status), (error) => done(String(error)));";
    let headers = case.headers.lines();
    let headers: Vec<_> = headers.map(|line| line.split_once(": ").unwrap()).collect();
    let body = (case.method != "GET").then_some("{\"foxes\":3}");
    let options = json!({
        "method": case.method,
        "credentials": case.credentials,
        "headers": headers,
        "body": body,
    });
    let url = format!("{}{}", visitor.api, case.route);
    visitor.run(script, json!([url, options])).await
}

#[track_caller]
fn check_verdict(case: &Case, origin: &str, shown: &Shown) {
    let about = case.about();
    let status = || shown.actual.as_ref().map(|actual| &actual.response[0][..3]);
    match case.verdict {
        Ok(expected) => {
            assert_eq!(shown.title, "✓ Allowed", "{about}: {shown:#?}");
            assert_eq!(status(), Some(expected.to_string().as_str()), "{about}");
            let sentence = format!("The script got the API’s answer, {expected}.");
            assert_eq!(shown.sentences[1..], [sentence], "{about}");
        }
        Err(reason) => {
            assert_eq!(
                shown.title, "✗ Blocked by the browser",
                "{about}: {shown:#?}"
            );
            assert_eq!(
                shown.sentences[0],
                reason.replace("PAGE", origin),
                "{about}"
            );
            let consequence = match status() {
                None => "The actual request was never sent.".to_owned(),
                Some(status) => format!(
                    "The request did reach the API, which answered {status}; \
                     only the script may not know."
                ),
            };
            assert_eq!(shown.sentences[1..], [consequence], "{about}");
        }
    }
}

/// What is shown of the exchanges agrees with the case and with itself.
#[track_caller]
fn check_exchanges(case: &Case, origin: &str, shown: &Shown) {
    let about = format!("{}: {shown:#?}", case.about());
    let has = |lines: &[String], line: &str| lines.iter().any(|shown| shown == line);
    let origin_line = format!("Origin: {origin}");

    assert_eq!(shown.preflight.is_some(), case.has_preflight, "{about}");
    if let Some(preflight) = &shown.preflight {
        assert_eq!(
            preflight.request[0],
            format!("OPTIONS {}", case.route),
            "{about}"
        );
        assert!(has(&preflight.request, &origin_line), "{about}");
        let method = format!("Access-Control-Request-Method: {}", case.method);
        assert!(has(&preflight.request, &method), "{about}");
    }
    if let Some(actual) = &shown.actual {
        assert_eq!(
            actual.request[0],
            format!("{} {}", case.method, case.route),
            "{about}"
        );
        for line in case.headers.lines() {
            let name = line.split_once(':').unwrap().0;
            let is_line = |shown: &String| shown.to_lowercase() == line.to_lowercase();
            assert!(actual.request.iter().any(is_line), "{name}, {about}");
        }
        // What is not marked as hidden is what the script got.
        let mut visible = actual.response.clone();
        visible.retain(|line| !has(&actual.hidden, line));
        match case.verdict {
            Ok(_) => assert_eq!(visible, shown.script, "{about}"),
            Err(_) => assert_eq!(visible, actual.response[..1], "{about}"),
        }
    }
    if case.verdict.is_err() {
        assert_eq!(shown.script, ["TypeError: Failed to fetch"], "{about}");
        assert_eq!(shown.body, None, "{about}");
    }
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn a_script_sees_the_headers_that_are_exposed_and_the_body() {
    System::new().block_on(async {
        let visitor = Visitor::start().await;
        visitor
            .open(&format!(
                "{}/?route=/orders&method=GET&headers=",
                visitor.shop
            ))
            .await;

        let shown = visitor.send().await;

        let seen = ["200 OK", "Content-Length: 10", "X-Total-Count: 2"];
        assert_eq!(shown.script, seen);
        assert_eq!(shown.body.as_deref(), Some("two orders"));
        let actual = shown.actual.unwrap();
        assert!(
            actual
                .hidden
                .contains(&"X-Internal: for operators".to_owned())
        );
    });
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn a_cookie_comes_along_the_second_time_where_credentials_are_included() {
    System::new().block_on(async {
        let visitor = Visitor::start().await;
        let url = |credentials| {
            let page = &visitor.administration;
            format!("{page}/?route=/account&method=GET&headers=&credentials={credentials}")
        };
        for (credentials, expected) in [
            ("include", "hello, stranger: no cookie came along"),
            ("include", "welcome back, fox: your cookie came along"),
            ("same-origin", "hello, stranger: no cookie came along"),
        ] {
            visitor.open(&url(credentials)).await;

            let shown = visitor.send().await;

            assert_eq!(shown.body.as_deref(), Some(expected), "{credentials}");
            let request = shown.actual.unwrap().request;
            let has_cookie = request.contains(&"Cookie: user=fox".to_owned());
            assert_eq!(has_cookie, expected.starts_with("welcome"), "{request:?}");
        }
    });
}

/// Chromium takes `*` for `Authorization`, too; so that the page has to know
/// both what the standard says and what the browser does.
#[test]
#[ignore = "needs chromium and chromedriver"]
fn where_the_browser_allows_more_than_the_standard_the_page_says_both() {
    System::new().block_on(async {
        let visitor = Visitor::start().await;
        visitor
            .open(&format!("{}/?route=/public&method=GET", visitor.shop))
            .await;
        visitor.write_headers("Authorization: Bearer fox").await;

        let shown = visitor.send().await;

        assert_eq!(shown.title, "✓ Allowed by this browser");
        let sentence = "By the standard it would be blocked: the preflight was refused: \
                        header authorization is not in Access-Control-Allow-Headers.";
        assert_eq!(shown.sentences, [sentence]);
        assert_eq!(shown.body.as_deref(), Some("open to everybody"));
    });
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn the_next_request_takes_the_verdict_away() {
    let send = "document.querySelector('button').click();
        arguments[0](document.querySelector('#verdict h2').textContent);";
    System::new().block_on(async {
        let visitor = Visitor::start().await;
        visitor.open(&visitor.shop).await;
        let first = visitor.send().await;

        let title: String = visitor.run(send, json!([])).await;

        assert_eq!(title, "Waiting for the answer");
        assert_eq!(visitor.shown().await.title, first.title);
    });
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn an_api_that_is_gone_is_not_taken_for_one_that_refuses() {
    System::new().block_on(async {
        let mut visitor = Visitor::start().await;
        visitor.open(&visitor.shop).await;
        visitor.stop_the_servers();

        let shown = visitor.send().await;

        assert_eq!(shown.title, "✗ Nothing reached the API");
    });
}
