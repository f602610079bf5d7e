//! A request of a page: <https://fetch.spec.whatwg.org/#concept-request>.

use std::rc::Rc;

use actix_web::{
    body::{self, BodyStream},
    dev::RequestHead,
    http::{
        Method, Uri,
        header::{self, HeaderMap, HeaderValue},
    },
    web::Bytes,
};
use corsac_policy::{is_forbidden_method, normalize_method};
use url::Url;

use crate::{
    Blocked, Credentials, Difference, Page,
    browser::Browser,
    header_list::trim,
    request_header,
    site::{is_same_origin, serialize_origin},
    target::{Target, has_user_info},
};

/// A request on its way to the app. The method and headers in `head` come from the
/// script; the rest is added when it is sent.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) origin: HeaderValue,
    pub(crate) credentials: Credentials,
    pub(crate) target: Target,
    pub(crate) head: RequestHead,
    /// Empty if there is none, since a `TestRequest` doesn't distinguish the two.
    pub(crate) body: Bytes,
    /// The app's cookies in the browser.
    pub(crate) cookies: Option<HeaderValue>,
    /// <https://fetch.spec.whatwg.org/#concept-request-redirect-count>
    pub(crate) redirect_count: usize,
    /// Whether a redirect left it an `Origin` that it otherwise wouldn't have.
    pub(crate) keeps_origin: bool,
    pub(crate) browser: Rc<Browser>,
}

impl Request {
    /// The request that `fetch()` makes from its arguments, or the `TypeError` that
    /// it throws: <https://fetch.spec.whatwg.org/#dom-request>.
    pub(crate) async fn new(page: &Page, request: actix_http::Request) -> Result<Self, Blocked> {
        let (head, payload) = request.into_parts();
        let mut head = head.clone();
        let target = parse_url(&page.app, &head.uri).ok_or_else(|| Blocked::InvalidUrl {
            url: head.uri.to_string(),
        })?;
        head.method = allowed_method(&head.method)?;
        let cookies = cookies(&head.headers);
        take_headers(&mut head.headers);
        // In memory, so this can't fail.
        let body = body::to_bytes(BodyStream::new(payload))
            .await
            .unwrap_or_default();
        if !body.is_empty() && matches!(head.method, Method::GET | Method::HEAD) {
            return Err(Blocked::BodyNotAllowed {
                method: head.method.to_string(),
            });
        }
        Ok(Self {
            origin: page.origin.clone(),
            credentials: page.credentials,
            target,
            head,
            body,
            cookies,
            redirect_count: 0,
            keeps_origin: false,
            browser: Rc::clone(&page.browser),
        })
    }

    /// Whether the CORS protocol applies: whether the response tainting is "cors"
    /// (<https://fetch.spec.whatwg.org/#concept-request-response-tainting>). This
    /// and the origin stay the same over redirects, since all followed redirects
    /// stay with the app.
    pub(crate) fn is_cors(&self) -> bool {
        !is_same_origin(&self.origin, &self.target.url)
    }

    pub(crate) fn includes_credentials(&self) -> bool {
        self.credentials == Credentials::Include
    }

    /// Whether its browser has this difference.
    pub(crate) fn differs_by(&self, difference: Difference) -> bool {
        self.browser.differs_by(difference)
    }

    /// The names of its headers that need permission.
    pub(crate) fn unsafe_names(&self) -> Vec<&str> {
        request_header::unsafe_names(&self.head.headers, &self.browser)
    }

    /// Whether a permission with credentials also applies without them.
    pub(crate) fn shares_preflights(&self) -> bool {
        !self.differs_by(Difference::CredentialsKeepPreflightsApart)
    }

    /// Whether `*` never covers the header `name`.
    pub(crate) fn is_non_wildcard(&self, name: &str) -> bool {
        request_header::is_non_wildcard(name)
            && !self.differs_by(Difference::AnyHeaderCoversAuthorization)
    }
}

/// A path is relative to the app's origin; a whole URL also sets it.
fn parse_url(app: &Url, uri: &Uri) -> Option<Target> {
    let url = if uri.scheme().is_some() {
        uri.to_string()
    } else if uri.path().starts_with('/') {
        format!("{}{uri}", serialize_origin(app))
    } else {
        return None;
    };
    let url = Url::parse(&url).ok()?;
    if has_user_info(&url) {
        return None;
    }
    Target::new(url)
}

fn allowed_method(method: &Method) -> Result<Method, Blocked> {
    if is_forbidden_method(method.as_str()) {
        return Err(Blocked::ForbiddenMethod {
            method: method.to_string(),
        });
    }
    let normalized = Method::from_bytes(normalize_method(method.as_str()).as_bytes());
    Ok(normalized.unwrap_or_else(|_| method.clone()))
}

/// One line, as browsers send it: <https://www.rfc-editor.org/rfc/rfc6265#section-5.4>.
fn cookies(headers: &HeaderMap) -> Option<HeaderValue> {
    let lines: Vec<&[u8]> = headers
        .get_all(header::COOKIE)
        .map(HeaderValue::as_bytes)
        .collect();
    let joined = || HeaderValue::from_bytes(&lines.join(&b"; "[..]));
    (!lines.is_empty()).then(|| joined().expect("values, joined, are a value"))
}

/// What a script's `Headers` do: they normalize values, and silently drop forbidden
/// headers; <https://fetch.spec.whatwg.org/#concept-headers-append>.
fn take_headers(headers: &mut HeaderMap) {
    headers.retain(|name, value| {
        *value = HeaderValue::from_bytes(trim(value.as_bytes())).expect("a part of a value is one");
        !request_header::is_forbidden(name.as_str(), value.as_bytes())
    });
}
