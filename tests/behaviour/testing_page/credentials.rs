//! Cookies go along as the page says, and never with a preflight.

use actix_web::{cookie::Cookie, test::TestRequest};
use corsac::testing::{Credentials, Page};

use super::app::{Answer, fetch_after, seen};

const GRANTED: Answer<'_> = (
    200,
    &[
        "Access-Control-Allow-Origin: https://a.example",
        "Access-Control-Allow-Credentials: true",
        "Access-Control-Allow-Methods: PUT",
    ],
);

/// The `Cookie` of each request that the app sees.
async fn cookies_sent(page: Page) -> Vec<Option<String>> {
    seen();
    let request = TestRequest::put().cookie(Cookie::new("session", "1"));
    let outcome = fetch_after(&page, GRANTED, GRANTED, request).await;
    assert!(outcome.is_ok());
    let cookie = |seen: super::app::Seen| seen.header("cookie").map(ToOwned::to_owned);
    seen().into_iter().map(cookie).collect()
}

#[actix_web::test]
async fn cookies_go_to_another_origin_only_if_included() {
    for (credentials, cookie) in [
        (Credentials::Omit, None),
        (Credentials::SameOrigin, None),
        (Credentials::Include, Some("session=1".to_owned())),
    ] {
        let page = Page::at("https://a.example").credentials(credentials);

        assert_eq!(cookies_sent(page).await, [None, cookie], "{credentials:?}");
    }
}

#[actix_web::test]
async fn cookies_go_to_the_own_origin_unless_omitted() {
    let cookie = || Some("session=1".to_owned());
    for (credentials, cookie) in [
        (Credentials::Omit, None),
        (Credentials::SameOrigin, cookie()),
        (Credentials::Include, cookie()),
    ] {
        let page = Page::at("https://a.example")
            .app_at("https://a.example")
            .credentials(credentials);

        assert_eq!(cookies_sent(page).await, [cookie], "{credentials:?}");
    }
}

#[actix_web::test]
async fn several_lines_of_cookies_go_out_as_one() {
    let page = Page::at("https://a.example").credentials(Credentials::Include);
    seen();
    let request = TestRequest::get()
        .append_header(("Cookie", "a=1"))
        .append_header(("Cookie", "b=2; c=3"));

    let outcome = fetch_after(&page, GRANTED, GRANTED, request).await;

    assert!(outcome.is_ok());
    assert_eq!(seen()[0].header("cookie"), Some("a=1; b=2; c=3"));
}

#[actix_web::test]
async fn a_header_of_that_name_is_what_the_browser_has() {
    let page = Page::at("https://a.example").credentials(Credentials::Include);
    seen();

    let request = TestRequest::get().insert_header(("Cookie", "a=b"));
    let outcome = fetch_after(&page, GRANTED, GRANTED, request).await;

    assert!(outcome.is_ok());
    let seen = seen();
    assert_eq!(seen.len(), 1, "a cookie asks for no preflight");
    assert_eq!(seen[0].header("cookie"), Some("a=b"));
}
