//! Redirects are followed within the app.

use actix_web::{HttpRequest, HttpResponse, cookie::Cookie, test::TestRequest};
use corsac::testing::{Blocked, Credentials, Page, Response};

use super::app::{Seen, fetch, respond, seen, seen_lines};

fn page() -> Page {
    Page::at("https://a.example").app_at("https://api.example")
}

/// Answers for `/to?status&location` with that redirect, and 200 elsewhere.
fn redirecting(req: &HttpRequest) -> HttpResponse {
    let allow = [
        "Access-Control-Allow-Origin: https://a.example",
        "Access-Control-Allow-Credentials: true",
        "Access-Control-Allow-Methods: PUT, DELETE",
        "Access-Control-Allow-Headers: X-A, Authorization, Content-Type",
    ];
    let is_preflight = req.headers().contains_key("Access-Control-Request-Method");
    match req.query_string().split_once('&') {
        Some((status, location)) if !is_preflight => {
            let status = status.parse().expect("a status");
            let location = format!("Location: {location}");
            respond((status, &[&allow[..], &[&location]].concat()))
        }
        _ => respond((200, &allow)),
    }
}

async fn follow(page: &Page, request: TestRequest) -> Result<Response, Blocked> {
    seen();
    fetch(page, redirecting, request).await
}

#[actix_web::test]
async fn a_redirect_keeps_or_changes_method_and_body() -> Result<(), Blocked> {
    for (status, method, after) in [
        (301, "GET", "GET"),
        (301, "POST", "GET"),
        (302, "POST", "GET"),
        (302, "PUT", "PUT"),
        (303, "PUT", "GET"),
        (303, "HEAD", "HEAD"),
        (307, "POST", "POST"),
        (308, "PUT", "PUT"),
    ] {
        let has_body = !matches!(method, "GET" | "HEAD");
        let method = method.parse().expect("a method");
        let mut request = TestRequest::default()
            .method(method)
            .uri(&format!("/to?{status}&/end"));
        if has_body {
            request = request.set_json([1]);
        }

        let response = follow(&page(), request).await?;

        assert_eq!(response.status().as_u16(), 200);
        let last = seen().pop().expect("a request");
        assert_eq!(last.line, format!("{after} /end"), "{status}");
        let keeps_body = has_body && after != "GET";
        assert_eq!(last.body.is_empty(), !keeps_body, "{status}");
        assert_eq!(
            last.header("content-type").is_some(),
            keeps_body,
            "{status}"
        );
    }
    Ok(())
}

#[actix_web::test]
async fn other_statuses_and_a_missing_location_are_no_redirects() -> Result<(), Blocked> {
    for status in [200, 300, 304, 404] {
        let request = TestRequest::get().uri(&format!("/to?{status}&/end"));

        assert_eq!(follow(&page(), request).await?.status().as_u16(), status);
        assert_eq!(seen_lines(), ["GET /to"]);
    }

    let lines = &["Access-Control-Allow-Origin: *"];
    let response = fetch(&page(), |_| respond((302, lines)), TestRequest::get()).await?;
    assert_eq!(response.status().as_u16(), 302);
    Ok(())
}

#[actix_web::test]
async fn the_next_url_needs_a_preflight_of_its_own() -> Result<(), Blocked> {
    let request = TestRequest::put()
        .uri("/to?307&/end")
        .insert_header(("X-A", "1"));

    follow(&page(), request).await?;

    assert_eq!(
        seen_lines(),
        ["OPTIONS /to", "PUT /to", "OPTIONS /end", "PUT /end"],
    );
    Ok(())
}

#[actix_web::test]
async fn headers_and_cookies_go_along_within_the_app() -> Result<(), Blocked> {
    let page = page().credentials(Credentials::Include);
    let request = TestRequest::get()
        .uri("/to?302&/end")
        .insert_header(("Authorization", "1"))
        .cookie(Cookie::new("a", "b"));

    follow(&page, request).await?;

    let actual = |seen: &Seen| seen.line.starts_with("GET");
    let seen: Vec<_> = seen().into_iter().filter(actual).collect();
    assert_eq!(seen.len(), 2);
    for seen in seen {
        assert_eq!(seen.header("authorization"), Some("1"));
        assert_eq!(seen.header("cookie"), Some("a=b"));
        assert_eq!(seen.header("origin"), Some("https://a.example"));
    }
    Ok(())
}

