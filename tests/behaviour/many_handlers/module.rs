//! `#[cors(...)]` on a module: the default of the route handlers in it.

use actix_web::{App, Responder, dev::HttpServiceFactory, get, scope};
use corsac::{Policy, cors, policy};

use crate::support::{COMPARED, Row, call, check, preflight, row};

const ALLOWED: &str = "https://a.example";
const VARY: &str = "Vary: Origin";
const PREFLIGHT_VARY: &str = "Vary: Origin, Access-Control-Request-Method";
/// What every answer of a route says whose one origin is `ALLOWED`.
const OF_DEFAULT: &[&str] = &["Access-Control-Allow-Origin: https://a.example"];

/// What a route answers that has `default`, with the origin `ALLOWED`.
fn rows_of_default(path: &str, method: &str, allow_methods: &str) -> [Row; 3] {
    let allow_methods = format!("Access-Control-Allow-Methods: {allow_methods}");
    [
        row(
            format!("{method} {path}"),
            call(method, path).origin(ALLOWED),
            200,
            OF_DEFAULT,
        ),
        row(
            format!("preflight for {method} {path}"),
            preflight(method).at(path).origin(ALLOWED),
            204,
            &[OF_DEFAULT[0], &allow_methods, PREFLIGHT_VARY],
        ),
        row(
            format!("foreign preflight for {method} {path}"),
            preflight(method).at(path).origin("https://b.example"),
            403,
            &[PREFLIGHT_VARY],
        ),
    ]
}

/// What a `GET` route answers that nobody has annotated.
fn rows_without_cors(path: &str) -> [Row; 4] {
    [
        row(format!("GET {path}"), call("GET", path), 200, &[]),
        row(
            format!("GET {path} with an origin"),
            call("GET", path).origin(ALLOWED),
            200,
            &[],
        ),
        row(
            format!("preflight for {path}"),
            preflight("GET").at(path).origin(ALLOWED),
            404,
            &[],
        ),
        row(
            format!("OPTIONS {path}"),
            call("OPTIONS", path).origin(ALLOWED),
            404,
            &[],
        ),
    ]
}

#[cors(allow_origins("https://a.example"))]
mod all_kinds {
    use actix_web::{Responder, get, post, route, routes};

    #[get("/get")]
    pub(super) async fn by_get() -> impl Responder {
        "get"
    }

    /// Documented.
    #[post("/post", name = "posted")]
    #[allow(clippy::unused_async)]
    async fn by_post() -> impl Responder {
        "post"
    }

    #[actix_web::patch("/qualified")]
    pub(crate) async fn qualified() -> impl Responder {
        "qualified"
    }

    #[route("/route", method = "GET", method = "PUT")]
    pub(super) async fn by_route() -> impl Responder {
        "route"
    }

    #[routes]
    #[put("/routes")]
    #[delete("/routes")]
    pub(super) async fn by_routes() -> impl Responder {
        "routes"
    }
}

#[test]
fn every_kind_of_route_handler_has_the_default() {
    let app = App::new()
        .service(all_kinds::by_get)
        .service(all_kinds::by_post)
        .service(all_kinds::qualified)
        .service(all_kinds::by_route)
        .service(all_kinds::by_routes);

    check(
        app,
        [
            rows_of_default("/get", "GET", "GET"),
            rows_of_default("/post", "POST", "POST"),
            rows_of_default("/qualified", "PATCH", "PATCH"),
            rows_of_default("/route", "PUT", "GET, PUT"),
            rows_of_default("/routes", "DELETE", "PUT, DELETE"),
        ]
        .into_iter()
        .flatten(),
    );
}

#[cors(
    allow_origins("https://a.example", "https://b.example"),
    allow_headers("X-A"),
    expose_headers("X-B"),
    allow_credentials,
    max_age = 600,
    block_on_origin_mismatch
)]
mod with_an_own_one {
    use actix_web::{Responder, get};
    use corsac::cors;

    #[cors(allow_origins("https://c.example", "https://d.example"))]
    #[get("/own")]
    pub(super) async fn own() -> impl Responder {
        "own"
    }

    // Its full name is no other attribute.
    #[corsac::cors(allow_origins("*"))]
    #[get("/qualified")]
    pub(super) async fn qualified() -> impl Responder {
        "qualified"
    }

    #[get("/default")]
    pub(super) async fn default() -> impl Responder {
        "default"
    }
}

