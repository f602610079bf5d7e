//! What `docs/migrating-from-actix-cors.md` says that changes on the wire: the
//! same requests to both.

use actix_cors::Cors;
use actix_web::{App, HttpResponse, put, web};
use corsac::{Policy, cors, policy};

use crate::support::{COMPARED, Call, Row, call, check, options, row};

const A: &str = "https://a.example";
const FOREIGN: &str = "https://foreign.example";
const ALL_NAMES: &str =
    "Vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

static POLICY: Policy = policy!(
    allow_origins("https://a.example", "https://b.example"),
    allow_methods("PUT"),
    allow_headers("Content-Type"),
    expose_headers("X-Total-Count"),
    allow_credentials,
    max_age = 600,
);

async fn handler() -> HttpResponse {
    HttpResponse::Ok().finish()
}

/// The same policy, before and after.
fn before() -> Cors {
    Cors::default()
        .allowed_origin("https://a.example")
        .allowed_origin("https://b.example")
        .allowed_methods(["PUT"])
        .allowed_header("Content-Type")
        .expose_headers(["X-Total-Count"])
        .supports_credentials()
        .max_age(600)
}

fn put() -> Call {
    call("PUT", "/")
}

fn preflight() -> Call {
    options().header("Access-Control-Request-Method", "PUT")
}

fn check_before(cors: Cors, rows: impl IntoIterator<Item = Row>) {
    let app = App::new().route("/", web::put().to(handler)).wrap(cors);
    check(app, rows);
}

fn check_after(policy: &'static Policy, rows: impl IntoIterator<Item = Row>) {
    let app = App::new().route("/", web::put().to(handler)).wrap(policy);
    check(app, rows);
}

#[test]
fn preflights_that_are_allowed_get_204_and_the_names_as_written() {
    let call = || preflight().origin(A).asking("content-type");
    let headers = |name, vary| {
        [
            "Access-Control-Allow-Origin: https://a.example",
            "Access-Control-Allow-Methods: PUT",
            name,
            "Access-Control-Allow-Credentials: true",
            "Access-Control-Max-Age: 600",
            vary,
        ]
    };

    let old = headers("Access-Control-Allow-Headers: content-type", ALL_NAMES);
    check_before(before(), [row("before", call(), 200, &old)]);

    let new = headers(
        "Access-Control-Allow-Headers: Content-Type",
        "Vary: Origin, Access-Control-Request-Method",
    );
    check_after(&POLICY, [row("after", call(), 204, &new)]);
}

#[test]
fn preflights_that_are_refused_get_403_or_the_lists() {
    let foreign = || preflight().origin(FOREIGN);
    let header = || preflight().origin(A).asking("x-a");
    let method = || {
        let ask = options().header("Access-Control-Request-Method", "DELETE");
        ask.origin(A)
    };
    let empty = || preflight().origin(A).asking("");

    check_before(
        before(),
        [
            row("origin", foreign(), 400, &[]),
            row("header", header(), 400, &[]),
            row("method", method(), 400, &[]),
            row("empty list of headers", empty(), 400, &[]),
        ],
    );

    let lists = [
        "Access-Control-Allow-Origin: https://a.example",
        "Access-Control-Allow-Methods: PUT",
        "Access-Control-Allow-Headers: Content-Type",
        "Access-Control-Allow-Credentials: true",
        "Access-Control-Max-Age: 600",
        "Vary: Origin, Access-Control-Request-Method",
    ];
    let vary = ["Vary: Origin, Access-Control-Request-Method"];
    check_after(
        &POLICY,
        [
            row("origin", foreign(), 403, &vary),
            row("header", header(), 204, &lists),
            row("method", method(), 204, &lists),
            row("empty list of headers", empty(), 204, &lists),
        ],
    );
}

#[test]
fn what_grants_nothing_is_not_sent_to_other_origins() {
    let old = [
        "Access-Control-Allow-Credentials: true",
        "Access-Control-Expose-Headers: x-total-count",
        ALL_NAMES,
    ];
    check_before(
        before(),
        [
            row("foreign", put().origin(FOREIGN), 200, &old),
            row("no origin", put(), 200, &old),
        ],
    );

    let new = ["Vary: Origin"];
    check_after(
        &POLICY,
        [
            row("foreign", put().origin(FOREIGN), 200, &new),
            row("no origin", put(), 200, &new),
        ],
    );
}

#[test]
fn one_exact_origin_is_in_every_answer_and_nothing_varies() {
    static ONE: Policy = policy!(allow_origins("https://a.example"));
    let old = Cors::default().allowed_origin("https://a.example");
    check_before(old, [row("before", put(), 200, &[ALL_NAMES])]);

    let new = ["Access-Control-Allow-Origin: https://a.example"];
    check_after(&ONE, [row("after", put(), 200, &new)]);
}

