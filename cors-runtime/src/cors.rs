use std::ops::ControlFlow::{self, Break, Continue};

use actix_web::{
    dev::{ServiceRequest, ServiceResponse},
    http::Method,
};

use crate::{
    Policy, Route, actual::Decision, nesting::Nesting, preflight, preflight::Methods,
    request::requested_method, serving::Serving,
};

/// What stands before everything else that serves a request.
#[derive(Debug)]
pub(crate) struct Cors {
    serving: &'static Serving,
    methods: Methods,
    /// Whether any `OPTIONS` request that comes here is a preflight.
    options_is_preflight: bool,
}

impl Cors {
    /// Before the handler of `route`.
    pub(crate) fn of_route(policy: &'static Policy, route: Route) -> Self {
        Self {
            serving: policy.serving(),
            methods: Methods::new(route.allow_methods.to_vec()),
            // The guard has let in no other, so it need not be asked again.
            options_is_preflight: !route.methods.contains(&"OPTIONS"),
        }
    }

    /// Before all that `policy` is wrapped around.
    pub(crate) fn around(policy: &'static Policy) -> Self {
        Self {
            serving: policy.serving(),
            methods: Methods::new(policy.checked().methods_without_route()),
            options_is_preflight: false,
        }
    }

    /// What is decided about a request, also in the `nesting` that it has come
    /// through; or the answer, without asking what is inside.
    #[inline]
    pub(crate) fn begin(
        &self,
        nesting: Option<&Nesting>,
        req: ServiceRequest,
    ) -> ControlFlow<ServiceResponse, (Decision, ServiceRequest)> {
        let is_preflight = *req.method() == Method::OPTIONS
            && (self.options_is_preflight || requested_method(req.head()).is_some());
        if is_preflight {
            return Break(preflight::answer(self.serving, &self.methods, req));
        }
        // The outermost preflight answer may have let in an origin that is not
        // allowed here.
        let blocks = self.serving.block_on_origin_mismatch || nesting.is_some();
        let decision = Decision::about(self.serving, blocks, &req);
        if let Some(nesting) = nesting {
            nesting.decide(&decision);
        }
        if decision.is_blocked {
            decision.explain(req.request());
            return Break(decision.refuse(req));
        }
        Continue((decision, req))
    }
}
