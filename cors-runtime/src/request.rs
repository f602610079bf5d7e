//! The headers that tell whether a request is a CORS request, and of which kind.

use actix_web::{
    dev::RequestHead,
    http::{
        Method,
        header::{self, HeaderMap, HeaderValue},
    },
};

/// The value of `Origin`. Several lines count as none, since browsers send one.
#[inline]
pub(crate) fn single_origin(headers: &HeaderMap) -> Option<&HeaderValue> {
    let mut lines = headers.get_all(header::ORIGIN);
    lines.next().filter(|_| lines.next().is_none())
}

/// The method that a preflight asks about; `None` if the request isn't a
/// [preflight](https://fetch.spec.whatwg.org/#cors-preflight-request): it has to be
/// an `OPTIONS` request with `Origin` and (in one line)
/// `Access-Control-Request-Method`.
#[inline]
pub(crate) fn requested_method(head: &RequestHead) -> Option<&HeaderValue> {
    if head.method != Method::OPTIONS || !head.headers.contains_key(header::ORIGIN) {
        return None;
    }
    let mut lines = head.headers.get_all(header::ACCESS_CONTROL_REQUEST_METHOD);
    lines.next().filter(|_| lines.next().is_none())
}
