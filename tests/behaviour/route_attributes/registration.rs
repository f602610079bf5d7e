//! Where a route may be registered, and that it does not get in anybody's way.

use actix_web::{
    App, HttpResponse, Responder, delete, get,
    guard::GuardContext,
    options, post,
    rt::System,
    services,
    test::{TestRequest, call_service, init_service},
    web,
};

use super::twins::{Answer, ORIGIN, Register, Twins, allowed, ask, preflight, request, twins};

fn nobody(_: &GuardContext<'_>) -> bool {
    false
}

twins! {
    #[get("/items")]
    pub(crate) async fn list() -> impl Responder { "list" }
    #[post("/items")]
    pub(crate) async fn create() -> impl Responder { "created" }
    #[delete("/items")]
    pub(crate) async fn clear() -> impl Responder { "cleared" }
    #[options("/items")]
    pub(crate) async fn describe() -> impl Responder { "described" }
    #[post("/items", guard = "nobody")]
    pub(crate) async fn never() -> impl Responder { "never said" }
}

mod scoped {
    pub(crate) mod plain {
        use actix_web::scope;

        #[scope("/v1")]
        pub(crate) mod v1 {
            use actix_web::{Responder, get, route, routes};

            #[get("/items")]
            pub(crate) async fn list() -> impl Responder {
                "list"
            }

            #[route("/items", method = "PUT", method = "PURGE")]
            pub(crate) async fn replace() -> impl Responder {
                "replaced"
            }

            #[routes]
            #[get("/items")]
            #[delete("/all", name = "all")]
            pub(crate) async fn clear() -> impl Responder {
                "cleared"
            }
        }
    }

    pub(crate) mod annotated {
        use actix_web::scope;

        #[scope("/v1")]
        pub(crate) mod v1 {
            use actix_web::{Responder, get, route, routes};
            use corsac::cors;

            #[cors(allow_origins("https://a.example"), allow_headers("Content-Type"))]
            #[get("/items")]
            pub(crate) async fn list() -> impl Responder {
                "list"
            }

            #[cors(allow_origins("https://a.example"), allow_headers("Content-Type"))]
            #[route("/items", method = "PUT", method = "PURGE")]
            pub(crate) async fn replace() -> impl Responder {
                "replaced"
            }

            #[cors(allow_origins("https://a.example"), allow_headers("Content-Type"))]
            #[routes]
            #[get("/items")]
            #[delete("/all", name = "all")]
            pub(crate) async fn clear() -> impl Responder {
                "cleared"
            }
        }
    }
}

/// The same registration of the plain handlers and of the annotated ones.
macro_rules! both {
    (|$config:ident, $handlers:ident| $register:expr) => {
        Twins {
            plain: |$config| {
                use plain as $handlers;
                $register;
            },
            annotated: |$config| {
                use annotated as $handlers;
                $register;
            },
        }
    };
}

/// A resource made by hand, which knows `PUT` and refuses other methods by 405.
fn by_hand() -> actix_web::Resource {
    web::resource("/items").route(web::put().to(|| async { "put by hand" }))
}

#[test]
fn a_route_is_registered_wherever_actix_takes_one() {
    for (description, prefix, twins) in [
        (
            "`ServiceConfig`",
            "",
            both!(|config, handlers| config.service(handlers::list)),
        ),
        (
            "`Scope`",
            "/scope",
            both!(|config, handlers| config.service(web::scope("/scope").service(handlers::list))),
        ),
        (
            "nested scopes",
            "/outer/7/inner",
            both!(|config, handlers| {
                let inner = web::scope("/inner").service(handlers::list);
                config.service(web::scope("/outer").service(web::scope("/{id}").service(inner)))
            }),
        ),
        (
            "`Scope::configure`",
            "/scope",
            both!(|config, handlers| {
                let scope = web::scope("/scope");
                config.service(scope.configure(|config| {
                    config.service(handlers::list);
                }))
            }),
        ),
        (
            "a tuple",
            "",
            both!(|config, handlers| config.service((handlers::create, handlers::list))),
        ),
        (
            "`services!`",
            "",
            both!(|config, handlers| config.service(services![handlers::create, handlers::list])),
        ),
        (
            "twice",
            "/second",
            both!(|config, handlers| {
                config.service(web::scope("/first").service(handlers::list));
                config.service(web::scope("/second").service(handlers::list))
            }),
        ),
    ] {
        let uri = format!("{prefix}/items");

        twins.agree_on(description, || request("GET", &uri));
        twins.answer_preflight(description, ("GET", &uri), Some("GET"));
    }
}

#[test]
fn an_app_takes_a_route_and_asks_its_default_service_for_the_rest() {
    let ask = |request: TestRequest| {
        let gone = web::to(|| async { HttpResponse::Gone().body("gone") });
        let app = App::new().service(annotated::list).default_service(gone);
        System::new().block_on(async {
            let app = init_service(app).await;
            Answer::of(call_service(&app, request.to_request()).await).await
        })
    };

    for (description, request, status, body) in [
        ("the route", request("GET", "/items"), 200, "list"),
        ("its preflight", preflight("GET", "/items"), 204, ""),
        ("another method", request("POST", "/items"), 410, "gone"),
        (
            "a preflight for another method",
            preflight("POST", "/items"),
            410,
            "gone",
        ),
        ("another path", request("GET", "/other"), 410, "gone"),
        (
            "a preflight for another path",
            preflight("GET", "/other"),
            410,
            "gone",
        ),
    ] {
        let answer = ask(request);

        assert_eq!(answer.status, status, "{description}");
        assert_eq!(answer.body, body, "{description}");
    }
}

