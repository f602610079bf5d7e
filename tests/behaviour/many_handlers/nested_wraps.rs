//! Policies wrapped around each other intersect.

use actix_web::{App, HttpResponse, Responder, get, middleware::from_fn, web};
use corsac::{Policy, cors, policy};

use crate::support::spies::{authenticate, note, who_sees};
use crate::support::{COMPARED, Row, Site, call, check, preflight, row};

/// Of both.
const A: &str = "https://a.example";
/// Of the outer policy alone.
const B: &str = "https://b.example";
/// Of the inner policy alone.
const I: &str = "https://i.example";
const OWN: &str = "http://localhost:8080";

const VARY: &str = "Vary: Origin";
const PREFLIGHT_VARY: &str = "Vary: Origin, Access-Control-Request-Method";
const ASKED_WHO_CALLS: &[&str] = &[COMPARED];

static OUTER: Policy = policy!(
    allow_origins("https://a.example", "https://b.example"),
    allow_methods("GET", "PUT"),
    expose_headers("X-Of-Outer"),
    allow_credentials,
);
static INNER: Policy = policy!(
    allow_origins("https://a.example", "https://i.example"),
    allow_methods("DELETE"),
    expose_headers("X-Of-Inner"),
);

const OF_INNER: &[&str] = &[
    "Access-Control-Allow-Origin: https://a.example",
    "Access-Control-Expose-Headers: X-Of-Inner",
    VARY,
];
const OF_OUTER: &[&str] = &[
    "Access-Control-Allow-Origin: https://a.example",
    "Access-Control-Allow-Credentials: true",
    "Access-Control-Expose-Headers: X-Of-Outer",
    VARY,
];

async fn handler() -> HttpResponse {
    note("handler");
    HttpResponse::Ok().finish()
}

/// What is decided by `INNER`, inside of `OUTER`.
fn rows_of_inner(path: &str, status: u16) -> Vec<Row> {
    let get = || call("GET", path);
    let row = |about, call, status, headers: &[&str]| {
        row(format!("{path}, {about}"), call, status, headers)
    };
    vec![
        row("allowed by both", get().origin(A), status, OF_INNER),
        row("allowed by the inner", get().origin(I), status, &[VARY]),
        row(
            "allowed by the outer",
            get().origin(B),
            403,
            ASKED_WHO_CALLS,
        ),
        row("null", get().origin("null"), 403, ASKED_WHO_CALLS),
        row("the server's own", get().origin(OWN), status, &[COMPARED]),
        row("no origin", get(), status, &[VARY]),
        row_of_preflight(path),
    ]
}

/// The outer policy answers it, before anything inside.
fn row_of_preflight(path: &str) -> Row {
    row(
        format!("preflight for {path}"),
        preflight("PUT").at(path).origin(B),
        204,
        &[
            "Access-Control-Allow-Origin: https://b.example",
            "Access-Control-Allow-Methods: GET, PUT",
            "Access-Control-Allow-Credentials: true",
            PREFLIGHT_VARY,
        ],
    )
}

fn rows_of_outer(path: &str, status: u16) -> Vec<Row> {
    let get = || call("GET", path);
    vec![
        row("outer, allowed", get().origin(A), status, OF_OUTER),
        row("outer, of the inner", get().origin(I), status, &[VARY]),
        row("outer, no origin", get(), status, &[VARY]),
        row_of_preflight(path),
    ]
}

#[test]
fn around_one_app_both_have_to_allow() {
    let app = App::new()
        .route("/", web::get().to(handler))
        .wrap(&INNER)
        .wrap(&OUTER);

    let mut rows = rows_of_inner("/", 200);
    rows.extend(rows_of_inner("/nowhere", 404));
    check(app, rows);
}

#[test]
fn around_a_scope_and_its_app_both_have_to_allow_in_the_scope() {
    let scope = web::scope("/in")
        .route("/", web::get().to(handler))
        .wrap(&INNER);
    let app = App::new()
        .service(scope)
        .route("/out", web::get().to(handler))
        .wrap(&OUTER);

    let mut rows = rows_of_inner("/in/", 200);
    rows.extend(rows_of_inner("/in/nowhere", 404));
    rows.extend(rows_of_outer("/out", 200));
    rows.extend(rows_of_outer("/nowhere", 404));
    check(app, rows);
}

