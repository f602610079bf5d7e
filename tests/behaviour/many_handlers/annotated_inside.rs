//! Annotated routes inside a wrapped app or scope: each can only allow less, and
//! refuses what it does not allow itself.

#![expect(clippy::unused_async, reason = "middleware is asynchronous")]

use actix_web::{
    App, Error, HttpResponse, Responder,
    body::MessageBody,
    delete,
    dev::{ServiceRequest, ServiceResponse},
    error::{ErrorBadGateway, ErrorUnauthorized},
    get,
    middleware::{Next, from_fn},
    web,
};
use corsac::{Origins, Policy, cors, policy};

use crate::support::spies::{note, who_sees};
use crate::support::{COMPARED, Call, Row, SITE, Site, call, check, preflight, row};

/// Of the wrap and of most routes.
const A: &str = "https://a.example";
/// Of the wrap alone.
const B: &str = "https://b.example";
/// Of neither.
const C: &str = "https://c.example";
const OWN: &str = "http://localhost:8080";

const ALLOW_A: &str = "Access-Control-Allow-Origin: https://a.example";
const VARY: &str = "Vary: Origin";
const PREFLIGHT_VARY: &str = "Vary: Origin, Access-Control-Request-Method";
/// Where it was asked whether a foreign page is of the server's own origin.
const ASKED_WHO_CALLS: &[&str] = &[COMPARED];

static WEB_APP: Policy = policy!(
    allow_origins("https://a.example", "https://b.example"),
    expose_headers("X-Of-Wrap"),
    allow_credentials,
);
static SHARED: Policy = policy!(allow_origins("https://a.example"));
static TENANTS: Origins = Origins::new();

#[cors(allow_origins("https://a.example"))]
#[get("/one")]
async fn one() -> impl Responder {
    note("handler");
    "one"
}

#[cors(allow_origins("https://a.example", "https://d.example"))]
#[get("/two")]
async fn two() -> impl Responder {
    note("handler");
    "two"
}

#[cors(allow_origins("https://*.d.example"))]
#[get("/pattern")]
async fn pattern() -> impl Responder {
    note("handler");
    "pattern"
}

#[cors(allow_origins(from(TENANTS)))]
#[get("/tenants")]
async fn tenants() -> impl Responder {
    note("handler");
    "tenants"
}

#[cors(policy(SHARED))]
#[get("/shared")]
async fn shared() -> impl Responder {
    note("handler");
    "shared"
}

#[cors(
    allow_origins("https://a.example"),
    expose_headers("X-Of-Route"),
    block_on_origin_mismatch
)]
#[get("/blocking")]
async fn blocking() -> impl Responder {
    note("handler");
    "blocking"
}

#[cors(allow_origins("*"))]
#[get("/any")]
async fn any() -> impl Responder {
    note("handler");
    HttpResponse::Ok()
        .insert_header(("Access-Control-Expose-Headers", "X-By-Hand"))
        .finish()
}

#[get("/plain")]
async fn plain() -> impl Responder {
    note("handler");
    "plain"
}

#[cors(allow_origins("https://a.example"))]
#[get("/fails")]
async fn fails() -> Result<HttpResponse, Error> {
    Err(ErrorBadGateway("nobody there"))
}

async fn refuse(
    _: ServiceRequest,
    _: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    Err::<ServiceResponse, _>(ErrorUnauthorized("who are you?"))
}

#[cors(allow_origins("https://a.example"))]
#[delete("/closed", wrap = "from_fn(refuse)")]
async fn closed() -> impl Responder {
    "unreachable"
}

fn routes(config: &mut web::ServiceConfig) {
    config
        .service(one)
        .service(two)
        .service(pattern)
        .service(tenants)
        .service(shared)
        .service(blocking)
        .service(any)
        .service(plain)
        .service(fails)
        .service(closed);
}

fn in_app() -> impl Site {
    App::new().configure(routes).wrap(&WEB_APP)
}

fn in_scope() -> impl Site {
    let scope = web::scope("").service(web::scope("").configure(routes));
    App::new().service(scope.wrap(&WEB_APP))
}

#[track_caller]
fn check_both(rows: impl Fn() -> Vec<Row>) {
    check(in_app(), rows());
    check(in_scope(), rows());
}

