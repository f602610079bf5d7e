//! What the operator gets to read about a refusal.

mod values;

use std::cell::{Cell, RefCell};

use actix_web::{
    App, Error, Responder,
    body::{BoxBody, MessageBody},
    dev::{RequestHead, ServiceRequest, ServiceResponse},
    error::ErrorBadGateway,
    get,
    middleware::{Next, from_fn},
    post, put, route, web,
};
use corsac::{Origin, Policy, cors, policy};
use log::{Level, LevelFilter, Log, Metadata, Record};

use crate::support::{Call, Site, answer, call, get, options, preflight};

thread_local! {
    static LISTENING: Cell<bool> = const { Cell::new(false) };
    static LINES: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    static TARGETS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Keeps what the library logs, asked for or not.
struct Capture;

impl Log for Capture {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        LISTENING.get() && is_ours(metadata)
    }

    fn log(&self, record: &Record<'_>) {
        if is_ours(record.metadata()) {
            assert_eq!(record.level(), Level::Debug);
            LINES.with_borrow_mut(|lines| lines.push(record.args().to_string()));
            TARGETS.with_borrow_mut(|targets| targets.push(record.target().to_owned()));
        }
    }

    fn flush(&self) {}
}

fn is_ours(metadata: &Metadata<'_>) -> bool {
    metadata.target().starts_with("cors")
}

/// The lines that are logged while `app` answers `call`.
fn logged(app: impl Site, call: Call) -> Vec<String> {
    logged_while(true, app, call)
}

fn logged_while(listening: bool, app: impl Site, call: Call) -> Vec<String> {
    // Only the first test of the process gets to set it.
    let _ = log::set_logger(&Capture);
    log::set_max_level(LevelFilter::Trace);
    LISTENING.set(listening);
    LINES.take();
    TARGETS.take();

    answer(app, call);

    LINES.take()
}

#[track_caller]
fn check_one_line(app: impl Site, about: &str, call: Call, words: &[&str]) {
    let lines = logged(app, call);

    assert_eq!(lines.len(), 1, "{about}: {lines:?}");
    for word in words {
        assert!(lines[0].contains(word), "{about}: no `{word}` in {lines:?}");
    }
}

#[track_caller]
fn check_no_line(app: impl Site, about: &str, call: Call) {
    assert_eq!(logged(app, call), [""; 0], "{about}");
}

const ALLOWED: &str = "https://a.example";
const FOREIGN: &str = "https://b.example";

#[cors(
    allow_origins("https://a.example", "https://c.example"),
    allow_methods("PUT"),
    allow_headers("X-A", "Content-Type")
)]
#[route("/items/{id}", method = "PUT", method = "DELETE", method = "POST")]
async fn items() -> impl Responder {
    "items"
}

/// An app whose annotated route is `/v1/items/{id}`.
fn app() -> impl Site {
    App::new().service(web::scope("/v1").service(items))
}

fn preflight_from(origin: impl AsRef<[u8]>, method: &str) -> Call {
    preflight(method).at("/v1/items/7").origin(origin)
}

fn put_from(origin: impl AsRef<[u8]>) -> Call {
    call("PUT", "/v1/items/7").origin(origin)
}

#[test]
fn an_origin_that_is_not_allowed_is_named_with_its_route() {
    for (about, call) in [
        ("preflight", preflight_from(FOREIGN, "PUT")),
        (
            "preflight that asks for too much besides",
            preflight_from(FOREIGN, "DELETE").asking("x-b"),
        ),
        ("actual request", put_from(FOREIGN)),
    ] {
        let words = ["/v1/items/{id}", "\"https://b.example\"", "allow_origins"];
        check_one_line(app(), about, call, &words);
    }
}

#[test]
fn lines_are_found_under_the_name_of_the_crate() {
    logged(app(), put_from(FOREIGN));

    assert_eq!(TARGETS.take(), ["corsac"]);
}

static WRAP: Policy = policy!(allow_origins("https://a.example"));

#[cors(allow_origins("https://b.example", "https://c.example"))]
#[get("/inner")]
async fn inner() -> impl Responder {
    "inner"
}

