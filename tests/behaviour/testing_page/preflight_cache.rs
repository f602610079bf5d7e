//! How long the answer to a preflight is remembered, and for what.

use std::time::Duration;

use actix_web::{http::Method, test::TestRequest};
use corsac::testing::{Blocked, Credentials, Page};

use super::app::{Answer, fetch_after, seen_lines};

const LISTED: Answer<'_> = (
    204,
    &[
        "Access-Control-Allow-Origin: https://a.example",
        "Access-Control-Allow-Credentials: true",
        "Access-Control-Allow-Methods: PUT, DELETE",
        "Access-Control-Allow-Headers: X-A, X-B",
        "Access-Control-Max-Age: 600",
    ],
);
const ANY: Answer<'_> = (
    204,
    &[
        "Access-Control-Allow-Origin: *",
        "Access-Control-Allow-Methods: *",
        "Access-Control-Allow-Headers: *, Authorization",
        "Access-Control-Max-Age: 600",
    ],
);
const GRANTED: Answer<'_> = (
    200,
    &[
        "Access-Control-Allow-Origin: https://a.example",
        "Access-Control-Allow-Credentials: true",
    ],
);

fn page() -> Page {
    Page::at("https://a.example")
}

/// Whether `page` asks beforehand.
async fn is_asked(page: &Page, preflight: Answer<'static>, request: TestRequest) -> bool {
    seen_lines();
    let outcome = fetch_after(page, preflight, GRANTED, request).await;
    assert!(outcome.is_ok(), "{outcome:?}");
    seen_lines().len() == 2
}

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

#[actix_web::test]
async fn an_answer_is_remembered_for_its_max_age() {
    for (lines, max_age) in [
        (
            &[
                "Access-Control-Allow-Origin: *",
                "Access-Control-Allow-Methods: PUT",
            ][..],
            5,
        ),
        (
            &[
                "Access-Control-Allow-Origin: *",
                "Access-Control-Allow-Methods: PUT",
                "Access-Control-Max-Age: 10 minutes",
            ],
            5,
        ),
        (
            &[
                "Access-Control-Allow-Origin: *",
                "Access-Control-Allow-Methods: PUT",
                "Access-Control-Max-Age: 600",
            ],
            600,
        ),
        (
            &[
                "Access-Control-Allow-Origin: *",
                "Access-Control-Allow-Methods: PUT",
                "Access-Control-Max-Age: 86400",
            ],
            7200,
        ),
    ] {
        let page = page();

        assert!(is_asked(&page, (204, lines), TestRequest::put()).await);
        page.advance(seconds(max_age - 1));
        assert!(!is_asked(&page, (204, lines), TestRequest::put()).await);
        page.advance(seconds(1));
        assert!(is_asked(&page, (204, lines), TestRequest::put()).await);
    }
}

#[actix_web::test]
async fn a_max_age_of_zero_is_forgotten_at_once() {
    const FORGETFUL: Answer<'_> = (
        204,
        &[
            "Access-Control-Allow-Origin: *",
            "Access-Control-Allow-Methods: PUT",
            "Access-Control-Max-Age: 0",
        ],
    );
    let page = page();

    assert!(is_asked(&page, FORGETFUL, TestRequest::put()).await);
    assert!(is_asked(&page, FORGETFUL, TestRequest::put()).await);
}

#[actix_web::test]
async fn an_answer_allows_all_that_it_lists() {
    let page = page();
    let delete = || TestRequest::delete().insert_header(("X-B", "1"));

    assert!(is_asked(&page, LISTED, TestRequest::put()).await);
    assert!(!is_asked(&page, LISTED, delete()).await);
    assert!(!is_asked(&page, LISTED, delete().insert_header(("x-a", "1"))).await);

    // What it does not list is asked for again, and here in vain.
    let patch = fetch_after(&page, LISTED, GRANTED, TestRequest::patch()).await;
    assert!(matches!(patch, Err(Blocked::MethodNotAllowed { .. })));
}

#[actix_web::test]
async fn a_wildcard_is_remembered_too() {
    let page = page();

    assert!(is_asked(&page, ANY, TestRequest::put()).await);
    assert!(!is_asked(&page, ANY, TestRequest::patch()).await);
    assert!(!is_asked(&page, ANY, TestRequest::get().insert_header(("X-Z", "1"))).await);
    assert!(
        !is_asked(
            &page,
            ANY,
            TestRequest::get().insert_header(("Authorization", "1"))
        )
        .await
    );
}

#[actix_web::test]
async fn a_remembered_wildcard_does_not_cover_authorization() {
    const NAMES: Answer<'_> = (
        204,
        &[
            "Access-Control-Allow-Origin: *",
            "Access-Control-Allow-Headers: *",
        ],
    );
    let page = page();

    assert!(is_asked(&page, NAMES, TestRequest::get().insert_header(("X-A", "1"))).await);

    let request = TestRequest::get().insert_header(("Authorization", "1"));
    let outcome = fetch_after(&page, NAMES, GRANTED, request).await;
    assert!(matches!(outcome, Err(Blocked::HeaderNotAllowed { .. })));
}

