//! Why a browser keeps a response from a page.

use std::fmt;

use actix_web::http::StatusCode;

/// Which of the two requests, or their responses, is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The preflight request.
    Preflight,
    /// The actual request.
    Actual,
}

/// Why a page gets no response: `fetch()` fails.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Blocked {
    /// The request's URL is none that a page can fetch.
    InvalidUrl {
        /// The URL.
        url: String,
    },
    /// The method is a [forbidden method](https://fetch.spec.whatwg.org/#forbidden-method).
    ForbiddenMethod {
        /// The method.
        method: String,
    },
    /// A `GET` or `HEAD` request with a body.
    BodyNotAllowed {
        /// The method.
        method: String,
    },
    /// A page of `https` asks for a URL of `http`.
    MixedContent {
        /// The page's origin.
        origin: String,
        /// The URL.
        url: String,
    },
    /// No `Access-Control-Allow-Origin`.
    MissingAllowOrigin {
        /// Whose response lacks it.
        stage: Stage,
        /// The `Origin` of the request.
        origin: String,
        /// The response's status.
        status: StatusCode,
    },
    /// `Access-Control-Allow-Origin` names another origin.
    OriginNotAllowed {
        /// Whose response it is.
        stage: Stage,
        /// The `Origin` of the request.
        origin: String,
        /// The value.
        found: String,
    },
    /// Several values, or lines, of `Access-Control-Allow-Origin`.
    SeveralAllowOrigins {
        /// Whose response it is.
        stage: Stage,
        /// The `Origin` of the request.
        origin: String,
        /// The values.
        found: String,
    },
    /// `Access-Control-Allow-Origin: *`, for a request with credentials.
    AnyOriginWithCredentials {
        /// Whose response it is.
        stage: Stage,
        /// The `Origin` of the request.
        origin: String,
    },
    /// No `Access-Control-Allow-Credentials: true`, for a request with credentials.
    CredentialsNotAllowed {
        /// Whose response it is.
        stage: Stage,
        /// The `Origin` of the request.
        origin: String,
        /// The value, if there is one.
        found: Option<String>,
    },
    /// The response to the preflight is a redirect.
    PreflightRedirect {
        /// The response's status.
        status: StatusCode,
    },
    /// The response to the preflight has no ok status (200 to 299).
    PreflightStatus {
        /// The response's status.
        status: StatusCode,
    },
    /// A list in the response to the preflight is malformed.
    InvalidList {
        /// The header's name.
        header: &'static str,
        /// The value.
        found: String,
    },
    /// `Access-Control-Allow-Methods` lacks the method.
    MethodNotAllowed {
        /// The method.
        method: String,
        /// The value, if there is one.
        found: Option<String>,
    },
    /// `Access-Control-Allow-Headers` lacks a request header.
    HeaderNotAllowed {
        /// The request header's name, in lower case.
        name: String,
        /// The value, if there is one.
        found: Option<String>,
    },
    /// More than 20 redirects.
    TooManyRedirects,
    /// A redirect whose `Location` is none that a fetch can follow.
    InvalidLocation {
        /// The value.
        location: String,
    },
    /// A redirect across origins to a URL with user info.
    RedirectWithUserInfo {
        /// The URL.
        url: String,
    },
    /// A redirect to another server, where the app can't answer. It is no
    /// failure of CORS: a browser would go on there.
    LeftApp {
        /// The URL.
        url: String,
    },
    /// The response's body breaks off.
    BrokenBody {
        /// What the body says of it.
        error: String,
    },
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl std::error::Error for Blocked {}
