//! The user's `wrap`s and `guard`s, and who gets to see which request.

#![expect(clippy::unused_async, reason = "middleware is asynchronous")]

use std::fmt;

use actix_web::{
    App, Error, HttpResponse, Responder, ResponseError,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    error::ErrorUnauthorized,
    get,
    guard::GuardContext,
    http::StatusCode,
    middleware::{Next, from_fn},
    route,
};
use corsac::cors;

use crate::support::{
    Call, Row, call, check, get, options, preflight, row,
    spies::{note, who_sees},
};

const ALLOWED: &str = "https://a.example";
const FOREIGN: &str = "https://b.example";
const GRANTED: &[&str] = &[
    "Access-Control-Allow-Origin: https://a.example",
    "Vary: Origin",
];
const NOT_GRANTED: &[&str] = &["Vary: Origin"];

async fn first(
    req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    note("first wrap");
    next.call(req).await
}

async fn second(
    req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    note("second wrap");
    next.call(req).await
}

fn guard(_: &GuardContext<'_>) -> bool {
    note("guard");
    true
}

#[cors(allow_origins("https://a.example", "https://c.example"))]
#[route(
    "/",
    method = "GET",
    method = "PUT",
    guard = "guard",
    wrap = "from_fn(first)",
    wrap = "from_fn(second)"
)]
async fn watched() -> impl Responder {
    note("handler");
    "watched"
}

#[cors(allow_origins("https://a.example"), block_on_origin_mismatch)]
#[get("/", wrap = "from_fn(first)")]
async fn blocking() -> impl Responder {
    note("handler");
    "blocking"
}

#[test]
fn a_preflight_is_seen_by_nobody_and_the_rest_by_all() {
    const ALL: &[&str] = &["guard", "second wrap", "first wrap", "handler"];

    for (about, call, seen_by) in [
        ("preflight", preflight("PUT").origin(ALLOWED), &[][..]),
        ("safelisted method", preflight("GET").origin(ALLOWED), &[]),
        ("foreign", preflight("PUT").origin(FOREIGN), &[]),
        ("not served", preflight("PATCH").origin(ALLOWED), &[]),
        ("plain OPTIONS", options(), &[]),
        ("no origin", get(), ALL),
        ("allowed origin", get().origin(ALLOWED), ALL),
        ("foreign origin", get().origin(FOREIGN), ALL),
        ("another method", call("PUT", "/").origin(ALLOWED), ALL),
        (
            "GET that looks like a preflight",
            looks_like_a_preflight(),
            ALL,
        ),
    ] {
        assert_eq!(
            who_sees(App::new().service(watched), call),
            seen_by,
            "{about}"
        );
    }
}

fn looks_like_a_preflight() -> Call {
    get()
        .origin(ALLOWED)
        .header("Access-Control-Request-Method", "PUT")
}

#[test]
fn a_blocked_request_is_seen_by_nobody() {
    const ALL: &[&str] = &["first wrap", "handler"];

    for (about, call, seen_by) in [
        ("no origin", get(), ALL),
        ("allowed", get().origin(ALLOWED), ALL),
        ("foreign", get().origin(FOREIGN), &[]),
        ("null", get().origin("null"), &[]),
        ("malformed", get().origin(""), &[]),
        ("several", get().origin(ALLOWED).origin(ALLOWED), &[]),
    ] {
        assert_eq!(
            who_sees(App::new().service(blocking), call),
            seen_by,
            "{about}"
        );
    }
}

#[test]
fn a_guard_is_not_asked_about_preflights_but_about_the_rest() {
    fn has_a_key(ctx: &GuardContext<'_>) -> bool {
        ctx.head().headers().contains_key("X-Api-Key")
    }
    #[cors(allow_origins("https://a.example"), allow_headers("X-Api-Key"))]
    #[get("/", guard = "has_a_key")]
    async fn guarded() -> impl Responder {
        "guarded"
    }
    const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin: https://a.example";

    check(
        App::new().service(guarded),
        [
            row(
                "preflight",
                preflight("GET").origin(ALLOWED).asking("x-api-key"),
                204,
                &[
                    ALLOW_ORIGIN,
                    "Access-Control-Allow-Methods: GET",
                    "Access-Control-Allow-Headers: X-Api-Key",
                    "Vary: Origin, Access-Control-Request-Method",
                ],
            ),
            row("without the key", get().origin(ALLOWED), 404, &[]),
            row(
                "with the key",
                get().origin(ALLOWED).header("X-Api-Key", "7"),
                200,
                &[ALLOW_ORIGIN],
            ),
        ],
    );
}

