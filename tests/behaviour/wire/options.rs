//! `OPTIONS` requests that are no preflights go where they would go without us.

use actix_web::{App, Responder, get, options, web};
use corsac::cors;

use crate::support::{Row, check, options, preflight, row};

const ORIGIN: &str = "https://a.example";
const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin: https://a.example";
const PREFLIGHT_VARY: &str = "Vary: Origin, Access-Control-Request-Method";
const MAY_GET: &[&str] = &[
    ALLOW_ORIGIN,
    "Access-Control-Allow-Methods: GET",
    PREFLIGHT_VARY,
];

#[cors(allow_origins("https://a.example"))]
#[get("/")]
async fn items() -> impl Responder {
    "items"
}

#[options("/")]
async fn plain() -> impl Responder {
    "of the user"
}

#[cors(allow_origins("*"))]
#[options("/")]
async fn annotated() -> impl Responder {
    "of the user, too"
}

/// Those that are no preflights, all with the same answer.
fn rows_of_others(status: u16, headers: &[&str]) -> [Row; 4] {
    [
        row("plain", options(), status, headers),
        row("with an origin", options().origin(ORIGIN), status, headers),
        row("with a method", preflight("GET"), status, headers),
        row(
            "with names of headers",
            options().origin(ORIGIN).asking("x-a"),
            status,
            headers,
        ),
    ]
}

#[test]
fn they_are_not_found_where_no_handler_takes_them() {
    check(App::new().service(items), rows_of_others(404, &[]));
}

#[test]
fn they_get_a_405_where_actix_gives_one() {
    let resource = web::resource("/").route(web::post().to(async || "posted"));

    check(
        App::new().service(items).service(resource),
        rows_of_others(405, &[]),
    );
}

#[test]
fn they_reach_a_default_service() {
    let app = App::new()
        .service(items)
        .default_service(web::to(async || "whatever is asked"));

    check(app, rows_of_others(200, &[]));
}

#[test]
fn they_reach_the_handler_that_is_registered_after_an_annotated_one() {
    let preflights = [
        row("for GET", preflight("GET").origin(ORIGIN), 204, MAY_GET),
        row("for PUT", preflight("PUT").origin(ORIGIN), 200, &[]),
    ];

    check(
        App::new().service(items).service(plain),
        preflights.into_iter().chain(rows_of_others(200, &[])),
    );
}

#[test]
fn a_handler_that_is_registered_before_an_annotated_one_takes_its_preflights_too() {
    let preflights = [
        row("for GET", preflight("GET").origin(ORIGIN), 200, &[]),
        row("for PUT", preflight("PUT").origin(ORIGIN), 200, &[]),
    ];

    check(
        App::new().service(plain).service(items),
        preflights.into_iter().chain(rows_of_others(200, &[])),
    );
}

/// An annotated handler has a policy of its own, for its own requests.
fn rows_beside_an_annotated_handler() -> impl Iterator<Item = Row> {
    let preflights = [
        row("for GET", preflight("GET").origin(ORIGIN), 204, MAY_GET),
        row(
            "for GET, from a foreign origin",
            preflight("GET").origin("https://b.example"),
            403,
            &[PREFLIGHT_VARY],
        ),
        row(
            "for OPTIONS",
            preflight("OPTIONS").origin("https://b.example"),
            204,
            &[
                "Access-Control-Allow-Origin: *",
                "Access-Control-Allow-Methods: OPTIONS",
                "Vary: Access-Control-Request-Method",
            ],
        ),
        row("for PUT", preflight("PUT").origin(ORIGIN), 404, &[]),
    ];
    // With both headers they would have been preflights.
    let others = rows_of_others(
        200,
        &[
            "Access-Control-Allow-Origin: *",
            "Vary: Access-Control-Request-Method",
        ],
    );
    preflights.into_iter().chain(others)
}

#[test]
fn an_annotated_handler_takes_them_and_leaves_preflights_to_other_routes() {
    let app = App::new().service(items).service(annotated);

    check(app, rows_beside_an_annotated_handler());
}

#[test]
fn an_annotated_handler_does_so_in_the_other_order_of_registration_too() {
    let app = App::new().service(annotated).service(items);

    check(app, rows_beside_an_annotated_handler());
}
