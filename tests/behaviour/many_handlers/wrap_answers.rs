//! `.wrap(&POLICY)`: what is answered inside, where no annotated route decides,
//! gets the headers of the policy.

use std::fmt;

use actix_web::{
    App, Error, HttpResponse, ResponseError,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    error::ErrorBadGateway,
    http::StatusCode,
    middleware::{Next, from_fn},
    web,
};
use corsac::{Policy, cors, policy};

use crate::support::spies::{authenticate, note, who_sees};
use crate::support::{COMPARED, Call, Row, Site, answer, call, check, get, lines, row};

const ALLOWED: &str = "https://a.example";
const FOREIGN: &str = "https://c.example";

static WEB_APP: Policy = policy!(
    allow_origins("https://a.example", "https://b.example"),
    expose_headers("X-B"),
    allow_credentials,
);

const GRANTED: &[&str] = &[
    "Access-Control-Allow-Origin: https://a.example",
    "Access-Control-Allow-Credentials: true",
    "Access-Control-Expose-Headers: X-B",
    "Vary: Origin",
];
const NOT_GRANTED: &[&str] = &["Vary: Origin"];
/// With another header it would have been a preflight.
const OPTIONS_VARY: &str = "Vary: Origin, Access-Control-Request-Method";

/// The answers to a request of each kind.
fn rows_of(about: &str, call: fn() -> Call, status: u16) -> [Row; 5] {
    rows_with(about, call, status, GRANTED, NOT_GRANTED)
}

fn rows_with(
    about: &str,
    call: fn() -> Call,
    status: u16,
    granted: &[&str],
    not_granted: &[&str],
) -> [Row; 5] {
    let row_of = |kind, call, headers| row(format!("{about}, {kind}"), call, status, headers);
    [
        row_of("allowed", call().origin(ALLOWED), granted),
        row_of("no origin", call(), not_granted),
        row_of("foreign", call().origin(FOREIGN), not_granted),
        row_of("null", call().origin("null"), not_granted),
        row_of(
            "several",
            call().origin(ALLOWED).origin(ALLOWED),
            not_granted,
        ),
    ]
}

async fn fail() -> Result<HttpResponse, Error> {
    Err(ErrorBadGateway("nobody there"))
}

#[cors(none)]
#[actix_web::get("/plain")]
async fn plain() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

/// Routes in all ways but an annotation.
fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/", web::get().to(HttpResponse::Ok))
        .service(plain)
        .service(web::resource("/resource").post(HttpResponse::Created))
        .service(web::scope("/scope").route("/inner", web::get().to(HttpResponse::Accepted)))
        .route("/error", web::get().to(fail))
        .route(
            "/number/{number}",
            web::get().to(|_: web::Path<u8>| async { "a number" }),
        );
}

fn rows_of_routes() -> impl Iterator<Item = Row> {
    vec![
        rows_of("200", get, 200),
        rows_of("204", || call("GET", "/plain"), 204),
        rows_of("201", || call("POST", "/resource"), 201),
        rows_of("202", || call("GET", "/scope/inner"), 202),
        rows_of("handler error", || call("GET", "/error"), 502),
        rows_of("failed extractor", || call("GET", "/number/x"), 404),
        rows_of("unknown path", || call("GET", "/nowhere"), 404),
        rows_of("unknown in the scope", || call("GET", "/scope/x"), 404),
        rows_of("405", || call("GET", "/resource"), 405),
        rows_with(
            "plain OPTIONS",
            || call("OPTIONS", "/nowhere"),
            404,
            &[&GRANTED[..3], &[OPTIONS_VARY]].concat(),
            &[OPTIONS_VARY],
        ),
    ]
    .into_iter()
    .flatten()
}

#[test]
fn everything_in_a_wrapped_app_has_the_headers() {
    check(
        App::new().configure(routes).wrap(&WEB_APP),
        rows_of_routes(),
    );
}

