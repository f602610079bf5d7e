//! An app in this process, and the requests to it.

use std::hint::black_box;

use actix_http::{Request, ResponseHead};
use actix_web::{
    App, Error,
    body::MessageBody,
    dev::{Service as _, ServiceFactory, ServiceRequest, ServiceResponse},
    http::{
        Method, Uri,
        header::{self, HeaderName, HeaderValue},
    },
    rt::{System, SystemRunner},
    test::init_service,
    web::{Bytes, BytesMut, ServiceConfig},
};
use futures_util::FutureExt as _;

/// An app that answers in this process, so that only Actix's service is measured,
/// without a socket, parsing and writing.
pub struct Server {
    ask: Box<dyn Fn(Request, Look<'_>)>,
    _system: SystemRunner,
}

/// What is done with an answer.
type Look<'a> = &'a mut dyn FnMut(&ResponseHead);

impl Server {
    /// An app with these routes.
    pub fn of(routes: impl FnOnce(&mut ServiceConfig)) -> Self {
        Self::new(App::new().configure(routes))
    }

    /// # Panics
    ///
    /// If `app` can't start.
    pub fn new<T, B>(app: App<T>) -> Self
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
        let system = System::new();
        let service = system.block_on(init_service(app));
        let ask = move |request, look: Look<'_>| {
            let response = service.call(request).now_or_never();
            let response = response.expect("the answer is there at once");
            look(response.expect("an answer").response().head());
        };
        Self {
            ask: Box::new(ask),
            _system: system,
        }
    }

    /// Has `look` see the answer to `request`.
    pub fn ask(&self, request: Request, mut look: impl FnMut(&ResponseHead)) {
        (self.ask)(request, &mut look);
    }

    /// Answers `request`; only this is measured.
    #[inline(never)]
    pub fn answer(&self, request: Request) {
        self.ask(request, |head| {
            black_box(head);
        });
    }
}

/// What to ask. The requests made of it share its path and header values, as
/// those that Actix reads share the buffer that they were read into.
#[derive(Clone)]
pub struct Question {
    method: Method,
    path: Uri,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Question {
    /// `GET path`.
    ///
    /// # Panics
    ///
    /// If this isn't a path.
    #[must_use]
    pub fn get(path: &str) -> Self {
        Self {
            method: Method::GET,
            path: Uri::from_maybe_shared(received(path)).expect("a path"),
            headers: Vec::new(),
        }
    }

    /// Whether a page may `GET path` with a `Content-Type`.
    #[must_use]
    pub fn preflight(path: &str, origin: &str) -> Self {
        let question = Self {
            method: Method::OPTIONS,
            ..Self::get(path)
        };
        question
            .from(origin)
            .with(header::ACCESS_CONTROL_REQUEST_METHOD, "GET")
            .with(header::ACCESS_CONTROL_REQUEST_HEADERS, "content-type")
    }

    /// With this `Origin`.
    #[must_use]
    pub fn from(self, origin: &str) -> Self {
        self.with(header::ORIGIN, origin)
    }

    /// With this header, in place of another of its name.
    ///
    /// # Panics
    ///
    /// If no header has such a value.
    #[must_use]
    pub fn with(mut self, name: HeaderName, value: &str) -> Self {
        let value = HeaderValue::from_maybe_shared(received(value)).expect("a header value");
        self.headers.retain(|(other, _)| *other != name);
        self.headers.push((name, value));
        self
    }

    /// As Actix gives it to an app.
    #[must_use]
    pub fn to_request(&self) -> Request {
        let mut request = Request::new();
        let head = request.head_mut();
        head.method = self.method.clone();
        head.uri = self.path.clone();
        for (name, value) in &self.headers {
            head.headers.insert(name.clone(), value.clone());
        }
        request
    }
}

/// A part of a shared buffer.
fn received(text: &str) -> Bytes {
    BytesMut::from(text).split().freeze()
}
