//! Which requests need a preflight: what values a safelisted header may have.

use actix_web::{http::Method, test::TestRequest};
use corsac::testing::Page;

use super::app::{Answer, OPEN, fetch_after, seen};

/// What the preflight for `request` asks for: its method and headers.
async fn asked(request: TestRequest) -> Option<String> {
    seen();
    let outcome = fetch_after(&Page::at("https://a.example"), OPEN, OPEN, request).await;
    assert!(outcome.is_ok());
    let preflight = seen()
        .into_iter()
        .find(|it| it.line.starts_with("OPTIONS"))?;
    let method = preflight.header("access-control-request-method")?;
    let names = preflight.header("access-control-request-headers");
    Some(format!("{method} {}", names.unwrap_or_default()))
}

#[actix_web::test]
async fn three_methods_need_no_preflight() {
    for (method, expected) in [
        ("GET", None),
        ("HEAD", None),
        ("POST", None),
        ("post", None),
        ("PUT", Some("PUT ")),
        ("put", Some("PUT ")),
        ("PATCH", Some("PATCH ")),
        ("patch", Some("patch ")),
        ("QUERY", Some("QUERY ")),
        ("OPTIONS", Some("OPTIONS ")),
    ] {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");

        let asked = asked(TestRequest::default().method(method)).await;

        assert_eq!(asked.as_deref(), expected);
    }
}

#[actix_web::test]
async fn the_value_of_a_header_decides() {
    let long = "a".repeat(128);
    let too_long = "a".repeat(129);
    for (name, value, is_safelisted) in [
        ("Accept", "text/html", true),
        ("Accept", &long, true),
        ("Accept", &too_long, false),
        ("Accept", "a{b", false),
        ("Accept-Language", "de-CH, *;q=0.5", true),
        ("Accept-Language", "de/CH", false),
        ("Content-Language", &too_long, false),
        ("Content-Type", "text/plain;charset=utf-8", true),
        ("Content-Type", "multipart/form-data", true),
        ("Content-Type", "application/x-www-form-urlencoded", true),
        ("Content-Type", "application/json", false),
        ("Content-Type", "text/plain; a=\"b\"", false),
        ("Range", "bytes=0-99", true),
        ("Range", "bytes=-99", false),
        ("X-Requested-With", "", false),
        ("Authorization", "", false),
    ] {
        let asked = asked(TestRequest::post().insert_header((name, value))).await;

        let expected = format!("POST {}", name.to_lowercase());
        let expected = (!is_safelisted).then_some(expected);
        assert_eq!(asked, expected, "{name}: {value}");
    }
}

#[actix_web::test]
async fn safelisted_values_are_1024_bytes_in_all() {
    let full = || {
        (0..8).fold(TestRequest::get(), |it, _| {
            it.append_header(("Accept", "a".repeat(128)))
        })
    };

    assert_eq!(asked(full()).await, None);
    assert_eq!(
        asked(full().insert_header(("Accept-Language", "d")))
            .await
            .as_deref(),
        Some("GET accept,accept-language"),
    );
}

#[actix_web::test]
async fn a_form_needs_no_preflight_and_json_does() {
    let form = TestRequest::post().set_form([("a", "b")]);
    let json = TestRequest::post().set_json([1]);

    assert_eq!(asked(form).await, None);
    assert_eq!(asked(json).await.as_deref(), Some("POST content-type"));
}

#[actix_web::test]
async fn a_safelisted_method_and_name_need_not_be_listed() {
    const NO_LISTS: Answer<'_> = (204, &["Access-Control-Allow-Origin: *"]);
    const LISTS: Answer<'_> = (
        204,
        &[
            "Access-Control-Allow-Origin: *",
            "Access-Control-Allow-Headers: X-A",
        ],
    );
    let page = Page::at("https://a.example");
    let request = || {
        TestRequest::post()
            .insert_header(("X-A", "1"))
            .insert_header(("Accept-Language", "de"))
    };

    assert!(fetch_after(&page, NO_LISTS, OPEN, request()).await.is_err());
    assert!(fetch_after(&page, LISTS, OPEN, request()).await.is_ok());
}

#[actix_web::test]
async fn names_are_compared_in_any_case_and_methods_are_not() {
    const LISTS: Answer<'_> = (
        204,
        &[
            "Access-Control-Allow-Origin: *",
            "Access-Control-Allow-Headers: x-A,, ,",
            "Access-Control-Allow-Headers: X-B",
            "Access-Control-Allow-Methods: PUT, delete",
        ],
    );
    for (method, is_allowed) in [
        (Method::PUT, true),
        (Method::DELETE, false),
        (Method::PATCH, false),
    ] {
        let request = TestRequest::default()
            .method(method.clone())
            .insert_header(("x-a", "1"))
            .insert_header(("X-B", "1"));

        let outcome = fetch_after(&Page::at("https://a.example"), LISTS, OPEN, request).await;

        assert_eq!(outcome.is_ok(), is_allowed, "{method}");
    }
}
