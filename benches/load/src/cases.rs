//! The requests, and the one right answer to each.

use crate::connection::Reply;

/// Requests of one kind.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// How many of a hundred requests are of this kind.
    pub(crate) percent: usize,
    /// Whether the server hangs up after its answer.
    pub(crate) is_last: bool,
    pub(crate) cases: Vec<Case>,
}

pub(crate) struct Case {
    pub(crate) request: Vec<u8>,
    pub(crate) right: Reply,
}

type Header<'a> = (&'a str, &'a [u8]);

const A: Header<'_> = ("Origin", b"https://a.example");
const B: Header<'_> = ("Origin", b"https://b.example");
const SHOP: Header<'_> = ("Origin", b"https://www.shop.example");
const TENANT: Header<'_> = ("Origin", b"https://tenant-777.example");
const ON_A_PORT: Header<'_> = ("Origin", b"https://c.example:8443");
const FOREIGN: Header<'_> = ("Origin", b"https://foreign.example");
const FOR_GET: Header<'_> = ("Access-Control-Request-Method", b"GET");
const FOR_PUT: Header<'_> = ("Access-Control-Request-Method", b"PUT");
const ASKED: &str = "Access-Control-Request-Headers";

const ALLOW_ANY: &str = "access-control-allow-origin: *";
const ALLOW_A: &str = "access-control-allow-origin: https://a.example";
const ALLOW_B: &str = "access-control-allow-origin: https://b.example";
const ALLOW_SHOP: &str = "access-control-allow-origin: https://www.shop.example";
const CREDENTIALS: &str = "access-control-allow-credentials: true";
const EXPOSE: &str = "access-control-expose-headers: X-Total-Count";
const METHOD_GET: &str = "access-control-allow-methods: GET";
const METHOD_PUT: &str = "access-control-allow-methods: PUT";
const HEADERS_OF_LIST: &str = "access-control-allow-headers: Content-Type, X-A";
const MAX_AGE: &str = "access-control-max-age: 600";
const VARY: &str = "vary: Origin";
const VARY_OF_BLOCKED: &str =
    "vary: Origin, Sec-Fetch-Site, X-Forwarded-Proto, X-Forwarded-Host, Forwarded";
const VARY_OF_PREFLIGHT: &str = "vary: Origin, Access-Control-Request-Method";
const VARY_OF_MIRROR: &str =
    "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

const REFUSED: &str = "this origin is not allowed";

pub(crate) fn kinds() -> Vec<Kind> {
    vec![
        kind("preflight", 25, preflights()),
        kind("actual request", 30, actual_requests()),
        kind("refused origin", 12, of_refused_origins()),
        kind("no Origin", 12, without_origin()),
        kind("malformed Origin", 6, with_malformed_origin()),
        kind("several Origin lines", 4, with_several_origins()),
        kind("large header, within limits", 3, with_large_header()),
        kind("unknown method", 4, with_unknown_method()),
        last("broken request", 2, broken()),
        last("head above limits", 2, above_limits()),
    ]
}

fn kind(name: &'static str, percent: usize, cases: Vec<Case>) -> Kind {
    Kind {
        name,
        percent,
        is_last: false,
        cases,
    }
}

fn last(name: &'static str, percent: usize, cases: Vec<Case>) -> Kind {
    Kind {
        is_last: true,
        ..kind(name, percent, cases)
    }
}

fn case(request: Vec<u8>, status: u16, headers: &[&str], body: &str) -> Case {
    let headers = headers.iter().map(|&line| line.to_owned()).collect();
    Case {
        request,
        right: Reply::new(status, headers, body.as_bytes()),
    }
}

fn preflights() -> Vec<Case> {
    let mirrored = "access-control-allow-headers: traceparent,x-b";
    vec![
        case(
            options("/list", &[A, FOR_PUT, (ASKED, b"content-type,x-a")]),
            204,
            &[
                ALLOW_A,
                METHOD_PUT,
                HEADERS_OF_LIST,
                MAX_AGE,
                VARY_OF_PREFLIGHT,
            ],
            "",
        ),
        case(
            options("/list", &[B, FOR_PUT]),
            204,
            &[
                ALLOW_B,
                METHOD_PUT,
                HEADERS_OF_LIST,
                MAX_AGE,
                VARY_OF_PREFLIGHT,
            ],
            "",
        ),
        case(
            options("/pattern", &[SHOP, FOR_PUT, (ASKED, b"traceparent,x-b")]),
            204,
            &[
                ALLOW_SHOP,
                METHOD_PUT,
                mirrored,
                CREDENTIALS,
                VARY_OF_MIRROR,
            ],
            "",
        ),
        case(
            options("/any", &[FOREIGN, FOR_GET]),
            204,
            &[ALLOW_ANY, METHOD_GET, "vary: Access-Control-Request-Method"],
            "",
        ),
        case(
            options("/wrap/narrower", &[B, FOR_GET]),
            204,
            &[
                ALLOW_B,
                "access-control-allow-methods: GET, HEAD, POST",
                VARY_OF_PREFLIGHT,
            ],
            "",
        ),
    ]
}

