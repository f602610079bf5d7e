//! Header names: <https://fetch.spec.whatwg.org/#terminology-headers>.

use std::fmt;

use crate::token::is_token;

/// The keyword in `allow_headers` that allows whatever the preflight asks for.
///
/// ```
/// assert_eq!(corsac_policy::MIRROR_REQUEST, "mirror_request");
/// ```
pub const MIRROR_REQUEST: &str = "mirror_request";

/// [Forbidden request-headers](https://fetch.spec.whatwg.org/#forbidden-request-header),
/// step 1. The names of step 3 (such as `X-HTTP-Method-Override`) are forbidden only
/// with some values, so a policy may list them.
const FORBIDDEN_REQUEST_HEADERS: [&str; 21] = [
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

/// Step 2 of the same definition.
const FORBIDDEN_REQUEST_HEADER_PREFIXES: [&str; 2] = ["proxy-", "sec-"];

/// Headers of responses, which pages never send on purpose.
const RESPONSE_ONLY_HEADERS: [&str; 6] = [
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "access-control-max-age",
];

/// [Forbidden response-header names](https://fetch.spec.whatwg.org/#forbidden-response-header-name).
const FORBIDDEN_RESPONSE_HEADERS: [&str; 2] = ["set-cookie", "set-cookie2"];

/// Names that only have a meaning in requests: the CORS protocol's own, RFC 9110's
/// request context and preconditions, and cookies. `Authorization` isn't among
/// them, since some servers return a token in a response header of that name.
const REQUEST_ONLY_HEADERS: [&str; 17] = [
    "access-control-request-headers",
    "access-control-request-method",
    "cookie",
    "expect",
    "from",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "max-forwards",
    "origin",
    "proxy-authorization",
    "referer",
    "te",
    "user-agent",
];

/// Judges one name of `allow_headers`.
///
/// # Errors
///
/// If `name` isn't a single token, is forbidden by the standard, or only has a
/// meaning in responses.
///
/// ```
/// use corsac_policy::{HeaderError, check_request_header};
///
/// assert!(check_request_header("Content-Type").is_ok());
/// assert_eq!(
///     check_request_header("Cookie"),
///     Err(HeaderError::ForbiddenInRequests)
/// );
/// ```
pub fn check_request_header(name: &str) -> Result<(), HeaderError> {
    check_name(name)?;
    if is_forbidden_request_header(name) {
        Err(HeaderError::ForbiddenInRequests)
    } else if is_any_of(&RESPONSE_ONLY_HEADERS, name) {
        Err(HeaderError::ResponseOnly)
    } else {
        Ok(())
    }
}

/// Judges one name of `expose_headers`.
///
/// # Errors
///
/// If `name` isn't a single token, is hidden from pages by the standard, or only
/// has a meaning in requests.
///
/// ```
/// use corsac_policy::{HeaderError, check_exposed_header};
///
/// assert!(check_exposed_header("X-Total-Count").is_ok());
/// assert_eq!(
///     check_exposed_header("Set-Cookie"),
///     Err(HeaderError::ForbiddenInResponses)
/// );
/// ```
pub fn check_exposed_header(name: &str) -> Result<(), HeaderError> {
    check_name(name)?;
    if is_forbidden_response_header(name) {
        Err(HeaderError::ForbiddenInResponses)
    } else if is_any_of(&REQUEST_ONLY_HEADERS, name) {
        Err(HeaderError::RequestOnly)
    } else {
        Ok(())
    }
}

fn check_name(name: &str) -> Result<(), HeaderError> {
    if name.contains(',') {
        Err(HeaderError::Several)
    } else if !is_token(name) {
        Err(HeaderError::NotAToken)
    } else if name.contains('*') && name != "*" {
        Err(HeaderError::MisplacedWildcard)
    } else {
        Ok(())
    }
}

/// Whether pages cannot set the request header `name`, whatever its value: steps 1 and
/// 2 of
/// [forbidden request-header](https://fetch.spec.whatwg.org/#forbidden-request-header).
///
/// ```
/// assert!(corsac_policy::is_forbidden_request_header("Cookie"));
/// assert!(corsac_policy::is_forbidden_request_header("sec-fetch-site"));
/// assert!(!corsac_policy::is_forbidden_request_header(
///     "X-HTTP-Method-Override"
/// ));
/// ```
#[must_use]
pub fn is_forbidden_request_header(name: &str) -> bool {
    let starts_with = |prefix: &&str| {
        let start = name.get(..prefix.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    is_any_of(&FORBIDDEN_REQUEST_HEADERS, name)
        || FORBIDDEN_REQUEST_HEADER_PREFIXES.iter().any(starts_with)
}

/// Whether pages never see the response header `name`: a
/// [forbidden response-header name](https://fetch.spec.whatwg.org/#forbidden-response-header-name).
///
/// ```
/// assert!(corsac_policy::is_forbidden_response_header("Set-Cookie"));
/// assert!(!corsac_policy::is_forbidden_response_header("ETag"));
/// ```
#[must_use]
pub fn is_forbidden_response_header(name: &str) -> bool {
    is_any_of(&FORBIDDEN_RESPONSE_HEADERS, name)
}

fn is_any_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|it| it.eq_ignore_ascii_case(name))
}

/// Why a header name is refused.
///
/// ```
/// use corsac_policy::check_request_header;
///
/// assert_eq!(
///     check_request_header("Sec-Fetch-Mode")
///         .unwrap_err()
///         .to_string(),
///     "only browsers set this header; remove it",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HeaderError {
    /// Several names in one string.
    Several,
    /// A `*` with other characters, which browsers treat as an ordinary name.
    MisplacedWildcard,
    /// Not a [token](https://www.rfc-editor.org/rfc/rfc9110#name-tokens).
    NotAToken,
    /// A [forbidden request-header](https://fetch.spec.whatwg.org/#forbidden-request-header).
    ForbiddenInRequests,
    /// A [forbidden response-header name](https://fetch.spec.whatwg.org/#forbidden-response-header-name).
    ForbiddenInResponses,
    /// A response header in a list of request headers.
    ResponseOnly,
    /// A request header in a list of response headers.
    RequestOnly,
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Several => "expected one header name, found several; write each separately",
            Self::MisplacedWildcard => {
                "`*` cannot be part of a header name; list the header names instead"
            }
            Self::NotAToken => "invalid header name; write one such as `X-Request-Id`",
            Self::ForbiddenInRequests => "only browsers set this header; remove it",
            Self::ForbiddenInResponses => "browsers hide this header from pages; remove it",
            Self::ResponseOnly => "this is a response header; remove it",
            Self::RequestOnly => "this is a request header; remove it",
        })
    }
}

