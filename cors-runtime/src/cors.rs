use std::ops::ControlFlow::{self, Break, Continue};

use actix_web::{
    dev::{ServiceRequest, ServiceResponse},
    http::Method,
};

use crate::{
    Policy, Route,
    actual::Decision,
    nesting::{self, Place},
    preflight,
    refusal::PolicyName,
    request::requested_method,
    serving::{Names, Serving},
    vary::Reads,
};

/// What stands before everything else that serves a request.
pub(crate) struct Cors {
    pub(crate) policy: PolicyName,
    serving: &'static Serving,
    /// The methods that a preflight may ask about.
    methods: Names,
    /// Whether any `OPTIONS` request that comes here is a preflight.
    options_is_preflight: bool,
}

impl Cors {
    /// Before the handler of `route`.
    pub(crate) fn of_route(policy: &'static Policy, route: Route) -> Self {
        Self {
            policy: PolicyName(policy),
            serving: policy.serving(),
            methods: Names::new(route.allow_methods),
            // The guard has let in no other, so it need not be asked again.
            options_is_preflight: !route.methods.contains(&"OPTIONS"),
        }
    }

    /// Before all that `policy` is wrapped around.
    pub(crate) fn around(policy: &'static Policy) -> Self {
        Self {
            policy: PolicyName(policy),
            serving: policy.serving(),
            methods: Names::new(&policy.checked().methods_without_route()),
            options_is_preflight: false,
        }
    }

    /// What is decided about a request, also by the policies that it has come through;
    /// or the answer, without asking what is inside.
    #[inline]
    pub(crate) fn begin(
        &self,
        req: ServiceRequest,
    ) -> ControlFlow<ServiceResponse, (Decision, ServiceRequest)> {
        let is_options = *req.method() == Method::OPTIONS;
        if is_options && (self.options_is_preflight || requested_method(req.head()).is_some()) {
            return Break(preflight::answer(self.serving, &self.methods, req));
        }
        let mut decision = self.decide(&req);
        if is_options {
            // With it, this would have been a preflight.
            decision.reads = decision.reads | Reads::REQUEST_METHOD;
        }
        if decision.is_nested {
            nesting::report(&decision);
        }
        if decision.is_blocked {
            decision.explain(req.request());
            return Break(decision.refuse(req));
        }
        Continue((decision, req))
    }

    #[inline]
    fn decide(&self, req: &ServiceRequest) -> Decision {
        let serving = self.serving;
        match Place::of(req) {
            Place::Outermost => Decision::alone(
                serving,
                serving.block_on_origin_mismatch,
                serving.pages_may_forward,
                req,
            ),
            Place::Inside => self.decide_inside(nesting::around(), req),
            Place::Lost => self.decide_inside(None, req),
        }
    }

    /// The outermost preflight answer may have let in an origin that is not allowed
    /// here, so a policy inside of others blocks.
    #[cold]
    fn decide_inside(
        &self,
        around: Option<(PolicyName, Decision)>,
        req: &ServiceRequest,
    ) -> Decision {
        match around {
            Some((policy, around)) => {
                let pages_may_forward = self.serving.pages_may_forward || around.pages_may_forward;
                Decision::alone(self.serving, true, pages_may_forward, req)
                    .within(around, policy, req)
            }
            None => Decision::alone(self.serving, true, true, req).without_those_around(req),
        }
    }
}
