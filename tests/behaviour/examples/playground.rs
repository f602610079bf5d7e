//! `examples/playground`: the pages, the API with its recorder, and the routes.

use std::{collections::BTreeSet, io::BufRead as _, net::TcpListener};

use actix_web::rt::System;
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};

use super::client::{Request, Row, check, get, preflight, request};
use crate::support::COMPARED;
use crate::support::example::Example;

const SHOP: &str = "http://shop.localhost:8081";
const ADMINISTRATION: &str = "http://admin.shop.localhost:8082";
const STRANGER: &str = "http://stranger.localhost:8083";

const VARY: &str = "Vary: Origin";
const PREFLIGHT_VARY: &str = "Vary: Origin, Access-Control-Request-Method";

/// The answer of `address` to a request with some header lines.
async fn send(address: &str, method: Method, path: &str, headers: &[(&str, &str)]) -> Response {
    let body = if method == Method::POST { "a body" } else { "" };
    let client = Client::builder().no_proxy().build().unwrap();
    let request = client.request(method, format!("http://{address}{path}"));
    let request = headers.iter().fold(request, |request, (name, value)| {
        request.header(*name, *value)
    });
    request.body(body).send().await.unwrap()
}

async fn settings(address: &str) -> Value {
    let response = send(address, Method::GET, "/settings.json", &[]).await;
    response.json().await.unwrap()
}

#[track_caller]
fn text(value: &Value) -> &str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
}

/// The example, and where it serves the page: the API first, then the pages
/// that it prints.
fn start() -> (Example, Vec<String>) {
    let mut example = Example::start("playground");
    let mut addresses = vec![example.address().to_owned()];
    for host in ["shop", "admin.shop", "stranger"] {
        let mut line = String::new();
        example.stdout.read_line(&mut line).unwrap();
        let start = format!("http://{host}.localhost:");
        let port = line
            .strip_prefix(&start)
            .and_then(|rest| rest.split_once("/  "));
        let (port, _) = port.unwrap_or_else(|| panic!("{line:?} is not about {host}"));
        addresses.push(format!("127.0.0.1:{port}"));
    }
    (example, addresses)
}

#[test]
fn each_origin_serves_the_page_and_all_its_parts() {
    let (_example, addresses) = start();

    System::new().block_on(async {
        for address in &addresses {
            let page = send(address, Method::GET, "/", &[]).await;
            assert_eq!(page.headers()["Content-Type"], "text/html; charset=utf-8");
            let html = page.text().await.unwrap();

            for part in parts(&html) {
                let response = send(address, Method::GET, part, &[]).await;
                assert_eq!(response.status(), 200, "{part}");
                assert_eq!(response.headers()["X-Content-Type-Options"], "nosniff");
                assert_ne!(response.text().await.unwrap(), "", "{part}");
            }
        }
    });
}

/// What `html` refers to.
fn parts(html: &str) -> BTreeSet<&str> {
    let values = |attribute| html.split(attribute).skip(1);
    let values = values(" href=\"").chain(values(" src=\""));
    let parts: BTreeSet<_> = values.map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(
        parts,
        BTreeSet::from(["/icon.svg", "/page.css", "/page.js"])
    );
    parts
}

#[test]
fn the_page_may_load_nothing_but_its_parts_and_call_nothing_but_the_api() {
    let (_example, addresses) = start();
    let port = addresses[0].rsplit(':').next().unwrap();
    let expected = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
         connect-src 'self' http://api.shop.localhost:{port}; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'"
    );

    System::new().block_on(async {
        for address in &addresses {
            let page = send(address, Method::GET, "/", &[]).await;

            assert_eq!(page.headers()["Content-Security-Policy"], expected);
        }
    });
}

#[test]
fn the_page_knows_the_origins_that_are_printed() {
    let (_example, addresses) = start();
    let hosts = ["api.shop", "shop", "admin.shop", "stranger"];
    let expected: Vec<_> = hosts
        .iter()
        .zip(&addresses)
        .map(|(host, address)| address.replace("127.0.0.1", &format!("http://{host}.localhost")))
        .collect();

    let settings = System::new().block_on(settings(&addresses[3]));

    assert_eq!(settings["api"], expected[0]);
    let pages = settings["pages"].as_array().unwrap();
    let origins: Vec<_> = pages.iter().map(|page| text(&page["origin"])).collect();
    assert_eq!(origins, expected);
}

