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

pub(super) const ORIGIN: &str = "https://a.example";
const GRANTED: Answer<'_> = (200, &["Access-Control-Allow-Origin: https://a.example"]);

pub(super) fn page() -> Page {
    Page::at(ORIGIN)
}

pub(super) fn with_credentials() -> Page {
    page().credentials(Credentials::Include)
}

#[track_caller]
pub(super) fn assert_blocked(
    outcome: Result<Response, Blocked>,
    expected: &Blocked,
    message: &str,
) {
    let blocked = outcome.expect_err(message);
    assert_eq!(&blocked, expected);
    assert_eq!(blocked.to_string(), message);
    // A failing test prints it.
    assert_eq!(format!("{blocked:?}"), message);
}

/// From an app that answers preflights so, and the rest as it should.
pub(super) async fn fetch_by_preflight(
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
                "pages cannot fetch `{url}`; write a path, or an `http` or `https` URL without user info"
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
            &format!(
                "browsers never send a body with `{method}`; remove it, or use another method"
            ),
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
        "`http://b.example/` is mixed content on a page of `https://a.example`; serve the app over `https`, and set its origin with `app_at`",
    );
    assert!(seen_lines().is_empty());
}

#[actix_web::test]
async fn a_port_of_another_protocol_is_not_asked_for() {
    seen_lines();

    for (request, url, port) in [
        (TestRequest::get(), "http://localhost:6000/", 6000),
        (TestRequest::put(), "http://localhost:6000/", 6000),
        (
            TestRequest::get().uri("https://b.example:10080/x"),
            "https://b.example:10080/x",
            10080,
        ),
        (
            TestRequest::get().uri("http://b.example:22/"),
            "http://b.example:22/",
            22,
        ),
    ] {
        let page = page().app_at("http://localhost:6000");
        assert_blocked(
            fetch_after(&page, GRANTED, GRANTED, request).await,
            &Blocked::BadPort {
                url: url.to_owned(),
                port,
            },
            &format!("browsers block port {port} of `{url}`; use another port, such as 8080"),
        );
    }
    assert!(seen_lines().is_empty());
}

#[actix_web::test]
async fn a_response_that_is_never_final_is_no_response() {
    for status in [100, 101, 103, 199] {
        let interim: Answer<'_> = (status, GRANTED.1);
        let rest = "so browsers wait for another one; answer with status 200 or higher";

        for (outcome, stage, subject) in [
            (get(page(), interim).await, Stage::Actual, "the response"),
            (
                fetch_by_preflight(page(), interim, TestRequest::put()).await,
                Stage::Preflight,
                "the response to the preflight request",
            ),
        ] {
            assert_blocked(
                outcome,
                &Blocked::InterimStatus {
                    stage,
                    status: StatusCode::from_u16(status).expect("a status"),
                },
                &format!("{subject} has status {status}, {rest}"),
            );
        }
    }
}

async fn get(page: Page, answer: Answer<'static>) -> Result<Response, Blocked> {
    fetch_after(&page, answer, answer, TestRequest::get()).await
}

#[actix_web::test]
async fn a_response_without_allow_origin_is_kept_back() {
    const ALLOW: &str = "allow the page's origin (corsac: `allow_origins`)";
    const FIND_ROUTE: &str = "make sure that a route serves `GET` here, and ";

    for (origin, status, said) in [
        (ORIGIN, 200, ALLOW.to_owned()),
        (ORIGIN, 401, ALLOW.to_owned()),
        (ORIGIN, 404, format!("{FIND_ROUTE}{ALLOW}")),
        (ORIGIN, 405, format!("{FIND_ROUTE}{ALLOW}")),
        (
            "null",
            200,
            "serve the page from a server, and allow its origin".to_owned(),
        ),
    ] {
        assert_blocked(
            get(Page::at(origin), (status, &[])).await,
            &Blocked::MissingAllowOrigin {
                stage: Stage::Actual,
                method: "GET".to_owned(),
                origin: origin.to_owned(),
                status: StatusCode::from_u16(status).expect("a status"),
            },
            &format!(
                "the response has no `Access-Control-Allow-Origin`, and its status is {status}; {said}"
            ),
        );
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
                "`Access-Control-Allow-Origin` of the response is `{found}`, not `https://a.example`; allow the page's origin (corsac: `allow_origins`)"
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
            "`Access-Control-Allow-Origin` of the response has several values, `https://a.example, *`; send one value, from one place: app or proxy, handler or middleware",
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
        "`Access-Control-Allow-Origin` of the response is `*`, which doesn't allow credentials; allow the page's origin (corsac: `allow_origins`), or fetch without `Credentials::Include`",
    );
}

#[actix_web::test]
async fn credentials_are_allowed_by_the_word_true_alone() {
    for (lines, found, said) in [
        (
            GRANTED.1,
            None,
            "`Access-Control-Allow-Credentials` is missing",
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
                "the response does not allow credentials, since {said}; send `true` (corsac: `allow_credentials`), or fetch without `Credentials::Include`"
            ),
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
        message.starts_with("the response's body ends early, `"),
        "{message}"
    );
    assert!(message.contains("the disk is gone"), "{message}");
}

#[actix_web::test]
async fn what_is_printed_is_ascii_and_bounded() {
    let value: &'static str = Box::leak(
        format!(
            "Access-Control-Allow-Origin: {}\u{e9}",
            "a\t'b\"".repeat(200)
        )
        .into(),
    );
    let lines: &'static [&str] = Box::leak(Box::new([value]));

    let blocked = get(page(), (200, lines))
        .await
        .expect_err("a strange origin");

    let message = format!("{blocked} {blocked:?}");
    assert!(message.is_ascii() && !message.contains('\t'), "{message}");
    assert!(message.contains(r#"`a\t'b"a\t"#), "{message}");
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
