//! `.wrap(&POLICY)` around an app, a scope or a hand-made resource: preflights.

use actix_web::{
    App, Error, HttpResponse,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    guard,
    middleware::{Next, from_fn},
    web,
};
use corsac::{Policy, policy};

use crate::support::spies::{authenticate, note, who_sees};
use crate::support::{Call, Row, Site, call, check, get, options, preflight, row};

const ALLOWED: &str = "https://a.example";
const FOREIGN: &str = "https://c.example";
const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin: https://a.example";
const PREFLIGHT_VARY: &str = "Vary: Origin, Access-Control-Request-Method";

static WEB_APP: Policy = policy!(
    allow_origins("https://a.example", "https://b.example"),
    allow_headers("Authorization", "X-A"),
    expose_headers("X-B"),
    max_age = 600,
);

/// The answer to a preflight from `ALLOWED`.
const GRANTED: &[&str] = &[
    ALLOW_ORIGIN,
    "Access-Control-Allow-Methods: GET, HEAD, POST",
    "Access-Control-Allow-Headers: Authorization, X-A",
    "Access-Control-Max-Age: 600",
    PREFLIGHT_VARY,
];

async fn watch(
    req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    note("middleware");
    next.call(req).await
}

async fn handler() -> HttpResponse {
    note("handler");
    HttpResponse::Ok().finish()
}

async fn anything_else() -> HttpResponse {
    note("default service");
    HttpResponse::NotFound().finish()
}

/// The policy around an app that asks everybody for a token.
fn app() -> impl Site {
    App::new()
        .route("/", web::get().to(handler))
        .service(web::resource("/items/{id}").route(web::put().to(handler)))
        .default_service(web::to(anything_else))
        .wrap(from_fn(watch))
        .wrap(from_fn(authenticate))
        .wrap(&WEB_APP)
}

/// Around a scope with a neighbour.
fn scope() -> impl Site {
    let api = web::scope("/api")
        .route("", web::get().to(handler))
        .default_service(web::to(anything_else))
        .wrap(from_fn(watch))
        .wrap(from_fn(authenticate))
        .wrap(&WEB_APP);
    App::new()
        .service(api)
        .route("/", web::get().to(handler))
        .default_service(web::to(anything_else))
}

/// Around a resource with a neighbour.
fn resource() -> impl Site {
    let items = web::resource("/items")
        .get(handler)
        .default_service(web::to(anything_else))
        .wrap(from_fn(watch))
        .wrap(from_fn(authenticate))
        .wrap(&WEB_APP);
    App::new()
        .service(items)
        .route("/", web::get().to(handler))
        .default_service(web::to(anything_else))
}

fn rows_of_preflights(path: &str) -> Vec<Row> {
    let of = |method| preflight(method).at(path);
    let granted = ["GET", "PUT", "DELETE", "PATCH", "X"].map(|method| {
        let call = of(method).origin(ALLOWED).asking("authorization,x-z");
        row(format!("preflight for {method} {path}"), call, 204, GRANTED)
    });
    let refused = [
        ("foreign", of("GET").origin(FOREIGN)),
        ("null", of("GET").origin("null")),
        ("malformed", of("GET").origin("https://a.example/")),
        ("several", of("GET").origin(ALLOWED).origin(ALLOWED)),
    ]
    .map(|(about, call)| {
        let about = format!("{about} preflight for {path}");
        row(about, call, 403, &[PREFLIGHT_VARY])
    });
    granted.into_iter().chain(refused).collect()
}

#[test]
fn preflights_are_answered_for_every_path_inside() {
    check(
        app(),
        ["/", "/items/7", "/nowhere"]
            .into_iter()
            .flat_map(rows_of_preflights),
    );
    check(
        scope(),
        ["/api", "/api/nowhere"]
            .into_iter()
            .flat_map(rows_of_preflights),
    );
    check(resource(), rows_of_preflights("/items"));
}

#[test]
fn nobody_inside_sees_a_preflight() {
    for (about, call) in [
        ("of a route", preflight("GET")),
        ("of another method", preflight("DELETE")),
        ("of a resource", preflight("PUT").at("/items/7")),
        ("of an unknown path", preflight("GET").at("/nowhere")),
    ] {
        assert!(who_sees(app(), call.origin(ALLOWED)).is_empty(), "{about}");
    }
    for path in ["/", "/nowhere"] {
        let call = preflight("GET").at(path).origin(FOREIGN);
        assert!(who_sees(app(), call).is_empty(), "foreign, {path}");
    }
    for path in ["/api", "/api/nowhere"] {
        let call = preflight("GET").at(path).origin(ALLOWED);
        assert!(who_sees(scope(), call).is_empty(), "{path}");
    }
    let call = preflight("GET").at("/items").origin(ALLOWED);
    assert!(who_sees(resource(), call).is_empty());
}