#[test]
fn one_line_names_the_policy_that_does_not_allow_the_origin() {
    let wrapped = || {
        let scope = web::scope("")
            .service(inner)
            .route("/plain", web::get().to(inner_plain));
        App::new().service(scope.wrap(&WRAP))
    };

    check_one_line(
        wrapped(),
        "the route allows it, and the wrap does not",
        call("GET", "/inner").origin(FOREIGN),
        &["/inner", r#"#[cors(allow_origins("https://a.example"))]"#],
    );
    check_one_line(
        wrapped(),
        "the route refuses it",
        call("GET", "/inner").origin(ALLOWED),
        &["/inner"],
    );
    check_one_line(
        wrapped(),
        "the wrap refuses it",
        call("GET", "/plain").origin(FOREIGN),
        &["/plain"],
    );
}

async fn inner_plain() -> impl Responder {
    "plain"
}

#[expect(clippy::unused_async, reason = "middleware is asynchronous")]
async fn fail(
    _: ServiceRequest,
    _: Next<impl MessageBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    Err(ErrorBadGateway("nobody there"))
}

#[cors(allow_origins("https://a.example", "https://c.example"))]
#[get("/", wrap = "from_fn(fail)")]
async fn failing() -> impl Responder {
    "unreachable"
}

#[test]
fn a_refusal_is_explained_although_a_middleware_fails() {
    let call = get().origin(FOREIGN);

    check_one_line(
        App::new().service(failing),
        "failing",
        call,
        &["allow_origins"],
    );
}

thread_local! {
    static ASKED: Cell<u32> = const { Cell::new(0) };
}

fn nobody(_: &Origin<'_>, _: &RequestHead) -> bool {
    ASKED.set(ASKED.get() + 1);
    false
}

#[cors(allow_origins(predicate(nobody)))]
#[get("/")]
async fn guarded() -> impl Responder {
    "guarded"
}

#[test]
fn a_predicate_is_not_asked_again_for_the_log() {
    for call in [get().origin(FOREIGN), preflight("GET").origin(FOREIGN)] {
        ASKED.set(0);

        check_one_line(App::new().service(guarded), "refused", call, &[]);

        assert_eq!(ASKED.get(), 1);
    }
}

#[test]
fn a_line_says_what_was_answered() {
    #[cors(allow_origins("https://a.example"), block_on_origin_mismatch)]
    #[put("/v1/items/7")]
    async fn blocking() -> impl Responder {
        "for one"
    }
    let withheld = "CORS response hidden from the page: route \"/v1/items/{id}\", origin \"https://b.example\", not in `allow_origins`";
    let short = "CORS preflight answered without the requested permission: route \"/v1/items/{id}\", origin \"https://a.example\", ";

    check_one_line(app(), "the handler ran", put_from(FOREIGN), &[withheld]);
    check_one_line(
        App::new().service(blocking),
        "403 instead of the handler",
        put_from(FOREIGN),
        &["CORS request refused: "],
    );
    check_one_line(
        app(),
        "403 for a preflight",
        preflight_from(FOREIGN, "PUT"),
        &["CORS preflight refused: "],
    );
    for call in [
        preflight_from(ALLOWED, "DELETE"),
        preflight_from(ALLOWED, "PUT").asking("x-b"),
    ] {
        check_one_line(app(), "204 for a preflight", call, &[short]);
    }
}

#[test]
fn a_path_without_a_route_is_named_itself() {
    let wrapped = || App::new().service(web::scope("/v1").wrap(&WRAP));
    let long = format!("/v1/{}", "a".repeat(60_000));

    for (path, shown) in [
        ("/v1/no%0Ane", "path \"/v1/no%0Ane\", origin"),
        ("/v1/'\"?", "path \"/v1/\\'\\\"\", origin"),
        (&long, "aaa...\", origin"),
    ] {
        for call in [get().at(path), preflight("GET").at(path)] {
            check_one_line(wrapped(), path, call.origin(FOREIGN), &[shown]);
        }
    }
}

#[test]
fn a_method_that_the_policy_lacks_is_named() {
    let words = [
        "/v1/items/{id}",
        "\"https://a.example\"",
        "\"DELETE\"",
        "allow_methods",
    ];

    check_one_line(
        app(),
        "preflight",
        preflight_from(ALLOWED, "DELETE"),
        &words,
    );
}

#[test]
fn a_header_that_the_policy_lacks_is_named() {
    for (about, lines) in [
        ("alone", &["x-b"][..]),
        ("among others", &["content-type,x-a,x-b"]),
        ("with white space", &["x-a ,\tx-b "]),
        ("among empty elements", &[",,x-a,,x-b,"]),
        ("on the second line", &["x-a", "x-b"]),
        ("before another that is missing", &["x-b,x-c"]),
    ] {
        let preflight = preflight_from(ALLOWED, "PUT");
        let call = lines.iter().fold(preflight, |call, line| call.asking(line));

        let words = [
            "/v1/items/{id}",
            "\"https://a.example\"",
            "\"x-b\"",
            "allow_headers",
        ];
        check_one_line(app(), about, call, &words);
    }
}

#[test]
fn nothing_is_said_of_what_is_fine() {
    for (about, call) in [
        ("no origin", call("PUT", "/v1/items/7")),
        ("an allowed origin", put_from(ALLOWED)),
        ("its preflight", preflight_from(ALLOWED, "PUT")),
        ("a safelisted method", preflight_from(ALLOWED, "POST")),
        (
            "allowed headers",
            preflight_from(ALLOWED, "PUT").asking("content-type,x-a"),
        ),
        (
            "allowed headers in other case",
            preflight_from(ALLOWED, "PUT").asking("X-A, CONTENT-TYPE"),
        ),
        ("an empty list", preflight_from(ALLOWED, "PUT").asking("")),
        (
            "a page of the server's own",
            put_from("http://server.example").header("Host", "server.example"),
        ),
        (
            "a page of which the browser says so",
            put_from("null").header("Sec-Fetch-Site", "same-origin"),
        ),
    ] {
        check_no_line(app(), about, call);
    }
}

#[test]
fn nothing_is_said_of_what_is_none_of_the_route() {
    for (about, call) in [
        ("plain OPTIONS", options().at("/v1/items/7").origin(FOREIGN)),
        ("a method not served", preflight_from(FOREIGN, "PATCH")),
        ("another path", preflight("PUT").at("/v1").origin(FOREIGN)),
    ] {
        check_no_line(app(), about, call);
    }
}

#[test]
fn nothing_is_said_where_nobody_listens() {
    for call in [put_from(FOREIGN), preflight_from(FOREIGN, "PUT")] {
        let lines = logged_while(false, app(), call);

        assert_eq!(lines, [""; 0]);
    }
}

#[test]
fn any_origin_is_fine_where_the_policy_says_so() {
    #[cors(allow_origins("*"))]
    #[get("/")]
    async fn open() -> impl Responder {
        "open"
    }

    for (about, call) in [
        ("actual request", get().origin(FOREIGN)),
        ("null", get().origin("null")),
        ("preflight", preflight("GET").origin(FOREIGN)),
    ] {
        check_no_line(App::new().service(open), about, call);
    }
}

#[test]
fn constant_headers_do_not_hide_a_refusal() {
    #[cors(allow_origins("https://a.example"))]
    #[get("/")]
    async fn constant() -> impl Responder {
        "for one"
    }
    let words = ["\"/\"", "\"https://b.example\"", "allow_origins"];
    let app = App::new().service(constant);

    check_one_line(app, "actual request", get().origin(FOREIGN), &words);
}

#[test]
fn a_blocked_request_says_how_the_servers_own_pages_are_told() {
    #[cors(allow_origins("https://a.example"), block_on_origin_mismatch)]
    #[post("/")]
    async fn blocking() -> impl Responder {
        "for one"
    }
    let proxied = || call("POST", "/").header("Host", "127.0.0.1:8080");

    for (about, call, end) in [
        (
            "by the host",
            proxied(),
            r#"by `Host`, that is "https://127.0.0.1:8080" or "http://127.0.0.1:8080"; if that is wrong, make the proxy forward `Host`, or add the origin to `allow_origins`"#,
        ),
        (
            "by the host, behind TLS",
            proxied().header("X-Forwarded-Proto", "https"),
            r#"by `Host`, that is "https://127.0.0.1:8080"; if that is wrong, make the proxy forward `Host`, or add the origin to `allow_origins`"#,
        ),
        (
            "by the browser",
            proxied().header("Sec-Fetch-Site", "same-site"),
            r#"its `Sec-Fetch-Site` is "same-site""#,
        ),
    ] {
        let lines = logged(
            App::new().service(blocking),
            call.origin("http://own.example"),
        );

        let line = format!(
            r#"CORS request refused: route "/", origin "http://own.example", not in `allow_origins`, and not the server's own: {end}"#
        );
        assert_eq!(lines, [line], "{about}");
    }
}

#[test]
fn a_blocked_request_is_explained_once() {
    #[cors(allow_origins("https://a.example"), block_on_origin_mismatch)]
    #[post("/")]
    async fn blocking() -> impl Responder {
        "for one"
    }
    let words = ["\"/\"", "\"https://b.example\"", "allow_origins"];
    let call = call("POST", "/").origin(FOREIGN);

    check_one_line(App::new().service(blocking), "blocked", call, &words);
}

#[test]
fn a_wildcard_covers_every_header_but_authorization() {
    #[cors(allow_origins("https://a.example"), allow_headers("*"))]
    #[put("/")]
    async fn any() -> impl Responder {
        "any"
    }
    #[cors(
        allow_origins("https://a.example"),
        allow_headers("*", "Authorization")
    )]
    #[put("/")]
    async fn any_and_authorization() -> impl Responder {
        "any and authorization"
    }
    #[cors(allow_origins("https://a.example"), allow_headers(mirror_request))]
    #[put("/")]
    async fn mirrored() -> impl Responder {
        "mirrored"
    }
    let asking = |names| preflight("PUT").origin(ALLOWED).asking(names);

    check_no_line(App::new().service(any), "`*`", asking("x-a,x-b"));
    check_one_line(
        App::new().service(any),
        "`*` and authorization",
        asking("x-a,authorization"),
        &["\"authorization\"", "allow_headers"],
    );
    for call in [asking("x-a,x-b"), asking("x-a,authorization")] {
        let app = App::new().service(any_and_authorization);
        check_no_line(app, "`*`, `Authorization`", call);
    }
    let all = asking("x-a,authorization");
    check_no_line(App::new().service(mirrored), "mirrored", all);
}
