//! Actual requests, and the CORS headers of their responses:
//! <https://fetch.spec.whatwg.org/#http-responses>.

use actix_web::{
    Error, HttpRequest,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderMap, HeaderName, HeaderValue},
};

use crate::{
    refusal::{self, PolicyName, Refusal},
    request::single_origin,
    same_origin,
    serving::Serving,
    vary::{self, Reads},
};

pub(crate) static CREDENTIALS: HeaderValue = HeaderValue::from_static("true");

/// The headers that only a policy sets.
const NAMES: [HeaderName; 3] = [
    header::ACCESS_CONTROL_ALLOW_ORIGIN,
    header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
    header::ACCESS_CONTROL_EXPOSE_HEADERS,
];

/// The decision on an actual request before the handler runs, by a policy and all
/// outer ones.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the facts are independent of each other"
)]
pub(crate) struct Decision {
    /// `*`, or the one origin that all of them allow.
    allow_origin: Option<HeaderValue>,
    allow_credentials: bool,
    expose_headers: Option<HeaderValue>,
    pub(crate) reads: Reads,
    /// Whether any of them lets pages send a proxy's headers.
    pub(crate) pages_may_forward: bool,
    /// Whether the handler must not run.
    pub(crate) is_blocked: bool,
    /// Whether there are outer policies.
    pub(crate) is_nested: bool,
    /// The outermost policy that doesn't allow the origin.
    refused_by: Option<PolicyName>,
}

impl Decision {
    /// The decision of one policy.
    ///
    /// With `blocks`, origins other than the allowed ones and the server's own are
    /// refused. `allowed_origin` is called only if it matters.
    #[inline]
    pub(crate) fn alone(
        serving: &Serving,
        blocks: bool,
        pages_may_forward: bool,
        allowed_origin: impl FnOnce(&ServiceRequest) -> Option<HeaderValue>,
        req: &ServiceRequest,
    ) -> Self {
        let mut decision = Self {
            allow_origin: None,
            allow_credentials: serving.allow_credentials,
            expose_headers: serving.expose_headers.clone(),
            reads: Reads::NOTHING,
            pages_may_forward,
            is_blocked: false,
            is_nested: false,
            refused_by: None,
        };
        if let Some(origin) = serving.constant_origin(blocks) {
            decision.allow_origin = Some(origin.clone());
            return decision;
        }
        decision.reads = Reads::ORIGIN;
        decision.allow_origin = allowed_origin(req);
        if blocks && decision.allow_origin.is_none() {
            decision.block_unless_own(req);
        }
        decision
    }

    /// Limits it to what the outer policies allow, too. The next outer one is called
    /// `policy`. The exposed names don't change, since the inner policy knows its
    /// headers.
    pub(crate) fn within(mut self, around: Self, policy: PolicyName, req: &ServiceRequest) -> Self {
        let is_refused = !around.allows(single_origin(req.headers()));
        self.refused_by = around.refused_by.or(is_refused.then_some(policy));
        self.allow_origin = intersection(self.allow_origin, around.allow_origin);
        self.allow_credentials &= around.allow_credentials;
        self.reads = self.reads | around.reads;
        self.is_nested = true;
        self
    }

    /// It is unknown what the outer policies allow, so nothing is allowed.
    pub(crate) fn without_those_around(mut self, req: &ServiceRequest) -> Self {
        self.refused_by = Some(PolicyName(
            &"unknown, because a middleware in between calls the inner service from another task",
        ));
        self.allow_origin = None;
        self.reads = self.reads | Reads::ORIGIN;
        self.block_unless_own(req);
        self
    }

    #[cold]
    fn block_unless_own(&mut self, req: &ServiceRequest) {
        if req.headers().contains_key(header::ORIGIN) {
            let (is_own, reads) = same_origin::is_own(req.request(), self.pages_may_forward);
            self.reads = self.reads | reads;
            self.is_blocked = !is_own;
        }
    }

    fn allows(&self, origin: Option<&HeaderValue>) -> bool {
        let allowed = self.allow_origin.as_ref();
        allowed.is_some_and(|it| it == "*" || origin == Some(it))
    }

    /// Explains a refusal to the operator.
    #[inline]
    pub(crate) fn explain(&self, req: &HttpRequest) {
        if refusal::is_listened_to() {
            self.explain_aloud(req);
        }
    }

    #[cold]
    fn explain_aloud(&self, req: &HttpRequest) {
        let is_allowed = || self.allows(single_origin(req.headers()));
        let refusal = Refusal {
            is_blocked: self.is_blocked,
            refused_by: self.refused_by,
            pages_may_forward: self.pages_may_forward,
        };
        refusal::explain_actual(req, &refusal, is_allowed);
    }

    /// Refuses a request, with the headers of the decision.
    #[cold]
    pub(crate) fn refuse(mut self, req: ServiceRequest) -> ServiceResponse {
        self.explain(req.request());
        let mut response = refusal::response();
        self.apply(response.headers_mut());
        req.into_response(response)
    }

    /// Adds the headers of the decision to an answer.
    ///
    /// An outer service turns an inner middleware's `Err` into a response. The
    /// mapper adds the headers to that response, and keeps the error's type.
    #[inline]
    pub(crate) fn apply_to<B>(&mut self, answer: &mut Result<ServiceResponse<B>, Error>) {
        match answer {
            Ok(response) => self.apply(response.headers_mut()),
            Err(error) => self.apply_later(error),
        }
    }

    #[cold]
    fn apply_later(&self, error: &mut Error) {
        let decision = self.clone();
        error.add_response_mapper(move |mut response| {
            decision.clone().apply(response.headers_mut());
            response
        });
    }

    /// Adds the headers of the decision to a response, replacing what the handler
    /// set by hand. Moves the values.
    #[inline]
    fn apply(&mut self, headers: &mut HeaderMap) {
        // Few handlers set any of these, so comparing the few existing names is
        // faster than looking up each one.
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
        if is_untouched {
            vary::set(headers, self.reads);
        } else {
            vary::add(headers, self.reads);
        }
    }
}

/// What both policies allow: `*`, or one origin.
fn intersection(one: Option<HeaderValue>, other: Option<HeaderValue>) -> Option<HeaderValue> {
    let (one, other) = (one?, other?);
    if one == "*" || one == other {
        Some(other)
    } else {
        (other == "*").then_some(one)
    }
}