#[test]
fn the_page_shows_what_stands_above_each_handler() {
    let (_example, addresses) = start();

    let settings = System::new().block_on(settings(&addresses[1]));

    let mut routes = settings["routes"].as_array().unwrap().clone();
    let own = routes.pop().unwrap();
    assert_eq!(
        (&own["path"], &own["source"]),
        (&json!("/own"), &json!(null))
    );
    let paths: Vec<_> = routes.iter().map(|route| text(&route["path"])).collect();
    let expected = [
        "/public",
        "/stock",
        "/orders",
        "/account",
        "/traces",
        "/transfers",
        "/broken",
        "/internal",
    ];
    assert_eq!(paths, expected);
    for route in &routes {
        let [path, about, source] = ["path", "about", "source"].map(|key| text(&route[key]));
        let is_annotated = source.starts_with("#[cors(");
        assert_eq!(is_annotated, path != "/internal", "{source}");
        assert!(source.contains(&format!("(\"{path}\"")), "{source}");
        let last_line = source.lines().last().unwrap();
        assert!(last_line.starts_with("async fn "), "{source}");
        assert!(about.ends_with('.') && !about.contains('/'), "{about}");
    }
    let source = "#[cors(allow_origins(\"http://shop.localhost:*\"), block_on_origin_mismatch)]\n\
                  #[post(\"/transfers\")]\n\
                  async fn transfers() -> impl Responder";
    assert_eq!(routes[5]["source"], source);
}

/// The answer of `address` to a policy of the visitor's own.
async fn put_policy(address: &str, policy: String) -> Response {
    let client = Client::builder().no_proxy().build().unwrap();
    let request = client.put(format!("http://{address}/policy"));
    request.body(policy).send().await.unwrap()
}

#[test]
fn a_policy_from_any_of_the_pages_is_in_force_on_the_api_until_the_next_without_mistakes() {
    let (example, addresses) = start();
    let answer = (200, "your own policy at work");
    let policy = "allow_origins = '*'\nexpose_headers = 'X-Total-Count'";
    let attribute = r#"#[cors(allow_origins("*"), expose_headers("X-Total-Count"))]"#;

    for address in &addresses {
        let put = async |policy: &str| {
            let response = put_policy(address, policy.to_owned()).await;
            response.json::<Value>().await.unwrap()
        };
        System::new().block_on(async {
            let old = put("allow_origins = 'https://a.example'").await;
            assert!(old["in_force"].is_string(), "{old}");
            assert_eq!(put(policy).await, json!({ "in_force": attribute }));
            let mistakes = put("# €\nallow_origins = '*'\nmax_age = 100000").await;
            let mistake = &mistakes["mistakes"][0];
            assert_eq!(mistake["key"], "max_age");
            assert_eq!(
                mistake["place"],
                json!({ "line": 3, "start": 24, "end": 31 })
            );
        });
        let headers = &[
            "Access-Control-Allow-Origin: *",
            "Access-Control-Expose-Headers: X-Total-Count",
        ];
        check(
            &example,
            [row(get("/own").origin(STRANGER), answer, headers)],
        );
    }
}

#[test]
fn a_policy_longer_than_the_field_takes_is_refused_and_other_origins_may_send_none() {
    let (example, addresses) = start();
    let comment = |len: usize| format!("#{}", "a".repeat(len - 1));

    System::new().block_on(async {
        for (len, status) in [(3 * 4096, 200), (3 * 4096 + 1, 413)] {
            let response = put_policy(&addresses[1], comment(len)).await;
            assert_eq!(response.status(), status, "{len}");
        }
    });
    let preflight = preflight("PUT", "/policy").origin(STRANGER);
    check(&example, [row(preflight, (405, ""), &[])]);
}

/// Status, and all lines of the header, sorted.
fn seen(response: &Response) -> Value {
    let lines = response.headers().iter();
    let mut lines: Vec<_> = lines
        .map(|(name, value)| [name.as_str(), value.to_str().unwrap()])
        .collect();
    lines.sort_unstable();
    json!([response.status().as_u16(), lines])
}

/// The same of what the recorder says.
fn recorded(exchange: &Value) -> Value {
    let mut lines = exchange["response"].as_array().unwrap().clone();
    lines.sort_by_key(ToString::to_string);
    json!([exchange["status"], lines])
}