/// What a route answers inside whose policy allows `A` and not `B`.
fn rows_of_narrow(path: &str, status: u16, granted: &[&str]) -> Vec<Row> {
    let get = || call("GET", path);
    let refused_by = |about, call, vary| row(format!("{path}, {about}"), call, 403, &[vary]);
    let refused = |about, call| refused_by(about, call, COMPARED);
    let served = |about, call, headers| row(format!("{path}, {about}"), call, status, headers);
    vec![
        served("allowed by both", get().origin(A), granted),
        served("no origin", get(), &[VARY]),
        served("the server's own", get().origin(OWN), &[COMPARED]),
        served(
            "the server's own by Sec-Fetch-Site",
            get().origin("null").header("Sec-Fetch-Site", "same-origin"),
            &[SITE],
        ),
        refused("allowed by the wrap", get().origin(B)),
        refused("foreign", get().origin(C)),
        refused("null", get().origin("null")),
        refused("malformed", get().origin("https://a.example/")),
        refused("several", get().origin(A).origin(A)),
        refused_by(
            "cross-site with an origin like the server's",
            get().origin(OWN).header("Sec-Fetch-Site", "cross-site"),
            SITE,
        ),
    ]
}

#[test]
fn a_narrower_policy_inside_refuses_what_only_the_wrap_allows() {
    let granted = &[ALLOW_A, VARY];
    TENANTS.replace([A]).unwrap();

    for path in ["/one", "/two", "/tenants", "/shared"] {
        check_both(|| rows_of_narrow(path, 200, granted));
    }
    check_both(|| rows_of_narrow("/fails", 502, granted));
    check_both(|| {
        let granted = &[ALLOW_A, "Access-Control-Expose-Headers: X-Of-Route", VARY];
        rows_of_narrow("/blocking", 200, granted)
    });
}

#[test]
fn the_handler_does_not_run_for_what_is_refused() {
    let get = |path, origin| call("GET", path).origin(origin);

    for path in [
        "/one",
        "/two",
        "/pattern",
        "/tenants",
        "/shared",
        "/blocking",
    ] {
        assert!(who_sees(in_app(), get(path, B)).is_empty(), "{path}");
        assert!(who_sees(in_scope(), get(path, C)).is_empty(), "{path}");
        assert_eq!(who_sees(in_app(), get(path, OWN)), ["handler"], "{path}");
        assert_eq!(who_sees(in_app(), call("GET", path)), ["handler"], "{path}");
    }
    for path in ["/any", "/plain"] {
        assert_eq!(who_sees(in_app(), get(path, C)), ["handler"], "{path}");
    }
}

#[test]
fn a_wider_policy_inside_lets_in_nobody_whom_the_wrap_does_not() {
    let get = |path, origin| call("GET", path).origin(origin);
    let (d, x_d) = ("https://d.example", "https://x.d.example");

    check_both(|| {
        vec![
            row("two", get("/two", d), 200, &[VARY]),
            row("pattern", get("/pattern", x_d), 200, &[VARY]),
            row(
                "pattern, of the wrap",
                get("/pattern", A),
                403,
                ASKED_WHO_CALLS,
            ),
        ]
    });
}

#[test]
fn a_route_of_any_origin_is_as_open_as_the_wrap() {
    let get = || call("GET", "/any");

    check_both(|| {
        vec![
            row("of the wrap", get().origin(A), 200, &[ALLOW_A, VARY]),
            row("foreign", get().origin(C), 200, &[VARY]),
            row("null", get().origin("null"), 200, &[VARY]),
            row("no origin", get(), 200, &[VARY]),
        ]
    });
}

#[test]
fn a_route_that_is_not_annotated_has_the_policy_of_the_wrap() {
    let get = || call("GET", "/plain");
    let granted = |origin: &str| {
        let allow_origin = format!("Access-Control-Allow-Origin: {origin}");
        [
            "Access-Control-Allow-Credentials: true",
            "Access-Control-Expose-Headers: X-Of-Wrap",
            VARY,
            &allow_origin,
        ]
        .map(str::to_owned)
    };
    let row_of = |origin: &str| {
        let headers = granted(origin);
        let headers: Vec<_> = headers.iter().map(String::as_str).collect();
        row(origin, get().origin(origin), 200, &headers)
    };

    check_both(|| {
        vec![
            row_of(A),
            row_of(B),
            row("foreign", get().origin(C), 200, &[VARY]),
            row("the server's own", get().origin(OWN), 200, &[VARY]),
            row("no origin", get(), 200, &[VARY]),
        ]
    });
}

