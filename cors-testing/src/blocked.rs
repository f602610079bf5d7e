//! Why a browser keeps a response from a page.

use actix_web::http::StatusCode;

/// Which request a response answers.
///
/// ```
/// use corsac_testing::Stage;
///
/// assert_eq!(
///     Stage::Preflight.to_string(),
///     "the response to the preflight request"
/// );
/// assert_eq!(Stage::Actual.to_string(), "the response");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The [preflight request](https://fetch.spec.whatwg.org/#cors-preflight-request).
    Preflight,
    /// The actual request.
    Actual,
}

/// Why a script gets no response: what makes `fetch()` fail, and a browser
/// write into its console.
///
/// The message says what is wrong, and what to change. Values are those of the
/// request and the response; the message shows them escaped, and not at any length.
///
/// ```
/// use corsac_testing::Blocked;
///
/// let blocked = Blocked::MethodNotAllowed {
///     method: "PATCH".into(),
///     found: Some("GET, PUT".into()),
/// };
///
/// assert_eq!(
///     blocked.to_string(),
///     "the response to the preflight request does not allow `PATCH`, \
///      `Access-Control-Allow-Methods` is `GET, PUT`; \
///      list it (corsac: in the route, and in `allow_methods` if you set it or wrap a policy)",
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Blocked {
    /// The URL is none that a page can fetch: it is malformed, has user info, or
    /// another scheme than `http` and `https`.
    InvalidUrl {
        /// The URL.
        url: String,
    },
    /// A [forbidden method](https://fetch.spec.whatwg.org/#forbidden-method).
    ForbiddenMethod {
        /// The method.
        method: String,
    },
    /// A body where `fetch()` takes none: with `GET` or `HEAD`.
    BodyNotAllowed {
        /// The method.
        method: String,
    },
    /// [Mixed content](https://w3c.github.io/webappsec-mixed-content/): a page of
    /// `https` asks for a URL of `http`, other than on the same machine.
    MixedContent {
        /// The page's origin.
        origin: String,
        /// The URL.
        url: String,
    },
    /// A [bad port](https://fetch.spec.whatwg.org/#port-blocking): one of another
    /// protocol, such as 6000, which browsers do not speak HTTP with.
    BadPort {
        /// The URL.
        url: String,
        /// Its port.
        port: u16,
    },
    /// A status from 100 to 199, after which a browser waits for another response.
    InterimStatus {
        /// Which response it is.
        stage: Stage,
        /// The response's status.
        status: StatusCode,
    },
    /// No `Access-Control-Allow-Origin`.
    MissingAllowOrigin {
        /// Which response it is.
        stage: Stage,
        /// The method of the actual request.
        method: String,
        /// The page's origin.
        origin: String,
        /// The response's status.
        status: StatusCode,
    },
    /// `Access-Control-Allow-Origin` is not the page's origin.
    OriginNotAllowed {
        /// Which response it is.
        stage: Stage,
        /// The page's origin.
        origin: String,
        /// The header's value.
        found: String,
    },
    /// `Access-Control-Allow-Origin` has several values, or stands there several times.
    SeveralAllowOrigins {
        /// Which response it is.
        stage: Stage,
        /// The page's origin.
        origin: String,
        /// The header's value; that of several lines is joined by commas.
        found: String,
    },
    /// `Access-Control-Allow-Origin` is `*`, with [`Credentials::Include`](crate::Credentials::Include).
    AnyOriginWithCredentials {
        /// Which response it is.
        stage: Stage,
        /// The page's origin.
        origin: String,
    },
    /// `Access-Control-Allow-Credentials` is not `true`, with [`Credentials::Include`](crate::Credentials::Include).
    CredentialsNotAllowed {
        /// Which response it is.
        stage: Stage,
        /// The page's origin.
        origin: String,
        /// The header's value, if there is one.
        found: Option<String>,
    },
    /// The preflight is answered by a redirect.
    PreflightRedirect {
        /// The response's status.
        status: StatusCode,
        /// Where it leads, if it says so.
        location: Option<String>,
    },
    /// The preflight is answered with another status than an ok status, 200 to 299.
    PreflightStatus {
        /// The response's status.
        status: StatusCode,
    },
    /// A list in the response to the preflight is not one of names.
    InvalidList {
        /// The header's name, in the usual capitals.
        header: &'static str,
        /// The header's value.
        found: String,
    },
    /// The response to the preflight does not allow the method.
    MethodNotAllowed {
        /// The method.
        method: String,
        /// The value of `Access-Control-Allow-Methods`, if there is one.
        found: Option<String>,
    },
    /// The response to the preflight does not allow a request header.
    HeaderNotAllowed {
        /// The request header's name, in lower case.
        name: String,
        /// The value of `Access-Control-Allow-Headers`, if there is one.
        found: Option<String>,
    },
    /// More than 20 redirects.
    TooManyRedirects,
    /// A redirect to what is no URL that a page can fetch, or with several `Location`s.
    InvalidLocation {
        /// The value of `Location`; that of several lines is joined by commas.
        location: String,
    },
    /// A redirect to a URL with user info, in a CORS request or to another origin.
    RedirectWithUserInfo {
        /// The URL.
        url: String,
    },
    /// A redirect to another origin than the app's. That is no failure: a
    /// browser goes on there, where a test of one app can't follow.
    LeftApp {
        /// The URL.
        url: String,
    },
    /// The body breaks off. That is no failure of CORS: a script gets status and
    /// headers, but no body.
    BrokenBody {
        /// What the body says of it.
        error: String,
    },
}

impl std::error::Error for Blocked {}