impl std::error::Error for HeaderError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_pages_may_set_are_permitted() {
        for name in [
            "Content-Type",
            "Authorization",
            "accept",
            "X-Requested-With",
            "X-HTTP-Method-Override",
            "traceparent",
            "Range",
            "If-None-Match",
            "Secret",
        ] {
            assert_eq!(check_request_header(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn forbidden_request_headers_are_refused_in_any_case() {
        for name in FORBIDDEN_REQUEST_HEADERS.into_iter().chain([
            "Cookie",
            "HOST",
            "Sec-Fetch-Site",
            "Proxy-Authorization",
            "sec-",
            "proxy-x",
        ]) {
            assert_eq!(
                check_request_header(name),
                Err(HeaderError::ForbiddenInRequests),
                "{name}",
            );
        }
    }

    #[test]
    fn response_headers_are_refused_among_request_headers() {
        for name in ["Access-Control-Allow-Origin", "access-control-max-age"] {
            assert_eq!(
                check_request_header(name),
                Err(HeaderError::ResponseOnly),
                "{name}"
            );
        }
    }

    #[test]
    fn what_is_not_a_token_is_refused() {
        for name in ["", "X A", "X:", "X-É", "X\r\nY"] {
            assert_eq!(
                check_request_header(name),
                Err(HeaderError::NotAToken),
                "{name:?}"
            );
            assert_eq!(
                check_exposed_header(name),
                Err(HeaderError::NotAToken),
                "{name:?}"
            );
        }
    }

    #[test]
    fn several_names_in_one_and_patterns_are_refused() {
        for (name, error) in [
            ("X-A, X-B", HeaderError::Several),
            ("X-A,X-B", HeaderError::Several),
            ("X-*", HeaderError::MisplacedWildcard),
            ("**", HeaderError::MisplacedWildcard),
        ] {
            assert_eq!(check_request_header(name), Err(error.clone()), "{name}");
            assert_eq!(check_exposed_header(name), Err(error), "{name}");
        }
        assert_eq!(check_request_header("*"), Ok(()));
    }

    #[test]
    fn cookies_and_request_headers_cannot_be_exposed() {
        for (name, error) in [
            ("Set-Cookie", HeaderError::ForbiddenInResponses),
            ("set-cookie2", HeaderError::ForbiddenInResponses),
            ("Origin", HeaderError::RequestOnly),
            ("User-Agent", HeaderError::RequestOnly),
            ("Access-Control-Request-Method", HeaderError::RequestOnly),
        ] {
            assert_eq!(check_exposed_header(name), Err(error), "{name}");
        }
        for name in [
            "X-Total-Count",
            "Content-Disposition",
            "ETag",
            "Server-Timing",
        ] {
            assert_eq!(check_exposed_header(name), Ok(()), "{name}");
        }
    }
}
