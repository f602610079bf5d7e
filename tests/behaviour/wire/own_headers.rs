//! CORS headers that a handler sets by hand: the annotation decides.

use actix_web::{App, HttpResponse, Responder, get, middleware::DefaultHeaders};
use corsac::cors;

use crate::support::{check, get, row};

fn with_headers_set_by_hand() -> HttpResponse {
    HttpResponse::Ok()
        .append_header(("Access-Control-Allow-Origin", "https://evil.example"))
        .append_header(("Access-Control-Allow-Origin", "*"))
        .append_header(("Access-Control-Allow-Credentials", "true"))
        .append_header(("Access-Control-Expose-Headers", "X-Secret"))
        .append_header(("Access-Control-Expose-Headers", "X-Other-Secret"))
        .finish()
}

#[test]
fn they_are_removed_where_the_policy_has_none_of_the_kind() {
    #[cors(allow_origins("https://a.example", "https://b.example"))]
    #[get("/")]
    async fn items() -> impl Responder {
        with_headers_set_by_hand()
    }
    const NOT_GRANTED: &[&str] = &["Vary: Origin"];

    check(
        App::new().service(items),
        [
            row("no origin", get(), 200, NOT_GRANTED),
            row(
                "allowed",
                get().origin("https://a.example"),
                200,
                &[
                    "Access-Control-Allow-Origin: https://a.example",
                    "Vary: Origin",
                ],
            ),
            row(
                "foreign",
                get().origin("https://c.example"),
                200,
                NOT_GRANTED,
            ),
            row(
                "named by hand",
                get().origin("https://evil.example"),
                200,
                NOT_GRANTED,
            ),
            row("null", get().origin("null"), 200, NOT_GRANTED),
        ],
    );
}

#[test]
fn they_are_replaced_where_the_policy_has_its_own() {
    #[cors(
        allow_origins("https://a.example", "https://b.example"),
        expose_headers("X-Total-Count"),
        allow_credentials
    )]
    #[get("/")]
    async fn items() -> impl Responder {
        with_headers_set_by_hand()
    }

    check(
        App::new().service(items),
        [
            row(
                "allowed",
                get().origin("https://a.example"),
                200,
                &[
                    "Access-Control-Allow-Origin: https://a.example",
                    "Access-Control-Allow-Credentials: true",
                    "Access-Control-Expose-Headers: X-Total-Count",
                    "Vary: Origin",
                ],
            ),
            row(
                "foreign",
                get().origin("https://c.example"),
                200,
                &["Vary: Origin"],
            ),
        ],
    );
}

#[test]
fn they_do_not_add_to_constant_headers() {
    #[cors(allow_origins("*"))]
    #[get("/any")]
    async fn any() -> impl Responder {
        with_headers_set_by_hand()
    }
    #[cors(allow_origins("https://a.example"))]
    #[get("/one")]
    async fn one() -> impl Responder {
        with_headers_set_by_hand()
    }
    const ANY: &[&str] = &["Access-Control-Allow-Origin: *"];
    const ONE: &[&str] = &["Access-Control-Allow-Origin: https://a.example"];

    check(
        App::new().service(any).service(one),
        [
            row("any, no origin", get().at("/any"), 200, ANY),
            row(
                "any",
                get().at("/any").origin("https://a.example"),
                200,
                ANY,
            ),
            row("one, no origin", get().at("/one"), 200, ONE),
            row(
                "one, allowed",
                get().at("/one").origin("https://a.example"),
                200,
                ONE,
            ),
            row(
                "one, foreign",
                get().at("/one").origin("https://evil.example"),
                200,
                ONE,
            ),
        ],
    );
}

#[test]
fn they_are_replaced_where_a_wrap_sets_them() {
    #[cors(allow_origins("https://a.example", "https://b.example"))]
    #[get(
        "/",
        wrap = "DefaultHeaders::new().add((\"Access-Control-Allow-Origin\", \"*\"))"
    )]
    async fn items() -> impl Responder {
        "items"
    }

    check(
        App::new().service(items),
        [
            row(
                "allowed",
                get().origin("https://a.example"),
                200,
                &[
                    "Access-Control-Allow-Origin: https://a.example",
                    "Vary: Origin",
                ],
            ),
            row(
                "foreign",
                get().origin("https://c.example"),
                200,
                &["Vary: Origin"],
            ),
        ],
    );
}
