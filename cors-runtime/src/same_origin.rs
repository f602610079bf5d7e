//! Whether a page calls its own server: <https://html.spec.whatwg.org/#same-origin>.

use actix_web::{HttpRequest, http::header::HeaderName};

use crate::request::single_origin;

/// <https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header>
static SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether the page that sent `req` is of the server's own origin.
///
/// Browsers say so in `Sec-Fetch-Site`, which no page can set. That is better
/// than any comparison: it is right behind every proxy, and for the `null` that
/// a strict `Referrer-Policy` makes of a page's origin. Where a browser does
/// not send it (over plain HTTP, or an old one), scheme, host and port are
/// compared.
pub(crate) fn is_own(req: &HttpRequest) -> bool {
    let Some(origin) = single_origin(req.headers()) else {
        return false;
    };
    match req.headers().get(&SEC_FETCH_SITE) {
        Some(site) => site == "same-origin",
        None => origin.to_str().is_ok_and(|origin| equals_own(req, origin)),
    }
}

/// Compares the server's own origin as a browser would write it, with the
/// default port left out; any host that a browser takes has pages, also one that
/// no policy could name.
fn equals_own(req: &HttpRequest, origin: &str) -> bool {
    let connection = req.connection_info();
    let (scheme, host) = (connection.scheme(), connection.host());
    let default_port = match scheme {
        "http" => ":80",
        "https" => ":443",
        _ => "",
    };
    let own = host.strip_suffix(default_port).unwrap_or(host);
    origin
        .split_once("://")
        .is_some_and(|(it, host)| it == scheme && host.bytes().eq(lower_case(own)))
}

fn lower_case(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().map(|byte| byte.to_ascii_lowercase())
}
