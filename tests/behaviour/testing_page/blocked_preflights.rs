//! The reasons that are in the answer to a preflight, and what is said of them.

use actix_web::{
    http::{Method, StatusCode},
    test::TestRequest,
};
use corsac::testing::{Blocked, Stage};

use super::{
    app::{Answer, seen_lines},
    blocked::{ORIGIN, assert_blocked, fetch_by_preflight, page, with_credentials},
};

#[actix_web::test]
async fn a_preflight_without_allow_origin_stops_the_request() {
    const ALLOW: &str = "allow the page's origin (corsac: `allow_origins`)";
    const ANNOTATE: &str = "answer preflights for `PUT` here (corsac: annotate the handler that serves it; methods are case-sensitive)";
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
                method: "PUT".to_owned(),
                origin: ORIGIN.to_owned(),
                status: StatusCode::from_u16(status).expect("a status"),
            },
            &format!(
                "the response to the preflight request has no `Access-Control-Allow-Origin`, and its status is {status}; {said}"
            ),
        );

        assert_eq!(seen_lines(), ["OPTIONS /"]);
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
        "the preflight request is redirected (308) to `/api/`, which browsers don't follow; fetch the final URL, or answer `OPTIONS` before redirecting",
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
                "`{header}` of the response to the preflight request is `PUT GET`, which isn't a list of names; separate them with commas"
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
            "`Access-Control-Allow-Methods` is missing; list it (corsac: in the route, and in `allow_methods` if you set it or wrap a policy)",
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
            "`Access-Control-Allow-Methods` is `*`; list it, since `*` is not a wildcard for requests with credentials",
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
            &format!("the response to the preflight request does not allow `{sent}`, since {said}"),
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
            "`Access-Control-Allow-Headers` is `*`; list it (corsac: in `allow_headers`), since `*` is not a wildcard for requests with credentials",
        ),
    ] {
        let request = TestRequest::get().insert_header((name, "1"));
        assert_blocked(
            fetch_by_preflight(page, (204, lines), request).await,
            &Blocked::HeaderNotAllowed {
                name: name.to_owned(),
                found: found.map(ToOwned::to_owned),
            },
            &format!("the response to the preflight request does not allow `{name}`, since {said}"),
        );
    }
}