#[test]
fn beside_one_exact_origin_all_is_in_every_answer() {
    static ONE: Policy = policy!(
        allow_origins("https://a.example"),
        expose_headers("X-Total-Count"),
        allow_credentials,
    );
    let new = [
        "Access-Control-Allow-Origin: https://a.example",
        "Access-Control-Allow-Credentials: true",
        "Access-Control-Expose-Headers: X-Total-Count",
    ];

    check_after(
        &ONE,
        [
            row("foreign", put().origin(FOREIGN), 200, &new),
            row("no origin", put(), 200, &new),
        ],
    );
}

#[test]
fn what_a_handler_allows_by_hand_is_for_the_policy_to_say() {
    static ONE: Policy = policy!(allow_origins("https://a.example"));
    async fn by_hand() -> HttpResponse {
        HttpResponse::Ok()
            .insert_header(("Access-Control-Allow-Origin", "*"))
            .finish()
    }
    let app = || App::new().route("/", web::put().to(by_hand));
    let foreign = |headers: &[&str]| [row("foreign", put().origin(FOREIGN), 200, headers)];

    let old = Cors::default().allowed_origin("https://a.example");
    let kept = ["Access-Control-Allow-Origin: *", ALL_NAMES];
    check(app().wrap(old), foreign(&kept));

    let replaced = ["Access-Control-Allow-Origin: https://a.example"];
    check(app().wrap(&POLICY), foreign(&["Vary: Origin"]));
    check(app().wrap(&ONE), foreign(&replaced));
}

#[test]
fn any_origin_is_a_wildcard_also_without_an_origin() {
    static ANY: Policy = policy!(allow_origins("*"));
    let echo = [
        "Access-Control-Allow-Origin: https://foreign.example",
        ALL_NAMES,
    ];
    let wildcard = ["Access-Control-Allow-Origin: *", ALL_NAMES];
    let any = || Cors::default().allow_any_origin();
    check_before(any(), [row("echo", put().origin(FOREIGN), 200, &echo)]);
    check_before(
        any().send_wildcard(),
        [
            row("wildcard", put().origin(FOREIGN), 200, &wildcard),
            row("no origin", put(), 200, &[ALL_NAMES]),
        ],
    );

    let new = ["Access-Control-Allow-Origin: *"];
    check_after(
        &ANY,
        [
            row("any", put().origin(FOREIGN), 200, &new),
            row("no origin", put(), 200, &new),
        ],
    );
}

#[test]
fn a_mismatch_is_blocked_with_403_and_the_servers_own_origin_passes() {
    static BLOCKING: Policy = policy!(
        allow_origins("https://a.example", "https://b.example"),
        block_on_origin_mismatch
    );
    let own = || put().origin("http://localhost:8080");
    let old = Cors::default()
        .allowed_origin("https://a.example")
        .block_on_origin_mismatch(true);
    check_before(
        old,
        [
            row("foreign", put().origin(FOREIGN), 400, &[ALL_NAMES]),
            row("own", own(), 400, &[ALL_NAMES]),
        ],
    );

    let vary = [COMPARED];
    check_after(
        &BLOCKING,
        [
            row("foreign", put().origin(FOREIGN), 403, &vary),
            row("own", own(), 200, &vary),
        ],
    );
}

/// As it was tried with actix-cors.
#[put("/", wrap = "before()")]
async fn wrapped() -> &'static str {
    "hello"
}

#[cors(policy(POLICY))]
#[put("/")]
async fn annotated() -> &'static str {
    "hello"
}

#[test]
fn the_preflight_of_a_route_attribute_reaches_its_policy() {
    let unknown = || options().header("Access-Control-Request-Method", "DELETE");
    let before = App::new().service(wrapped);
    check(before, [row("wrap", preflight().origin(A), 404, &[])]);

    let headers = [
        "Access-Control-Allow-Origin: https://a.example",
        "Access-Control-Allow-Methods: PUT",
        "Access-Control-Allow-Headers: Content-Type",
        "Access-Control-Allow-Credentials: true",
        "Access-Control-Max-Age: 600",
        "Vary: Origin, Access-Control-Request-Method",
    ];
    check(
        App::new().service(annotated),
        [
            row("annotated", preflight().origin(A), 204, &headers),
            row("a method not served", unknown().origin(A), 404, &[]),
        ],
    );
}

#[test]
fn a_route_inside_the_other_library_never_sees_its_preflights() {
    let app = App::new()
        .service(annotated)
        .wrap(Cors::default().allowed_origin("https://b.example"));

    check(app, [row("nested", preflight().origin(A), 400, &[])]);
}
