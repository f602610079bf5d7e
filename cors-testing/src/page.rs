//! A page of a browser.

use std::time::Duration;

use actix_http::Request;
use actix_web::{
    Error,
    body::MessageBody,
    dev::{Service, ServiceResponse},
    test::TestRequest,
};

use crate::{Blocked, Response};

/// A page of some origin, in a browser, that fetches from an app.
#[derive(Clone, Debug)]
pub struct Page {
    origin: String,
}

/// Whether cookies go along: <https://fetch.spec.whatwg.org/#concept-request-credentials-mode>.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Credentials {
    /// Never.
    Omit,
    /// To the page's own origin.
    #[default]
    SameOrigin,
    /// To every origin.
    Include,
}

impl Page {
    /// A page of `origin`, such as `https://frontend.com`, or of the opaque origin `null`.
    ///
    /// # Panics
    ///
    /// When `origin` is none.
    #[must_use]
    #[track_caller]
    pub fn at(origin: &str) -> Self {
        Self {
            origin: origin.to_owned(),
        }
    }

    /// Says what origin the app has; left out: `http://localhost:8080`.
    ///
    /// # Panics
    ///
    /// When `origin` is none of `http` or `https`.
    #[must_use]
    #[track_caller]
    pub fn app_at(self, _origin: &str) -> Self {
        self
    }

    /// Says whether cookies go along; left out: [`Credentials::SameOrigin`].
    #[must_use]
    pub fn credentials(self, _credentials: Credentials) -> Self {
        self
    }

    /// Lets time pass in the browser, which keeps the answers to preflights for a while.
    pub fn advance(&self, _time: Duration) {}

    /// Fetches, as `fetch()` of JavaScript does.
    ///
    /// # Errors
    ///
    /// When the script would get no response.
    pub async fn fetch<S, B>(&self, app: &S, request: TestRequest) -> Result<Response, Blocked>
    where
        S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
        B: MessageBody,
    {
        drop(app.call(request.to_request()).await);
        Err(Blocked::TooManyRedirects)
    }
}