#[test]
fn around_a_resource_a_scope_and_an_app_all_have_to_allow() {
    static BETWEEN: Policy = policy!(allow_origins(
        "https://a.example",
        "https://b.example",
        "https://i.example"
    ));
    let resource = web::resource("/in").get(handler).wrap(&INNER);
    let scope = web::scope("/api").service(resource).wrap(&BETWEEN);
    let app = App::new().service(scope).wrap(&OUTER);
    let allow_b = "Access-Control-Allow-Origin: https://b.example";

    let mut rows = rows_of_inner("/api/in", 200);
    rows.push(row(
        "between",
        call("GET", "/api/nowhere").origin(B),
        404,
        &[allow_b, VARY],
    ));
    rows.extend(rows_of_outer("/nowhere", 404));
    check(app, rows);
}

/// It cannot know who decides further in, and the preflight did not ask it.
#[test]
fn a_wrap_in_a_wrap_refuses_before_anything_inside_is_asked() {
    #[cors(allow_origins("*"))]
    #[get("/any")]
    async fn any() -> impl Responder {
        note("handler");
        "any"
    }
    let app = || {
        App::new()
            .service(any)
            .wrap(from_fn(authenticate))
            .wrap(&INNER)
            .wrap(&OUTER)
    };
    let foreign = || call("GET", "/any").origin(B);

    check(app(), [row("refused", foreign(), 403, ASKED_WHO_CALLS)]);
    assert!(who_sees(app(), foreign()).is_empty());
}

#[test]
fn what_a_middleware_between_them_answers_is_decided_by_the_outer_one() {
    let app = || {
        App::new()
            .route("/", web::get().to(handler))
            .wrap(&INNER)
            .wrap(from_fn(authenticate))
            .wrap(&OUTER)
    };
    let token = || call("GET", "/").header("Authorization", "Bearer 7");

    check(app(), rows_of_outer("/", 401));
    check(
        app(),
        [
            row("with a token", token().origin(A), 200, OF_INNER),
            row("refused", token().origin(B), 403, ASKED_WHO_CALLS),
        ],
    );
    assert_eq!(who_sees(app(), token().origin(B)), ["authentication"]);
}

#[test]
fn what_a_middleware_inside_of_both_answers_is_decided_by_both() {
    let app = App::new()
        .route("/", web::get().to(handler))
        .wrap(from_fn(authenticate))
        .wrap(&INNER)
        .wrap(&OUTER);

    check(app, rows_of_inner("/", 401));
}

#[test]
fn an_annotated_route_inside_of_both_can_only_allow_less() {
    const ALLOW_A: &str = "Access-Control-Allow-Origin: https://a.example";
    #[cors(allow_origins("https://a.example"))]
    #[get("/one")]
    async fn one() -> impl Responder {
        note("handler");
        "one"
    }
    #[cors(allow_origins("*"))]
    #[get("/any")]
    async fn any() -> impl Responder {
        "any"
    }
    fn app() -> impl Site {
        let scope = web::scope("/open").service(one).service(any);
        App::new().service(scope.wrap(&INNER)).wrap(&OUTER)
    }
    let get = |path, origin| call("GET", path).origin(origin);

    check(
        app(),
        [
            row("one", get("/open/one", A), 200, &[ALLOW_A, VARY]),
            row("of the inner", get("/open/one", I), 403, ASKED_WHO_CALLS),
            row("any", get("/open/any", A), 200, &[ALLOW_A, VARY]),
            row("any, not of the outer", get("/open/any", I), 200, &[VARY]),
        ],
    );
    assert!(who_sees(app(), get("/open/one", I)).is_empty());
}

#[test]
fn an_inner_policy_of_any_origin_opens_nothing() {
    static OPEN: Policy = policy!(allow_origins("*"));
    let scope = web::scope("/open")
        .route("", web::get().to(handler))
        .wrap(&OPEN);
    let get = || call("GET", "/open");

    check(
        App::new().service(scope).wrap(&OUTER),
        [
            row(
                "of the outer",
                get().origin(A),
                200,
                &["Access-Control-Allow-Origin: https://a.example", VARY],
            ),
            row("foreign", get().origin("https://x.example"), 200, &[VARY]),
            row("no origin", get(), 200, &[VARY]),
        ],
    );
}
