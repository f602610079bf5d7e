//! Each reason why a script gets no response, and what is said of it.

use std::io;

use actix_web::{
    App, HttpResponse,
    http::{Method, StatusCode},
    test::{TestRequest, init_service},
    web::{self, Bytes},
};
use corsac::testing::{Blocked, Credentials, Page, Response, Stage};
use futures_util::stream;

use super::app::{Answer, fetch, fetch_after, respond, seen_lines};

const ORIGIN: &str = "https://a.example";
const GRANTED: Answer<'_> = (200, &["Access-Control-Allow-Origin: https://a.example"]);

fn page() -> Page {
    Page::at(ORIGIN)
}

fn with_credentials() -> Page {
    page().credentials(Credentials::Include)
}

#[track_caller]
fn assert_blocked(outcome: Result<Response, Blocked>, expected: &Blocked, message: &str) {
    let blocked = outcome.expect_err(message);
    assert_eq!(&blocked, expected);
    assert_eq!(blocked.to_string(), message);
}

/// From an app that answers preflights so, and the rest as it should.
async fn fetch_by_preflight(
    page: Page,
    preflight: Answer<'static>,
    request: TestRequest,
) -> Result<Response, Blocked> {
    fetch_after(&page, preflight, GRANTED, request).await
}

#[actix_web::test]
async fn a_script_may_not_fetch_what_is_no_url_of_the_web() {
    seen_lines();

    for url in [
        "ftp://b.example/",
        "https://u:p@b.example/",
        "http://b.example:99999/",
    ] {
        let expected = Blocked::InvalidUrl {
            url: url.to_owned(),
        };
        assert_blocked(
            fetch_by_preflight(page(), GRANTED, TestRequest::get().uri(url)).await,
            &expected,
            &format!(
                "no page can fetch `{url}`; write a path, or a URL of `http` or `https` without user info"
            ),
        );
    }
    assert!(seen_lines().is_empty());
}

#[actix_web::test]
async fn a_script_may_not_use_a_forbidden_method() {
    seen_lines();

    for method in ["TRACE", "connect", "Track"] {
        let expected = Blocked::ForbiddenMethod {
            method: method.to_owned(),
        };
        let named = Method::from_bytes(method.as_bytes()).expect("a method");
        assert_blocked(
            fetch_by_preflight(page(), GRANTED, TestRequest::default().method(named)).await,
            &expected,
            &format!("browsers never send the method `{method}`; use another"),
        );
    }
    assert!(seen_lines().is_empty());
}

#[actix_web::test]
async fn a_script_may_not_send_a_body_with_get_or_head() {
    seen_lines();

    for method in ["GET", "HEAD", "get"] {
        let named = Method::from_bytes(method.as_bytes()).expect("a method");
        let request = TestRequest::default().method(named).set_payload("x");
        let method = method.to_uppercase();
        assert_blocked(
            fetch_by_preflight(page(), GRANTED, request).await,
            &Blocked::BodyNotAllowed {
                method: method.clone(),
            },
            &format!("browsers send no body with `{method}`; leave it out, or use another method"),
        );
    }
    assert!(seen_lines().is_empty());
}

#[actix_web::test]
async fn mixed_content_is_not_asked_for() {
    seen_lines();

    let page = page().app_at("http://b.example");

    assert_blocked(
        get(page, GRANTED).await,
        &Blocked::MixedContent {
            origin: ORIGIN.to_owned(),
            url: "http://b.example/".to_owned(),
        },
        "`http://b.example/` is mixed content to a page of `https://a.example`; serve the app with `https`, and say so with `app_at`",
    );
    assert!(seen_lines().is_empty());
}

async fn get(page: Page, answer: Answer<'static>) -> Result<Response, Blocked> {
    fetch_after(&page, answer, answer, TestRequest::get()).await
}

#[actix_web::test]
async fn a_response_without_allow_origin_is_kept_back() {
    const ALLOW: &str = "allow the page's origin (corsac: `allow_origins`)";
    const FIND_ROUTE: &str = "see that a route has this path and method, and ";

    for (origin, status, said) in [
        (ORIGIN, 200, ALLOW.to_owned()),
        (ORIGIN, 401, ALLOW.to_owned()),
        (ORIGIN, 404, format!("{FIND_ROUTE}{ALLOW}")),
        (ORIGIN, 405, format!("{FIND_ROUTE}{ALLOW}")),
        (
            "null",
            200,
            "serve the page from an origin of its own, and allow that".to_owned(),
        ),
    ] {
        assert_blocked(
            get(Page::at(origin), (status, &[])).await,
            &Blocked::MissingAllowOrigin {
                stage: Stage::Actual,
                origin: origin.to_owned(),
                status: StatusCode::from_u16(status).expect("a status"),
            },
            &format!(
                "the response has no `Access-Control-Allow-Origin`, its status is {status}; {said}"
            ),
        );
    }
}