#[test]
fn the_recorder_tells_what_went_over_the_wire_to_the_last_line() {
    let (_example, addresses) = start();
    let api = &addresses[0];
    // As of the stranger, `/transfers` is refused before the handler.
    let page = ("Origin", STRANGER);

    System::new().block_on(async {
        for (method, path, status) in [
            (Method::GET, "/public", 200),
            (Method::POST, "/public", 200),
            (Method::GET, "/stock", 200),
            (Method::GET, "/orders", 200),
            (Method::HEAD, "/orders", 404),
            (Method::POST, "/account", 200),
            (Method::POST, "/traces", 204),
            (Method::POST, "/transfers", 403),
            (Method::GET, "/broken", 500),
            (Method::GET, "/internal", 200),
            (Method::POST, "/internal", 404),
            (Method::GET, "/nowhere", 404),
        ] {
            let name = format!("{method}-{}", &path[1..]);
            let url = format!("{path}?fetch={name}");
            let asking = [page, ("Access-Control-Request-Method", method.as_str())];
            let first = send(api, Method::OPTIONS, &url, &asking).await;
            let second = send(api, method.clone(), &url, &[page, ("X-Fox", "red")]).await;

            let exchanges = send(api, Method::GET, &format!("/exchanges/{name}"), &[page]).await;

            assert_eq!(exchanges.headers()["Access-Control-Allow-Origin"], "*");
            assert_eq!(exchanges.headers()["Cache-Control"], "no-store");
            let exchanges: Value = exchanges.json().await.unwrap();
            assert_eq!(second.status(), status, "{name}");
            assert_eq!(exchanges.as_array().unwrap().len(), 2, "{name}");
            assert_eq!(recorded(&exchanges[0]), seen(&first), "{name}");
            assert_eq!(recorded(&exchanges[1]), seen(&second), "{name}");
            assert_eq!(exchanges[0]["method"], "OPTIONS");
            assert_eq!(exchanges[1]["method"], method.as_str());
            assert_eq!(exchanges[1]["path"], path);
            let request = exchanges[1]["request"].as_array().unwrap();
            for line in [json!(["origin", STRANGER]), json!(["x-fox", "red"])] {
                assert!(request.contains(&line), "{line} is not in {request:?}");
            }
        }
    });
}

#[test]
fn the_recorder_keeps_the_latest_hundred_and_only_what_is_named() {
    let (_example, addresses) = start();
    let api = &addresses[0];
    let kept = async |name: &str| {
        let exchanges = send(api, Method::GET, &format!("/exchanges/{name}"), &[]).await;
        let exchanges: Value = exchanges.json().await.unwrap();
        exchanges.as_array().unwrap().len()
    };
    let too_long = "a".repeat(37);

    System::new().block_on(async {
        for name in ["first", "second"] {
            send(api, Method::GET, &format!("/public?fetch={name}"), &[]).await;
        }
        for _ in 0..98 {
            send(api, Method::GET, "/public?fetch=other", &[]).await;
        }
        for path in ["/public", &format!("/public?fetch={too_long}")] {
            send(api, Method::GET, path, &[]).await;
        }
        assert_eq!([kept("first").await, kept("second").await], [1, 1]);

        send(api, Method::GET, "/public?fetch=last", &[]).await;

        assert_eq!([kept("first").await, kept("second").await], [0, 1]);
        assert_eq!([kept("other").await, kept("last").await], [98, 1]);
        assert_eq!([kept(&too_long).await, kept("nobody").await], [0, 0]);
    });
}

const ALLOW_SHOP: &str = "Access-Control-Allow-Origin: http://shop.localhost:8081";
const ALLOW_ADMINISTRATION: &str = "Access-Control-Allow-Origin: http://admin.shop.localhost:8082";
const CREDENTIALS: &str = "Access-Control-Allow-Credentials: true";
const NOT_ALLOWED: &str = "this origin is not allowed";

fn row<'a>(request: Request, (status, body): (u16, &'a str), headers: &'a [&'a str]) -> Row<'a> {
    Row {
        about: body,
        request,
        status,
        headers,
        body,
    }
}

