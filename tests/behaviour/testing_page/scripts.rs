//! What a script may ask for, and what goes out of it.

use actix_web::{http::Method, test::TestRequest};
use corsac::testing::{Blocked, Page};

use super::app::{OPEN, Seen, fetch_after, seen};

/// What an app of `http://localhost:8080` sees when a page of another origin fetches.
async fn sent(request: TestRequest) -> Vec<Seen> {
    seen();
    let page = Page::at("http://a.example");
    let outcome = fetch_after(&page, OPEN, OPEN, request).await;
    assert_eq!(outcome.map(|response| response.status().as_u16()), Ok(200));
    seen()
}

#[actix_web::test]
async fn a_simple_request_has_the_headers_of_a_browser() -> Result<(), Blocked> {
    let sent = sent(TestRequest::get().uri("/b?c=d#e")).await;

    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].line, "GET /b");
    assert_eq!(
        sent[0].headers,
        [
            "accept: */*",
            "host: localhost:8080",
            "origin: http://a.example",
            "sec-fetch-dest: empty",
            "sec-fetch-mode: cors",
            "sec-fetch-site: cross-site",
        ],
    );
    Ok(())
}

#[actix_web::test]
async fn a_preflight_asks_in_lower_case_and_in_order() {
    let request = TestRequest::put()
        .insert_header(("X-B", "1"))
        .insert_header(("Authorization", "1"))
        .insert_header(("Accept-Language", "de"))
        .insert_header(("Cookie", "a=b"))
        .set_json([1]);

    let sent = sent(request).await;

    assert_eq!(sent[0].line, "OPTIONS /");
    assert_eq!(
        sent[0].headers,
        [
            "accept: */*",
            "access-control-request-headers: authorization,content-type,x-b",
            "access-control-request-method: PUT",
            "host: localhost:8080",
            "origin: http://a.example",
            "sec-fetch-dest: empty",
            "sec-fetch-mode: cors",
            "sec-fetch-site: cross-site",
        ],
    );
    assert!(sent[0].body.is_empty());
    assert_eq!(sent[1].line, "PUT /");
    assert_eq!(
        sent[1].headers,
        [
            "accept-language: de",
            "accept: */*",
            "authorization: 1",
            "content-length: 3",
            "content-type: application/json",
            "host: localhost:8080",
            "origin: http://a.example",
            "sec-fetch-dest: empty",
            "sec-fetch-mode: cors",
            "sec-fetch-site: cross-site",
            "x-b: 1",
        ],
    );
    assert_eq!(sent[1].body, "[1]");
}

#[actix_web::test]
async fn a_preflight_for_a_method_alone_asks_for_no_headers() {
    let sent = sent(TestRequest::delete()).await;

    assert_eq!(
        sent[0].header("access-control-request-method"),
        Some("DELETE")
    );
    assert_eq!(sent[0].header("access-control-request-headers"), None);
}

#[actix_web::test]
async fn headers_that_no_script_can_set_are_dropped() {
    let request = TestRequest::get()
        .insert_header(("Origin", "https://evil.example"))
        .insert_header(("Host", "evil.example"))
        .insert_header(("Sec-Fetch-Site", "same-origin"))
        .insert_header(("Proxy-X", "1"))
        .insert_header(("Referer", "https://evil.example/"))
        .insert_header(("Access-Control-Request-Method", "PUT"))
        .insert_header(("X-HTTP-Method-Override", "GET, trace"));

    let sent = sent(request).await;

    assert_eq!(sent.len(), 1, "nothing is left to ask for");
    assert_eq!(sent[0].header("origin"), Some("http://a.example"));
    assert_eq!(sent[0].header("host"), Some("localhost:8080"));
    assert_eq!(sent[0].header("sec-fetch-site"), Some("cross-site"));
    assert_eq!(sent[0].headers.len(), 6);
}

#[actix_web::test]
async fn an_accept_of_the_script_stays() {
    let sent = sent(TestRequest::get().insert_header(("Accept", "text/html"))).await;

    assert_eq!(sent[0].header("accept"), Some("text/html"));
}

