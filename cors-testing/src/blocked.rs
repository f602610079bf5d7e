//! Why a browser keeps a response from a page.

use actix_web::http::StatusCode;

/// The request that a response answers.
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

/// Why a script gets no response: why `fetch()` fails and the browser logs an error
/// in its console.
///
/// The message says what is wrong and what to change. The values come from the
/// request and the response. The message escapes and truncates them.
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
///     "the response to the preflight request does not allow `PATCH`, since \
///      `Access-Control-Allow-Methods` is `GET, PUT`; \
///      list it (corsac: in the route, and in `allow_methods` if you set it or wrap a policy)",
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Blocked {
    /// Pages can't fetch the URL: it is malformed, has user info, or a scheme other
    /// than `http` and `https`.
    InvalidUrl {
        /// The URL.
        url: String,
    },
    /// A [forbidden method](https://fetch.spec.whatwg.org/#forbidden-method).
    ForbiddenMethod {
        /// The method.
        method: String,
    },
    /// A body with `GET` or `HEAD`, which `fetch()` refuses.
    BodyNotAllowed {
        /// The method.
        method: String,
    },
    /// [Mixed content](https://w3c.github.io/webappsec-mixed-content/): an `https`
    /// page fetches an `http` URL on another machine.
    MixedContent {
        /// The page's origin.
        origin: String,
        /// The URL.
        url: String,
    },
    /// A [bad port](https://fetch.spec.whatwg.org/#port-blocking): a port of
    /// another protocol, such as 6000, which browsers don't use for HTTP.
    BadPort {
        /// The URL.
        url: String,
        /// Its port.
        port: u16,
    },
    /// A status from 100 to 199, after which browsers wait for another response.
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
    /// `Access-Control-Allow-Origin` isn't the page's origin.
    OriginNotAllowed {
        /// Which response it is.
        stage: Stage,
        /// The page's origin.
        origin: String,
        /// The header's value.
        found: String,
    },
    /// `Access-Control-Allow-Origin` has several values, or is repeated.
    SeveralAllowOrigins {
        /// Which response it is.
        stage: Stage,
        /// The page's origin.
        origin: String,
        /// The header's value. Several lines are joined with commas.
        found: String,
    },
    /// `Access-Control-Allow-Origin` is `*`, with [`Credentials::Include`](crate::Credentials::Include).
    AnyOriginWithCredentials {
        /// Which response it is.
        stage: Stage,
        /// The page's origin.
        origin: String,
    },
    /// `Access-Control-Allow-Credentials` isn't `true`, with
    /// [`Credentials::Include`](crate::Credentials::Include).
    CredentialsNotAllowed {
        /// Which response it is.
        stage: Stage,
        /// The page's origin.
        origin: String,
        /// The header's value, if there is one.
        found: Option<String>,
    },
    /// The answer to the preflight is a redirect.
    PreflightRedirect {
        /// The response's status.
        status: StatusCode,
        /// Its target, if it has one.
        location: Option<String>,
    },
    /// The answer to the preflight doesn't have an ok status, 200 to 299.
    PreflightStatus {
        /// The response's status.
        status: StatusCode,
    },
    /// A list in the response to the preflight doesn't contain names.
    InvalidList {
        /// The header's name, in the usual capitalization.
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
        /// The request header's name, in lowercase.
        name: String,
        /// The value of `Access-Control-Allow-Headers`, if there is one.
        found: Option<String>,
    },
    /// More than 20 redirects.
    TooManyRedirects,
    /// A redirect to a URL that pages can't fetch, or with several `Location`s.
    InvalidLocation {
        /// The value of `Location`. Several lines are joined with commas.
        location: String,
    },
    /// A redirect to a URL with user info, in a CORS request or to another origin.
    RedirectWithUserInfo {
        /// The URL.
        url: String,
    },
    /// A redirect to an origin other than the app's. This isn't a failure: a
    /// browser follows it, but a test of one app can't.
    LeftApp {
        /// The URL.
        url: String,
    },
    /// The body ends early. This isn't a CORS failure: a script gets the status and
    /// headers, but no body.
    BrokenBody {
        /// The body's error.
        error: String,
    },
}

impl std::error::Error for Blocked {}