#[test]
fn all_other_requests_are_seen_inside() {
    const REFUSED: &[&str] = &["authentication"];
    const SERVED: &[&str] = &["authentication", "middleware", "handler"];
    const UNKNOWN: &[&str] = &["authentication", "middleware", "default service"];
    let token = |call: Call| call.header("Authorization", "Bearer 7");

    for (about, call, seen_by) in [
        ("without a token", get().origin(ALLOWED), REFUSED),
        ("with one", token(get()).origin(ALLOWED), SERVED),
        ("no origin", token(get()), SERVED),
        ("foreign", token(get()).origin(FOREIGN), SERVED),
        (
            "unknown path",
            token(get()).at("/nowhere").origin(ALLOWED),
            UNKNOWN,
        ),
        (
            "plain OPTIONS",
            token(options()).at("/nowhere").origin(ALLOWED),
            UNKNOWN,
        ),
        (
            "OPTIONS without an origin",
            token(preflight("GET")).at("/nowhere"),
            UNKNOWN,
        ),
        (
            "GET that looks like a preflight",
            token(get())
                .origin(ALLOWED)
                .header("Access-Control-Request-Method", "GET"),
            SERVED,
        ),
    ] {
        assert_eq!(who_sees(app(), call), seen_by, "{about}");
    }
}

#[test]
fn what_is_beside_a_wrapped_scope_or_resource_is_without_cors() {
    let rows = || {
        [
            row("neighbour", get().origin(ALLOWED), 200, &[]),
            row("preflight", preflight("GET").origin(ALLOWED), 404, &[]),
            row(
                "unknown path",
                call("GET", "/nowhere").origin(ALLOWED),
                404,
                &[],
            ),
        ]
    };

    check(scope(), rows());
    check(resource(), rows());
}

/// An app with nothing in it but the policy.
fn empty(policy: &'static Policy) -> impl Site {
    App::new().wrap(policy)
}

#[test]
fn every_option_is_in_the_answer_to_a_preflight() {
    static OF_METHODS: Policy = policy!(
        allow_origins("https://a.example"),
        allow_methods("PUT", "DELETE"),
    );
    static CREDENTIALED: Policy = policy!(
        allow_origins("https://*.b.example"),
        allow_headers(mirror_request),
        allow_credentials,
    );
    static OPEN: Policy = policy!(
        allow_origins("*"),
        allow_headers("*"),
        expose_headers("*"),
        max_age = 0,
    );

    check(
        empty(&OF_METHODS),
        [row(
            "methods",
            preflight("PATCH").origin(ALLOWED),
            204,
            &[
                ALLOW_ORIGIN,
                "Access-Control-Allow-Methods: PUT, DELETE",
                PREFLIGHT_VARY,
            ],
        )],
    );
    check(
        empty(&CREDENTIALED),
        [row(
            "credentials",
            preflight("GET")
                .origin("https://x.b.example")
                .asking("x-trace"),
            204,
            &[
                "Access-Control-Allow-Origin: https://x.b.example",
                "Access-Control-Allow-Methods: GET, HEAD, POST",
                "Access-Control-Allow-Headers: x-trace",
                "Access-Control-Allow-Credentials: true",
                "Vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
            ],
        )],
    );
    check(
        empty(&OPEN),
        [row(
            "open",
            preflight("GET").origin("null"),
            204,
            &[
                "Access-Control-Allow-Origin: *",
                "Access-Control-Allow-Methods: GET, HEAD, POST",
                "Access-Control-Allow-Headers: *",
                "Access-Control-Max-Age: 0",
                "Vary: Access-Control-Request-Method",
            ],
        )],
    );
}

/// A wrap is not reached where the guards of its scope or resource turn a
/// request away.
#[test]
fn a_guard_of_the_wrapped_resource_comes_first() {
    let items = web::resource("/items")
        .guard(guard::Get())
        .to(handler)
        .wrap(&WEB_APP);

    check(
        App::new().service(items),
        [
            row(
                "actual",
                call("GET", "/items").origin(ALLOWED),
                200,
                &[
                    ALLOW_ORIGIN,
                    "Access-Control-Expose-Headers: X-B",
                    "Vary: Origin",
                ],
            ),
            row(
                "preflight",
                preflight("GET").at("/items").origin(ALLOWED),
                404,
                &[],
            ),
        ],
    );
}
