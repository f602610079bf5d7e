use std::ops::ControlFlow::{self, Break, Continue};

use actix_web::{
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, header::HeaderValue},
};

use crate::{Policy, Route, actual::Decision, nesting::Nesting, preflight};

/// What stands before everything else that serves a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cors {
    pub(crate) policy: &'static Policy,
    /// The value of `Access-Control-Allow-Methods`.
    pub(crate) allow_methods: Option<&'static HeaderValue>,
    /// Whether any `OPTIONS` request that comes here is a preflight.
    options_is_preflight: bool,
}

impl Cors {
    /// Before the handler of `route`.
    pub(crate) fn of_route(route: &'static Route) -> Self {
        Self {
            policy: route.policy,
            allow_methods: route.allow_methods.as_ref(),
            // The guard has let in no other, so it need not be asked again.
            options_is_preflight: !route.methods.contains(&"OPTIONS"),
        }
    }

    /// Before all that `policy` is wrapped around.
    pub(crate) fn around(policy: &'static Policy) -> Self {
        Self {
            policy,
            allow_methods: policy.allow_methods.as_ref(),
            options_is_preflight: false,
        }
    }

    /// What is decided about a request, also in the `nesting` that it has come
    /// through; or what to answer it without asking what is inside.
    pub(crate) fn begin(
        &self,
        nesting: Option<&Nesting>,
        req: &ServiceRequest,
    ) -> ControlFlow<Answer, Decision> {
        let is_preflight = *req.method() == Method::OPTIONS
            && (self.options_is_preflight || preflight::requested_method(req.head()).is_some());
        if is_preflight {
            return Break(Answer::Preflight(*self));
        }
        // The outermost preflight answer may have let in an origin that is not
        // allowed here.
        let blocks = self.policy.block_on_origin_mismatch || nesting.is_some();
        let decision = Decision::about(self.policy, blocks, req);
        if let Some(nesting) = nesting {
            nesting.decide(&decision);
        }
        if decision.is_blocked {
            decision.explain(req.request());
            return Break(Answer::Blocked(decision));
        }
        Continue(decision)
    }
}

/// What is answered without the handler.
pub(crate) enum Answer {
    Preflight(Cors),
    Blocked(Decision),
}

impl Answer {
    pub(crate) fn to(self, req: ServiceRequest) -> ServiceResponse {
        match self {
            Self::Preflight(cors) => preflight::answer(&cors, req),
            Self::Blocked(decision) => decision.refuse(req),
        }
    }
}
