//! The cases and targets of the table of requests.

use actix_web::{App, dev::Service as _};

use crate::{
    apps::{self, FRONTEND, PREVIEW, STRANGER},
    case::{Case, Name},
    server::{Question, Server},
};

const PLAIN: &str = "plain `#[get]`";
const BY_HAND: &str = "by hand";
const ON_APP: &str = "actix-cors on `App`";
const ON_RESOURCE: &str = "actix-cors on `Resource`";
const ONE: &str = "`#[cors]`, one origin, credentials";
const THREE: &str = "`#[cors]`, three origins, one a pattern";
const TWO_HEADERS: &str = "the same three origins, two headers";
const FOUR_HEADERS: &str = "the same three origins, four headers";
const WRAP_FN: &str = "`wrap_fn` that does nothing";
const AROUND_APP: &str = "`policy!`, one origin, three headers, around the app";
const IN_SCOPE: &str = "plain `#[get]`, in a scope";
const CORS_ON_SCOPE: &str = "actix-cors on the scope";
const AROUND_SCOPE: &str = "`policy!`, one origin, three headers, around the scope";
const ANY: &str = "`#[cors]`, `\"*\"`";
const ONE_CONFIGURED: &str = "the same one origin, configured";
const THREE_CONFIGURED: &str = "the same three origins, configured";

const ACTUAL: &str = "actual request";
const ACTUAL_OF_PATTERN: &str = "actual request, origin of the pattern";
const ACTUAL_REFUSED: &str = "actual request, origin refused";
const NO_ORIGIN: &str = "no `Origin`";
const PREFLIGHT: &str = "preflight";
const PREFLIGHT_OF_PATTERN: &str = "preflight, origin of the pattern";
const PREFLIGHT_REFUSED: &str = "preflight, origin refused";

/// The apps that all others are compared with, where they are asked the same.
pub const BASELINES: [&str; 2] = [PLAIN, ON_APP];

/// A case, another one, and how many times as many instructions it may cost. There is
/// 1 % to spare, since the compiler inlines Actix's functions differently from build to
/// build.
pub const TARGETS: [(Name<'_>, Name<'_>, f64); 20] = [
    ((ACTUAL, ONE), (ACTUAL, PLAIN), 1.00),
    ((ACTUAL, THREE), (ACTUAL, PLAIN), 1.10),
    ((ACTUAL_OF_PATTERN, THREE), (ACTUAL_OF_PATTERN, PLAIN), 1.15),
    ((ACTUAL, TWO_HEADERS), (ACTUAL, PLAIN), 1.10),
    ((ACTUAL, FOUR_HEADERS), (ACTUAL, PLAIN), 1.15),
    (
        (ACTUAL_OF_PATTERN, TWO_HEADERS),
        (ACTUAL_OF_PATTERN, PLAIN),
        1.15,
    ),
    (
        (ACTUAL_OF_PATTERN, FOUR_HEADERS),
        (ACTUAL_OF_PATTERN, PLAIN),
        1.20,
    ),
    // Actix's `HeaderMap` takes four fifths of the extra: see "What was learnt".
    ((ACTUAL, AROUND_APP), (ACTUAL, PLAIN), 1.26),
    ((ACTUAL, AROUND_SCOPE), (ACTUAL, IN_SCOPE), 1.23),
    ((NO_ORIGIN, ONE), (NO_ORIGIN, PLAIN), 1.05),
    ((NO_ORIGIN, THREE), (NO_ORIGIN, PLAIN), 1.05),
    ((PREFLIGHT, ONE), (PREFLIGHT, ON_APP), 0.55),
    ((PREFLIGHT, ONE), (PREFLIGHT, BY_HAND), 0.70),
    ((PREFLIGHT, THREE), (PREFLIGHT, ON_APP), 0.55),
    ((PREFLIGHT, THREE), (PREFLIGHT, BY_HAND), 0.70),
    (
        (PREFLIGHT_OF_PATTERN, THREE),
        (PREFLIGHT_OF_PATTERN, ON_APP),
        0.58,
    ),
    ((ACTUAL, ONE_CONFIGURED), (ACTUAL, ONE), 1.03),
    ((ACTUAL, THREE_CONFIGURED), (ACTUAL, THREE), 1.03),
    ((PREFLIGHT, ONE_CONFIGURED), (PREFLIGHT, ONE), 1.03),
    ((PREFLIGHT, THREE_CONFIGURED), (PREFLIGHT, THREE), 1.03),
];