#[actix_web::test]
async fn an_answer_is_for_one_url() {
    let page = page();

    assert!(is_asked(&page, LISTED, TestRequest::put().uri("/items/1")).await);
    assert!(is_asked(&page, LISTED, TestRequest::put().uri("/items/2")).await);
    assert!(is_asked(&page, LISTED, TestRequest::put().uri("/items/1?a")).await);
    assert!(!is_asked(&page, LISTED, TestRequest::put().uri("/items/1")).await);
}

#[actix_web::test]
async fn an_answer_to_a_request_with_credentials_is_for_both_kinds() {
    let with = page().credentials(Credentials::Include);
    let without = with.clone().credentials(Credentials::Omit);

    assert!(is_asked(&with, LISTED, TestRequest::put()).await);
    assert!(!is_asked(&without, LISTED, TestRequest::put()).await);
}

#[actix_web::test]
async fn an_answer_to_a_request_without_credentials_is_for_these_only() {
    let with = page().credentials(Credentials::Include);
    let without = with.clone().credentials(Credentials::Omit);

    assert!(is_asked(&without, LISTED, TestRequest::put()).await);
    assert!(is_asked(&with, LISTED, TestRequest::put()).await);
}

#[actix_web::test]
async fn a_star_of_a_request_with_credentials_is_no_wildcard_later() {
    const STAR: Answer<'_> = (
        204,
        &[
            "Access-Control-Allow-Origin: https://a.example",
            "Access-Control-Allow-Credentials: true",
            "Access-Control-Allow-Methods: PUT, *",
        ],
    );
    let page = page().credentials(Credentials::Include);

    assert!(is_asked(&page, STAR, TestRequest::put()).await);

    let outcome = fetch_after(&page, STAR, GRANTED, TestRequest::delete()).await;
    assert!(matches!(outcome, Err(Blocked::MethodNotAllowed { .. })));
}

#[actix_web::test]
async fn clones_share_the_cache_and_the_clock_and_other_pages_do_not() {
    let page = page();
    let clone = page.clone();

    assert!(is_asked(&page, LISTED, TestRequest::put()).await);
    assert!(!is_asked(&clone, LISTED, TestRequest::put()).await);
    assert!(is_asked(&self::page(), LISTED, TestRequest::put()).await);
    clone.advance(seconds(600));
    assert!(is_asked(&page, LISTED, TestRequest::put()).await);
}

#[actix_web::test]
async fn another_preflight_renews_what_it_lists() {
    const LONGER: Answer<'_> = (
        204,
        &[
            "Access-Control-Allow-Origin: *",
            "Access-Control-Allow-Methods: PUT, PATCH",
            "Access-Control-Max-Age: 600",
        ],
    );
    let page = page();

    assert!(is_asked(&page, LISTED, TestRequest::put()).await);
    page.advance(seconds(400));
    assert!(is_asked(&page, LONGER, TestRequest::patch()).await);
    page.advance(seconds(400));
    assert!(!is_asked(&page, LONGER, TestRequest::put()).await);
    assert!(is_asked(&page, LISTED, TestRequest::delete()).await);
}

#[actix_web::test]
async fn another_preflight_may_shorten_it() {
    const SHORTER: Answer<'_> = (
        204,
        &[
            "Access-Control-Allow-Origin: *",
            "Access-Control-Allow-Methods: PUT, PATCH",
            "Access-Control-Max-Age: 10",
        ],
    );
    let page = page();

    assert!(is_asked(&page, LISTED, TestRequest::put()).await);
    assert!(is_asked(&page, SHORTER, TestRequest::patch()).await);
    assert!(!is_asked(&page, SHORTER, TestRequest::put()).await);
    page.advance(seconds(10));
    assert!(is_asked(&page, LISTED, TestRequest::put()).await);
}

#[actix_web::test]
async fn a_failure_forgets_the_answer() {
    let page = page();

    assert!(is_asked(&page, LISTED, TestRequest::put()).await);
    let refused = fetch_after(&page, LISTED, (403, &[]), TestRequest::put()).await;
    assert!(refused.is_err());
    assert!(is_asked(&page, LISTED, TestRequest::put()).await);

    // A request that needs no permission has nothing to do with it.
    let refused = fetch_after(&page, LISTED, (403, &[]), TestRequest::get()).await;
    assert!(refused.is_err());
    assert!(!is_asked(&page, LISTED, TestRequest::put()).await);
}

#[actix_web::test]
async fn a_refused_preflight_is_not_remembered() {
    const REFUSED: Answer<'_> = (403, &["Access-Control-Allow-Methods: PUT"]);
    let page = page();

    let refused = fetch_after(&page, REFUSED, GRANTED, TestRequest::put()).await;
    assert!(refused.is_err());
    assert!(is_asked(&page, LISTED, TestRequest::put()).await);
}

#[actix_web::test]
async fn any_length_of_time_may_pass() {
    let page = page();

    page.advance(Duration::MAX);
    page.advance(Duration::MAX);

    let method = Method::PUT;
    assert!(is_asked(&page, LISTED, TestRequest::default().method(method)).await);
}
