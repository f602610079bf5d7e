//! Whether a page calls its own server: <https://html.spec.whatwg.org/#same-origin>.

use actix_web::{
    HttpRequest,
    http::header::{self, HeaderName, HeaderValue},
};

use crate::{request::single_origin, vary::Reads};

/// <https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header>
static SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether the page that sent `req` has the server's own origin, and the headers
/// that this depends on.
///
/// Browsers tell in `Sec-Fetch-Site`, which pages cannot set. This beats any
/// comparison: it is right behind every proxy, and for the `null` that a strict
/// `Referrer-Policy` makes of a page's origin. If it is missing (over plain HTTP,
/// for a WebSocket, or from an old browser), the host and port are compared with
/// those that the request is for, which pages cannot set either. A host that a
/// proxy forwards counts, too, unless `pages_may_forward`.
pub(crate) fn is_own(req: &HttpRequest, pages_may_forward: bool) -> (bool, Reads) {
    let origin = single_origin(req.headers());
    if let Some(site) = site_by_browser(req) {
        return (origin.is_some() && site == "same-origin", Reads::SITE);
    }
    let is_own = origin.is_some_and(|origin| is_own_by_host(req, origin, pages_may_forward));
    (is_own, Reads::SITE | FORWARDED)
}

/// `Sec-Fetch-Site`, if the browser sends it.
pub(crate) fn site_by_browser(req: &HttpRequest) -> Option<&HeaderValue> {
    req.headers().get(&SEC_FETCH_SITE)
}

/// What Actix reads for [`HttpRequest::connection_info`].
const FORWARDED: Reads = Reads::FORWARDED_PROTO
    .and(Reads::FORWARDED_HOST)
    .and(Reads::FORWARDED);

fn is_own_by_host(req: &HttpRequest, origin: &HeaderValue, pages_may_forward: bool) -> bool {
    let origin = origin.to_str().unwrap_or_default();
    let Some((scheme, host)) = origin.split_once("://") else {
        return false;
    };
    let default_port = match scheme {
        "https" => ":443",
        "http" => ":80",
        _ => return false,
    };
    let is_host = |own: &str| {
        let own = own.strip_suffix(default_port).unwrap_or(own);
        // Any host that browsers accept can have pages, even one that a policy can't
        // list.
        own.to_ascii_lowercase() == host
    };
    let is_ours = requested_host(req).is_some_and(is_host)
        || !pages_may_forward && is_host(req.connection_info().host());
    // An `https` page of this host belongs to its owner, wherever TLS ends. An
    // `http` page may come from anyone if the server uses `https`.
    is_ours && (scheme == "https" || !is_reached_by_https(req))
}

/// The host and port that the request is for: `Host`, or `:authority`.
pub(crate) fn requested_host(req: &HttpRequest) -> Option<&str> {
    let host = req.headers().get(header::HOST);
    let host = host.map(|host| host.to_str().unwrap_or_default());
    host.or_else(|| Some(req.uri().authority()?.as_str()))
}

pub(crate) fn is_reached_by_https(req: &HttpRequest) -> bool {
    let mut forwarded = req.headers().get_all(header::X_FORWARDED_PROTO);
    let says_https = |proto: &HeaderValue| {
        let proto = proto.as_bytes().trim_ascii();
        proto
            .get(.."https".len())
            .is_some_and(|proto| proto.eq_ignore_ascii_case(b"https"))
    };
    req.app_config().secure()
        || req.connection_info().scheme() == "https"
        || forwarded.any(says_https)
}