#[test]
fn the_wrap_answers_the_preflights_of_annotated_routes() {
    const GRANTED_B: &[&str] = &[
        "Access-Control-Allow-Origin: https://b.example",
        "Access-Control-Allow-Methods: GET, HEAD, POST",
        "Access-Control-Allow-Credentials: true",
        PREFLIGHT_VARY,
    ];
    let preflight = |method, path, origin| preflight(method).at(path).origin(origin);

    check_both(|| {
        vec![
            row("narrower", preflight("GET", "/one", B), 204, GRANTED_B),
            row("delete", preflight("DELETE", "/closed", B), 204, GRANTED_B),
            row("any", preflight("GET", "/any", B), 204, GRANTED_B),
            row(
                "foreign to the wrap",
                preflight("GET", "/any", C),
                403,
                &[PREFLIGHT_VARY],
            ),
        ]
    });
}

#[test]
fn a_failure_of_the_routes_own_wrap_has_the_headers_of_the_route() {
    let delete = || call("DELETE", "/closed");

    check_both(|| {
        vec![
            row("allowed", delete().origin(A), 401, &[ALLOW_A, VARY]),
            row("no origin", delete(), 401, &[VARY]),
            row("of the wrap", delete().origin(B), 403, ASKED_WHO_CALLS),
        ]
    });
}

#[test]
fn what_no_annotated_route_answers_has_the_headers_of_the_wrap() {
    const OF_WRAP: &[&str] = &[
        ALLOW_A,
        "Access-Control-Allow-Credentials: true",
        "Access-Control-Expose-Headers: X-Of-Wrap",
        VARY,
    ];

    check_both(|| {
        vec![
            row(
                "a method that the route does not serve",
                call("PATCH", "/one").origin(A),
                404,
                OF_WRAP,
            ),
            row("unknown", call("GET", "/nowhere").origin(A), 404, OF_WRAP),
        ]
    });
}

#[test]
fn without_a_wrap_the_same_route_refuses_nobody() {
    let get = || call("GET", "/one");

    check(
        App::new().service(one),
        [
            row("of no wrap", get().origin(B), 200, &[ALLOW_A]),
            row("no origin", get(), 200, &[ALLOW_A]),
        ],
    );
    let beside = || {
        App::new()
            .service(web::scope("/api").service(two).wrap(&WEB_APP))
            .service(one)
    };
    check(
        beside(),
        [row("beside a wrap", get().origin(B), 200, &[ALLOW_A])],
    );
}

/// Between the wrap and the routes, as `ErrorHandlers` or a time limit stand.
async fn answer_anew(
    req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let response = next.call(req).await?;
    let anew = HttpResponse::ServiceUnavailable()
        .insert_header(("Access-Control-Allow-Origin", "*"))
        .finish();
    Ok(response.into_response(anew))
}

async fn fail_anew(
    req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    next.call(req).await?;
    Err::<ServiceResponse, _>(ErrorBadGateway("too late"))
}

#[test]
fn the_decision_of_a_route_is_on_what_a_middleware_makes_of_its_answer() {
    let get = |origin| call("GET", "/two").origin(origin);

    check(
        App::new()
            .service(two)
            .wrap(from_fn(answer_anew))
            .wrap(&WEB_APP),
        [
            row("answer", get(A), 503, &[ALLOW_A, VARY]),
            row("answer, refused", get(B), 503, ASKED_WHO_CALLS),
        ],
    );
    check(
        App::new()
            .service(two)
            .wrap(from_fn(fail_anew))
            .wrap(&WEB_APP),
        [
            row("failure", get(A), 502, &[ALLOW_A, VARY]),
            row("failure, refused", get(B), 502, ASKED_WHO_CALLS),
        ],
    );
}

#[test]
fn each_request_is_decided_by_itself() {
    const OF_WRAP: &[&str] = &[
        "Access-Control-Allow-Origin: https://b.example",
        "Access-Control-Allow-Credentials: true",
        "Access-Control-Expose-Headers: X-Of-Wrap",
        VARY,
    ];
    let get = |path: &'static str, origin| -> Call { call("GET", path).origin(origin) };

    check_both(|| {
        vec![
            row("annotated", get("/one", B), 403, ASKED_WHO_CALLS),
            row("plain after it", get("/plain", B), 200, OF_WRAP),
            row(
                "annotated after that",
                get("/one", A),
                200,
                &[ALLOW_A, VARY],
            ),
            row("plain at last", get("/plain", B), 200, OF_WRAP),
        ]
    });
}