/// A case, and another one that must cost more allocations.
pub const ALLOCATION_TARGETS: [(Name<'_>, Name<'_>); 4] = [
    ((ACTUAL, ONE), (ACTUAL, PLAIN)),
    ((ACTUAL, THREE), (ACTUAL, PLAIN)),
    ((NO_ORIGIN, ONE), (NO_ORIGIN, PLAIN)),
    ((PREFLIGHT, ONE), (PREFLIGHT, BY_HAND)),
];

/// Every row of the table, in its order.
#[must_use]
pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (request, question, rows) in actual_requests().into_iter().chain(preflights()) {
        for (app, start, status, allow_origin) in rows {
            let name = (request, app);
            cases.push(Case::new(name, start, &question, status, allow_origin));
        }
    }
    cases
}

/// A request, and the rows of the apps that get it.
type Group = (&'static str, Question, Vec<Row>);
/// An app, and the status and `Access-Control-Allow-Origin` it answers with.
type Row = (&'static str, fn() -> Server, u16, Option<&'static str>);

const TO_FRONTEND: Option<&str> = Some(FRONTEND);
const TO_PREVIEW: Option<&str> = Some(PREVIEW);

fn actual_requests() -> [Group; 4] {
    let from = |origin| Question::get("/").from(origin);
    [
        (
            ACTUAL,
            from(FRONTEND),
            vec![
                (PLAIN, plain, 200, None),
                (BY_HAND, by_hand, 200, TO_FRONTEND),
                (ON_APP, on_app, 200, TO_FRONTEND),
                (ON_RESOURCE, on_resource, 200, TO_FRONTEND),
                (ONE, one, 200, TO_FRONTEND),
                (THREE, three, 200, TO_FRONTEND),
                (TWO_HEADERS, two_headers, 200, TO_FRONTEND),
                (FOUR_HEADERS, four_headers, 200, TO_FRONTEND),
                (ANY, any, 200, Some("*")),
                (ONE_CONFIGURED, one_configured, 200, TO_FRONTEND),
                (THREE_CONFIGURED, three_configured, 200, TO_FRONTEND),
                (WRAP_FN, wrap_fn, 200, None),
                (AROUND_APP, around_app, 200, TO_FRONTEND),
                (IN_SCOPE, in_scope, 200, None),
                (CORS_ON_SCOPE, cors_on_scope, 200, TO_FRONTEND),
                (AROUND_SCOPE, around_scope, 200, TO_FRONTEND),
            ],
        ),
        (
            ACTUAL_OF_PATTERN,
            from(PREVIEW),
            vec![
                (PLAIN, plain, 200, None),
                (ON_APP, pattern_on_app, 200, TO_PREVIEW),
                (ON_RESOURCE, pattern_on_resource, 200, TO_PREVIEW),
                (THREE, three, 200, TO_PREVIEW),
                (TWO_HEADERS, two_headers, 200, TO_PREVIEW),
                (FOUR_HEADERS, four_headers, 200, TO_PREVIEW),
            ],
        ),
        (
            ACTUAL_REFUSED,
            from(STRANGER),
            vec![
                (PLAIN, plain, 200, None),
                (BY_HAND, by_hand, 200, None),
                (ON_APP, on_app, 200, None),
                (ON_RESOURCE, on_resource, 200, None),
                // For every cache entry to serve everybody; the browser refuses.
                (ONE, one, 200, TO_FRONTEND),
                (THREE, three, 200, None),
            ],
        ),
        (
            NO_ORIGIN,
            Question::get("/"),
            vec![
                (PLAIN, plain, 200, None),
                (BY_HAND, by_hand, 200, None),
                (ON_APP, on_app, 200, None),
                (ON_RESOURCE, on_resource, 200, None),
                (ONE, one, 200, TO_FRONTEND),
                (THREE, three, 200, None),
                (ANY, any, 200, Some("*")),
            ],
        ),
    ]
}

fn preflights() -> [Group; 3] {
    let preflight = |origin| Question::preflight("/", origin);
    [
        (
            PREFLIGHT,
            preflight(FRONTEND),
            vec![
                (BY_HAND, by_hand, 204, TO_FRONTEND),
                (ON_APP, on_app, 200, TO_FRONTEND),
                (ON_RESOURCE, on_resource, 200, TO_FRONTEND),
                (ONE, one, 204, TO_FRONTEND),
                (THREE, three, 204, TO_FRONTEND),
                (ANY, any, 204, Some("*")),
                (ONE_CONFIGURED, one_configured, 204, TO_FRONTEND),
                (THREE_CONFIGURED, three_configured, 204, TO_FRONTEND),
            ],
        ),
        (
            PREFLIGHT_OF_PATTERN,
            preflight(PREVIEW),
            vec![
                (ON_APP, pattern_on_app, 200, TO_PREVIEW),
                (ON_RESOURCE, pattern_on_resource, 200, TO_PREVIEW),
                (THREE, three, 204, TO_PREVIEW),
            ],
        ),
        (
            PREFLIGHT_REFUSED,
            preflight(STRANGER),
            vec![
                (BY_HAND, by_hand, 403, None),
                (ON_APP, on_app, 400, None),
                (ON_RESOURCE, on_resource, 400, None),
                (ONE, one, 403, None),
                (THREE, three, 403, None),
            ],
        ),
    ]
}

fn plain() -> Server {
    Server::of(apps::plain)
}

fn by_hand() -> Server {
    Server::of(apps::by_hand)
}

fn on_app() -> Server {
    Server::new(App::new().wrap(apps::actix_cors()).configure(apps::plain))
}

fn on_resource() -> Server {
    Server::of(apps::actix_cors_on_the_resource)
}

fn pattern_on_app() -> Server {
    Server::new(
        App::new()
            .wrap(apps::actix_cors_with_a_pattern())
            .configure(apps::plain),
    )
}

fn pattern_on_resource() -> Server {
    Server::of(apps::actix_cors_with_a_pattern_on_the_resource)
}

fn one() -> Server {
    Server::of(apps::corsac)
}

fn three() -> Server {
    Server::of(apps::corsac_with_a_pattern)
}

fn one_configured() -> Server {
    Server::of(apps::corsac_configured)
}

fn three_configured() -> Server {
    Server::of(apps::corsac_configured_with_a_pattern)
}

fn two_headers() -> Server {
    Server::of(apps::corsac_with_two_headers)
}

fn four_headers() -> Server {
    Server::of(apps::corsac_with_four_headers)
}

fn wrap_fn() -> Server {
    Server::new(
        App::new()
            .wrap_fn(|req, service| service.call(req))
            .configure(apps::plain),
    )
}

fn around_app() -> Server {
    Server::new(App::new().wrap(&apps::POLICY).configure(apps::plain))
}

fn in_scope() -> Server {
    Server::of(apps::plain_in_a_scope)
}

fn cors_on_scope() -> Server {
    Server::of(apps::actix_cors_on_a_scope)
}

fn around_scope() -> Server {
    Server::of(apps::corsac_on_a_scope)
}

fn any() -> Server {
    Server::of(apps::corsac_for_any_origin)
}