#[actix_web::test]
async fn a_redirect_has_to_allow_the_page_too() {
    let lines = &["Location: /end"];

    let outcome = fetch(&page(), |_| respond((302, lines)), TestRequest::get()).await;

    assert!(matches!(outcome, Err(Blocked::MissingAllowOrigin { .. })));
}

#[actix_web::test]
async fn a_location_is_relative_to_the_url() -> Result<(), Blocked> {
    for (location, path) in [
        ("/end", "/end"),
        ("end", "/a/end"),
        ("../end", "/end"),
        ("//api.example/end", "/end"),
        ("https://api.example:443/end?b#c", "/end"),
        ("?b", "/a/to"),
        ("", "/a/to"),
    ] {
        let answer = move |req: &HttpRequest| {
            let location = format!("Location: {location}");
            let lines = ["Access-Control-Allow-Origin: *", &location];
            let is_first = req.query_string() == "first";
            respond((if is_first { 302 } else { 200 }, &lines))
        };
        seen();

        fetch(&page(), answer, TestRequest::get().uri("/a/to?first"))
            .await
            .ok();

        let lines = seen_lines();
        assert_eq!(lines[1], format!("GET {path}"), "{location:?}");
    }
    Ok(())
}

#[actix_web::test]
async fn twenty_redirects_are_followed_and_no_more() -> Result<(), Blocked> {
    let counting = |req: &HttpRequest| {
        let left: u32 = req.query_string().parse().expect("a number");
        let location = format!("Location: /?{}", left.saturating_sub(1));
        let lines = ["Access-Control-Allow-Origin: *", &location];
        respond((if left == 0 { 200 } else { 302 }, &lines))
    };
    let get = |uri| TestRequest::get().uri(uri);

    assert!(fetch(&page(), counting, get("/?20")).await.is_ok());
    seen();
    let blocked = fetch(&page(), counting, get("/?21")).await.unwrap_err();

    assert_eq!(blocked, Blocked::TooManyRedirects);
    assert_eq!(
        blocked.to_string(),
        "more than 20 redirects; remove the redirect loop",
    );
    assert_eq!(seen().len(), 21);
    Ok(())
}

#[actix_web::test]
async fn a_location_that_is_no_url_of_the_web_is_blocked() {
    for location in [
        "ftp://b.example/",
        "data:,a",
        "http://b.example:99999/",
        "//[",
    ] {
        let request = TestRequest::get().uri(&format!("/to?302&{location}"));

        let blocked = follow(&page(), request).await.expect_err(location);

        assert_eq!(
            blocked,
            Blocked::InvalidLocation {
                location: location.to_owned()
            },
        );
        assert_eq!(
            blocked.to_string(),
            format!(
                "a redirect leads to `{location}`, which pages cannot fetch; write a path, or an `http` or `https` URL"
            ),
        );
    }
}

#[actix_web::test]
async fn several_locations_are_blocked_and_only_in_a_redirect() {
    let answer = |status| {
        let lines = &[
            "Access-Control-Allow-Origin: *",
            "Location: /a",
            "Location: /b",
        ];
        move |_: &HttpRequest| respond((status, lines))
    };

    let redirected = fetch(&page(), answer(302), TestRequest::get()).await;
    let created = fetch(&page(), answer(201), TestRequest::get()).await;

    let location = "/a, /b".to_owned();
    assert_eq!(
        redirected.err(),
        Some(Blocked::InvalidLocation { location })
    );
    assert!(created.is_ok());
}