/// What a route answers whose `wrap` never lets anyone through.
fn rows_of_a_closed_route(status: u16) -> [Row; 4] {
    [
        row("no origin", get(), status, NOT_GRANTED),
        row("allowed", get().origin(ALLOWED), status, GRANTED),
        row("foreign", get().origin(FOREIGN), status, NOT_GRANTED),
        row(
            "preflight",
            preflight("GET").origin(ALLOWED),
            204,
            &[
                "Access-Control-Allow-Origin: https://a.example",
                "Access-Control-Allow-Methods: GET",
                "Vary: Origin, Access-Control-Request-Method",
            ],
        ),
    ]
}

#[test]
fn the_answer_of_a_wrap_that_refuses_has_the_headers() {
    async fn refuse(
        req: ServiceRequest,
        _: Next<impl MessageBody>,
    ) -> Result<ServiceResponse<impl MessageBody>, Error> {
        Ok(req.into_response(HttpResponse::Unauthorized()))
    }
    #[cors(allow_origins("https://a.example", "https://c.example"))]
    #[get("/", wrap = "from_fn(refuse)")]
    async fn closed() -> impl Responder {
        "unreachable"
    }

    check(App::new().service(closed), rows_of_a_closed_route(401));
}

#[test]
fn the_answer_of_a_wrap_that_answers_early_has_the_headers() {
    async fn answer_early(
        req: ServiceRequest,
        _: Next<impl MessageBody>,
    ) -> Result<ServiceResponse<impl MessageBody>, Error> {
        Ok(req.into_response(
            HttpResponse::NotModified()
                .insert_header(("Access-Control-Allow-Origin", "*"))
                .finish(),
        ))
    }
    #[cors(allow_origins("https://a.example", "https://c.example"))]
    #[get("/", wrap = "from_fn(answer_early)")]
    async fn cached() -> impl Responder {
        "unreachable"
    }

    check(App::new().service(cached), rows_of_a_closed_route(304));
}

#[test]
fn the_failure_of_a_wrap_has_the_headers() {
    async fn fail(
        _: ServiceRequest,
        _: Next<impl MessageBody>,
    ) -> Result<ServiceResponse<impl MessageBody>, Error> {
        Err::<ServiceResponse, _>(ErrorUnauthorized("who are you?"))
    }
    #[cors(allow_origins("https://a.example", "https://c.example"))]
    #[get("/", wrap = "from_fn(fail)")]
    async fn failing() -> impl Responder {
        "unreachable"
    }

    check(App::new().service(failing), rows_of_a_closed_route(401));
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

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status_code())
            .insert_header(("Access-Control-Allow-Origin", "*"))
            .insert_header(("Vary", "Cookie"))
            .finish()
    }
}

async fn exhaust(
    _: ServiceRequest,
    _: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    Err::<ServiceResponse, _>(Exhausted.into())
}

#[cors(allow_origins("https://a.example", "https://c.example"))]
#[get("/", wrap = "from_fn(exhaust)")]
async fn limited() -> impl Responder {
    "unreachable"
}

#[test]
fn a_failure_keeps_its_type_for_the_middleware_outside() {
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
    let app = App::new().service(limited).wrap(from_fn(recognize));

    assert_eq!(who_sees(app, get().origin(ALLOWED)), ["outside"]);
}

#[test]
fn a_failure_that_sets_headers_by_hand_has_them_replaced() {
    check(
        App::new().service(limited),
        [
            row(
                "allowed",
                get().origin(ALLOWED),
                429,
                &[
                    "Access-Control-Allow-Origin: https://a.example",
                    "Vary: Cookie, Origin",
                ],
            ),
            row(
                "foreign",
                get().origin(FOREIGN),
                429,
                &["Vary: Cookie, Origin"],
            ),
        ],
    );
}
