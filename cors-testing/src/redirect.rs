//! HTTP-redirect fetch: <https://fetch.spec.whatwg.org/#http-redirect-fetch>.

use actix_web::{
    HttpResponse,
    http::{Method, StatusCode, header},
    web::Bytes,
};
use url::Url;

use crate::{
    Blocked, Difference,
    header_list::get_decoded,
    request::Request,
    target::{Target, has_user_info},
};

/// Step 7.
const MAX_REDIRECTS: usize = 20;

/// <https://fetch.spec.whatwg.org/#request-body-header-name>
const BODY_HEADERS: [header::HeaderName; 4] = [
    header::CONTENT_ENCODING,
    header::CONTENT_LANGUAGE,
    header::CONTENT_LOCATION,
    header::CONTENT_TYPE,
];

/// <https://fetch.spec.whatwg.org/#redirect-status>
pub(crate) fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// The target of `response`, if it is a redirect.
pub(crate) fn location(request: &Request, response: &HttpResponse) -> Result<Option<Url>, Blocked> {
    // Steps 3 and 4: https://fetch.spec.whatwg.org/#concept-response-location-url.
    let location = get_decoded(response.headers(), "location");
    let Some(location) = location.filter(|_| is_redirect(response.status())) else {
        return Ok(None);
    };
    // https://fetch.spec.whatwg.org/#extract-header-list-values, step 2.
    let is_one_line = response.headers().get_all(header::LOCATION).count() == 1;
    // Steps 5 and 6.
    let url = match request.target.url.join(&location) {
        Ok(url) if is_one_line && matches!(url.scheme(), "http" | "https") => url,
        _ => return Err(Blocked::InvalidLocation { location }),
    };
    if request.redirect_count == MAX_REDIRECTS {
        return Err(Blocked::TooManyRedirects);
    }
    // Steps 9 and 10.
    if has_user_info(&url) && (request.is_cors() || request.target.url.origin() != url.origin()) {
        return Err(Blocked::RedirectWithUserInfo { url: url.into() });
    }
    Ok(Some(url))
}

/// Changes `request` as a redirect with `status` to `url` does. If the origin stays
/// the same, so do the page's own origin and `Authorization`.
pub(crate) fn follow(request: &mut Request, status: StatusCode, url: Url) -> Result<(), Blocked> {
    if request.target.url.origin() != url.origin() {
        return Err(Blocked::LeftApp { url: url.into() });
    }
    // Step 8.
    request.redirect_count += 1;
    // Step 12.
    let head = &mut request.head;
    let becomes_get = match status.as_u16() {
        301 | 302 => head.method == Method::POST,
        303 => !matches!(head.method, Method::GET | Method::HEAD),
        _ => false,
    };
    if becomes_get {
        request.keeps_origin = request.browser.differs_by(Difference::RedirectsKeepOrigin);
        head.method = Method::GET;
        request.body = Bytes::new();
        for name in BODY_HEADERS {
            head.headers.remove(name);
        }
    }
    // Step 18.
    let location = url.to_string();
    request.target = Target::new(url).ok_or(Blocked::InvalidLocation { location })?;
    Ok(())
}