/// Allows a `PUT` to any path, redirects `/to/*` to `/*`, where a `GET` fails.
fn failing_after_a_redirect(req: &HttpRequest) -> HttpResponse {
    let allow = [
        "Access-Control-Allow-Origin: https://a.example",
        "Access-Control-Allow-Methods: PUT",
    ];
    let is_preflight = req.headers().contains_key("Access-Control-Request-Method");
    let location = match (req.method().as_str(), req.path()) {
        (_, path) if path.starts_with("/to/") && !is_preflight => &path[3..],
        ("GET", "/refused") => return respond((200, &[])),
        ("GET", path) => path,
        _ => return respond((200, &allow)),
    };
    let location = format!("Location: {location}");
    respond((303, &[&allow[..], &[&location]].concat()))
}

/// What is forgotten is what the standard calls the request's current URL.
#[actix_web::test]
async fn a_failure_after_a_redirect_forgets_the_answer_for_the_last_url() {
    for last in ["/refused", "/endless"] {
        let page = page();
        let put = async |path: &str| {
            let request = TestRequest::put().uri(path);
            let outcome = fetch(&page, failing_after_a_redirect, request).await;
            (outcome.is_ok(), seen_lines().swap_remove(0))
        };
        let first = format!("/to{last}");
        seen();

        assert_eq!(put(last).await, (true, format!("OPTIONS {last}")));
        assert_eq!(put(last).await, (true, format!("PUT {last}")));
        assert_eq!(put(&first).await, (false, format!("OPTIONS {first}")));
        assert_eq!(put(last).await, (true, format!("OPTIONS {last}")));
        assert_eq!(put(&first).await, (false, format!("PUT {first}")));
    }
}

#[actix_web::test]
async fn user_info_in_a_redirect_stays_with_one_origin() -> Result<(), Blocked> {
    let own = Page::at("https://api.example").app_at("https://api.example");
    for (page, location, is_followed) in [
        (page(), "https://u:p@api.example/end", false),
        (page(), "https://u@b.example/end", false),
        (own.clone(), "https://u:p@api.example/end", true),
        (own, "https://u@b.example/end", false),
    ] {
        let request = TestRequest::get().uri(&format!("/to?302&{location}"));

        let outcome = follow(&page, request).await;

        assert_eq!(outcome.is_ok(), is_followed);
        if let Err(blocked) = outcome {
            assert_eq!(
                blocked.to_string(),
                format!(
                    "a redirect leads to `{location}`, but CORS requests cannot carry user info; remove it"
                ),
            );
            assert_eq!(
                blocked,
                Blocked::RedirectWithUserInfo {
                    url: location.to_owned()
                },
            );
        }
    }
    Ok(())
}

#[actix_web::test]
async fn a_redirect_to_what_no_page_may_ask_for_is_blocked() {
    for (location, expected) in [
        (
            "https://api.example:6000/end",
            Blocked::BadPort {
                url: "https://api.example:6000/end".to_owned(),
                port: 6000,
            },
        ),
        (
            "//b.example:25",
            Blocked::BadPort {
                url: "https://b.example:25/".to_owned(),
                port: 25,
            },
        ),
        (
            "http://api.example/end",
            Blocked::MixedContent {
                origin: "https://a.example".to_owned(),
                url: "http://api.example/end".to_owned(),
            },
        ),
    ] {
        let request = TestRequest::get().uri(&format!("/to?302&{location}"));

        let blocked = follow(&page(), request).await.expect_err(location);

        assert_eq!(blocked, expected);
        assert_eq!(seen_lines(), ["GET /to"]);
    }
}

#[actix_web::test]
async fn a_redirect_to_another_server_is_as_far_as_it_goes() {
    for location in [
        "https://b.example/end",
        "https://api.example:8443/end",
        "https://a.example/end",
    ] {
        let request = TestRequest::get().uri(&format!("/to?302&{location}"));

        let blocked = follow(&page(), request).await.expect_err(location);

        assert_eq!(
            blocked,
            Blocked::LeftApp {
                url: location.to_owned()
            },
        );
        assert_eq!(
            blocked.to_string(),
            format!(
                "a redirect leads to `{location}`, away from the app; expect `Blocked::LeftApp`, since a test of one app ends there"
            ),
        );
        assert_eq!(seen_lines(), ["GET /to"]);
    }
}
