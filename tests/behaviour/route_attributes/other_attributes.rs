//! Other attributes and doc comments: above `#[cors]`, between it and the route
//! attribute, and below.

use actix_web::{HttpResponse, Responder, get, post, routes, web};
use corsac::cors;

use super::twins::{Register, allowed, ask, preflight, request};

/// Above.
#[allow(clippy::unused_async)]
#[cors(allow_origins("https://a.example"), allow_headers("Content-Type"))]
/// Between.
#[must_use]
#[post("/around")]
/// Below.
#[expect(unused_variables)]
#[inline]
pub(crate) async fn around(name: web::Path<()>) -> impl Responder {
    "around"
}

/** A block
of several lines. */
#[cors(allow_origins("https://a.example"), allow_headers("Content-Type"))]
#[doc = "An attribute of its own."]
#[doc = concat!("A comment ", "that is joined.")]
#[routes]
/// Among the routes.
#[get("/among")]
#[doc(alias = "between")]
#[post("/among")]
pub(crate) async fn among() -> impl Responder {
    "among"
}

#[rustfmt::skip]
#[cors(allow_origins("https://a.example"), allow_headers("Content-Type"))] #[get("/one-line")] pub(crate) async fn one_line() -> HttpResponse { HttpResponse::Ok().body("one line") }

#[cfg_attr(
    all(),
    cors(allow_origins("https://a.example"), allow_headers("Content-Type")),
    get("/cfg-attr")
)]
pub(crate) async fn by_cfg_attr() -> impl Responder {
    "by `cfg_attr`"
}

#[cors(allow_origins("https://a.example"), allow_headers("Content-Type"))]
#[get("/cfg-attr-below")]
#[cfg_attr(all(), allow(unused_variables), doc = "Conditional.")]
pub(crate) async fn cfg_attr_below(id: web::Query<()>) -> impl Responder {
    "`cfg_attr` below"
}

#[cors(allow_origins("https://a.example"), allow_headers("Content-Type"))]
#[r#post("/raw")]
pub(crate) async fn raw() -> impl Responder {
    "raw"
}

macro_rules! registers {
    ($handler:ident) => {
        |config| {
            config.service($handler);
        }
    };
}

#[test]
fn a_handler_is_served_with_all_that_stands_around() {
    type Row = (
        Register,
        &'static str,
        &'static str,
        &'static str,
        &'static str,
    );
    let rows: [Row; 6] = [
        (registers!(raw), "POST", "/raw", "POST", "raw"),
        (registers!(around), "POST", "/around", "POST", "around"),
        (registers!(among), "POST", "/among", "GET, POST", "among"),
        (registers!(one_line), "GET", "/one-line", "GET", "one line"),
        (
            registers!(by_cfg_attr),
            "GET",
            "/cfg-attr",
            "GET",
            "by `cfg_attr`",
        ),
        (
            registers!(cfg_attr_below),
            "GET",
            "/cfg-attr-below",
            "GET",
            "`cfg_attr` below",
        ),
    ];
    for (routes, method, uri, allow_methods, body) in rows {
        let answer = ask(routes, request(method, uri));
        let preflight = ask(routes, preflight(method, uri));

        assert_eq!(answer.body, body, "{uri}");
        assert_eq!(preflight, allowed(Some(allow_methods)), "{uri}");
    }
}

/// Each handler twice, of which one is configured out; so this compiles only if
/// nothing of that one is left.
mod conditional {
    use actix_web::{Responder, get};
    use corsac::cors;

    #[cfg(not(test))]
    #[cors(allow_origins("https://b.example"))]
    #[get("/above")]
    pub(crate) async fn above() -> impl Responder {
        NoSuchThing
    }

    #[cfg(test)]
    #[cors(allow_origins("https://a.example"), allow_headers("Content-Type"))]
    #[get("/above")]
    pub(crate) async fn above() -> impl Responder {
        "above"
    }

    #[cors(allow_origins("https://b.example"))]
    #[cfg(not(test))]
    #[get("/between")]
    pub(crate) async fn between() -> impl Responder {
        NoSuchThing
    }

    #[cors(allow_origins("https://a.example"), allow_headers("Content-Type"))]
    #[cfg(test)]
    #[get("/between")]
    pub(crate) async fn between() -> impl Responder {
        "between"
    }

    #[cors(allow_origins("https://b.example"))]
    #[get("/below")]
    #[cfg(not(test))]
    pub(crate) async fn below() -> impl Responder {
        NoSuchThing
    }

    #[cors(allow_origins("https://a.example"), allow_headers("Content-Type"))]
    #[get("/below")]
    #[cfg(test)]
    #[cfg(not(miri))]
    pub(crate) async fn below() -> impl Responder {
        "below"
    }
}

#[test]
fn a_handler_that_is_configured_out_leaves_nothing_behind() {
    let routes: Register = |config| {
        config.service((conditional::above, conditional::between, conditional::below));
    };

    for uri in ["/above", "/between", "/below"] {
        let answer = ask(routes, request("GET", uri));
        let preflight = ask(routes, preflight("GET", uri));

        assert_eq!(answer.body, uri[1..], "{uri}");
        assert_eq!(preflight, allowed(Some("GET")), "{uri}");
    }
}
