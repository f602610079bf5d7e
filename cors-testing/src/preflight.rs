//! CORS-preflight fetch: <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>.

use std::time::Duration;

use actix_http::Request as ActixRequest;
use actix_web::{
    Error,
    body::MessageBody,
    dev::{Service, ServiceResponse},
    http::{
        Method,
        header::{self, HeaderMap, HeaderValue},
    },
    web::Bytes,
};
use corsac_policy::is_safelisted_method;

use crate::{
    Blocked, Credentials, Difference, Stage,
    browser::Browser,
    cors_check,
    header_list::{extract, get_decoded},
    network,
    preflight_cache::Grant,
    redirect::is_redirect,
    request::Request,
};

/// For a response without a well-formed `Access-Control-Max-Age`: step 7.9.
const DEFAULT_MAX_AGE: Duration = Duration::from_secs(5);

/// Whether a CORS request needs permission first:
/// <https://fetch.spec.whatwg.org/#main-fetch>, step 12.
pub(crate) fn needs_permission(request: &Request) -> bool {
    !is_safelisted_method(request.head.method.as_str()) || !request.unsafe_names().is_empty()
}

/// Whether the cache contains that permission:
/// <https://fetch.spec.whatwg.org/#http-fetch>, step 4.1.
pub(crate) fn is_cached(request: &Request) -> bool {
    let cache = request.browser.preflight_cache.borrow();
    let method = request.head.method.as_str();
    let mut names = request.unsafe_names().into_iter();
    cache.has_any(request)
        && (is_safelisted_method(method) || cache.has_method(request, method))
        && names.all(|name| cache.has_header(request, name))
}

/// Asks the app whether it allows `request`, and caches the answer.
pub(crate) async fn fetch<S, B>(app: &S, request: &Request) -> Result<(), Blocked>
where
    S: Service<ActixRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody + 'static,
{
    if request.differs_by(Difference::NewPreflightsForgetOthers) {
        request.browser.preflight_cache.borrow_mut().clear(request);
    }
    // Step 6.
    let response = network::send(app, &preflight_request(request), Stage::Preflight).await?;
    // Step 8. Browsers report a redirect first, whatever its headers are.
    if is_redirect(response.status()) {
        return Err(Blocked::PreflightRedirect {
            status: response.status(),
            location: get_decoded(response.headers(), "location"),
        });
    }
    // Step 7, with the credentials mode of the actual request.
    cors_check::check(request, Stage::Preflight, &response)?;
    if !response.status().is_success() {
        return Err(Blocked::PreflightStatus {
            status: response.status(),
        });
    }
    let grants = Grants::extract(response.headers())?;
    let enough = grants.check(request, response.headers());
    if enough.is_ok() || request.differs_by(Difference::FailingPreflightsAreKept) {
        grants.store(request, max_age(response.headers(), &request.browser));
    }
    enough
}

/// Steps 1 to 5.
fn preflight_request(request: &Request) -> Request {
    let mut head = request.head.clone();
    head.method = Method::OPTIONS;
    head.headers = HeaderMap::new();
    let headers = &mut head.headers;
    headers.insert(header::ACCEPT, HeaderValue::from_static("*/*"));
    headers.insert(
        header::ACCESS_CONTROL_REQUEST_METHOD,
        visible(request.head.method.as_str()),
    );
    let names = request.unsafe_names();
    if !names.is_empty() {
        headers.insert(
            header::ACCESS_CONTROL_REQUEST_HEADERS,
            visible(&names.join(",")),
        );
    }
    Request {
        // The default of a new request, so cookies don't go to other origins.
        credentials: Credentials::SameOrigin,
        head,
        body: Bytes::new(),
        ..request.clone()
    }
}

/// A value made of tokens.
fn visible(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("tokens are visible ASCII")
}

/// What the response to a preflight allows.
struct Grants {
    methods: Vec<String>,
    names: Vec<String>,
}

impl Grants {
    /// Steps 7.1 to 7.3.
    fn extract(headers: &HeaderMap) -> Result<Self, Blocked> {
        Ok(Self {
            methods: list(headers, "Access-Control-Allow-Methods")?,
            names: list(headers, "Access-Control-Allow-Headers")?,
        })
    }

