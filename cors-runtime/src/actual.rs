//! Actual requests, and the CORS headers of their responses:
//! <https://fetch.spec.whatwg.org/#http-responses>.

use std::borrow::Cow;

use actix_web::{
    HttpRequest,
    dev::ServiceRequest,
    http::header::{self, HeaderMap, HeaderValue},
};

use crate::{Policy, refusal, same_origin, vary};

pub(crate) static CREDENTIALS: HeaderValue = HeaderValue::from_static("true");

/// What is decided about an actual request before the handler runs.
#[derive(Clone)]
pub(crate) struct Decision {
    policy: &'static Policy,
    allow_origin: Option<Cow<'static, HeaderValue>>,
    vary: &'static [&'static str],
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
                vary: &[],
                is_blocked: false,
            };
        }
        let allow_origin = policy.allowed_origin(req.head());
        let asks_who_calls =
            blocks && allow_origin.is_none() && req.headers().contains_key(header::ORIGIN);
        Self {
            policy,
            allow_origin,
            vary: if asks_who_calls {
                &["Origin", "Sec-Fetch-Site"]
            } else {
                &["Origin"]
            },
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

    /// Makes a response say what was decided, whatever the handler set by hand.
    pub(crate) fn apply(&self, headers: &mut HeaderMap) {
        let granted = self.allow_origin.is_some();
        let credentials = (granted && self.policy.allow_credentials).then_some(&CREDENTIALS);
        let expose_headers = self.policy.expose_headers.as_ref().filter(|_| granted);

        for (name, value) in [
            (
                header::ACCESS_CONTROL_ALLOW_ORIGIN,
                self.allow_origin.as_deref(),
            ),
            (header::ACCESS_CONTROL_ALLOW_CREDENTIALS, credentials),
            (header::ACCESS_CONTROL_EXPOSE_HEADERS, expose_headers),
        ] {
            // `HeaderMap::insert` hands out what was there, which costs as much
            // as these two together; there hardly ever is anything.
            if headers.contains_key(&name) {
                headers.remove(&name);
            }
            if let Some(value) = value {
                headers.append(name, value.clone());
            }
        }
        for name in self.vary {
            vary::add(headers, name);
        }
    }
}
