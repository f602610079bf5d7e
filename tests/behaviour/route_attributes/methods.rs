//! Which methods a route serves, and which of them it advertises.

use actix_web::{Responder, connect, delete, get, head, options, patch, post, put};
use actix_web::{query, route, routes, trace};

use super::twins::{pair, request, twins};

// Each is named like its attribute, so that the two get into each other's way
// if they can.
twins! {
    #[connect("/connect")]
    pub(crate) async fn connect() -> impl Responder { "connected" }
    #[delete("/delete")]
    pub(crate) async fn delete() -> impl Responder { "deleted" }
    #[get("/get")]
    pub(crate) async fn get() -> impl Responder { "got" }
    #[head("/head")]
    pub(crate) async fn head() -> impl Responder { "headed" }
    #[options("/options")]
    pub(crate) async fn options() -> impl Responder { "opted" }
    #[patch("/patch")]
    pub(crate) async fn patch() -> impl Responder { "patched" }
    #[post("/post")]
    pub(crate) async fn post() -> impl Responder { "posted" }
    #[put("/put")]
    pub(crate) async fn put() -> impl Responder { "put" }
    #[query("/query")]
    pub(crate) async fn query() -> impl Responder { "queried" }
    #[trace("/trace")]
    pub(crate) async fn trace() -> impl Responder { "traced" }

    #[route("/route", method = "PUT")]
    pub(crate) async fn route() -> impl Responder { "routed" }
    #[route("/standard", method = "POST", method = "GET", method = "PATCH")]
    pub(crate) async fn standard() -> impl Responder { "standard" }
    #[route("/custom", method = "PURGE", method = "GET", method = "LOCK")]
    pub(crate) async fn custom() -> impl Responder { "custom" }
    #[route("/forbidden", method = "TRACE", method = "GET", method = "CONNECT")]
    pub(crate) async fn forbidden() -> impl Responder { "forbidden" }

    #[routes]
    #[get("/one")]
    pub(crate) async fn routes() -> impl Responder { "one" }
    #[routes]
    #[get("/items")]
    #[post("/items")]
    #[delete("/items/all", name = "all")]
    pub(crate) async fn several() -> impl Responder { "several" }

    #[actix_web::get("/prefixed")]
    pub(crate) async fn prefixed() -> impl Responder { "prefixed" }
    #[::actix_web::post("/absolute")]
    pub(crate) async fn absolute() -> impl Responder { "absolute" }
    #[actix_web::route("/prefixed-route", method = "GET", method = "PURGE")]
    pub(crate) async fn prefixed_route() -> impl Responder { "prefixed route" }
    // Actix reads only bare attributes below its `routes`.
    #[actix_web::routes]
    #[get("/prefixed-routes")]
    #[put("/prefixed-routes")]
    pub(crate) async fn prefixed_routes() -> impl Responder { "prefixed routes" }
}

#[test]
fn every_attribute_serves_its_method_and_answers_the_preflight_for_it() {
    for (method, uri, allow_methods, twins) in [
        ("DELETE", "/delete", "DELETE", pair!(delete)),
        ("GET", "/get", "GET", pair!(get)),
        ("HEAD", "/head", "HEAD", pair!(head)),
        ("OPTIONS", "/options", "OPTIONS", pair!(options)),
        ("PATCH", "/patch", "PATCH", pair!(patch)),
        ("POST", "/post", "POST", pair!(post)),
        ("PUT", "/put", "PUT", pair!(put)),
        ("QUERY", "/query", "QUERY", pair!(query)),
        ("PUT", "/route", "PUT", pair!(route)),
        ("POST", "/standard", "POST, GET, PATCH", pair!(standard)),
        ("GET", "/standard", "POST, GET, PATCH", pair!(standard)),
        ("PATCH", "/standard", "POST, GET, PATCH", pair!(standard)),
        ("PURGE", "/custom", "PURGE, GET, LOCK", pair!(custom)),
        ("GET", "/custom", "PURGE, GET, LOCK", pair!(custom)),
        ("LOCK", "/custom", "PURGE, GET, LOCK", pair!(custom)),
        ("GET", "/one", "GET", pair!(routes)),
        ("GET", "/items", "GET, POST", pair!(several)),
        ("POST", "/items", "GET, POST", pair!(several)),
        ("DELETE", "/items/all", "DELETE", pair!(several)),
        ("GET", "/prefixed", "GET", pair!(prefixed)),
        ("POST", "/absolute", "POST", pair!(absolute)),
        (
            "PURGE",
            "/prefixed-route",
            "GET, PURGE",
            pair!(prefixed_route),
        ),
        (
            "PUT",
            "/prefixed-routes",
            "GET, PUT",
            pair!(prefixed_routes),
        ),
    ] {
        let description = format!("{method} {uri}");

        twins.agree_on(&description, || request(method, uri));
        twins.answer_preflight(&description, (method, uri), Some(allow_methods));
    }
}

#[test]
fn a_method_that_no_browser_sends_is_served_but_not_advertised() {
    for (method, uri, allow_methods, twins) in [
        ("CONNECT", "/connect", None, pair!(connect)),
        ("TRACE", "/trace", None, pair!(trace)),
        ("TRACE", "/forbidden", Some("GET"), pair!(forbidden)),
        ("CONNECT", "/forbidden", Some("GET"), pair!(forbidden)),
        ("GET", "/forbidden", Some("GET"), pair!(forbidden)),
    ] {
        let description = format!("{method} {uri}");

        twins.agree_on(&description, || request(method, uri));
        twins.answer_preflight(&description, (method, uri), allow_methods);
    }
}