    /// Whether it is enough for `request`: steps 7.5 to 7.7.
    fn check(&self, request: &Request, headers: &HeaderMap) -> Result<(), Blocked> {
        let takes_wildcards = !request.includes_credentials();

        // Step 7.5.
        let method = request.head.method.as_str();
        let allows_method = self.methods.iter().any(|it| it == method)
            || is_safelisted_method(method)
            || takes_wildcards && self.methods.iter().any(|it| it == "*");
        if !allows_method {
            return Err(Blocked::MethodNotAllowed {
                method: method.to_owned(),
                found: get_decoded(headers, "access-control-allow-methods"),
            });
        }

        // Steps 7.6 and 7.7.
        let allows_any_name = takes_wildcards && self.names.iter().any(|it| it == "*");
        let allows_name = |name: &str| {
            self.names.iter().any(|it| it.eq_ignore_ascii_case(name))
                || allows_any_name && !request.is_non_wildcard(name)
        };
        let mut names = request.unsafe_names().into_iter();
        match names.find(|name| !allows_name(name)) {
            None => Ok(()),
            Some(name) => Err(Blocked::HeaderNotAllowed {
                name: name.to_owned(),
                found: get_decoded(headers, "access-control-allow-headers"),
            }),
        }
    }

    /// Caches them: steps 7.12 to 7.15.
    fn store(self, request: &Request, max_age: Duration) {
        let is_opaque = request.origin == "null";
        if is_opaque && request.differs_by(Difference::OpaqueOriginsKeepNoPreflights) {
            return;
        }
        let mut cache = request.browser.preflight_cache.borrow_mut();
        let keeps_wildcards = !request.differs_by(Difference::WildcardsAreNotKept);
        let is_kept = |name: &String| name != "*" || keeps_wildcards;
        let Self { methods, names } = self;
        let methods = methods.into_iter().filter(is_kept).map(Grant::Method);
        let names = names.into_iter().filter(is_kept);
        let names = names.map(|name| Grant::Header(name.to_ascii_lowercase()));
        for grant in methods.chain(names) {
            cache.store(request, grant, max_age);
        }
    }
}

/// A missing list is empty. A malformed one is an error: step 7.3.
fn list(headers: &HeaderMap, name: &'static str) -> Result<Vec<String>, Blocked> {
    let list = extract(headers, name).map_err(|_| Blocked::InvalidList {
        header: name,
        found: get_decoded(headers, name).unwrap_or_default(),
    })?;
    Ok(list.unwrap_or_default())
}

/// Steps 7.8 to 7.10.
fn max_age(headers: &HeaderMap, browser: &Browser) -> Duration {
    let value = get_decoded(headers, "access-control-max-age").unwrap_or_default();
    // https://www.rfc-editor.org/rfc/rfc9111#section-1.2.2; several lines are
    // joined by a comma, so they aren't a number.
    if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        let is_zero = value.starts_with('-')
            && browser.differs_by(Difference::NegativeMaxAgeIsZero)
            || !value.is_empty() && browser.differs_by(Difference::MalformedMaxAgeIsZero);
        return if is_zero {
            Duration::ZERO
        } else {
            DEFAULT_MAX_AGE
        };
    }
    // A number too large to parse is larger than the limit.
    let seconds = value.parse().map_or(Duration::MAX, Duration::from_secs);
    seconds.min(browser.max_age_limit)
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::ACCESS_CONTROL_MAX_AGE;

    use super::*;
    use crate::Engine;

    fn headers(max_ages: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for max_age in max_ages {
            headers.append(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(max_age));
        }
        headers
    }

    #[test]
    fn max_age_is_one_number_of_seconds_within_a_limit() {
        for (lines, expected) in [
            (&[][..], 5),
            (&["0"][..], 0),
            (&["600"], 600),
            (&["0600"], 600),
            (&[" 600 "], 600),
            (&["7200"], 7200),
            (&["7201"], 7200),
            (&["99999999999999999999999999"], 7200),
            (&["-1"], 5),
            (&["+600"], 5),
            (&["600s"], 5),
            (&["1.5"], 5),
            (&[""], 5),
            (&["600", "600"], 5),
        ] {
            let found = max_age(&headers(lines), &Browser::default());

            assert_eq!(found.as_secs(), expected, "{lines:?}");
        }
    }
    #[test]
    fn each_engine_has_a_limit_of_its_own() {
        for (engine, expected) in [
            (Engine::Chromium, 7200),
            (Engine::Firefox, 86400),
            (Engine::WebKit, 600),
        ] {
            let found = max_age(&headers(&["99999"]), &Browser::from(engine));

            assert_eq!(found.as_secs(), expected, "{engine}");
        }
    }

    #[test]
    fn engines_have_their_own_ideas_of_a_malformed_max_age() {
        for (text, expected) in [("-1", [0, 0, 0]), ("soon", [5, 0, 5]), ("600", [600; 3])] {
            let found = Engine::ALL.map(|it| max_age(&headers(&[text]), &Browser::from(it)));

            assert_eq!(found.map(|it| it.as_secs()), expected, "{text}");
        }
    }
}
