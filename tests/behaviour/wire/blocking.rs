//! `block_on_origin_mismatch` lets the server's own pages through.

use actix_web::{App, Responder, body::to_bytes, post, rt::System};
use corsac::{Policy, cors, policy};

use crate::support::{COMPARED, Call, Row, SITE, answer, call, check, preflight, row};

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

/// The server's own page, by what is read to know.
#[track_caller]
fn own(about: &str, call: Call, vary: &str) -> Row {
    row(about, call, 200, &[vary])
}

/// A foreign page, of which no host is known.
#[track_caller]
fn foreign(about: &str, call: Call) -> Row {
    foreign_by(about, call, COMPARED)
}

#[track_caller]
fn foreign_by(about: &str, call: Call, vary: &str) -> Row {
    row(about, call, 403, &[vary])
}

#[test]
fn the_origin_of_the_server_passes_and_its_neighbours_do_not() {
    let host = "example.com";

    check(
        App::new().service(save),
        [
            own(
                "a page of the server",
                https(host, "https://example.com"),
                COMPARED,
            ),
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
            own(
                "https",
                https("example.com:443", "https://example.com"),
                COMPARED,
            ),
            own(
                "http",
                http("example.com:80", "http://example.com"),
                COMPARED,
            ),
            own(
                "another port",
                http("example.com:8080", "http://example.com:8080"),
                COMPARED,
            ),
            own(
                "an address",
                http("127.0.0.1:8080", "http://127.0.0.1:8080"),
                COMPARED,
            ),
            own(
                "an IPv6 address",
                http("[::1]:8080", "http://[::1]:8080"),
                COMPARED,
            ),
            own(
                "upper case",
                http("EXAMPLE.com", "http://example.com"),
                COMPARED,
            ),
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
                COMPARED,
            ),
            own(
                "a hyphen at an edge",
                http("a-.example.com", "http://a-.example.com"),
                COMPARED,
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
                COMPARED,
            ),
            own(
                "Forwarded",
                behind_proxy().header("Forwarded", "proto=https;host=example.com"),
                COMPARED,
            ),
            // TLS may end anywhere: the page of this host is its owner's.
            own(
                "no word of the scheme",
                behind_proxy().header("X-Forwarded-Host", "example.com"),
                COMPARED,
            ),
            foreign("no word of the host", proto(behind_proxy())),
            foreign(
                "another host",
                proto(behind_proxy()).header("X-Forwarded-Host", "evil.com"),
            ),
        ],
    );
}

/// The page of a server that a silent proxy stands before, which ends TLS.
#[test]
fn an_https_page_of_the_host_is_the_servers_own_wherever_tls_ends() {
    check(
        App::new().service(save),
        [
            own(
                "no word of the scheme",
                http("example.com", "https://example.com"),
                COMPARED,
            ),
            foreign(
                "http, and the server is reached by https",
                https("example.com", "http://example.com"),
            ),
            foreign(
                "the same in Forwarded",
                http("example.com", "http://example.com").header("Forwarded", "proto=https"),
            ),
            foreign(
                "two words of the scheme",
                http("example.com", "http://example.com")
                    .header("X-Forwarded-Proto", "http")
                    .header("X-Forwarded-Proto", "https"),
            ),
        ],
    );
}

/// A page may send what a proxy would, where a policy on the way lets it.
#[test]
fn a_forwarded_host_is_believed_only_where_no_page_can_send_it() {
    #[cors(
        allow_origins("https://frontend.com"),
        allow_headers("x-forwarded-host"),
        block_on_origin_mismatch
    )]
    #[post("/named")]
    async fn named() -> impl Responder {
        "saved"
    }
    #[cors(
        allow_origins("https://frontend.com"),
        allow_headers("*"),
        block_on_origin_mismatch
    )]
    #[post("/any")]
    async fn any() -> impl Responder {
        "saved"
    }
    #[cors(
        allow_origins("https://frontend.com"),
        allow_headers(mirror_request),
        block_on_origin_mismatch
    )]
    #[post("/mirrored")]
    async fn mirrored() -> impl Responder {
        "saved"
    }
    static AROUND: Policy = policy!(
        allow_origins("https://evil.com"),
        allow_headers("Forwarded")
    );
    let forged = |path| {
        http("internal:8080", "https://evil.com")
            .at(path)
            .header("X-Forwarded-Host", "evil.com")
    };

    check(
        App::new().service(named).service(any).service(mirrored),
        [
            own(
                "by the host that is asked",
                http("example.com", "http://example.com").at("/named"),
                COMPARED,
            ),
            foreign("by its name", forged("/named")),
            foreign("by a wildcard", forged("/any")),
            foreign("by a mirror", forged("/mirrored")),
        ],
    );
    check(
        App::new().service(save).wrap(&AROUND),
        [foreign("by the policy around", forged("/"))],
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
                SITE,
            ),
            foreign_by("same-site", site(page(), "same-site"), SITE),
            foreign_by("cross-site", site(page(), "cross-site"), SITE),
            foreign_by("none", site(page(), "none"), SITE),
            foreign_by(
                "what no browser says",
                site(page(), "Same-Origin, cross-site"),
                SITE,
            ),
            own("null of the same origin", site(null(), "same-origin"), SITE),
            foreign_by("null of the same site", site(null(), "same-site"), SITE),
            foreign_by("null of another site", site(null(), "cross-site"), SITE),
            foreign("null of a browser that says nothing", null()),
            foreign_by(
                "our name, of another site",
                site(twin(), "cross-site"),
                SITE,
            ),
            own("our name, of a browser that says nothing", twin(), COMPARED),
            foreign_by(
                "several origins",
                site(page().origin("https://example.com"), "same-origin"),
                SITE,
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
