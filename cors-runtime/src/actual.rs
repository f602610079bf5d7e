//! Decisions on actual requests.

use actix_web::{
    HttpRequest,
    dev::{ServiceRequest, ServiceResponse},
    http::header,
};

use crate::{
    cors_headers::CorsHeaders,
    refusal::{self, PolicyName, Refusal},
    request::single_origin,
    same_origin,
};

/// The decision on an actual request before the handler runs, by a policy and all
/// outer ones.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    pub(crate) headers: CorsHeaders,
    /// Whether any of the policies lets pages send a proxy's headers.
    pub(crate) pages_may_forward: bool,
    /// Whether the handler must not run.
    pub(crate) is_blocked: bool,
    /// Whether there are outer policies.
    pub(crate) is_nested: bool,
    /// The outermost policy that doesn't allow the origin.
    refused_by: Option<PolicyName>,
}

impl Decision {
    /// The decision of one policy, with these headers.
    ///
    /// With `blocks`, origins other than the allowed ones and the server's own are
    /// refused.
    pub(crate) fn alone(
        headers: CorsHeaders,
        blocks: bool,
        pages_may_forward: bool,
        req: &ServiceRequest,
    ) -> Self {
        let mut decision = Self {
            headers,
            pages_may_forward,
            is_blocked: false,
            is_nested: false,
            refused_by: None,
        };
        if blocks && decision.headers.allow_origin().is_none() {
            decision.block_unless_own(req);
        }
        decision
    }

    /// Limits it to what the outer policies allow, too. The next outer one is called
    /// `policy`.
    pub(crate) fn within(
        mut self,
        around: &Self,
        policy: PolicyName,
        req: &ServiceRequest,
    ) -> Self {
        let is_refused = !around.headers.allow(single_origin(req.headers()));
        self.refused_by = around.refused_by.or(is_refused.then_some(policy));
        self.headers.intersect(&around.headers);
        self.is_nested = true;
        self
    }

    /// It is unknown what the outer policies allow, so nothing is allowed.
    pub(crate) fn without_those_around(mut self, req: &ServiceRequest) -> Self {
        self.refused_by = Some(PolicyName(
            &"unknown, because a middleware in between calls the inner service from another task",
        ));
        self.headers.refuse();
        self.block_unless_own(req);
        self
    }

    fn block_unless_own(&mut self, req: &ServiceRequest) {
        if req.headers().contains_key(header::ORIGIN) {
            let (is_own, reads) = same_origin::is_own(req.request(), self.pages_may_forward);
            self.headers.reads = self.headers.reads | reads;
            self.is_blocked = !is_own;
        }
    }

    /// Explains a refusal to the operator.
    pub(crate) fn explain(&self, req: &HttpRequest) {
        if !refusal::is_listened_to() {
            return;
        }
        let is_allowed = || self.headers.allow(single_origin(req.headers()));
        let refusal = Refusal {
            is_blocked: self.is_blocked,
            refused_by: self.refused_by,
            pages_may_forward: self.pages_may_forward,
        };
        refusal::explain_actual(req, &refusal, is_allowed);
    }

    /// Refuses a request, with the headers of the decision.
    pub(crate) fn refuse(mut self, req: ServiceRequest) -> ServiceResponse {
        self.explain(req.request());
        let mut response = refusal::response();
        self.headers.apply(response.headers_mut());
        req.into_response(response)
    }
}