#[actix_web::test]
async fn a_preflight_without_allow_origin_stops_the_request() {
    const ALLOW: &str = "allow the page's origin (corsac: `allow_origins`)";
    const ANNOTATE: &str = "answer preflights for this path and method, which is case-sensitive (corsac: annotate the handler)";
    const BEFORE_AUTH: &str = "answer `OPTIONS` for this path before any authentication, and allow the page's origin (corsac: `allow_origins`)";

    for (status, said) in [
        (204, ALLOW),
        (401, BEFORE_AUTH),
        (403, ALLOW),
        (404, ANNOTATE),
        (405, ANNOTATE),
    ] {
        seen_lines();

        assert_blocked(
            fetch_by_preflight(page(), (status, &[]), TestRequest::put()).await,
            &Blocked::MissingAllowOrigin {
                stage: Stage::Preflight,
                origin: ORIGIN.to_owned(),
                status: StatusCode::from_u16(status).expect("a status"),
            },
            &format!(
                "the response to the preflight request has no `Access-Control-Allow-Origin`, its status is {status}; {said}"
            ),
        );

        assert_eq!(seen_lines(), ["OPTIONS /"]);
    }
}

#[actix_web::test]
async fn allow_origin_is_compared_byte_for_byte() {
    for (line, found) in [
        (
            "Access-Control-Allow-Origin: https://a.example/",
            "https://a.example/",
        ),
        (
            "Access-Control-Allow-Origin: https://A.example",
            "https://A.example",
        ),
        (
            "Access-Control-Allow-Origin: https://a.example:443",
            "https://a.example:443",
        ),
        (
            "Access-Control-Allow-Origin: https://b.example",
            "https://b.example",
        ),
        ("Access-Control-Allow-Origin: null", "null"),
        ("Access-Control-Allow-Origin: ", ""),
        (
            "Access-Control-Allow-Origin: https://*.example",
            "https://*.example",
        ),
    ] {
        let lines: &'static [&str] = Box::leak(Box::new([line]));
        assert_blocked(
            get(page(), (200, lines)).await,
            &Blocked::OriginNotAllowed {
                stage: Stage::Actual,
                origin: ORIGIN.to_owned(),
                found: found.to_owned(),
            },
            &format!(
                "`Access-Control-Allow-Origin` of the response is `{found}`, and not `https://a.example`; allow the page's origin (corsac: `allow_origins`)"
            ),
        );
    }
}

#[actix_web::test]
async fn several_allowed_origins_allow_none() {
    for lines in [
        &["Access-Control-Allow-Origin: https://a.example, *"][..],
        &[
            "Access-Control-Allow-Origin: https://a.example",
            "Access-Control-Allow-Origin: *",
        ],
    ] {
        assert_blocked(
            get(page(), (200, lines)).await,
            &Blocked::SeveralAllowOrigins {
                stage: Stage::Actual,
                origin: ORIGIN.to_owned(),
                found: "https://a.example, *".to_owned(),
            },
            "`Access-Control-Allow-Origin` of the response has several values, `https://a.example, *`; send one, from one place: app or proxy, handler or middleware",
        );
    }
}

#[actix_web::test]
async fn any_origin_is_no_origin_with_credentials() {
    const ANY: Answer<'_> = (
        200,
        &[
            "Access-Control-Allow-Origin: *",
            "Access-Control-Allow-Credentials: true",
        ],
    );

    assert!(get(page(), ANY).await.is_ok());
    assert_blocked(
        get(with_credentials(), ANY).await,
        &Blocked::AnyOriginWithCredentials {
            stage: Stage::Actual,
            origin: ORIGIN.to_owned(),
        },
        "`Access-Control-Allow-Origin` of the response is `*`, which allows no request with credentials; allow the page's origin (corsac: `allow_origins`), or fetch without `Credentials::Include`",
    );
}

