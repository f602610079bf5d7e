//! Where Chromium does not do what the Fetch standard says.

use actix_http::Request;
use actix_web::{
    Error, HttpMessage as _,
    body::MessageBody,
    dev::{Service, ServiceResponse, forward_ready},
    http::{
        Method,
        header::{
            ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS,
            ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD,
            HeaderMap, HeaderValue, ORIGIN,
        },
    },
};
use futures_util::future::LocalBoxFuture;

use super::{case::Fetch, outcome::is_preflight};

/// A difference that is known, and has to be seen by some case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Difference {
    /// `*` in `Access-Control-Allow-Headers` covers `Authorization`, too. The
    /// standard has it as a non-wildcard name:
    /// <https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name>.
    AnyHeaderCoversAuthorization,
    /// `DPR`, `Save-Data: on` and other client hints need no preflight. The standard
    /// safelists none of them:
    /// <https://fetch.spec.whatwg.org/#cors-safelisted-request-header>.
    ClientHintsAreSafelisted,
    /// Nor does a `User-Agent` that the script has set.
    UserAgentIsSafelisted,
    /// What a preflight has allowed is still known when the actual request then
    /// fails. The standard forgets it: <https://fetch.spec.whatwg.org/#http-fetch>.
    FailuresKeepPreflights,
    /// What the last preflight for a URL has allowed stands for all that earlier
    /// ones have. The standard keeps methods and header names one by one:
    /// <https://fetch.spec.whatwg.org/#concept-cache>.
    LastPreflightIsKept,
    /// A negative `Access-Control-Max-Age` is taken for 0. By its syntax it is
    /// none, so the standard keeps the answer for five seconds:
    /// <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>.
    NegativeMaxAgeIsZero,
    /// What a preflight has allowed to an opaque origin is not kept.
    OpaqueOriginsKeepNoPreflights,
    /// A preflight has `Sec-Fetch-Mode` also where the URL is not potentially
    /// trustworthy; see <https://w3c.github.io/webappsec-fetch-metadata/>.
    EveryPreflightTellsItsMode,
}

impl Difference {
    pub(crate) const ALL: [Self; 8] = [
        Self::AnyHeaderCoversAuthorization,
        Self::ClientHintsAreSafelisted,
        Self::UserAgentIsSafelisted,
        Self::FailuresKeepPreflights,
        Self::LastPreflightIsKept,
        Self::NegativeMaxAgeIsZero,
        Self::OpaqueOriginsKeepNoPreflights,
        Self::EveryPreflightTellsItsMode,
    ];

    /// All but this one.
    pub(crate) fn others(self) -> Vec<Self> {
        Self::ALL.into_iter().filter(|it| *it != self).collect()
    }
}

/// `fetch` without the headers that need no permission by one of `differences`,
/// and that do not matter to the app.
pub(crate) fn without_safelisted(fetch: &Fetch, differences: &[Difference]) -> Fetch {
    let mut fetch = fetch.clone();
    fetch.headers.retain(|&(name, value)| {
        let difference = match name {
            "Device-Memory" | "Downlink" | "DPR" | "ECT" | "RTT" | "Viewport-Width" | "Width" => {
                Difference::ClientHintsAreSafelisted
            }
            // With any other value, it is as unsafe as all headers.
            "Save-Data" if value == "on" => Difference::ClientHintsAreSafelisted,
            "User-Agent" => Difference::UserAgentIsSafelisted,
            _ => return true,
        };
        !differences.contains(&difference)
    });
    fetch
}

/// Adds to `requests` what a preflight tells.
pub(crate) fn tell_mode(requests: &mut [String]) {
    for request in requests {
        if is_preflight(request) && !request.contains("[sec-fetch-") {
            *request += " [sec-fetch-mode: cors]";
        }
    }
}

/// An app whose responses say by other words what Chromium reads in them.
pub(crate) struct AsRead<'a, S> {
    pub(crate) app: &'a S,
    /// `*` covers `Authorization`.
    pub(crate) covers_authorization: bool,
    /// A negative max age is 0.
    pub(crate) mends_max_age: bool,
    /// The CORS check of an actual response passes.
    pub(crate) passes: bool,
}

impl<S, B> Service<Request> for AsRead<'_, S>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    S::Future: 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<B>;
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<ServiceResponse<B>, Error>>;

    forward_ready!(app);

    fn call(&self, req: Request) -> Self::Future {
        let is_preflight = *req.method() == Method::OPTIONS
            && req.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        let origin = req.headers().get(ORIGIN).cloned();
        let covers_authorization = self.covers_authorization && is_preflight;
        let mends_max_age = self.mends_max_age && is_preflight;
        let origin = origin.filter(|_| self.passes && !is_preflight);
        let response = self.app.call(req);
        Box::pin(async move {
            let mut response = response.await?;
            let is_redirect = response.status().is_redirection();
            let headers = response.headers_mut();
            if covers_authorization {
                cover_authorization(headers);
            }
            if mends_max_age {
                mend_max_age(headers);
            }
            if let Some(origin) = origin.filter(|_| !is_redirect) {
                headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
                let yes = HeaderValue::from_static("true");
                headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, yes);
            }
            Ok(response)
        })
    }
}

fn cover_authorization(headers: &mut HeaderMap) {
    let has_wildcard = headers.get_all(ACCESS_CONTROL_ALLOW_HEADERS).any(|value| {
        let mut items = value.as_bytes().split(|byte| *byte == b',');
        items.any(|item| item.trim_ascii() == b"*")
    });
    if has_wildcard {
        headers.append(
            ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static("Authorization"),
        );
    }
}

fn mend_max_age(headers: &mut HeaderMap) {
    let max_age = headers.get(ACCESS_CONTROL_MAX_AGE);
    if max_age.is_some_and(|value| value.as_bytes().starts_with(b"-")) {
        headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("0"));
    }
}
