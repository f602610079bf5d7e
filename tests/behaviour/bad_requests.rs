//! Requests that no browser sends, byte by byte over a socket: each has the
//! answer that any other of its kind has, and the server goes on.

use std::{
    io::{Read, Write},
    net::TcpStream,
    str,
    time::Duration,
};

use actix_web::{Responder, put};
use corsac::cors;

use crate::support::{Answer, COMPARED, server::Server};

#[cors(
    allow_origins("https://a.example", "https://*.b.example"),
    allow_headers("X-A")
)]
#[put("/list")]
async fn of_a_list() -> impl Responder {
    "listed"
}

#[cors(
    allow_origins("https://a.example", "https://*.b.example"),
    allow_headers(mirror_request)
)]
#[put("/mirror")]
async fn of_a_mirror() -> impl Responder {
    "mirrored"
}

#[cors(allow_origins("https://a.example"), block_on_origin_mismatch)]
#[put("/block")]
async fn blocking() -> impl Responder {
    "not blocked"
}

fn start() -> Server {
    Server::start(|services| {
        services
            .service(of_a_list)
            .service(of_a_mirror)
            .service(blocking);
    })
}

impl Server {
    /// What the server says to `request`, until it hangs up.
    fn answer_bytes(&self, request: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(self.address).expect("a server that listens");
        // A limit for a server that hangs, which fails the test.
        let limit = Some(Duration::from_secs(30));
        stream.set_read_timeout(limit).expect("a limit");
        // The server may hang up before it has read all.
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        if let Err(error) = stream.read_to_end(&mut answer) {
            assert!(!answer.is_empty(), "no answer: {error}");
        }
        answer
    }

    fn answer(&self, request: &[u8]) -> Answer {
        parse(&self.answer_bytes(request))
    }

    #[track_caller]
    fn check(&self, about: &str, request: &[u8], status: u16, headers: &[&str]) {
        let answer = self.answer(request);

        assert_eq!(answer, Answer::expected(status, headers), "{about}");
        self.check_that_it_goes_on(about);
    }

    /// One worker serves all, so a request after another shows that it lives.
    #[track_caller]
    fn check_that_it_goes_on(&self, about: &str) {
        let answer = self.answer(&preflight("/list", &[("Origin", b"https://c.b.example")]));

        assert_eq!(
            answer,
            Answer::expected(204, PREFLIGHT_OF_C),
            "after: {about}"
        );
    }
}

const PREFLIGHT_VARY: &str = "Vary: Origin, Access-Control-Request-Method";
const PREFLIGHT_OF_C: &[&str] = &[
    "Access-Control-Allow-Origin: https://c.b.example",
    "Access-Control-Allow-Methods: PUT",
    "Access-Control-Allow-Headers: X-A",
    PREFLIGHT_VARY,
];
const PREFLIGHT_OF_A: &[&str] = &[
    "Access-Control-Allow-Origin: https://a.example",
    "Access-Control-Allow-Methods: PUT",
    "Access-Control-Allow-Headers: X-A",
    PREFLIGHT_VARY,
];

type Header<'a> = (&'a str, &'a [u8]);

const ORIGIN: Header<'static> = ("Origin", b"https://a.example");