#[test]
fn an_own_policy_replaces_the_default_whole() {
    const OWN: &str = "Access-Control-Allow-Origin: https://c.example";
    const DEFAULT: &str = "Access-Control-Allow-Origin: https://a.example";
    const CREDENTIALS: &str = "Access-Control-Allow-Credentials: true";
    let app = App::new()
        .service(with_an_own_one::own)
        .service(with_an_own_one::qualified)
        .service(with_an_own_one::default);

    check(
        app,
        [
            row(
                "own",
                call("GET", "/own").origin("https://c.example"),
                200,
                &[OWN, VARY],
            ),
            row(
                "the default's origin at the own one",
                call("GET", "/own").origin(ALLOWED),
                200,
                &[VARY],
            ),
            row(
                "preflight of the own one",
                preflight("GET").at("/own").origin("https://c.example"),
                204,
                &[OWN, "Access-Control-Allow-Methods: GET", PREFLIGHT_VARY],
            ),
            row(
                "preflight from the default's origin",
                preflight("GET").at("/own").origin(ALLOWED),
                403,
                &[PREFLIGHT_VARY],
            ),
            row(
                "own by full name",
                call("GET", "/qualified").origin(ALLOWED),
                200,
                &["Access-Control-Allow-Origin: *"],
            ),
            row(
                "default",
                call("GET", "/default").origin(ALLOWED),
                200,
                &[
                    DEFAULT,
                    CREDENTIALS,
                    "Access-Control-Expose-Headers: X-B",
                    VARY,
                ],
            ),
            row(
                "preflight of the default",
                preflight("GET").at("/default").origin(ALLOWED),
                204,
                &[
                    DEFAULT,
                    "Access-Control-Allow-Methods: GET",
                    "Access-Control-Allow-Headers: X-A",
                    CREDENTIALS,
                    "Access-Control-Max-Age: 600",
                    PREFLIGHT_VARY,
                ],
            ),
            row(
                "blocked by the default",
                call("GET", "/default").origin("https://c.example"),
                403,
                &[COMPARED],
            ),
        ],
    );
}

#[cors(allow_origins("https://a.example"))]
mod with_one_opted_out {
    use actix_web::{Responder, get};
    use corsac::cors;

    #[cors(none)]
    #[get("/above")]
    pub(super) async fn above() -> impl Responder {
        "above"
    }

    #[get("/default")]
    pub(super) async fn default() -> impl Responder {
        "default"
    }
}

#[test]
fn one_that_is_opted_out_is_as_plain_actix_has_it() {
    #[get("/above")]
    async fn plain() -> impl Responder {
        "plain"
    }
    let app = App::new()
        .service(with_one_opted_out::above)
        .service(with_one_opted_out::default);

    check(App::new().service(plain), rows_without_cors("/above"));
    check(
        app,
        rows_without_cors("/above")
            .into_iter()
            .chain(rows_of_default("/default", "GET", "GET")),
    );
}

#[test]
fn none_has_no_effect_where_there_is_no_default() {
    #[cors(none)]
    mod opted_out {
        use actix_web::{Responder, get};
        use corsac::cors;

        #[get("/plain")]
        pub(super) async fn plain() -> impl Responder {
            "plain"
        }

        #[cors(allow_origins("https://a.example"))]
        #[get("/own")]
        pub(super) async fn own() -> impl Responder {
            "own"
        }
    }
    #[cors(none)]
    #[get("/handler")]
    async fn handler() -> impl Responder {
        "handler"
    }
    let app = App::new()
        .service(opted_out::plain)
        .service(opted_out::own)
        .service(handler);

    check(
        app,
        rows_without_cors("/plain")
            .into_iter()
            .chain(rows_without_cors("/handler"))
            .chain(rows_of_default("/own", "GET", "GET")),
    );
}

#[scope("/v1")]
#[cors(allow_origins("https://a.example"))]
mod scope_above {
    use actix_web::{Responder, get, route};
    use corsac::cors;

    #[get("/default")]
    pub(super) async fn default() -> impl Responder {
        "default"
    }

    #[route("/route", method = "GET", method = "PUT")]
    pub(super) async fn route() -> impl Responder {
        "route"
    }

    #[cors(allow_origins("*"))]
    #[get("/own")]
    pub(super) async fn own() -> impl Responder {
        "own"
    }

    #[cors(none)]
    #[get("/none")]
    pub(super) async fn none() -> impl Responder {
        "none"
    }
}

#[cors(allow_origins("https://a.example"))]
#[scope("/v1")]
mod scope_below {
    use actix_web::{Responder, get, route};
    use corsac::cors;