#[test]
fn everything_in_a_wrapped_scope_has_the_headers() {
    let scope = web::scope("").configure(routes).wrap(&WEB_APP);
    let nested = web::scope("/api").service(web::scope("/v1").configure(routes).wrap(&WEB_APP));

    check(App::new().service(scope), rows_of_routes());
    check(
        App::new().service(nested),
        [
            rows_of("200", || call("GET", "/api/v1/"), 200),
            rows_of("405", || call("GET", "/api/v1/resource"), 405),
            rows_of("404", || call("GET", "/api/v1/nowhere"), 404),
        ]
        .into_iter()
        .flatten(),
    );
    let outside = web::scope("/api").service(web::scope("/v1").wrap(&WEB_APP));
    check(
        App::new().service(outside),
        [row(
            "outside",
            call("GET", "/api/nowhere").origin(ALLOWED),
            404,
            &[],
        )],
    );
}

#[test]
fn everything_in_a_wrapped_resource_has_the_headers() {
    let resource = web::resource("/")
        .get(HttpResponse::Ok)
        .post(fail)
        .wrap(&WEB_APP);

    check(
        App::new().service(resource),
        [
            rows_of("200", get, 200),
            rows_of("handler error", || call("POST", "/"), 502),
            rows_of("405", || call("PUT", "/"), 405),
        ]
        .into_iter()
        .flatten(),
    );
}

#[test]
fn what_a_middleware_inside_answers_or_fails_with_has_the_headers() {
    async fn refuse(
        req: ServiceRequest,
        _: Next<impl MessageBody>,
    ) -> Result<ServiceResponse<impl MessageBody>, Error> {
        Ok(req.into_response(HttpResponse::Unauthorized()))
    }
    let fails = || {
        App::new()
            .configure(routes)
            .wrap(from_fn(authenticate))
            .wrap(&WEB_APP)
    };
    let refuses = || {
        App::new()
            .configure(routes)
            .wrap(from_fn(refuse))
            .wrap(&WEB_APP)
    };
    let in_a_scope = || {
        let scope = web::scope("").configure(routes).wrap(from_fn(authenticate));
        App::new().service(scope.wrap(&WEB_APP))
    };
    let rows = || {
        rows_of("known path", get, 401).into_iter().chain(rows_of(
            "unknown path",
            || call("GET", "/nowhere"),
            401,
        ))
    };

    check(fails(), rows());
    check(refuses(), rows());
    check(in_a_scope(), rows());
    check(
        fails(),
        rows_of(
            "let through",
            || get().header("Authorization", "Bearer 7"),
            200,
        ),
    );
}

#[derive(Debug)]
struct Exhausted;

impl fmt::Display for Exhausted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("come back later")
    }
}

impl ResponseError for Exhausted {
    fn status_code(&self) -> StatusCode {
        StatusCode::TOO_MANY_REQUESTS
    }
}

#[test]
fn a_failure_keeps_its_type_and_body() {
    async fn exhaust(
        _: ServiceRequest,
        _: Next<impl MessageBody>,
    ) -> Result<ServiceResponse<impl MessageBody>, Error> {
        Err::<ServiceResponse, _>(Exhausted.into())
    }
    async fn recognize(
        req: ServiceRequest,
        next: Next<impl MessageBody>,
    ) -> Result<ServiceResponse<impl MessageBody>, Error> {
        let result = next.call(req).await;
        if let Err(error) = &result
            && error.as_error::<Exhausted>().is_some()
        {
            note("outside");
        }
        result
    }
    let app = || {
        App::new()
            .wrap(from_fn(exhaust))
            .wrap(&WEB_APP)
            .wrap(from_fn(recognize))
    };

    assert_eq!(who_sees(app(), get().origin(ALLOWED)), ["outside"]);
    check(app(), rows_of("failure", get, 429));
}