#[actix_web::test]
async fn credentials_are_allowed_by_the_word_true_alone() {
    for (lines, found, said) in [
        (
            GRANTED.1,
            None,
            "there is no `Access-Control-Allow-Credentials`",
        ),
        (
            &[
                "Access-Control-Allow-Origin: https://a.example",
                "Access-Control-Allow-Credentials: True",
            ],
            Some("True"),
            "`Access-Control-Allow-Credentials` is `True`",
        ),
    ] {
        assert!(get(page(), (200, lines)).await.is_ok());
        assert_blocked(
            get(with_credentials(), (200, lines)).await,
            &Blocked::CredentialsNotAllowed {
                stage: Stage::Actual,
                origin: ORIGIN.to_owned(),
                found: found.map(ToOwned::to_owned),
            },
            &format!(
                "the response does not allow credentials, {said}; send `true` (corsac: `allow_credentials`), or fetch without `Credentials::Include`"
            ),
        );
    }
}

#[actix_web::test]
async fn a_preflight_is_not_redirected() {
    const REDIRECT: Answer<'_> = (
        308,
        &[
            "Access-Control-Allow-Origin: *",
            "Access-Control-Allow-Methods: *",
            "Location: /api/",
        ],
    );
    seen_lines();

    assert_blocked(
        fetch_by_preflight(page(), REDIRECT, TestRequest::put()).await,
        &Blocked::PreflightRedirect {
            status: StatusCode::PERMANENT_REDIRECT,
            location: Some("/api/".to_owned()),
        },
        "the preflight request is redirected (308) to `/api/`, where no browser follows; fetch the URL that is meant, or answer `OPTIONS` before redirecting",
    );

    assert_eq!(seen_lines(), ["OPTIONS /"]);
}

#[actix_web::test]
async fn a_preflight_needs_an_ok_status() {
    const LINES: &[&str] = &[
        "Access-Control-Allow-Origin: *",
        "Access-Control-Allow-Methods: *",
    ];

    for status in [200, 204, 299] {
        let outcome = fetch_by_preflight(page(), (status, LINES), TestRequest::put()).await;
        assert!(outcome.is_ok(), "{status}");
    }
    for status in [304, 401, 500] {
        assert_blocked(
            fetch_by_preflight(page(), (status, LINES), TestRequest::put()).await,
            &Blocked::PreflightStatus {
                status: StatusCode::from_u16(status).expect("a status"),
            },
            &format!(
                "the response to the preflight request allows the origin, but its status is {status}; answer `OPTIONS` with 204, before any authentication"
            ),
        );
    }
}

#[actix_web::test]
async fn lists_of_a_preflight_are_of_names() {
    for (header, lines) in [
        (
            "Access-Control-Allow-Methods",
            &[
                "Access-Control-Allow-Origin: *",
                "Access-Control-Allow-Methods: PUT GET",
            ],
        ),
        (
            "Access-Control-Allow-Headers",
            &[
                "Access-Control-Allow-Origin: *",
                "Access-Control-Allow-Headers: PUT GET",
            ],
        ),
    ] {
        // Even where the list is not needed.
        let request = TestRequest::get().insert_header(("X-A", "1"));
        assert_blocked(
            fetch_by_preflight(page(), (204, lines), request).await,
            &Blocked::InvalidList {
                header,
                found: "PUT GET".to_owned(),
            },
            &format!(
                "`{header}` of the response to the preflight request is `PUT GET`, which is no list of names; separate them by commas"
            ),
        );
    }
}

#[actix_web::test]
async fn a_method_that_is_not_listed_is_blocked() {
    for (page, method, lines, found, said) in [
        (
            page(),
            "PUT",
            &["Access-Control-Allow-Origin: https://a.example"][..],
            None,
            "there is no `Access-Control-Allow-Methods`; list it (corsac: in the route, and in `allow_methods` where there is one or a policy is wrapped)",
        ),
        (
            page(),
            "patch",
            &[
                "Access-Control-Allow-Origin: https://a.example",
                "Access-Control-Allow-Methods: GET, PATCH",
            ],
            Some("GET, PATCH"),
            "`Access-Control-Allow-Methods` is `GET, PATCH`; methods are case-sensitive, fetch with `PATCH`",
        ),
        (
            page(),
            "put",
            &[
                "Access-Control-Allow-Origin: https://a.example",
                "Access-Control-Allow-Methods: put",
            ],
            Some("put"),
            "`Access-Control-Allow-Methods` is `put`; methods are case-sensitive, list `PUT`",
        ),
        (
            with_credentials(),
            "PUT",
            &[
                "Access-Control-Allow-Origin: https://a.example",
                "Access-Control-Allow-Credentials: true",
                "Access-Control-Allow-Methods: *",
            ],
            Some("*"),
            "`Access-Control-Allow-Methods` is `*`; list it, since `*` allows nothing to a request with credentials",
        ),
    ] {
        let named = Method::from_bytes(method.as_bytes()).expect("a method");
        let request = TestRequest::default().method(named);
        let sent = if method == "put" { "PUT" } else { method };
        assert_blocked(
            fetch_by_preflight(page, (204, lines), request).await,
            &Blocked::MethodNotAllowed {
                method: sent.to_owned(),
                found: found.map(ToOwned::to_owned),
            },
            &format!("the response to the preflight request does not allow `{sent}`, {said}"),
        );
    }
}