    #[get("/default")]
    pub(super) async fn default() -> impl Responder {
        "default"
    }

    #[route("/route", method = "GET", method = "PUT")]
    pub(super) async fn route() -> impl Responder {
        "route"
    }

    #[cors(allow_origins("*"))]
    #[get("/own")]
    pub(super) async fn own() -> impl Responder {
        "own"
    }

    #[cors(none)]
    #[get("/none")]
    pub(super) async fn none() -> impl Responder {
        "none"
    }
}

#[track_caller]
fn check_scope(services: impl HttpServiceFactory + 'static) {
    let own = row(
        "own",
        call("GET", "/v1/own").origin("https://b.example"),
        200,
        &["Access-Control-Allow-Origin: *"],
    );
    let outside = row(
        "outside of the scope",
        call("GET", "/default").origin(ALLOWED),
        404,
        &[],
    );

    check(
        App::new().service(services),
        rows_of_default("/v1/default", "GET", "GET")
            .into_iter()
            .chain(rows_of_default("/v1/route", "PUT", "GET, PUT"))
            .chain(rows_without_cors("/v1/none"))
            .chain([own, outside]),
    );
}

#[test]
fn the_scope_attribute_of_actix_goes_in_either_order() {
    check_scope((
        scope_above::default,
        scope_above::route,
        scope_above::own,
        scope_above::none,
    ));
    check_scope((
        scope_below::default,
        scope_below::route,
        scope_below::own,
        scope_below::none,
    ));
}

static WEB_APP: Policy = policy!(allow_origins("https://a.example"));

#[cors(policy(crate::many_handlers::module::WEB_APP))]
mod of_a_shared_policy {
    use actix_web::{Responder, get, route};
    use corsac::cors;

    #[get("/default")]
    pub(super) async fn default() -> impl Responder {
        "default"
    }

    #[cors(policy(super::WEB_APP), allow_methods("PUT"))]
    #[route("/narrow", method = "GET", method = "PUT")]
    pub(super) async fn narrow() -> impl Responder {
        "narrow"
    }

    pub(super) mod nested {
        use actix_web::{Responder, get};

        #[get("/nested")]
        pub(in super::super) async fn default() -> impl Responder {
            "nested"
        }
    }
}

#[test]
fn a_shared_policy_may_be_the_default() {
    let app = App::new()
        .service(of_a_shared_policy::default)
        .service(of_a_shared_policy::narrow)
        .service(of_a_shared_policy::nested::default);

    check(
        app,
        [
            rows_of_default("/default", "GET", "GET"),
            rows_of_default("/narrow", "GET", "PUT"),
            rows_of_default("/nested", "GET", "GET"),
        ]
        .into_iter()
        .flatten(),
    );
}

#[cors(allow_origins("https://a.example"))]
mod of_conditional_attributes {
    use actix_web::{Responder, get, routes};
    use corsac::cors as allowed_to;

    #[cfg_attr(all(), inline, get("/applies"))]
    #[cfg_attr(any(), get("/applies-not"))]
    pub(super) async fn conditional() -> impl Responder {
        "conditional"
    }

    #[routes]
    #[get("/routes")]
    #[cfg_attr(any(), get("/applies-not"))]
    pub(super) async fn routes() -> impl Responder {
        "routes"
    }

    #[r#get("/raw")]
    pub(super) async fn raw() -> impl Responder {
        "raw"
    }

    #[allowed_to(none)]
    #[get("/none")]
    pub(super) async fn none() -> impl Responder {
        "none"
    }

    #[allowed_to(allow_origins("https://own.example"))]
    #[get("/own")]
    pub(super) async fn own() -> impl Responder {
        "own"
    }
}

#[test]
fn the_default_goes_where_the_route_attribute_is_whatever_is_around_that() {
    let app = App::new()
        .service(of_conditional_attributes::conditional)
        .service(of_conditional_attributes::routes)
        .service(of_conditional_attributes::raw)
        .service(of_conditional_attributes::none)
        .service(of_conditional_attributes::own);
    let own = row(
        "own, by another name of `cors`",
        call("GET", "/own").origin("https://own.example"),
        200,
        &["Access-Control-Allow-Origin: https://own.example"],
    );

    check(
        app,
        rows_of_default("/applies", "GET", "GET")
            .into_iter()
            .chain(rows_of_default("/routes", "GET", "GET"))
            .chain(rows_of_default("/raw", "GET", "GET"))
            .chain(rows_without_cors("/none"))
            .chain([own]),
    );
}