fn actual_requests() -> Vec<Case> {
    let allow_tenant = "access-control-allow-origin: https://tenant-777.example";
    let allow_port = "access-control-allow-origin: https://c.example:8443";
    vec![
        case(get("/any", &[FOREIGN]), 200, &[ALLOW_ANY], "any"),
        case(
            get("/one", &[A]),
            200,
            &[ALLOW_A, CREDENTIALS, EXPOSE],
            "one",
        ),
        case(put("/list", &[B]), 200, &[ALLOW_B, VARY], "sent"),
        case(
            put("/pattern", &[SHOP]),
            200,
            &[ALLOW_SHOP, CREDENTIALS, VARY],
            "sent",
        ),
        case(get("/set", &[TENANT]), 200, &[allow_tenant, VARY], "set"),
        case(
            get("/predicate", &[ON_A_PORT]),
            200,
            &[allow_port, VARY],
            "predicate",
        ),
        case(post("/block", &[A]), 200, &[ALLOW_A, VARY], "not blocked"),
        case(get("/wrap/plain", &[B]), 200, &[ALLOW_B, VARY], "plain"),
        case(
            get("/wrap/narrower", &[A]),
            200,
            &[ALLOW_A, VARY],
            "narrower",
        ),
    ]
}

fn of_refused_origins() -> Vec<Case> {
    vec![
        case(
            get("/one", &[FOREIGN]),
            200,
            &[ALLOW_A, CREDENTIALS, EXPOSE],
            "one",
        ),
        case(put("/list", &[FOREIGN]), 200, &[VARY], "sent"),
        case(put("/pattern", &[FOREIGN]), 200, &[VARY], "sent"),
        case(get("/set", &[FOREIGN]), 200, &[VARY], "set"),
        case(get("/predicate", &[FOREIGN]), 200, &[VARY], "predicate"),
        case(post("/block", &[FOREIGN]), 403, &[VARY_OF_BLOCKED], REFUSED),
        case(get("/wrap/plain", &[FOREIGN]), 200, &[VARY], "plain"),
        case(
            get("/wrap/narrower", &[B]),
            403,
            &[VARY_OF_BLOCKED],
            REFUSED,
        ),
        case(
            options("/list", &[FOREIGN, FOR_PUT]),
            403,
            &[VARY_OF_PREFLIGHT],
            REFUSED,
        ),
        case(
            options("/pattern", &[FOREIGN, FOR_PUT]),
            403,
            &[VARY_OF_MIRROR],
            REFUSED,
        ),
        case(
            options("/set", &[FOREIGN, FOR_GET]),
            403,
            &[VARY_OF_PREFLIGHT],
            REFUSED,
        ),
    ]
}

fn without_origin() -> Vec<Case> {
    vec![
        case(get("/any", &[]), 200, &[ALLOW_ANY], "any"),
        case(
            get("/one", &[]),
            200,
            &[ALLOW_A, CREDENTIALS, EXPOSE],
            "one",
        ),
        case(put("/list", &[]), 200, &[VARY], "sent"),
        case(put("/pattern", &[]), 200, &[VARY], "sent"),
        case(get("/set", &[]), 200, &[VARY], "set"),
        case(post("/block", &[]), 200, &[VARY], "not blocked"),
        case(get("/wrap/plain", &[]), 200, &[VARY], "plain"),
        // No preflight, hence for nobody.
        case(options("/list", &[FOR_PUT]), 404, &[], ""),
    ]
}

fn with_malformed_origin() -> Vec<Case> {
    let origins: [&[u8]; 12] = [
        b"",
        b"null",
        b"*",
        b"a.example",
        b"https://a.example/",
        b"HTTPS://a.example",
        b"https://user@a.example",
        b"https://a.example\xff",
        "https://\u{e9}.shop.example".as_bytes(),
        b"https://.shop.example",
        b"https://www..shop.example",
        b"https://[::1",
    ];
    origins
        .into_iter()
        .flat_map(|value| refused_everywhere(&[("Origin", value)]))
        .collect()
}

