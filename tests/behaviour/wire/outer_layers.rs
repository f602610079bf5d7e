//! What is outside of a policy has the last word on an answer, and the first on a
//! request.

#![expect(clippy::unnecessary_wraps, reason = "`ErrorHandlers` ask for it")]

use std::cell::Cell;

use actix_web::{
    App, Error, HttpResponse, Responder, Result,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    error::ErrorTooManyRequests,
    get,
    middleware::{ErrorHandlerResponse, ErrorHandlers, Next, from_fn},
    put,
};
use corsac::cors;

use crate::support::{call, check, get, preflight, row};

const ALLOWED: &str = "https://a.example";
const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin: https://a.example";

#[cors(allow_origins("https://a.example"))]
#[get("/")]
async fn missing() -> impl Responder {
    HttpResponse::NotFound()
}

#[test]
fn an_error_page_keeps_the_headers_of_the_response_that_it_keeps() {
    fn keep<B>(res: ServiceResponse<B>) -> Result<ErrorHandlerResponse<B>> {
        let res = res.map_body(|_, _| BoxBody::new("nothing here"));
        Ok(ErrorHandlerResponse::Response(res.map_into_right_body()))
    }
    fn replace<B>(res: ServiceResponse<B>) -> Result<ErrorHandlerResponse<B>> {
        let res = res.into_response(HttpResponse::NotFound().body("nothing here"));
        Ok(ErrorHandlerResponse::Response(res.map_into_right_body()))
    }

    for (about, handlers, headers) in [
        (
            "kept",
            ErrorHandlers::new().default_handler(keep),
            &[ALLOW_ORIGIN][..],
        ),
        (
            "replaced",
            ErrorHandlers::new().default_handler(replace),
            &[],
        ),
    ] {
        let app = App::new().service(missing).wrap(handlers);
        check(app, [row(about, get().origin(ALLOWED), 404, headers)]);
    }
}

thread_local! {
    static LEFT: Cell<u8> = const { Cell::new(0) };
}

/// Lets as many requests through as are left.
async fn limit(
    req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    match LEFT.get().checked_sub(1) {
        Some(left) => {
            LEFT.set(left);
            next.call(req).await
        }
        None => Err(ErrorTooManyRequests("come back later")),
    }
}

#[cors(allow_origins("https://a.example"))]
#[put("/")]
async fn within_the_limit() -> impl Responder {
    "done"
}

#[cors(allow_origins("https://a.example"))]
#[put("/", wrap = "from_fn(limit)")]
async fn with_the_limit_inside() -> impl Responder {
    "done"
}

#[test]
fn a_rate_limiter_outside_counts_preflights_and_answers_without_headers() {
    let preflighted = || preflight("PUT").origin(ALLOWED);
    let put = || call("PUT", "/").origin(ALLOWED);
    let permission = &[
        ALLOW_ORIGIN,
        "Access-Control-Allow-Methods: PUT",
        "Vary: Origin, Access-Control-Request-Method",
    ];

    LEFT.set(1);
    check(
        App::new().service(within_the_limit).wrap(from_fn(limit)),
        [
            row(
                "the preflight takes the one that is left",
                preflighted(),
                204,
                permission,
            ),
            row("the actual request", put(), 429, &[]),
            row("a preflight", preflighted(), 429, &[]),
        ],
    );

    LEFT.set(1);
    check(
        App::new().service(with_the_limit_inside),
        [
            row(
                "inside, a preflight takes none",
                preflighted(),
                204,
                permission,
            ),
            row("the actual request", put(), 200, &[ALLOW_ORIGIN]),
            row("one too many", put(), 429, &[ALLOW_ORIGIN]),
            row("a preflight", preflighted(), 204, permission),
        ],
    );
}