#[actix_web::test]
async fn a_header_that_is_not_listed_is_blocked() {
    for (page, name, lines, found, said) in [
        (
            page(),
            "x-b",
            &[
                "Access-Control-Allow-Origin: https://a.example",
                "Access-Control-Allow-Headers: X-A",
            ][..],
            Some("X-A"),
            "`Access-Control-Allow-Headers` is `X-A`; list it (corsac: in `allow_headers`)",
        ),
        (
            page(),
            "authorization",
            &[
                "Access-Control-Allow-Origin: https://a.example",
                "Access-Control-Allow-Headers: *",
            ],
            Some("*"),
            "`Access-Control-Allow-Headers` is `*`; list it (corsac: in `allow_headers`), since `*` never covers it",
        ),
        (
            with_credentials(),
            "x-a",
            &[
                "Access-Control-Allow-Origin: https://a.example",
                "Access-Control-Allow-Credentials: true",
                "Access-Control-Allow-Headers: *",
            ],
            Some("*"),
            "`Access-Control-Allow-Headers` is `*`; list it (corsac: in `allow_headers`), since `*` allows nothing to a request with credentials",
        ),
    ] {
        let request = TestRequest::get().insert_header((name, "1"));
        assert_blocked(
            fetch_by_preflight(page, (204, lines), request).await,
            &Blocked::HeaderNotAllowed {
                name: name.to_owned(),
                found: found.map(ToOwned::to_owned),
            },
            &format!("the response to the preflight request does not allow `{name}`, {said}"),
        );
    }
}

#[actix_web::test]
async fn a_body_that_breaks_off_is_no_body() {
    let answer = async || {
        let chunks = [
            Ok(Bytes::from("one, ")),
            Err(io::Error::other("the disk is gone")),
        ];
        HttpResponse::Ok()
            .insert_header(("Access-Control-Allow-Origin", "*"))
            .streaming(stream::iter(chunks))
    };
    let app = init_service(App::new().route("/", web::get().to(answer))).await;

    let outcome = page().fetch(&app, TestRequest::get()).await;

    let message = outcome.expect_err("a broken body").to_string();
    assert!(
        message.starts_with("the response's body breaks off, `"),
        "{message}"
    );
    assert!(message.contains("the disk is gone"), "{message}");
}

#[actix_web::test]
async fn what_is_printed_is_ascii_and_bounded() {
    let value: &'static str =
        Box::leak(format!("Access-Control-Allow-Origin: {}\u{e9}", "a\tb".repeat(200)).into());
    let lines: &'static [&str] = Box::leak(Box::new([value]));

    let blocked = get(page(), (200, lines))
        .await
        .expect_err("a strange origin");

    let message = format!("{blocked} {blocked:?}");
    assert!(message.is_ascii() && !message.contains('\t'), "{message}");
    assert!(message.contains(r"`a\tba\tb"), "{message}");
    assert!(message.len() < 2_000, "{message}");
}

#[actix_web::test]
async fn no_response_is_too_strange() {
    let names = [
        "Access-Control-Allow-Origin",
        "Access-Control-Allow-Credentials",
        "Access-Control-Allow-Methods",
        "Access-Control-Allow-Headers",
        "Access-Control-Expose-Headers",
        "Access-Control-Max-Age",
        "Location",
    ];
    let values = [
        "",
        "*",
        ",",
        "\"",
        "null",
        "\u{0}",
        "\u{e9}",
        "-1",
        "18446744073709551616",
        "//",
        "http://[",
        "https://a.example",
        "data:,",
        "?#",
        "\\",
        "a=b;c",
    ];
    for name in names {
        for value in values {
            for (page, status) in [(page(), 200), (with_credentials(), 302), (page(), 308)] {
                let answer = move |_: &_| {
                    let mut response = respond((status, GRANTED.1));
                    let value = actix_web::http::header::HeaderValue::from_bytes(value.as_bytes());
                    let name = name.parse().expect("a name");
                    if let Ok(value) = value {
                        response.headers_mut().insert(name, value);
                    }
                    response
                };
                drop(fetch(&page, answer, TestRequest::get()).await);
                drop(fetch(&page, answer, TestRequest::put()).await);
            }
        }
    }
}
