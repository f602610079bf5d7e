//! For one version of utoipa.

use actix_web::App;
use serde_json::Value;

use super::{utoipa, utoipa_actix_web};
use crate::orders::{get, ok};

/// A handler as `in_every_order!` has it, with a document that names it.
macro_rules! documented {
    ($case:ident: #[$($path:tt)*] $(#[$($route:tt)*])+) => {
        mod $case {
            in_every_order! {
                {
                    #[allow(unused_imports)]
                    use actix_web::{get, put, route, routes};

                    use super::super::utoipa;

                    #[derive(utoipa::OpenApi)]
                    #[openapi(paths(handler))]
                    pub(crate) struct Document;
                }
                #[$($path)*]
                $(#[$($route)*])+
                (pub(crate) async fn handler() -> &'static str { "documented" })
            }
        }
    };
}

documented!(alone: #[utoipa::path] #[get("/alone")]);
documented!(with_method: #[utoipa::path(put)] #[get("/with-method")]);
documented!(with_path: #[utoipa::path(path = "/documented")] #[get("/with-path")]);
documented!(with_both: #[utoipa::path(get, path = "/documented")] #[get("/with-both")]);
documented!(with_responses: #[utoipa::path(responses((status = 200, body = str)))] #[get("/with-responses")]);
documented!(of_route: #[utoipa::path] #[route("/of-route", method = "GET", method = "PUT")]);
documented!(of_routes: #[utoipa::path] #[routes] #[get("/of-routes")] #[put("/of-routes")]);
documented!(of_routes_with_both: #[utoipa::path(get, path = "/documented")] #[routes] #[get("/a")] #[get("/b")]);

macro_rules! scoped {
    ($name:ident $(#[$($attribute:tt)*])+) => {
        $(#[$($attribute)*])+
        mod $name {
            use super::utoipa;
            use actix_web::get;

            #[derive(utoipa::OpenApi)]
            #[openapi(paths(handler))]
            pub(super) struct Document;

            #[utoipa::path]
            #[get("/scoped")]
            pub(super) async fn handler() -> &'static str {
                "documented"
            }
        }
    };
}

scoped!(scope_without #[actix_web::scope("/v1")]);
scoped!(scope_above #[actix_web::scope("/v1")] #[corsac::cors(allow_origins("https://a.example"))]);
scoped!(scope_below #[corsac::cors(allow_origins("https://a.example"))] #[actix_web::scope("/v1")]);

/// The paths of a document, and what is said of each.
fn paths(document: &utoipa::openapi::OpenApi) -> Value {
    let document: Value = serde_json::from_str(&document.to_json().unwrap()).unwrap();
    document["paths"].clone()
}

/// What `#[derive(OpenApi)]` finds.
macro_rules! derived {
    ($($module:ident)::+) => {
        paths(&<$($module)::+::Document as utoipa::OpenApi>::openapi())
    };
}

/// What utoipa-actix-web collects from the handler itself.
macro_rules! collected {
    ($($module:ident)::+) => {{
        use utoipa_actix_web::AppExt as _;

        let app = App::new().into_utoipa_app().service($($module)::+::handler);
        paths(&app.split_for_parts().1)
    }};
}

/// Compares all orders with what is there without `#[cors]`.
macro_rules! assert_same {
    ($($case:ident $uri:literal $document:literal,)*) => {$(
        let without = derived!($case::without);
        assert!(without.get($document).is_some(), "{without}");
        assert_eq!(derived!($case::cors_first), without);
        assert_eq!(derived!($case::cors_second), without);
        assert_eq!(derived!($case::by_default), without);

        let without = collected!($case::without);
        assert!(without.get($document).is_some(), "{without}");
        assert_eq!(collected!($case::cors_first), without);
        assert_eq!(collected!($case::cors_second), without);
        assert_eq!(collected!($case::by_default), without);

        assert_eq!(get($case::without::handler, $uri), ok("documented", false));
        assert_eq!(get($case::cors_first::handler, $uri), ok("documented", true));
        assert_eq!(get($case::cors_second::handler, $uri), ok("documented", true));
        assert_eq!(get($case::by_default::handler, $uri), ok("documented", true));
    )*};
}

#[test]
fn the_path_is_documented_as_without_it() {
    assert_same!(
        alone "/alone" "/alone",
        with_method "/with-method" "/with-method",
        with_path "/with-path" "/documented",
        with_both "/with-both" "/documented",
        with_responses "/with-responses" "/with-responses",
        of_route "/of-route" "/of-route",
        of_routes "/of-routes" "/of-routes",
        of_routes_with_both "/b" "/documented",
    );
}

#[test]
fn the_path_is_documented_as_without_it_in_a_scope() {
    let without = derived!(scope_without);

    assert!(without.get("/v1/scoped").is_some(), "{without}");
    assert_eq!(derived!(scope_above), without);
    assert_eq!(derived!(scope_below), without);
    assert_eq!(collected!(scope_above), collected!(scope_without));
    assert_eq!(collected!(scope_below), collected!(scope_without));
    let uri = "/v1/scoped";
    assert_eq!(get(scope_without::handler, uri), ok("documented", false));
    assert_eq!(get(scope_above::handler, uri), ok("documented", true));
    assert_eq!(get(scope_below::handler, uri), ok("documented", true));
}
