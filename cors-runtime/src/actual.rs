//! Actual requests, and the CORS headers of their responses:
//! <https://fetch.spec.whatwg.org/#http-responses>.

use std::borrow::Cow;

use actix_web::{
    Error, HttpRequest,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderMap, HeaderName, HeaderValue},
};

use crate::{Policy, refusal, same_origin, vary};

pub(crate) static CREDENTIALS: HeaderValue = HeaderValue::from_static("true");

/// The headers that say what was decided, which only a policy does.
const NAMES: [HeaderName; 3] = [
    header::ACCESS_CONTROL_ALLOW_ORIGIN,
    header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
    header::ACCESS_CONTROL_EXPOSE_HEADERS,
];

/// What is decided about an actual request before the handler runs.
#[derive(Clone)]
pub(crate) struct Decision {
    policy: &'static Policy,
    allow_origin: Option<Cow<'static, HeaderValue>>,
    vary: Option<&'static HeaderValue>,
    /// Whether the handler must not run.
    pub(crate) is_blocked: bool,
}

impl Decision {
    /// Decides by `policy`; with `blocks`, that another origin than the allowed
    /// ones and the server's own is turned away.
    pub(crate) fn about(policy: &'static Policy, blocks: bool, req: &ServiceRequest) -> Self {
        if let Some(origin) = policy.constant_origin(blocks) {
            return Self {
                policy,
                allow_origin: Some(Cow::Borrowed(origin)),
                vary: None,
                is_blocked: false,
            };
        }
        let allow_origin = policy.allowed_origin(req.head());
        let asks_who_calls =
            blocks && allow_origin.is_none() && req.headers().contains_key(header::ORIGIN);
        Self {
            policy,
            allow_origin,
            vary: Some(if asks_who_calls {
                &vary::ORIGIN_AND_SITE
            } else {
                &vary::ORIGIN
            }),
            is_blocked: asks_who_calls && !same_origin::is_own(req.request()),
        }
    }

    /// Explains a refusal to the operator.
    pub(crate) fn explain(&self, req: &HttpRequest) {
        refusal::explain_actual(req, || match self.policy.constant_origin(false) {
            // No answer depends on it, so nothing has been compared yet.
            Some(_) => self.policy.allowed_origin(req.head()).is_some(),
            None => self.allow_origin.is_some(),
        });
    }

    /// Turns a request away, which is to say what was decided.
    pub(crate) fn refuse(self, req: ServiceRequest) -> ServiceResponse {
        let mut response = refusal::response();
        self.apply(response.headers_mut());
        req.into_response(response)
    }

    /// Makes an answer say what was decided.
    ///
    /// An `Err` of a middleware inside becomes a response further out; the
    /// mapper gives that response its headers, and leaves the error's type as
    /// it is.
    pub(crate) fn apply_to<B>(self, answer: &mut Result<ServiceResponse<B>, Error>) {
        match answer {
            Ok(response) => self.apply(response.headers_mut()),
            Err(error) => error.add_response_mapper(move |mut response| {
                self.clone().apply(response.headers_mut());
                response
            }),
        }
    }

    /// Makes a response say what was decided, whatever the handler set by hand.
    fn apply(self, headers: &mut HeaderMap) {
        // Few handlers set any of these, so it takes less time to look at the few
        // names that there are than to look up each of them.
        let is_ours = |name| NAMES.contains(name) || *name == header::VARY;
        let is_untouched = !headers.keys().any(is_ours);
        if !is_untouched {
            for name in &NAMES {
                headers.remove(name);
            }
        }
        if let Some(origin) = self.allow_origin {
            headers.append(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.into_owned());
            if self.policy.allow_credentials {
                headers.append(
                    header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
                    CREDENTIALS.clone(),
                );
            }
            if let Some(names) = &self.policy.expose_headers {
                headers.append(header::ACCESS_CONTROL_EXPOSE_HEADERS, names.clone());
            }
        }
        match self.vary {
            Some(names) if is_untouched => headers.append(header::VARY, names.clone()),
            Some(names) => vary::add(headers, names),
            None => {}
        }
    }
}
