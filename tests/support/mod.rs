//! Requests as browsers send them, and what the answers say of CORS.

#![allow(dead_code, reason = "each test binary uses its part of this")]

pub(crate) mod example;
pub(crate) mod exchange;
pub(crate) mod grid;
pub(crate) mod server;
pub(crate) mod spies;

use std::panic::Location;

use actix_web::{
    App, Error, HttpResponse,
    body::MessageBody,
    dev::{Service, ServiceFactory, ServiceRequest, ServiceResponse},
    http::Method,
    rt::System,
    test::{self, TestRequest},
};

/// What an answer depends on where a policy that blocks is asked by an origin that it
/// does not allow: the browser says whether the page is the server's own,
pub(crate) const SITE: &str = "Vary: Origin, Sec-Fetch-Site";
/// or it does not, and its host and scheme are compared.
pub(crate) const COMPARED: &str =
    "Vary: Origin, Sec-Fetch-Site, X-Forwarded-Proto, X-Forwarded-Host, Forwarded";

/// A request.
pub(crate) struct Call(TestRequest);

pub(crate) fn call(method: &str, path: &str) -> Call {
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    Call(TestRequest::default().method(method).uri(path))
}

pub(crate) fn get() -> Call {
    call("GET", "/")
}

pub(crate) fn options() -> Call {
    call("OPTIONS", "/")
}

/// A preflight for `method`, but for its origin.
pub(crate) fn preflight(method: &str) -> Call {
    options().header("Access-Control-Request-Method", method)
}

impl Call {
    pub(crate) fn at(self, path: &str) -> Self {
        Self(self.0.uri(path))
    }

    pub(crate) fn origin(self, origin: impl AsRef<[u8]>) -> Self {
        self.header("Origin", origin)
    }

    /// Asks for request headers, as a preflight does.
    pub(crate) fn asking(self, names: &str) -> Self {
        self.header("Access-Control-Request-Headers", names)
    }

    /// Adds a line, also where there is one of this name.
    pub(crate) fn header(self, name: &'static str, value: impl AsRef<[u8]>) -> Self {
        Self(self.0.append_header((name, value.as_ref())))
    }

    pub(crate) fn json(self, body: &'static str) -> Self {
        let with_body = self.0.set_payload(body);
        Self(with_body).header("Content-Type", "application/json")
    }
}

/// A request and the whole of what its answer has to say of CORS.
pub(crate) struct Row {
    about: String,
    call: Call,
    expected: Answer,
    place: &'static Location<'static>,
}

/// `headers` are all lines of `Vary` and of any `Access-Control-` header.
#[track_caller]
pub(crate) fn row(about: impl Into<String>, call: Call, status: u16, headers: &[&str]) -> Row {
    Row {
        about: about.into(),
        call,
        expected: Answer::expected(status, headers),
        place: Location::caller(),
    }
}

/// What an answer says of CORS.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    status: u16,
    /// By name; the lines of one name in their order.
    headers: Vec<String>,
}

impl Answer {
    pub(crate) fn new<'a>(
        status: u16,
        headers: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    ) -> Self {
        let mut headers: Vec<_> = headers
            .into_iter()
            .map(|(name, value)| (name.to_ascii_lowercase(), value.escape_ascii()))
            .filter(|(name, _)| name == "vary" || name.starts_with("access-control-"))
            .collect();
        headers.sort_by(|(name, _), (other, _)| name.cmp(other));
        let lines = headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}"));
        Self {
            status,
            headers: lines.collect(),
        }
    }

    /// `headers` are lines.
    #[track_caller]
    pub(crate) fn expected(status: u16, headers: &[&str]) -> Self {
        let headers = headers
            .iter()
            .map(|line| line.split_once(": ").expect("a header line"));
        Self::new(
            status,
            headers.map(|(name, value)| (name, value.as_bytes())),
        )
    }

    pub(crate) fn of<B>(response: &HttpResponse<B>) -> Self {
        let headers = response.headers().iter();
        Self::new(
            response.status().as_u16(),
            headers.map(|(name, value)| (name.as_str(), value.as_bytes())),
        )
    }
}

/// An app, whatever its middleware makes of its type.
pub(crate) trait Site {
    /// Its answers, an `Err` rendered as Actix's server does.
    fn answers(self, calls: Vec<Call>) -> Vec<HttpResponse>;
}

impl<T, B> Site for App<T>
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = Error,
            InitError = (),
        > + 'static,
    B: MessageBody + 'static,
{
    fn answers(self, calls: Vec<Call>) -> Vec<HttpResponse> {
        System::new().block_on(async {
            let app = test::init_service(self).await;
            let mut answers = Vec::new();
            for call in calls {
                answers.push(match app.call(call.0.to_request()).await {
                    Ok(response) => response.into_parts().1.map_into_boxed_body(),
                    Err(error) => error.error_response(),
                });
            }
            answers
        })
    }
}

/// Puts every row's request to `app`, and compares the answers.
#[track_caller]
pub(crate) fn check(app: impl Site, rows: impl IntoIterator<Item = Row>) {
    let (expectations, calls): (Vec<_>, Vec<_>) = rows
        .into_iter()
        .map(|row| ((row.about, row.place, row.expected), row.call))
        .unzip();

    let answers = app.answers(calls);

    for ((about, place, expected), answer) in expectations.into_iter().zip(answers) {
        assert_eq!(Answer::of(&answer), expected, "{about} ({place})");
    }
}

/// The answer of `app` to one request.
pub(crate) fn answer(app: impl Site, call: Call) -> HttpResponse {
    app.answers(vec![call]).remove(0)
}

/// All lines of the header `name`.
pub(crate) fn lines(response: &HttpResponse, name: &str) -> Vec<String> {
    let values = response.headers().get_all(name);
    values
        .map(|value| value.as_bytes().escape_ascii().to_string())
        .collect()
}
