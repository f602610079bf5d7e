//! `examples/shared_policy.rs`: the default of a module, one stricter handler,
//! one opted out.

use super::client::{Row, check, get, preflight, request};
use crate::support::example::Example;

const FRONTEND: &str = "https://frontend.com";
const ADMIN: &str = "https://admin.frontend.com";
/// The examples are built with `debug_assertions`.
const DEV: &str = "http://localhost:5173";
const EVIL: &str = "https://evil.example";

const ALLOW_FRONTEND: &str = "Access-Control-Allow-Origin: https://frontend.com";
const ALLOW_DEV: &str = "Access-Control-Allow-Origin: http://localhost:5173";
const ALLOW_ADMIN: &str = "Access-Control-Allow-Origin: https://admin.frontend.com";
const CREDENTIALS: &str = "Access-Control-Allow-Credentials: true";
const VARY: &str = "Vary: Origin";
const PREFLIGHT_VARY: &str = "Vary: Origin, Access-Control-Request-Method";
const NOT_ALLOWED: &str = "this origin is not allowed";

#[test]
fn the_default_of_the_module_is_the_shared_policy() {
    let list = |about, request, headers| Row {
        about,
        request,
        status: 200,
        headers,
        body: "[\"hello\"]",
    };

    check(
        &Example::start("shared_policy"),
        [
            list(
                "frontend",
                get("/api/messages").origin(FRONTEND),
                &[ALLOW_FRONTEND, CREDENTIALS, VARY],
            ),
            list(
                "dev",
                get("/api/messages").origin(DEV),
                &[ALLOW_DEV, CREDENTIALS, VARY],
            ),
            list("admin", get("/api/messages").origin(ADMIN), &[VARY]),
            list("no page", get("/api/messages"), &[VARY]),
            Row {
                about: "send",
                request: request("POST", "/api/messages")
                    .origin(FRONTEND)
                    .json("\"hi\""),
                status: 200,
                headers: &[ALLOW_FRONTEND, CREDENTIALS, VARY],
                body: "\"hi\"",
            },
        ],
    );
}

#[test]
fn each_preflight_finds_the_policy_of_its_method() {
    let allowed = |about, request, headers| Row {
        about,
        request,
        status: 204,
        headers,
        body: "",
    };
    let refused = |about, request| Row {
        about,
        request,
        status: 403,
        headers: &[PREFLIGHT_VARY],
        body: NOT_ALLOWED,
    };
    let asking = |method, origin| preflight(method, "/api/messages").origin(origin);

    check(
        &Example::start("shared_policy"),
        [
            allowed(
                "send",
                asking("POST", FRONTEND).header("Access-Control-Request-Headers", "content-type"),
                &[
                    ALLOW_FRONTEND,
                    "Access-Control-Allow-Methods: POST",
                    "Access-Control-Allow-Headers: Content-Type",
                    CREDENTIALS,
                    PREFLIGHT_VARY,
                ],
            ),
            allowed(
                "clear",
                asking("DELETE", ADMIN),
                &[
                    ALLOW_ADMIN,
                    "Access-Control-Allow-Methods: DELETE",
                    CREDENTIALS,
                    PREFLIGHT_VARY,
                ],
            ),
            refused("send, of the administration", asking("POST", ADMIN)),
            refused("clear, of the frontend", asking("DELETE", FRONTEND)),
            refused("clear, of the development server", asking("DELETE", DEV)),
            refused("evil", asking("POST", EVIL)),
        ],
    );
}

#[test]
fn the_stricter_handler_has_its_own_policy() {
    check(
        &Example::start("shared_policy"),
        [Row {
            about: "clear",
            request: request("DELETE", "/api/messages").origin(ADMIN),
            status: 200,
            headers: &[ALLOW_ADMIN, CREDENTIALS],
            body: "cleared",
        }],
    );
}

#[test]
fn the_handler_that_is_opted_out_has_no_cors() {
    check(
        &Example::start("shared_policy"),
        [
            Row {
                about: "health",
                request: get("/api/health").origin(FRONTEND),
                status: 200,
                headers: &[],
                body: "healthy",
            },
            Row {
                about: "preflight",
                request: preflight("GET", "/api/health").origin(FRONTEND),
                status: 404,
                headers: &[],
                body: "",
            },
        ],
    );
}