#[test]
fn each_route_answers_by_its_policy() {
    let post = |path| request("POST", path);
    let with_cookie = get("/account").header("Cookie", "user=fox");
    let exposed = "Access-Control-Expose-Headers: X-Total-Count";
    let any: &[&str] = &["Access-Control-Allow-Origin: *"];
    let orders: &[&str] = &[ALLOW_ADMINISTRATION, exposed, VARY];
    let broken = (500, "the foxes have eaten the data");

    check(
        &start().0,
        [
            row(
                get("/public").origin(STRANGER),
                (200, "open to everybody"),
                any,
            ),
            row(
                get("/stock").origin(SHOP),
                (200, "three foxes"),
                &[ALLOW_SHOP],
            ),
            row(
                get("/stock").origin(STRANGER),
                (200, "three foxes"),
                &[ALLOW_SHOP],
            ),
            row(
                get("/orders").origin(ADMINISTRATION),
                (200, "two orders"),
                orders,
            ),
            row(
                get("/orders").origin(STRANGER),
                (200, "two orders"),
                &[VARY],
            ),
            row(
                with_cookie.origin(SHOP),
                (200, "welcome back, fox: your cookie came along"),
                &[ALLOW_SHOP, CREDENTIALS, VARY],
            ),
            row(
                post("/transfers").origin(STRANGER),
                (403, NOT_ALLOWED),
                &[COMPARED],
            ),
            row(
                post("/transfers").origin(SHOP),
                (200, "transferred"),
                &[ALLOW_SHOP, VARY],
            ),
            row(get("/broken").origin(SHOP), broken, &[ALLOW_SHOP, VARY]),
            row(
                get("/internal").origin(SHOP),
                (200, "for the API's own pages"),
                &[],
            ),
        ],
    );
}

#[test]
fn each_preflight_is_answered_by_the_policy_of_its_route() {
    let mirrored = "Vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
    let names = "traceparent,x-a";

    check(
        &start().0,
        [
            row(
                preflight("PUT", "/orders").origin(STRANGER),
                (403, NOT_ALLOWED),
                &[PREFLIGHT_VARY],
            ),
            row(
                preflight("PUT", "/orders").origin(SHOP),
                (204, ""),
                &[
                    ALLOW_SHOP,
                    "Access-Control-Allow-Methods: GET, POST, PUT",
                    "Access-Control-Allow-Headers: Content-Type",
                    "Access-Control-Max-Age: 600",
                    PREFLIGHT_VARY,
                ],
            ),
            row(
                preflight("POST", "/traces")
                    .origin(SHOP)
                    .header("Access-Control-Request-Headers", names),
                (204, ""),
                &[
                    ALLOW_SHOP,
                    CREDENTIALS,
                    "Access-Control-Allow-Methods: POST",
                    "Access-Control-Allow-Headers: traceparent,x-a",
                    mirrored,
                ],
            ),
        ],
    );
}

#[test]
fn a_route_that_no_page_of_these_ports_may_call_is_named() {
    let (mut example, _) = start();
    let mut note = String::new();

    example.stdout.read_line(&mut note).unwrap();

    let start = format!("/stock allows {SHOP} alone");
    assert!(note.starts_with(&start), "{note}");
}

#[test]
fn ports_that_are_none_give_a_clear_message_and_a_failure() {
    for port in ["fox", "", "65533", "65536"] {
        let example = Example::run(Example::command("playground").env("PORT", port));

        let (success, message) = example.end();

        assert!(!success, "{port}");
        let expected = format!("PORT and the three after it are no ports: {port:?}\n");
        assert_eq!(message, expected);
    }
}

/// A port that is taken, whose predecessor is free.
fn taken() -> (TcpListener, u16) {
    loop {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        if TcpListener::bind(("127.0.0.1", port - 1)).is_ok() {
            return (listener, port);
        }
    }
}

#[test]
fn a_page_whose_port_is_taken_gives_a_clear_message_and_a_failure() {
    /// Arbitrary; somebody else may take the first port in between.
    const MAX_RUNS: usize = 5;

    let mut runs = (0..MAX_RUNS).map(|_| {
        let (_listener, port) = taken();
        let first = (port - 1).to_string();
        let example = Example::run(Example::command("playground").env("PORT", first));
        let (success, message) = example.end();
        assert!(!success);
        (format!("cannot listen on 127.0.0.1:{port}: "), message)
    });
    let found = runs.find(|(start, message)| message.starts_with(start));

    let (_, message) = found.expect("a message about the second port");
    let end = "; set PORT to the first of four free ports\n";
    assert!(message.ends_with(end), "{message}");
    assert_eq!(message.lines().count(), 1, "{message}");
}
