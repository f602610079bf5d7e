//! Whether a page calls its own server: <https://html.spec.whatwg.org/#same-origin>.

use actix_web::{dev::ServiceRequest, http::header::HeaderName};

use crate::policy::single_origin;

/// <https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header>
pub(crate) const SEC_FETCH_SITE: &str = "Sec-Fetch-Site";

static SEC_FETCH_SITE_NAME: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether the page that sent `req` is of the server's own origin.
///
/// Browsers say so in `Sec-Fetch-Site`, which no page can set. That is better
/// than any comparison: it is right behind every proxy, and for the `null` that
/// a strict `Referrer-Policy` makes of a page's origin. Where a browser does
/// not send it (over plain HTTP, or an old one), scheme, host and port are
/// compared.
pub(crate) fn is_own(req: &ServiceRequest) -> bool {
    let Some(origin) = single_origin(req.headers()) else {
        return false;
    };
    match req.headers().get(&SEC_FETCH_SITE_NAME) {
        Some(site) => site == "same-origin",
        None => equals_own(req, origin.as_bytes()),
    }
}

/// Compares the server's own origin as a browser would write it, with the
/// default port left out; any host that a browser takes has pages, also one that
/// no policy could name.
fn equals_own(req: &ServiceRequest, origin: &[u8]) -> bool {
    let connection = req.connection_info();
    let own = format!("{}://{}", connection.scheme(), connection.host()).to_ascii_lowercase();
    let default_port = match connection.scheme() {
        "http" => ":80",
        "https" => ":443",
        _ => "",
    };
    own.strip_suffix(default_port).unwrap_or(&own).as_bytes() == origin
}
