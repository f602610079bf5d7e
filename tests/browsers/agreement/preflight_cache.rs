//! Several fetches from one URL: how many preflights there are.

use actix_web::rt::System;
use corsac::testing::{
    Credentials::{self, Include, Omit},
    Engine,
};

use super::{
    case::{Body, Case, Fetch, Place, SECURE_APP},
    comparison::Comparison,
    policies::Route,
};

/// A fetch as `METHOD`, with headers.
fn fetch(method: &'static str, headers: &[&'static str], credentials: Credentials) -> Fetch {
    Fetch {
        method,
        headers: headers.iter().map(|name| (*name, "1")).collect(),
        body: Body::None,
        credentials,
        pause: 0,
    }
}

fn put() -> Fetch {
    fetch("PUT", &[], Omit)
}

fn after(seconds: u32, fetch: Fetch) -> Fetch {
    Fetch {
        pause: seconds,
        ..fetch
    }
}

/// What it is about, the path, the fetches, and the numbers of preflights in the order
/// of `Engine::ALL`.
type Row = (&'static str, &'static str, Vec<Fetch>, [usize; 3]);

fn rows() -> Vec<Row> {
    [ages(), methods_and_headers(), credentials(), others()].concat()
}

/// How long an answer is kept.
fn ages() -> Vec<Row> {
    let twice = vec![put(), put()];
    let later = |seconds| vec![put(), after(seconds, put())];
    let put_thrice = vec![put(), put(), put()];
    vec![
        ("the same again", "/max-age-600", put_thrice.clone(), [1; 3]),
        ("no max age: five seconds", "/exact", twice.clone(), [1; 3]),
        ("no max age, later", "/exact", later(6), [2; 3]),
        ("0", "/max-age-0", put_thrice, [3; 3]),
        ("1, later", "/max-age-1", later(2), [2; 3]),
        ("600, later", "/max-age-600", later(6), [1; 3]),
        ("a day, later", "/max-age-of-a-day", later(6), [1; 3]),
        (
            "negative",
            "/hand/preflight-max-age-negative",
            twice.clone(),
            [2; 3],
        ),
        (
            "malformed",
            "/hand/preflight-max-age-malformed",
            twice.clone(),
            [1, 2, 1],
        ),
        (
            "a fraction",
            "/hand/preflight-max-age-fraction",
            twice.clone(),
            [1, 2, 1],
        ),
        ("huge", "/hand/preflight-max-age-huge", twice, [1; 3]),
    ]
}

/// What an answer is good for.
fn methods_and_headers() -> Vec<Row> {
    let delete = || fetch("DELETE", &[], Omit);
    let patch = || fetch("PATCH", &[], Omit);
    let put_x_a = || fetch("PUT", &["X-A"], Omit);
    let put_x_b = || fetch("PUT", &["X-B"], Omit);
    let patch_x_a_and_b = || fetch("PATCH", &["X-B", "X-A"], Omit);
    vec![
        (
            "listed methods",
            "/list",
            vec![put(), delete(), patch()],
            [1; 3],
        ),
        (
            "listed headers",
            "/list",
            vec![put_x_a(), put_x_b(), patch_x_a_and_b()],
            [1; 3],
        ),
        (
            "a header after none",
            "/list",
            vec![put(), put_x_a()],
            [1; 3],
        ),
        // The second preflight makes some forget the first one.
        (
            "mirrored headers",
            "/mirrored",
            vec![put_x_a(), put_x_b(), put_x_a()],
            [3, 2, 3],
        ),
        (
            "any header",
            "/any-with-any-header",
            vec![put_x_a(), put_x_a(), put_x_b()],
            [1, 3, 1],
        ),
        (
            "any method",
            "/hand/preflight-wildcard-methods",
            vec![put(), put(), patch()],
            [1, 3, 1],
        ),
        (
            "a refused header",
            "/exact",
            vec![put_x_a(), put_x_a()],
            [2; 3],
        ),
        (
            "a refused method",
            "/methods-put",
            vec![patch(), patch()],
            [2; 3],
        ),
        (
            "a refused method, and a known one",
            "/methods-put",
            vec![put(), patch(), put()],
            [3, 3, 2],
        ),
    ]
}

/// Whom an answer is good for.
fn credentials() -> Vec<Row> {
    let put_with_cookie = || fetch("PUT", &[], Include);
    let both_with = vec![put_with_cookie(), put_with_cookie()];
    let first_with = vec![put_with_cookie(), put()];
    let first_without = vec![put(), put_with_cookie(), put_with_cookie()];
    vec![
        ("with credentials", "/credentials", both_with, [1; 3]),
        ("then without them", "/credentials", first_with, [1, 2, 1]),
        ("first without them", "/credentials", first_without, [2; 3]),
    ]
}

fn others() -> Vec<Row> {
    let need_none = vec![fetch("GET", &[], Omit), fetch("POST", &[], Include)];
    let redirect = "/redirect/307/credentials-of-several";
    vec![
        ("no preflight at all", "/exact", need_none, [0; 3]),
        (
            "one for each URL of a redirect",
            redirect,
            vec![put(), put()],
            [2; 3],
        ),
    ]
}

/// A case for each row, in their order.
pub(crate) fn cases() -> Vec<Case> {
    let case = |(number, (_, path, fetches, _)): (usize, Row)| Case {
        id: format!("c{number}"),
        route: Route {
            path: path.to_owned(),
            policy: "as its path says".to_owned(),
        },
        place: Place::at("https://frontend.test"),
        app: SECURE_APP,
        status: 200,
        fetches,
    };
    rows().into_iter().enumerate().map(case).collect()
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn chromium_sends_a_preflight_only_where_no_answer_is_kept() {
    sends_a_preflight_only_where_no_answer_is_kept(Engine::Chromium);
}

#[test]
#[ignore = "needs firefox-esr and geckodriver"]
fn firefox_sends_a_preflight_only_where_no_answer_is_kept() {
    sends_a_preflight_only_where_no_answer_is_kept(Engine::Firefox);
}

#[test]
#[ignore = "needs WebKitWebDriver and Xvfb"]
fn webkit_sends_a_preflight_only_where_no_answer_is_kept() {
    sends_a_preflight_only_where_no_answer_is_kept(Engine::WebKit);
}

#[track_caller]
fn sends_a_preflight_only_where_no_answer_is_kept(engine: Engine) {
    let rows = rows();
    let column = Engine::ALL.iter().position(|it| *it == engine);
    let column = column.expect("one of all");

    let comparison = System::new().block_on(Comparison::of(engine, cases()));

    comparison.assert_agreement();
    assert_eq!(comparison.outcomes.len(), rows.len());
    for ((about, .., preflights), (case, seen)) in rows.iter().zip(&comparison.outcomes) {
        assert_eq!(
            seen.preflights(),
            preflights[column],
            "{about}: {case}{seen}"
        );
    }
}