#[actix_web::test]
async fn six_methods_go_out_in_upper_case() {
    for (spelled, line) in [
        ("get", "GET /"),
        ("pOst", "POST /"),
        ("delete", "DELETE /"),
        ("patch", "patch /"),
    ] {
        let method = Method::from_bytes(spelled.as_bytes()).expect("a method");

        let sent = sent(TestRequest::default().method(method)).await;

        assert_eq!(sent.last().map(|seen| &*seen.line), Some(line));
    }
}

#[actix_web::test]
async fn a_post_without_a_body_says_so() {
    let sent = sent(TestRequest::post()).await;

    assert_eq!(sent[0].header("content-length"), Some("0"));
}

#[actix_web::test]
async fn a_path_is_one_of_the_app_and_a_url_says_where_the_app_is() {
    let page = Page::at("https://a.example").app_at("https://api.a.example:443");
    for (uri, own_origin, site) in [
        ("/b", "https://api.a.example", "same-site"),
        ("//c.example/b", "https://api.a.example", "same-site"),
        (
            "https://b.example:8443/b",
            "https://b.example:8443",
            "cross-site",
        ),
        ("https://a.example/b", "https://a.example", "same-origin"),
        ("http://127.0.0.1:81/b", "http://127.0.0.1:81", "cross-site"),
    ] {
        seen();

        let outcome = fetch_after(&page, OPEN, OPEN, TestRequest::get().uri(uri)).await;

        assert!(outcome.is_ok(), "{uri}");
        let seen = seen().remove(0);
        assert_eq!(seen.own_origin, own_origin, "{uri}");
        assert_eq!(seen.header("sec-fetch-site"), Some(site), "{uri}");
        assert!(seen.line.ends_with("/b"), "{uri}: {}", seen.line);
    }
}

#[actix_web::test]
async fn what_is_neither_a_path_nor_a_whole_url_is_not_fetched() {
    let page = Page::at("https://a.example").app_at("https://api.example");
    for uri in ["items", "*", "x:1"] {
        seen();

        let outcome = fetch_after(&page, OPEN, OPEN, TestRequest::get().uri(uri)).await;

        let url = uri.to_owned();
        assert_eq!(outcome.err(), Some(Blocked::InvalidUrl { url }));
        assert!(seen().is_empty(), "{uri}");
    }
}

#[actix_web::test]
async fn values_lose_the_whitespace_around_them() {
    let request = TestRequest::get()
        .insert_header(("Range", " bytes=0-\t"))
        .insert_header(("Accept", " a b "));

    let sent = sent(request).await;

    assert_eq!(sent.len(), 1, "nothing to ask for");
    assert_eq!(sent[0].header("range"), Some("bytes=0-"));
    assert_eq!(sent[0].header("accept"), Some("a b"));
}

#[actix_web::test]
async fn fetch_metadata_is_for_trustworthy_servers_only() {
    let page = Page::at("http://a.example").app_at("http://b.example");
    seen();

    let outcome = fetch_after(&page, OPEN, OPEN, TestRequest::get()).await;

    assert!(outcome.is_ok());
    assert_eq!(
        seen()[0].headers,
        ["accept: */*", "host: b.example", "origin: http://a.example"],
    );
}

#[actix_web::test]
async fn the_peer_address_is_that_of_the_test() {
    let peer = "192.0.2.1:81".parse().expect("an address");

    let sent = sent(TestRequest::put().peer_addr(peer)).await;

    assert_eq!(sent[0].peer.as_deref(), Some("192.0.2.1"));
    assert_eq!(sent[1].peer.as_deref(), Some("192.0.2.1"));
}

#[test]
#[should_panic(
    expected = "\"https://a.example/\" is not an origin: origins have no trailing slash; write `https://a.example`"
)]
fn a_page_is_at_an_origin() {
    let _ = Page::at("https://a.example/");
}

#[test]
#[should_panic(
    expected = "apps cannot have the origin \"tauri://localhost\"; write one such as `https://a.example`"
)]
fn an_app_is_at_an_origin_of_the_web() {
    let _ = Page::at("tauri://localhost").app_at("tauri://localhost");
}
