//! `allow_headers`, and what a preflight may ask for.

use actix_web::{App, Responder, put};
use corsac::cors;

use crate::support::{Call, Site, check, preflight, row};

const ORIGIN: &str = "https://a.example";
const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin: https://a.example";
const ALLOW_METHODS: &str = "Access-Control-Allow-Methods: PUT";
const VARY: &str = "Vary: Origin, Access-Control-Request-Method";

/// A preflight that asks for the request headers of each line.
fn asking(lines: &[&str]) -> Call {
    let preflight = preflight("PUT").origin(ORIGIN);
    lines.iter().fold(preflight, |call, line| call.asking(line))
}

/// What preflights ask for, by browsers and by what stands in between.
const ASKED: [(&str, &[&str]); 10] = [
    ("nothing", &[]),
    ("a name", &["x-a"]),
    ("a name in other case", &["X-A"]),
    ("a name that is in no list", &["x-unknown"]),
    ("several names", &["content-type,x-a,x-unknown"]),
    ("an empty line", &[""]),
    ("empty elements", &["a,,b"]),
    ("white space", &[" a ,\tb "]),
    ("two lines", &["x-a", "x-b,x-unknown"]),
    ("what is no name", &["*, a b, \"\", \\"]),
];

/// Whatever is asked for, the answer has the policy's list, in `allow_headers`.
#[track_caller]
fn check_that_the_list_is_no_echo(app: impl Site, allow_headers: &[&str]) {
    let headers = [&[ALLOW_ORIGIN, ALLOW_METHODS, VARY], allow_headers].concat();
    let rows = ASKED.map(|(about, lines)| row(about, asking(lines), 204, &headers));
    check(app, rows);
}

#[test]
fn no_request_headers_are_allowed_where_none_are_written() {
    #[cors(allow_origins("https://a.example"))]
    #[put("/")]
    async fn items() -> impl Responder {
        "items"
    }

    check_that_the_list_is_no_echo(App::new().service(items), &[]);
}

#[test]
fn names_are_listed_as_they_are_written() {
    #[cors(
        allow_origins("https://a.example"),
        allow_headers("X-B", "content-type", "X-A")
    )]
    #[put("/")]
    async fn items() -> impl Responder {
        "items"
    }

    check_that_the_list_is_no_echo(
        App::new().service(items),
        &["Access-Control-Allow-Headers: X-B, content-type, X-A"],
    );
}

#[test]
fn a_wildcard_stays_a_wildcard() {
    #[cors(allow_origins("https://a.example"), allow_headers("*"))]
    #[put("/")]
    async fn items() -> impl Responder {
        "items"
    }

    check_that_the_list_is_no_echo(
        App::new().service(items),
        &["Access-Control-Allow-Headers: *"],
    );
}

#[test]
fn authorization_stands_beside_the_wildcard_that_never_covers_it() {
    #[cors(
        allow_origins("https://a.example"),
        allow_headers("*", "Authorization")
    )]
    #[put("/")]
    async fn items() -> impl Responder {
        "items"
    }

    check_that_the_list_is_no_echo(
        App::new().service(items),
        &["Access-Control-Allow-Headers: *, Authorization"],
    );
}

const MIRROR_VARY: &str =
    "Vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

#[test]
fn mirrored_lines_are_copied_as_they_are() {
    #[cors(
        allow_origins("https://a.example"),
        allow_headers(mirror_request),
        allow_credentials
    )]
    #[put("/")]
    async fn items() -> impl Responder {
        "items"
    }
    let mirrored = |(about, lines): (&str, &[&str])| {
        let allow_headers = lines
            .iter()
            .map(|line| format!("Access-Control-Allow-Headers: {line}"));
        let allow_headers: Vec<_> = allow_headers.collect();
        let mut headers = vec![
            ALLOW_ORIGIN,
            ALLOW_METHODS,
            "Access-Control-Allow-Credentials: true",
            MIRROR_VARY,
        ];
        headers.extend(allow_headers.iter().map(|line| &**line));
        row(about, asking(lines), 204, &headers)
    };

    check(App::new().service(items), ASKED.map(mirrored));
}

#[test]
fn a_preflight_that_is_refused_gets_nothing_mirrored() {
    #[cors(allow_origins("https://a.example"), allow_headers(mirror_request))]
    #[put("/")]
    async fn items() -> impl Responder {
        "items"
    }

    check(
        App::new().service(items),
        [row(
            "a foreign origin",
            preflight("PUT").origin("https://b.example").asking("x-a"),
            403,
            &[MIRROR_VARY],
        )],
    );
}

#[test]
fn a_mirror_for_any_origin_varies_on_what_it_mirrors() {
    #[cors(allow_origins("*"), allow_headers(mirror_request))]
    #[put("/")]
    async fn items() -> impl Responder {
        "items"
    }

    check(
        App::new().service(items),
        [
            row(
                "a preflight that asks for a header",
                preflight("PUT").origin("https://b.example").asking("x-a"),
                204,
                &[
                    "Access-Control-Allow-Origin: *",
                    ALLOW_METHODS,
                    "Access-Control-Allow-Headers: x-a",
                    "Vary: Access-Control-Request-Method, Access-Control-Request-Headers",
                ],
            ),
            row(
                "a preflight that asks for none",
                preflight("PUT").origin("https://b.example"),
                204,
                &[
                    "Access-Control-Allow-Origin: *",
                    ALLOW_METHODS,
                    "Vary: Access-Control-Request-Method, Access-Control-Request-Headers",
                ],
            ),
        ],
    );
}
