//! `block_on_origin_mismatch` lets the server's own pages through.

use actix_web::{App, Responder, body::to_bytes, post, rt::System};
use corsac::cors;

use crate::support::{Call, Row, answer, call, check, preflight, row};

/// On the answers to the server's own pages, which need no CORS headers, and to
/// foreign ones alike: what was read is the same.
const VARY: &[&str] = &["Vary: Origin, Sec-Fetch-Site"];

#[cors(allow_origins("https://frontend.com"), block_on_origin_mismatch)]
#[post("/")]
async fn save() -> impl Responder {
    "saved"
}

fn post(origin: &str) -> Call {
    call("POST", "/").origin(origin)
}

/// A request to `https://HOST`, as the proxy passes it on that did the TLS.
fn https(host: &str, origin: &str) -> Call {
    post(origin)
        .header("Host", host)
        .header("X-Forwarded-Proto", "https")
}

fn http(host: &str, origin: &str) -> Call {
    post(origin).header("Host", host)
}

#[track_caller]
fn own(about: &str, call: Call) -> Row {
    row(about, call, 200, VARY)
}

#[track_caller]
fn foreign(about: &str, call: Call) -> Row {
    row(about, call, 403, VARY)
}

#[test]
fn the_origin_of_the_server_passes_and_its_neighbours_do_not() {
    let host = "example.com";

    check(
        App::new().service(save),
        [
            own("a page of the server", https(host, "https://example.com")),
            foreign("another scheme", https(host, "http://example.com")),
            foreign("a subdomain", https(host, "https://api.example.com")),
            foreign("another port", https(host, "https://example.com:8080")),
            foreign(
                "the domain above",
                https("api.example.com", "https://example.com"),
            ),
            foreign("a longer name", https(host, "https://example.com.evil.com")),
            foreign("a shorter name", https(host, "https://example.co")),
            foreign(
                "a name with ours at its end",
                https(host, "https://evilexample.com"),
            ),
            foreign(
                "a URL, which is no origin",
                https(host, "https://example.com/page"),
            ),
            foreign("a trailing slash", https(host, "https://example.com/")),
            foreign("null", https(host, "null")),
            foreign("an empty value", https(host, "")),
            foreign("no scheme", https(host, "example.com")),
            foreign(
                "several lines",
                https(host, "https://example.com").origin("https://example.com"),
            ),
        ],
    );
}

#[test]
fn the_default_port_is_counted_in() {
    check(
        App::new().service(save),
        [
            own("https", https("example.com:443", "https://example.com")),
            own("http", http("example.com:80", "http://example.com")),
            own(
                "another port",
                http("example.com:8080", "http://example.com:8080"),
            ),
            own(
                "an address",
                http("127.0.0.1:8080", "http://127.0.0.1:8080"),
            ),
            own("an IPv6 address", http("[::1]:8080", "http://[::1]:8080")),
            own("upper case", http("EXAMPLE.com", "http://example.com")),
            foreign(
                "the other default",
                https("example.com:80", "https://example.com"),
            ),
            foreign(
                "the other way",
                http("example.com:443", "http://example.com"),
            ),
            foreign(
                "a port too many",
                http("example.com", "http://example.com:8080"),
            ),
            foreign(
                "a port missing",
                http("example.com:8080", "http://example.com"),
            ),
        ],
    );
}

#[test]
fn hosts_that_no_policy_could_name_have_pages_too() {
    check(
        App::new().service(save),
        [
            own(
                "a trailing dot",
                http("example.com.", "http://example.com."),
            ),
            own(
                "a hyphen at an edge",
                http("a-.example.com", "http://a-.example.com"),
            ),
            foreign("a dot too many", http("example.com", "http://example.com.")),
        ],
    );
}