fn with_several_origins() -> Vec<Case> {
    let origins: [&[Header<'_>]; 3] = [&[A, A], &[A, FOREIGN], &[SHOP; 40]];
    origins.into_iter().flat_map(refused_everywhere).collect()
}

/// Of 8 KiB, of which many servers take no more, and of 64 KiB.
fn with_large_header() -> Vec<Case> {
    let mut cases = Vec::new();
    for length in [8 * 1024, 64 * 1024] {
        let long = vec![b'a'; length];
        let like_a_pattern = [b"https://", &*b"a.".repeat(length / 2), b"shop.example"].concat();
        for value in [&long, &like_a_pattern] {
            cases.extend(refused_everywhere(&[("Origin", value)]));
        }
        let names = "x-a,".repeat(length / 4);
        let mirrored = format!("access-control-allow-headers: {names}");
        cases.push(case(
            options("/pattern", &[SHOP, FOR_PUT, (ASKED, names.as_bytes())]),
            204,
            &[
                ALLOW_SHOP,
                METHOD_PUT,
                &mirrored,
                CREDENTIALS,
                VARY_OF_MIRROR,
            ],
            "",
        ));
        cases.push(case(
            options("/list", &[A, FOR_PUT, (ASKED, names.as_bytes())]),
            204,
            &[
                ALLOW_A,
                METHOD_PUT,
                HEADERS_OF_LIST,
                MAX_AGE,
                VARY_OF_PREFLIGHT,
            ],
            "",
        ));
        let method = ("Access-Control-Request-Method", &*long);
        cases.push(case(options("/list", &[A, method]), 404, &[], ""));
    }
    cases
}

/// For origins that no route allows.
fn refused_everywhere(origin: &[Header<'_>]) -> [Case; 5] {
    let preflight = [origin, &[FOR_PUT]].concat();
    [
        case(put("/list", origin), 200, &[VARY], "sent"),
        case(put("/pattern", origin), 200, &[VARY], "sent"),
        case(get("/set", origin), 200, &[VARY], "set"),
        case(post("/block", origin), 403, &[VARY_OF_BLOCKED], REFUSED),
        case(
            options("/pattern", &preflight),
            403,
            &[VARY_OF_MIRROR],
            REFUSED,
        ),
    ]
}

fn with_unknown_method() -> Vec<Case> {
    let asking = |method| [A, ("Access-Control-Request-Method", method)];
    vec![
        case(request("BREW", "/any", &[A], ""), 404, &[], ""),
        case(request("get", "/any", &[A], ""), 404, &[], ""),
        case(request(&"X".repeat(1000), "/list", &[A], ""), 404, &[], ""),
        case(options("/list", &asking(b"BREW")), 404, &[], ""),
        case(options("/list", &asking(b"put")), 404, &[], ""),
        case(options("/list", &asking(b"")), 404, &[], ""),
        case(options("/list", &asking(b"P\xffT")), 404, &[], ""),
    ]
}

fn broken() -> Vec<Case> {
    let requests: [&[u8]; 6] = [
        b"GET\r\n\r\n",
        b"\xff\xfe\r\n\r\n",
        b"GET /any HTTP/9.9\r\n\r\n",
        b"GET /any HTTP/1.1\r\nHost localhost\r\n\r\n",
        b"GET /any HTTP/1.1\r\nOrigin: https://a\0.example\r\n\r\n",
        b"PUT /list HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    ];
    requests
        .map(|request| case(request.to_vec(), 400, &[], ""))
        .into()
}

/// Actix reads a head of no more than 128 KiB and 96 lines.
fn above_limits() -> Vec<Case> {
    let mut long = put("/list", &[("Origin", &b"a".repeat(128 * 1024))]);
    // Only what the server reads before it refuses. Unread bytes would reset the
    // connection when the server hangs up, and the response would be lost.
    long.truncate(128 * 1024);
    vec![
        case(long, 431, &[], ""),
        case(put("/list", &[A; 97]), 431, &[], ""),
    ]
}

fn get(path: &str, headers: &[Header<'_>]) -> Vec<u8> {
    request("GET", path, headers, "")
}

fn post(path: &str, headers: &[Header<'_>]) -> Vec<u8> {
    request("POST", path, headers, "")
}

fn put(path: &str, headers: &[Header<'_>]) -> Vec<u8> {
    request("PUT", path, headers, "sent")
}

fn options(path: &str, headers: &[Header<'_>]) -> Vec<u8> {
    request("OPTIONS", path, headers, "")
}

fn request(method: &str, path: &str, headers: &[Header<'_>], body: &str) -> Vec<u8> {
    let mut request = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n").into_bytes();
    let length = body.len().to_string();
    for (name, value) in [headers, &[("Content-Length", length.as_bytes())]].concat() {
        request.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
    }
    request.extend_from_slice(b"\r\n");
    request.extend_from_slice(body.as_bytes());
    request
}
