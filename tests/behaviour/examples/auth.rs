//! `examples/auth.rs`: preflights pass without a token, and a 401 is readable.

use super::client::{Request, Row, check, get, preflight, request};
use crate::support::example::Example;

const FRONTEND: &str = "https://frontend.com";
/// On all that comes out of the scope: there is one origin.
const ALLOW_FRONTEND: &str = "Access-Control-Allow-Origin: https://frontend.com";
const PREFLIGHT_VARY: &str = "Vary: Origin, Access-Control-Request-Method";
const NO_TOKEN: &str = "a bearer token is missing or wrong";

fn with_token(request: Request) -> Request {
    request.header("Authorization", "Bearer secret")
}

#[test]
fn a_preflight_passes_without_a_token() {
    let row = |about, request| Row {
        about,
        request,
        status: 204,
        headers: &[
            ALLOW_FRONTEND,
            "Access-Control-Allow-Methods: GET, DELETE",
            "Access-Control-Allow-Headers: Authorization",
            "Access-Control-Max-Age: 600",
            PREFLIGHT_VARY,
        ],
        body: "",
    };
    let asking = |method| {
        preflight(method, "/api/me")
            .origin(FRONTEND)
            .header("Access-Control-Request-Headers", "authorization")
    };

    check(
        &Example::start("auth"),
        [
            row("for a GET", asking("GET")),
            row("for a DELETE", asking("DELETE")),
            row(
                "for an unknown path",
                preflight("GET", "/api/nowhere").origin(FRONTEND),
            ),
        ],
    );
}

#[test]
fn a_preflight_of_another_origin_is_refused() {
    check(
        &Example::start("auth"),
        [Row {
            about: "evil",
            request: preflight("GET", "/api/me").origin("https://evil.example"),
            status: 403,
            headers: &[PREFLIGHT_VARY],
            body: "this origin is not allowed",
        }],
    );
}

#[test]
fn a_401_carries_the_headers_that_let_the_page_read_it() {
    let row = |about, request| Row {
        about,
        request,
        status: 401,
        headers: &[ALLOW_FRONTEND],
        body: NO_TOKEN,
    };

    check(
        &Example::start("auth"),
        [
            row("no token", get("/api/me").origin(FRONTEND)),
            row(
                "a wrong one",
                get("/api/me")
                    .origin(FRONTEND)
                    .header("Authorization", "Bearer guess"),
            ),
            row(
                "another method",
                request("DELETE", "/api/me").origin(FRONTEND),
            ),
            row("an unknown path", get("/api/nowhere").origin(FRONTEND)),
            Row {
                headers: &[ALLOW_FRONTEND, "Vary: Access-Control-Request-Method"],
                ..row("plain OPTIONS", request("OPTIONS", "/api/me"))
            },
            row("no page", get("/api/me")),
        ],
    );
}

#[test]
fn with_a_token_the_api_answers() {
    let row = |about, request, status, body| Row {
        about,
        request: with_token(request).origin(FRONTEND),
        status,
        headers: &[ALLOW_FRONTEND],
        body,
    };

    check(
        &Example::start("auth"),
        [
            row("GET", get("/api/me"), 200, "you"),
            row("DELETE", request("DELETE", "/api/me"), 204, ""),
            row("unknown", get("/api/nowhere"), 404, ""),
        ],
    );
}

#[test]
fn outside_of_the_scope_there_is_no_cors() {
    let row = |about, request| Row {
        about,
        request,
        status: 404,
        headers: &[],
        body: "",
    };

    check(
        &Example::start("auth"),
        [
            row("GET", get("/").origin(FRONTEND)),
            row("preflight", preflight("GET", "/").origin(FRONTEND)),
        ],
    );
}
