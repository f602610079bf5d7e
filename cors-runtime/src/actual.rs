//! Actual requests, and the CORS headers of their responses:
//! <https://fetch.spec.whatwg.org/#http-responses>.

use actix_web::{
    Error, HttpRequest,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderMap, HeaderName, HeaderValue},
};

use crate::{refusal, request::single_origin, same_origin, serving::Serving, vary};

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
    allow_credentials: bool,
    allow_origin: Option<HeaderValue>,
    expose_headers: Option<HeaderValue>,
    vary: Option<&'static HeaderValue>,
    /// Whether the handler must not run.
    pub(crate) is_blocked: bool,
}

impl Decision {
    /// With `blocks`, another origin than the allowed ones and the server's own
    /// is turned away.
    #[inline]
    pub(crate) fn about(serving: &Serving, blocks: bool, req: &ServiceRequest) -> Self {
        let decision = |allow_origin, vary, is_blocked| Self {
            allow_credentials: serving.allow_credentials,
            allow_origin,
            expose_headers: serving.expose_headers.clone(),
            vary,
            is_blocked,
        };
        if let Some(origin) = serving.constant_origin(blocks) {
            return decision(Some(origin.clone()), None, false);
        }
        let allow_origin = serving.allowed_origin(req.head());
        let asks_who_calls =
            blocks && allow_origin.is_none() && req.headers().contains_key(header::ORIGIN);
        if asks_who_calls {
            let is_blocked = !same_origin::is_own(req.request());
            decision(None, Some(&vary::ORIGIN_AND_SITE), is_blocked)
        } else {
            decision(allow_origin, Some(&vary::ORIGIN), false)
        }
    }

    /// Explains a refusal to the operator.
    pub(crate) fn explain(&self, req: &HttpRequest) {
        refusal::explain_actual(req, self.is_blocked, || {
            let allowed = self.allow_origin.as_ref();
            allowed.is_some_and(|it| it == "*" || single_origin(req.headers()) == Some(it))
        });
    }

    /// Turns a request away, which is to say what was decided.
    pub(crate) fn refuse(mut self, req: ServiceRequest) -> ServiceResponse {
        let mut response = refusal::response();
        self.apply(response.headers_mut());
        req.into_response(response)
    }

    /// Makes an answer say what was decided.
    ///
    /// An `Err` of a middleware inside becomes a response further out; the
    /// mapper gives that response its headers, and leaves the error's type as
    /// it is.
    #[inline]
    pub(crate) fn apply_to<B>(&mut self, answer: &mut Result<ServiceResponse<B>, Error>) {
        match answer {
            Ok(response) => self.apply(response.headers_mut()),
            Err(error) => {
                let decision = self.clone();
                error.add_response_mapper(move |mut response| {
                    decision.clone().apply(response.headers_mut());
                    response
                });
            }
        }
    }

    /// Makes a response say what was decided, whatever the handler set by hand;
    /// the values are moved there.
    #[inline]
    fn apply(&mut self, headers: &mut HeaderMap) {
        // Few handlers set any of these, so it takes less time to look at the few
        // names that there are than to look up each of them.
        let is_ours = |name| NAMES.contains(name) || *name == header::VARY;
        let is_untouched = !headers.keys().any(is_ours);
        if !is_untouched {
            for name in &NAMES {
                headers.remove(name);
            }
        }
        if let Some(origin) = self.allow_origin.take() {
            headers.append(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            if self.allow_credentials {
                headers.append(
                    header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
                    CREDENTIALS.clone(),
                );
            }
            if let Some(names) = self.expose_headers.take() {
                headers.append(header::ACCESS_CONTROL_EXPOSE_HEADERS, names);
            }
        }
        match self.vary {
            Some(names) if is_untouched => headers.append(header::VARY, names.clone()),
            Some(names) => vary::add(headers, names),
            None => {}
        }
    }
}
