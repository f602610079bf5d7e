//! `Vary` names what was read, next to what the handler says.

use actix_web::{
    App, HttpRequest, HttpResponse, Responder, get,
    middleware::{Compress, DefaultHeaders},
};
use corsac::cors;

use crate::support::{COMPARED, Call, check, get, row};

const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin: https://a.example";

/// Sets the lines of `Vary` that the request asks for.
fn with_vary(req: &HttpRequest) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    for line in req.headers().get_all("X-Vary") {
        response.append_header(("Vary", line));
    }
    response.finish()
}

#[cors(allow_origins("https://a.example", "https://b.example"))]
#[get("/")]
async fn of_a_list(req: HttpRequest) -> impl Responder {
    with_vary(&req)
}

#[cors(allow_origins("https://a.example"))]
#[get("/")]
async fn of_one(req: HttpRequest) -> impl Responder {
    with_vary(&req)
}

/// What a handler sets, and what becomes of it where `Origin` was read.
const MERGED: [(&[&str], &[&str]); 10] = [
    (&[], &["Vary: Origin"]),
    (&["Accept-Encoding"], &["Vary: Accept-Encoding, Origin"]),
    (&["Cookie, Accept"], &["Vary: Cookie, Accept, Origin"]),
    (&["Cookie", "Accept"], &["Vary: Cookie, Accept, Origin"]),
    (&["*"], &["Vary: *"]),
    (&["Cookie", "*"], &["Vary: Cookie", "Vary: *"]),
    (&["Origin"], &["Vary: Origin"]),
    (&["Cookie, origin"], &["Vary: Cookie, origin"]),
    (
        &["Cookie", "ORIGIN ,Accept"],
        &["Vary: Cookie", "Vary: ORIGIN ,Accept"],
    ),
    (&["X-Origin"], &["Vary: X-Origin, Origin"]),
];

fn setting(lines: &[&str]) -> Call {
    lines
        .iter()
        .fold(get(), |call, line| call.header("X-Vary", line))
}

#[test]
fn origin_is_added_once_on_the_same_line_and_never_next_to_a_wildcard() {
    let rows = MERGED.iter().flat_map(|(set, vary)| {
        let granted = [&[ALLOW_ORIGIN], *vary].concat();
        let about = |who| format!("{set:?}, {who}");
        [
            row(about("no origin"), setting(set), 200, vary),
            row(
                about("allowed"),
                setting(set).origin("https://a.example"),
                200,
                &granted,
            ),
            row(
                about("foreign"),
                setting(set).origin("https://c.example"),
                200,
                vary,
            ),
        ]
    });

    check(App::new().service(of_a_list), rows);
}

#[test]
fn what_the_handler_sets_stays_alone_where_origin_was_not_read() {
    let rows = MERGED.iter().flat_map(|(set, _)| {
        let own: Vec<_> = set.iter().map(|line| format!("Vary: {line}")).collect();
        let mut headers = vec![ALLOW_ORIGIN];
        headers.extend(own.iter().map(|line| &**line));
        [
            row(format!("{set:?}, no origin"), setting(set), 200, &headers),
            row(
                format!("{set:?}, foreign"),
                setting(set).origin("https://c.example"),
                200,
                &headers,
            ),
        ]
    });

    check(App::new().service(of_one), rows);
}

/// Long enough to be worth compressing.
fn long_text() -> String {
    "text ".repeat(1000)
}

#[cors(allow_origins("https://a.example", "https://b.example"))]
#[get("/inside", wrap = "Compress::default()")]
async fn compressed_inside() -> impl Responder {
    long_text()
}

#[cors(allow_origins("https://a.example", "https://b.example"))]
#[get("/outside")]
async fn compressed_outside() -> impl Responder {
    long_text()
}

#[test]
fn compression_adds_its_own_line() {
    const OUTSIDE: &[&str] = &["Vary: Origin", "Vary: accept-encoding"];
    const INSIDE: &[&str] = &["Vary: accept-encoding, Origin"];
    const ALLOWED: &str = "https://a.example";
    let outside = || get().at("/outside").header("Accept-Encoding", "gzip");
    let inside = || get().at("/inside").header("Accept-Encoding", "gzip");

    check(
        App::new()
            .service(compressed_outside)
            .wrap(Compress::default()),
        [
            row("around the app, no origin", outside(), 200, OUTSIDE),
            row(
                "around the app",
                outside().origin(ALLOWED),
                200,
                &[&[ALLOW_ORIGIN], OUTSIDE].concat(),
            ),
        ],
    );
    check(
        App::new().service(compressed_inside),
        [
            row("around the handler, no origin", inside(), 200, INSIDE),
            row(
                "around the handler",
                inside().origin(ALLOWED),
                200,
                &[&[ALLOW_ORIGIN], INSIDE].concat(),
            ),
        ],
    );
}

#[test]
fn a_vary_that_a_wrap_sets_is_kept() {
    #[cors(allow_origins("https://a.example", "https://b.example"))]
    #[get("/", wrap = "DefaultHeaders::new().add((\"Vary\", \"Cookie\"))")]
    async fn items() -> impl Responder {
        "items"
    }

    check(
        App::new().service(items),
        [row(
            "allowed",
            get().origin("https://a.example"),
            200,
            &[ALLOW_ORIGIN, "Vary: Cookie, Origin"],
        )],
    );
}

#[test]
fn a_blocked_request_varies_on_all_that_was_asked() {
    #[cors(allow_origins("https://a.example"), block_on_origin_mismatch)]
    #[get("/")]
    async fn items(req: HttpRequest) -> impl Responder {
        with_vary(&req)
    }
    let own = |call: Call| {
        call.origin("https://server.example")
            .header("Sec-Fetch-Site", "same-origin")
    };

    check(
        App::new().service(items),
        [
            row("no origin", setting(&[]), 200, &["Vary: Origin"]),
            row(
                "allowed",
                setting(&["Cookie"]).origin("https://a.example"),
                200,
                &[ALLOW_ORIGIN, "Vary: Cookie, Origin"],
            ),
            row(
                "the server's own",
                own(setting(&["Cookie, origin"])),
                200,
                &["Vary: Cookie, origin, Sec-Fetch-Site"],
            ),
            row(
                "the server's own, next to `*`",
                own(setting(&["*"])),
                200,
                &["Vary: *"],
            ),
            row(
                "foreign",
                setting(&[]).origin("https://b.example"),
                403,
                &[COMPARED],
            ),
        ],
    );
}