#[test]
fn headers_set_by_hand_inside_are_replaced_or_removed() {
    fn by_hand() -> HttpResponse {
        HttpResponse::Ok()
            .append_header(("Access-Control-Allow-Origin", "*"))
            .append_header(("Access-Control-Allow-Origin", "https://c.example"))
            .append_header(("Access-Control-Allow-Credentials", "true"))
            .append_header(("Access-Control-Expose-Headers", "X-Secret"))
            .finish()
    }
    async fn refuse(
        req: ServiceRequest,
        _: Next<impl MessageBody>,
    ) -> Result<ServiceResponse<impl MessageBody>, Error> {
        Ok(req.into_response(by_hand()))
    }

    check(
        App::new()
            .route("/", web::get().to(|| async { by_hand() }))
            .wrap(&WEB_APP),
        rows_of("handler", get, 200),
    );
    check(
        App::new().wrap(from_fn(refuse)).wrap(&WEB_APP),
        rows_of("middleware", get, 200),
    );
}

#[test]
fn origin_is_added_to_the_vary_of_what_is_inside() {
    fn varies(by: &'static str) -> impl Site {
        let handler =
            move || async move { HttpResponse::Ok().insert_header(("Vary", by)).finish() };
        App::new().route("/", web::get().to(handler)).wrap(&WEB_APP)
    }

    for (by, expected) in [
        ("Accept-Encoding", &["Accept-Encoding, Origin"]),
        ("accept, origin", &["accept, origin"]),
        ("*", &["*"]),
    ] {
        let answer = answer(varies(by), get().origin(ALLOWED));

        assert_eq!(lines(&answer, "Vary"), expected);
    }
}

#[test]
fn a_policy_of_one_origin_or_of_any_says_the_same_to_everybody() {
    static OPEN: Policy = policy!(allow_origins("*"));
    static ONE: Policy = policy!(allow_origins("https://a.example"));
    let rows = |header| {
        [
            row("no origin", get(), 404, &[header]),
            row("one", get().origin(ALLOWED), 404, &[header]),
            row("another", get().origin(FOREIGN), 404, &[header]),
        ]
    };

    check(
        App::new().wrap(&OPEN),
        rows("Access-Control-Allow-Origin: *"),
    );
    check(
        App::new().wrap(&ONE),
        rows("Access-Control-Allow-Origin: https://a.example"),
    );
}

#[test]
fn a_blocking_policy_refuses_before_anything_inside() {
    static BLOCKING: Policy = policy!(allow_origins("https://a.example"), block_on_origin_mismatch);
    const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin: https://a.example";
    const BLOCKED_VARY: &[&str] = &[COMPARED];
    let app = || {
        App::new()
            .configure(routes)
            .wrap(from_fn(authenticate))
            .wrap(&BLOCKING)
    };
    let token = |call: Call| call.header("Authorization", "Bearer 7");

    check(
        app(),
        [
            row(
                "allowed",
                token(get()).origin(ALLOWED),
                200,
                &[ALLOW_ORIGIN, "Vary: Origin"],
            ),
            row(
                "allowed, no token",
                get().origin(ALLOWED),
                401,
                &[ALLOW_ORIGIN, "Vary: Origin"],
            ),
            row("no origin", token(get()), 200, NOT_GRANTED),
            row(
                "the server's own",
                token(get()).origin("http://localhost:8080"),
                200,
                BLOCKED_VARY,
            ),
            row("foreign", token(get()).origin(FOREIGN), 403, BLOCKED_VARY),
            row("null", token(get()).origin("null"), 403, BLOCKED_VARY),
            row(
                "unknown path",
                token(get()).at("/nowhere").origin(FOREIGN),
                403,
                BLOCKED_VARY,
            ),
        ],
    );
    assert!(who_sees(app(), token(get()).origin(FOREIGN)).is_empty());
    assert!(!who_sees(app(), get().origin("http://localhost:8080")).is_empty());
}