fn request(method: &str, path: &str, headers: &[Header<'_>]) -> Vec<u8> {
    let mut request = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n").into_bytes();
    for (name, value) in [headers, &[("Connection", b"close")]].concat() {
        request.extend_from_slice(name.as_bytes());
        request.extend_from_slice(b": ");
        request.extend_from_slice(value);
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"\r\n");
    request
}

fn put(path: &str, headers: &[Header<'_>]) -> Vec<u8> {
    request("PUT", path, headers)
}

fn preflight(path: &str, headers: &[Header<'_>]) -> Vec<u8> {
    let method: Header<'_> = ("Access-Control-Request-Method", b"PUT");
    request("OPTIONS", path, &[&[method], headers].concat())
}

/// A preflight of an allowed origin that asks for the headers of `lines`.
fn asking(path: &str, lines: &[&[u8]]) -> Vec<u8> {
    let lines = lines
        .iter()
        .map(|line| ("Access-Control-Request-Headers", *line));
    let headers: Vec<_> = [ORIGIN].into_iter().chain(lines).collect();
    preflight(path, &headers)
}

/// Reads the head of an answer in HTTP/1.1.
fn parse(answer: &[u8]) -> Answer {
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n");
    let head = &answer[..end.expect("the end of the head")];
    let mut lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);

    let status = lines
        .next()
        .and_then(|line| line.split(|b| *b == b' ').nth(1));
    let status = str::from_utf8(status.expect("a status")).expect("digits");
    let headers = lines.map(|line| {
        let colon = line.iter().position(|byte| *byte == b':');
        let (name, value) = line.split_at(colon.expect("a header line"));
        (
            str::from_utf8(name).expect("a name"),
            value[1..].trim_ascii(),
        )
    });
    Answer::new(status.parse().expect("a status"), headers)
}

/// Origins that are none, and as long as they may get.
fn bad_origins() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("empty", Vec::new()),
        ("white space", b"  \t ".to_vec()),
        ("no UTF-8", b"https://a.example\xff".to_vec()),
        ("no UTF-8 in a label", b"https://\xff.b.example".to_vec()),
        ("UTF-8", "https://é.b.example".as_bytes().to_vec()),
        ("half a character", b"https://\xc3.b.example".to_vec()),
        ("all bytes that may be", (0x80..=0xff).collect()),
        ("long", vec![b'a'; 64 * 1024]),
        (
            "long, with an allowed end",
            [&vec![b'a'; 64 * 1024][..], b".b.example"].concat(),
        ),
        (
            "many labels",
            [b"https://", &*b"a.".repeat(32 * 1024), b"b.example"].concat(),
        ),
        ("many schemes", b"https://".repeat(8 * 1024)),
        ("many origins", b"https://a.example ".repeat(4 * 1024)),
        (
            "many dots",
            [b"https://", &*vec![b'.'; 64 * 1024], b".b.example"].concat(),
        ),
        (
            "many brackets",
            [b"http://", &*vec![b'['; 64 * 1024]].concat(),
        ),
        (
            "many digits",
            [b"https://c.b.example:", &*vec![b'9'; 64 * 1024]].concat(),
        ),
    ]
}

#[test]
fn a_bad_origin_is_not_allowed() {
    let server = start();

    for (about, origin) in bad_origins() {
        let origin: &[Header<'_>] = &[("Origin", &origin)];
        let blocked = &[COMPARED];
        server.check(about, &put("/list", origin), 200, &["Vary: Origin"]);
        server.check(about, &preflight("/list", origin), 403, &[PREFLIGHT_VARY]);
        server.check(about, &put("/block", origin), 403, blocked);
    }
}

#[test]
fn several_origins_are_not_allowed() {
    let server = start();

    for (about, origins) in [
        ("the same twice", vec![ORIGIN; 2]),
        (
            "another after it",
            vec![ORIGIN, ("Origin", b"https://c.example")],
        ),
        ("another before it", vec![("Origin", b""), ORIGIN]),
        (
            "many, in any case",
            [("origin", ORIGIN.1), ("ORIGIN", ORIGIN.1)].repeat(40),
        ),
    ] {
        let blocked = &[COMPARED];
        server.check(about, &put("/list", &origins), 200, &["Vary: Origin"]);
        server.check(about, &preflight("/list", &origins), 403, &[PREFLIGHT_VARY]);
        server.check(about, &put("/block", &origins), 403, blocked);
    }
}

#[test]
fn white_space_around_an_origin_is_none_of_it() {
    let server = start();
    let origin: Header<'_> = ("oRiGiN", b" \thttps://a.example \t");

    server.check(
        "around",
        &preflight("/list", &[origin]),
        204,
        PREFLIGHT_OF_A,
    );
}

#[test]
fn a_bad_method_is_not_served() {
    let server = start();
    let long = vec![b'P'; 64 * 1024];

    for (about, method) in [
        ("empty", &b""[..]),
        ("no UTF-8", b"PUT\xff"),
        ("long", &long),
        ("a list", b"PUT, PUT"),
        ("lower case", b"put"),
    ] {
        let headers = [ORIGIN, ("Access-Control-Request-Method", method)];
        let request = request("OPTIONS", "/list", &headers);
        server.check(about, &request, 404, &[]);
    }
    let twice = preflight(
        "/list",
        &[ORIGIN, ("Access-Control-Request-Method", b"PUT")],
    );
    server.check("twice", &twice, 404, &[]);
}

/// Lines of `Access-Control-Request-Headers`, bad ones and long ones.
fn bad_request_headers() -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let distinct: Vec<_> = (0..9_000).map(|i| format!("x-{i}")).collect();
    vec![
        ("empty", vec![Vec::new()]),
        ("no UTF-8", vec![b"x-\xff,\xfe".to_vec()]),
        ("empty elements", vec![b"x-a,,x-b,".to_vec()]),
        ("64 KiB of one name", vec![vec![b'x'; 64 * 1024]]),
        ("64 KiB of commas", vec![vec![b','; 64 * 1024]]),
        ("64 KiB of names", vec![distinct.join(",").into_bytes()]),
        ("many lines", vec![b"x-a".to_vec(); 80]),
    ]
}

