//! A page of the app's own origin speaks no CORS.

use actix_web::{
    App,
    test::{TestRequest, init_service},
};
use corsac::testing::{Blocked, Page};

use super::{
    annotated::blocking,
    app::{Answer, fetch_after, seen},
};

const PLAIN: Answer<'_> = (200, &["X-A: 1", "Set-Cookie: a=b"]);

#[actix_web::test]
async fn a_page_of_the_app_asks_for_nothing_and_sees_all_but_cookies() -> Result<(), Blocked> {
    let page = Page::at("https://a.example").app_at("https://a.example:443");
    seen();

    let request = TestRequest::put().insert_header(("X-B", "1"));
    let response = fetch_after(&page, PLAIN, PLAIN, request).await?;

    let seen = seen();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].line, "PUT /");
    assert_eq!(seen[0].header("origin"), Some("https://a.example"));
    assert_eq!(seen[0].header("sec-fetch-site"), Some("same-origin"));
    assert_eq!(seen[0].header("x-b"), Some("1"));
    assert!(response.headers().contains_key("X-A"));
    assert!(!response.headers().contains_key("Set-Cookie"));
    Ok(())
}

#[actix_web::test]
async fn get_and_head_of_the_own_origin_have_no_origin_header() -> Result<(), Blocked> {
    let page = Page::at("https://a.example").app_at("https://a.example");
    for request in [
        TestRequest::get(),
        TestRequest::default().method(actix_web::http::Method::HEAD),
    ] {
        seen();

        fetch_after(&page, PLAIN, PLAIN, request).await?;

        assert_eq!(seen()[0].header("origin"), None);
    }
    Ok(())
}

#[actix_web::test]
async fn scheme_host_and_port_make_an_origin() {
    for (page, app, is_own) in [
        ("http://localhost:8080", "http://localhost:8080", true),
        ("http://a.example", "http://a.example:80", true),
        ("https://a.example:443", "https://a.example", true),
        ("http://[::1]:81", "http://[::1]:81", true),
        ("http://a.example", "https://a.example", false),
        ("https://a.example", "https://a.example:8443", false),
        ("https://a.example", "https://www.a.example", false),
        ("null", "https://a.example", false),
    ] {
        let page_of = Page::at(page).app_at(app);

        let outcome = fetch_after(&page_of, PLAIN, PLAIN, TestRequest::get()).await;

        assert_eq!(outcome.is_ok(), is_own, "{page} {app}");
    }
}

#[actix_web::test]
async fn actix_knows_the_origin_that_the_app_is_at() {
    for origin in [
        "http://localhost:8080",
        "http://a.example",
        "https://a.example",
        "https://a.example:8443",
        "https://[::1]",
    ] {
        let page = Page::at("http://localhost:8080").app_at(origin);
        seen();

        drop(fetch_after(&page, PLAIN, PLAIN, TestRequest::put().uri("/b")).await);

        for seen in seen() {
            assert_eq!(seen.own_origin, origin);
        }
    }
}

/// `block_on_origin_mismatch` asks both `Sec-Fetch-Site` and, where that is
/// not sent, Actix for the own origin.
#[actix_web::test]
async fn a_route_that_blocks_foreign_pages_lets_its_own_through() {
    let app = init_service(App::new().service(blocking)).await;
    for (origin, is_let_in) in [
        ("https://api.example", true),
        ("http://api.example", true),
        ("https://api.example:8443", true),
        ("https://a.example", true),
        ("https://b.example", false),
    ] {
        let page = Page::at(origin);
        let page = match origin {
            "https://a.example" | "https://b.example" => page.app_at("https://api.example"),
            own => page.app_at(own),
        };

        let outcome = page.fetch(&app, TestRequest::post().uri("/blocking")).await;

        let status = outcome.map(|response| response.status().as_u16());
        if is_let_in {
            assert_eq!(status, Ok(200), "{origin}");
        } else {
            assert!(
                matches!(status, Err(Blocked::MissingAllowOrigin { .. })),
                "{origin}"
            );
        }
    }
}