#[test]
fn a_proxy_tells_which_origin_the_browser_sees() {
    let behind_proxy = || http("internal:8080", "https://example.com");
    let proto = |call: Call| call.header("X-Forwarded-Proto", "https");

    check(
        App::new().service(save),
        [
            own(
                "X-Forwarded-Host",
                proto(behind_proxy()).header("X-Forwarded-Host", "example.com"),
            ),
            own(
                "Forwarded",
                behind_proxy().header("Forwarded", "proto=https;host=example.com"),
            ),
            foreign("no word of the host", proto(behind_proxy())),
            foreign(
                "no word of the scheme",
                behind_proxy().header("X-Forwarded-Host", "example.com"),
            ),
            foreign(
                "another host",
                proto(behind_proxy()).header("X-Forwarded-Host", "evil.com"),
            ),
        ],
    );
}

#[test]
fn a_browser_that_knows_better_is_believed() {
    let host = "internal:8080";
    let site = |call: Call, site| call.header("Sec-Fetch-Site", site);
    let page = || https(host, "https://example.com");
    let null = || https(host, "null");
    let twin = || http(host, "http://internal:8080");

    check(
        App::new().service(save),
        [
            own(
                "same-origin, behind a silent proxy",
                site(page(), "same-origin"),
            ),
            foreign("same-site", site(page(), "same-site")),
            foreign("cross-site", site(page(), "cross-site")),
            foreign("none", site(page(), "none")),
            foreign(
                "what no browser says",
                site(page(), "Same-Origin, cross-site"),
            ),
            own("null of the same origin", site(null(), "same-origin")),
            foreign("null of the same site", site(null(), "same-site")),
            foreign("null of another site", site(null(), "cross-site")),
            foreign("null of a browser that says nothing", null()),
            foreign("our name, of another site", site(twin(), "cross-site")),
            own("our name, of a browser that says nothing", twin()),
            foreign(
                "several origins",
                site(page().origin("https://example.com"), "same-origin"),
            ),
        ],
    );
}

#[test]
fn who_is_allowed_or_says_nothing_passes() {
    const ALLOWED: &str = "https://frontend.com";
    const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin: https://frontend.com";
    const GRANTED: &[&str] = &[ALLOW_ORIGIN, "Vary: Origin"];
    let cross_site = |call: Call| call.header("Sec-Fetch-Site", "cross-site");

    check(
        App::new().service(save),
        [
            row("no origin", call("POST", "/"), 200, &["Vary: Origin"]),
            row(
                "no origin, cross-site",
                cross_site(call("POST", "/")),
                200,
                &["Vary: Origin"],
            ),
            row("allowed", post(ALLOWED), 200, GRANTED),
            row(
                "allowed, cross-site",
                cross_site(post(ALLOWED)),
                200,
                GRANTED,
            ),
            row(
                "preflight",
                preflight("POST").origin(ALLOWED),
                204,
                &[
                    ALLOW_ORIGIN,
                    "Access-Control-Allow-Methods: POST",
                    "Vary: Origin, Access-Control-Request-Method",
                ],
            ),
            row(
                "preflight, foreign",
                preflight("POST").origin("https://evil.com"),
                403,
                &["Vary: Origin, Access-Control-Request-Method"],
            ),
        ],
    );
}

#[test]
fn a_refusal_is_a_short_text() {
    for (about, call) in [
        ("actual request", post("https://evil.com")),
        ("preflight", preflight("POST").origin("https://evil.com")),
    ] {
        let answer = answer(App::new().service(save), call);

        let content_type = answer.headers().get("Content-Type").cloned();
        let body = System::new().block_on(to_bytes(answer.into_body()));
        let body = body.expect("a body");
        assert_eq!(
            content_type.expect("a type"),
            "text/plain; charset=utf-8",
            "{about}"
        );
        assert!((1..100).contains(&body.len()), "{about}: {body:?}");
    }
}

#[test]
fn a_preflight_that_is_allowed_has_no_body() {
    let call = preflight("POST").origin("https://frontend.com");

    let answer = answer(App::new().service(save), call);

    let body = System::new().block_on(to_bytes(answer.into_body()));
    assert_eq!(body.expect("a body"), "");
}