#[test]
fn bad_request_headers_change_nothing_in_a_list() {
    let server = start();

    for (about, lines) in bad_request_headers() {
        let lines: Vec<_> = lines.iter().map(Vec::as_slice).collect();
        server.check(about, &asking("/list", &lines), 204, PREFLIGHT_OF_A);
    }
}

#[test]
fn bad_request_headers_are_mirrored_byte_by_byte() {
    let server = start();

    for (about, lines) in bad_request_headers() {
        let lines: Vec<_> = lines.iter().map(Vec::as_slice).collect();
        let others = [
            ("Access-Control-Allow-Origin", ORIGIN.1),
            ("Access-Control-Allow-Methods", b"PUT"),
            (
                "Vary",
                b"Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
            ),
        ];
        let mirrored = lines
            .iter()
            .map(|line| ("Access-Control-Allow-Headers", *line));

        let answer = server.answer(&asking("/mirror", &lines));

        assert_eq!(
            answer,
            Answer::new(204, others.into_iter().chain(mirrored)),
            "{about}"
        );
        server.check_that_it_goes_on(about);
    }
}

#[test]
fn a_mirror_does_not_let_a_header_be_smuggled() {
    let server = start();

    for (about, line) in [
        ("a bare carriage return", &b"x-a\rSet-Cookie: a=b"[..]),
        ("a zero byte", b"x-a\0"),
        ("a line break", b"x-a\r\n Set-Cookie: a=b"),
        ("a bare line feed", b"x-a\n Set-Cookie: a=b"),
    ] {
        let answer = server.answer_bytes(&asking("/mirror", &[line]));

        let answer = String::from_utf8_lossy(&answer).to_lowercase();
        assert!(answer.starts_with("http/1.1 400"), "{about}: {answer}");
        assert!(!answer.contains("set-cookie"), "{about}: {answer}");
        server.check_that_it_goes_on(about);
    }
}

#[test]
fn what_actix_itself_refuses_is_refused_as_before() {
    let server = start();
    let long = vec![b'x'; 256 * 1024];
    let many = vec![ORIGIN; 200];

    for (about, request, status) in [
        ("a header beyond the limit", asking("/list", &[&long]), 431),
        (
            "more headers than the limit",
            preflight("/list", &many),
            431,
        ),
        ("no HTTP", b"\xff\xfe\r\n\r\n".to_vec(), 400),
    ] {
        server.check(about, &request, status, &[]);
    }
}
