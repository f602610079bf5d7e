//! Look-alikes of allowed origins, against exact origins and patterns.

use actix_web::{App, Responder, get};
use corsac::cors;

use crate::support::{Row, Site, check, get, preflight, row};

#[track_caller]
fn check_origins(app: impl Site, allowed: &[&str], foreign: &[&str]) {
    let allowed = allowed.iter().flat_map(|origin| rows_of_allowed(origin));
    let foreign = foreign.iter().flat_map(|origin| rows_of_foreign(origin));
    check(app, allowed.chain(foreign));
}

fn rows_of_allowed(origin: &str) -> [Row; 2] {
    let allow_origin = &*format!("Access-Control-Allow-Origin: {origin}");
    [
        row(
            format!("GET from `{origin}`"),
            get().origin(origin),
            200,
            &[allow_origin, "Vary: Origin"],
        ),
        row(
            format!("preflight from `{origin}`"),
            preflight("GET").origin(origin),
            204,
            &[
                allow_origin,
                "Access-Control-Allow-Methods: GET",
                "Vary: Origin, Access-Control-Request-Method",
            ],
        ),
    ]
}

fn rows_of_foreign(origin: &str) -> [Row; 2] {
    [
        row(
            format!("GET from `{origin}`"),
            get().origin(origin),
            200,
            &["Vary: Origin"],
        ),
        row(
            format!("preflight from `{origin}`"),
            preflight("GET").origin(origin),
            403,
            &["Vary: Origin, Access-Control-Request-Method"],
        ),
    ]
}

#[test]
fn an_exact_origin_is_compared_as_a_whole() {
    #[cors(allow_origins("https://www.example.com", "https://shop.example.com"))]
    #[get("/")]
    async fn items() -> impl Responder {
        "items"
    }

    check_origins(
        App::new().service(items),
        &["https://www.example.com", "https://shop.example.com"],
        &[
            "https://evilexample.com",
            "https://evil.com",
            "https://www.example.com.evil.com",
            "https://www.example.comevil.com",
            "https://www.example.com_.evil.com",
            "https://www.example.com`.evil.com",
            "https://www.example.com%60.evil.com",
            "null",
            "https://evil.example.com",
            "http://evil.example.com",
            "https://wwwaexample.com",
            "https://example.com",
            "https://www.example.co",
            "https://www.example.community",
            "https://ww.example.com",
            "https://evil.www.example.com",
            "http://www.example.com",
            "https://www.example.com:443",
            "https://www.example.com:8443",
            "https://www.example.com/",
            "https://www.example.com.",
            "https://WWW.example.com",
            "https://evil.com/https://www.example.com",
            "https://www.example.com@evil.com",
            "https://shop.example.com https://www.example.com",
            "https://shop.example.com,https://www.example.com",
        ],
    );
}

#[test]
fn a_joint_of_two_allowed_origins_is_not_allowed() {
    #[cors(allow_origins("https://foo.com", "https://bar.com"))]
    #[get("/")]
    async fn items() -> impl Responder {
        "items"
    }

    check_origins(
        App::new().service(items),
        &["https://bar.com", "https://foo.com"],
        &[
            "https://barfoo.com",
            "https://foobar.com",
            "https://foo.combar.com",
            "https://bar.foo.com",
        ],
    );
}

#[test]
fn a_wildcard_stands_for_whole_labels() {
    #[cors(allow_origins("https://*.example.com"))]
    #[get("/")]
    async fn items() -> impl Responder {
        "items"
    }

    check_origins(
        App::new().service(items),
        &[
            "https://www.example.com",
            "https://b.a.example.com",
            "https://a_b.example.com",
            "https://xn--bcher-kva.example.com",
            "https://1.example.com",
            &format!("https://{}.example.com", "a".repeat(63)),
            "https://www.example.com.example.com",
        ],
        &[
            "https://example.com",
            "https://evilexample.com",
            "https://.example.com",
            "https://*.example.com",
            "https://a..example.com",
            "https://-a.example.com",
            "https://a-.example.com",
            "https://a b.example.com",
            "https://a`.example.com",
            "https://a%2e.example.com",
            "https://evil.com/.example.com",
            "https://evil.com?.example.com",
            "https://evil.com#.example.com",
            "https://evil.com\\.example.com",
            "https://evil.com:443.example.com",
            "https://user@a.example.com",
            "https://www.example.com.evil.com",
            "https://www.example.com_.evil.com",
            "https://www.example.community",
            "https://wwwaexample.com",
            "https://www.exampleacom",
            "http://www.example.com",
            "https://www.example.com:8443",
            "https://WWW.example.com",
            "https://www.example.com.",
            "https://www.example.com/",
            "null",
            &format!("https://{}.example.com", "a".repeat(64)),
            &format!("https://{}example.com", "a.".repeat(122)),
        ],
    );
}

#[test]
fn a_wildcard_stands_for_a_whole_port() {
    #[cors(allow_origins("http://localhost:*"))]
    #[get("/")]
    async fn items() -> impl Responder {
        "items"
    }

    check_origins(
        App::new().service(items),
        &[
            "http://localhost",
            "http://localhost:1",
            "http://localhost:5173",
            "http://localhost:65535",
        ],
        &[
            "http://localhost:",
            "http://localhost:0",
            "http://localhost:05173",
            "http://localhost:+5173",
            "http://localhost:65536",
            "http://localhost:*",
            "http://localhost:5173/",
            "http://localhost:5173.evil.com",
            "http://localhost:5173@evil.com",
            "http://localhost.evil.com",
            "http://localhost.evil.com:5173",
            "http://evil.localhost:5173",
            "http://evillocalhost:5173",
            "http://127.0.0.1:5173",
            "http://[::1]:5173",
            "https://localhost:5173",
        ],
    );
}

#[test]
fn app_shells_and_extensions_have_origins_too() {
    #[cors(allow_origins(
        "tauri://localhost",
        "chrome-extension://gmbmikajjgmnabiglmofipeabaddhgne",
        "http://[::1]:8080"
    ))]
    #[get("/")]
    async fn items() -> impl Responder {
        "items"
    }

    check_origins(
        App::new().service(items),
        &[
            "tauri://localhost",
            "chrome-extension://gmbmikajjgmnabiglmofipeabaddhgne",
            "http://[::1]:8080",
        ],
        &[
            "http://localhost",
            "tauri://localhost:80",
            "chrome-extension://gmbmikajjgmnabiglmofipeabaddhgnf",
            "moz-extension://gmbmikajjgmnabiglmofipeabaddhgne",
            "http://[::2]:8080",
            "http://[0:0:0:0:0:0:0:1]:8080",
        ],
    );
}