#[test]
fn what_a_route_does_not_serve_is_turned_down_as_without_the_attribute() {
    let alone = both!(|config, handlers| config.service(handlers::list));
    let before = both!(|config, handlers| {
        config
            .service((handlers::list, handlers::create))
            .service(by_hand())
    });
    let after = both!(|config, handlers| config.service(by_hand()).service(handlers::list));
    let guarded = both!(|config, handlers| config.service(handlers::never).service(by_hand()));

    for (description, twins, method) in [
        ("alone", alone, "POST"),
        ("alone, plain `OPTIONS`", alone, "OPTIONS"),
        ("before a resource made by hand", before, "DELETE"),
        (
            "before a resource made by hand, plain `OPTIONS`",
            before,
            "OPTIONS",
        ),
        ("after a resource made by hand", after, "GET"),
        ("guarded, another method", guarded, "DELETE"),
        ("guarded, its own method", guarded, "POST"),
    ] {
        twins.turn_down(description, || request(method, "/items"));
    }
}

#[test]
fn a_preflight_for_another_method_goes_where_it_goes_without_the_attribute() {
    let alone = both!(|config, handlers| config.service(handlers::list));
    let by_hand = both!(|config, handlers| config.service(handlers::list).service(by_hand()));

    alone.turn_down("alone", || preflight("DELETE", "/items"));

    // Without what the route would add to `Allow`: no browser reads it here.
    let answer = ask(by_hand.annotated, preflight("DELETE", "/items"));
    assert_eq!(answer, Answer::new(405, &[("allow", "PUT")], ""));
}

#[test]
fn an_options_request_that_is_no_preflight_reaches_the_users_own_handler() {
    // Without `#[cors]` above it, so that nothing else can answer.
    let routes: Register = |config| {
        config.service((annotated::list, annotated::create, plain::describe));
    };
    let options = || request("OPTIONS", "/items");
    let requested_method = ("Access-Control-Request-Method", "GET");

    for (description, request) in [
        ("nothing else", options()),
        (
            "`Origin` alone",
            options().insert_header(("Origin", ORIGIN)),
        ),
        (
            "the method alone",
            options().insert_header(requested_method),
        ),
        ("a preflight for another method", preflight("PUT", "/items")),
    ] {
        let answer = ask(routes, request);

        assert_eq!(answer.body, "described", "{description}");
        assert_eq!(answer.headers, [plain_text()], "{description}");
    }
    assert_eq!(
        ask(routes, preflight("GET", "/items")),
        allowed(Some("GET"))
    );
    assert_eq!(
        ask(routes, preflight("POST", "/items")),
        allowed(Some("POST"))
    );
}

fn plain_text() -> (String, String) {
    ("content-type".into(), "text/plain; charset=utf-8".into())
}

#[test]
fn routes_of_one_path_answer_for_their_own_methods() {
    let all = both!(|config, handlers| {
        config.service((
            handlers::describe,
            handlers::list,
            handlers::create,
            handlers::clear,
        ))
    });

    for method in ["GET", "POST", "DELETE", "OPTIONS"] {
        all.agree_on(method, || request(method, "/items"));
        all.answer_preflight(method, (method, "/items"), Some(method));
    }
}

#[test]
fn actix_scope_puts_its_prefix_before_the_paths_of_a_module() {
    use scoped::{annotated, plain};

    for (description, method, uri, allow_methods, twins) in [
        (
            "a method's attribute",
            "GET",
            "/v1/items",
            "GET",
            both!(|config, handlers| config.service(handlers::v1::list)),
        ),
        (
            "`route`",
            "PURGE",
            "/v1/items",
            "PUT, PURGE",
            both!(|config, handlers| config.service(handlers::v1::replace)),
        ),
        (
            "`routes`",
            "DELETE",
            "/v1/all",
            "DELETE",
            both!(|config, handlers| config.service(handlers::v1::clear)),
        ),
    ] {
        twins.agree_on(description, || request(method, uri));
        twins.answer_preflight(description, (method, uri), Some(allow_methods));
    }
}

/// As with Actix's own attributes and its feature of the same name.
#[cfg(feature = "compat-routing-macros-force-pub")]
#[test]
fn a_private_handler_in_a_public_module_is_registered_from_outside() {
    #[expect(unreachable_pub)]
    pub mod api {
        use actix_web::{Responder, get};
        use corsac::cors;

        #[cors(allow_origins("https://a.example"), allow_headers("Content-Type"))]
        #[get("/private")]
        async fn private() -> impl Responder {
            "private"
        }
    }
    let routes: Register = |config| {
        config.service(api::private);
    };

    assert_eq!(ask(routes, request("GET", "/private")).body, "private");
    assert_eq!(
        ask(routes, preflight("GET", "/private")),
        allowed(Some("GET"))
    );
}
