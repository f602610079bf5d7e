//! An app that answers as it is told, and remembers what it was asked.

use std::cell::RefCell;

use actix_web::{
    App, HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{HeaderName, HeaderValue},
    },
    test::{TestRequest, init_service},
    web::{self, Bytes},
};
use corsac::testing::{Blocked, Page, Response};

/// A status, and header lines.
pub(crate) type Answer<'a> = (u16, &'a [&'a str]);

/// Allows all that can be allowed without credentials.
pub(crate) const OPEN: Answer<'_> = (
    200,
    &[
        "Access-Control-Allow-Origin: *",
        "Access-Control-Allow-Methods: *",
        "Access-Control-Allow-Headers: *, Authorization",
    ],
);

/// A request that the app has seen.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// `GET /path`
    pub(crate) line: String,
    /// `name: value`, sorted.
    pub(crate) headers: Vec<String>,
    pub(crate) body: Bytes,
    /// The app's origin, as Actix knows it.
    pub(crate) own_origin: String,
    pub(crate) peer: Option<String>,
}

impl Seen {
    /// The value of the header `name`.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.headers.iter();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

thread_local! {
    static SEEN: RefCell<Vec<Seen>> = const { RefCell::new(Vec::new()) };
}

/// What the app has seen since this was asked last.
pub(crate) fn seen() -> Vec<Seen> {
    SEEN.take()
}

/// Only methods and paths.
pub(crate) fn seen_lines() -> Vec<String> {
    seen().into_iter().map(|seen| seen.line).collect()
}

fn remember(req: &HttpRequest, body: Bytes) {
    let mut headers: Vec<_> = req
        .headers()
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.as_bytes().escape_ascii()))
        .collect();
    headers.sort();
    let connection = req.connection_info();
    let seen = Seen {
        line: format!("{} {}", req.method(), req.path()),
        headers,
        body,
        own_origin: format!("{}://{}", connection.scheme(), connection.host()),
        peer: connection.peer_addr().map(ToOwned::to_owned),
    };
    SEEN.with_borrow_mut(|all| all.push(seen));
}

/// A response of the app.
pub(crate) fn respond((status, lines): Answer<'_>) -> HttpResponse {
    let mut response = HttpResponse::with_body(
        StatusCode::from_u16(status).expect("a status"),
        "hello".to_owned(),
    );
    for line in lines {
        let (name, value) = line.split_once(": ").expect("a header line");
        response.headers_mut().append(
            HeaderName::from_bytes(name.as_bytes()).expect("a name"),
            HeaderValue::from_str(value).expect("a value"),
        );
    }
    response.map_into_boxed_body()
}

/// `page` fetches from an app that answers with `answer`.
pub(crate) async fn fetch(
    page: &Page,
    answer: impl Fn(&HttpRequest) -> HttpResponse + Clone + 'static,
    request: TestRequest,
) -> Result<Response, Blocked> {
    let route = web::to(move |req: HttpRequest, body: Bytes| {
        remember(&req, body);
        let response = answer(&req);
        async move { response }
    });
    let app = init_service(App::new().default_service(route)).await;
    page.fetch(&app, request).await
}

/// `page` fetches from an app with one answer for preflights, and one for the rest.
pub(crate) async fn fetch_after(
    page: &Page,
    preflight: Answer<'static>,
    actual: Answer<'static>,
    request: TestRequest,
) -> Result<Response, Blocked> {
    let answer = move |req: &HttpRequest| {
        let is_preflight = req.headers().contains_key("Access-Control-Request-Method");
        respond(if is_preflight { preflight } else { actual })
    };
    fetch(page, answer, request).await
}
