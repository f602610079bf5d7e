use std::{
    fmt,
    ops::ControlFlow::{self, Break, Continue},
};

use actix_web::{
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, header::HeaderValue},
};

use crate::{
    ConfiguredPolicy, OwnedPolicy, Route,
    actual::Decision,
    any_policy::Source,
    nesting::{self, Frame, Member, Place},
    preflight,
    refusal::PolicyName,
    request::requested_method,
    serving::{Names, Serving},
    vary::Reads,
};

/// The first step of serving a request.
pub(crate) struct Cors {
    policy: PolicyName,
    form: Form,
    /// The methods that a preflight may ask about, if a route sets them.
    methods: Option<Names>,
    /// Whether every `OPTIONS` request that comes here is a preflight.
    options_is_preflight: bool,
    member: Member,
}

/// The decision on a request, including the outer policies; or the answer, without
/// calling the inner service.
pub(crate) type Begun = ControlFlow<ServiceResponse, (Decision, ServiceRequest)>;

/// The serving form of a policy.
enum Form {
    Fixed(&'static Serving),
    /// The same, but a predicate may be async.
    Asking(&'static Serving),
    /// The form of the policy in force.
    Configured(&'static ConfiguredPolicy),
    Owned(OwnedPolicy),
}

impl Cors {
    /// For the handler of `route` and its wraps, each of which may also be a policy.
    pub(crate) fn of_route(policy: Source, route: Route, has_wraps: bool) -> Self {
        let what = format_args!("route {:?}", route.path);
        Self {
            methods: Some(Names::new(route.allow_methods)),
            // The guard doesn't admit other requests, so there is no need to check
            // again.
            options_is_preflight: !route.methods.contains(&"OPTIONS"),
            ..Self::new(policy, &what, has_wraps)
        }
    }

    /// For everything that `policy` wraps.
    pub(crate) fn around(policy: Source) -> Self {
        Self::new(policy, &"the service it wraps", true)
    }

    fn new(policy: Source, what: &dyn fmt::Display, is_wrapped: bool) -> Self {
        let (policy, form) = match policy {
            Source::Fixed(policy) => {
                let serving = policy.serving();
                let form = if serving.asks() {
                    Form::Asking(serving)
                } else {
                    Form::Fixed(serving)
                };
                (PolicyName(policy), form)
            }
            Source::Configured(policy) => {
                policy.warn_if_empty(what);
                (PolicyName(policy), Form::Configured(policy))
            }
            Source::Owned(policy) => {
                policy.warn_if_empty(what);
                // It may be dropped before the request that it decides.
                (PolicyName(&"an owned policy"), Form::Owned(policy))
            }
        };
        Self {
            policy,
            form,
            methods: None,
            options_is_preflight: false,
            member: Member::new(is_wrapped),
        }
    }

    /// Whether requests are for [`Self::ask_and_begin`].
    #[inline]
    pub(crate) fn asks(&self) -> bool {
        match self.form {
            Form::Asking(_) => true,
            Form::Fixed(_) | Form::Configured(_) | Form::Owned(_) => false,
        }
    }

    /// The decision on a request, without awaiting predicates.
    #[inline]
    pub(crate) fn begin(&self, req: ServiceRequest) -> Begun {
        // Kept until the decision is complete.
        let in_force;
        let serving = match &self.form {
            Form::Fixed(serving) | Form::Asking(serving) => *serving,
            Form::Configured(policy) => {
                in_force = policy.load();
                in_force.serving()
            }
            Form::Owned(policy) => {
                in_force = policy.load();
                in_force.serving()
            }
        };
        self.begin_with(serving, |req| serving.allowed_origin(req.head()), req)
    }

    /// The same, but awaits the async predicates first, if nothing else allows the
    /// origin.
    pub(crate) async fn ask_and_begin(&self, req: ServiceRequest) -> Begun {
        match &self.form {
            Form::Asking(serving) => {
                let allowed = serving.ask_for_origin(req.request()).await;
                self.begin_with(serving, |_| allowed, req)
            }
            Form::Fixed(_) | Form::Configured(_) | Form::Owned(_) => self.begin(req),
        }
    }

    #[inline]
    fn begin_with(
        &self,
        serving: &Serving,
        allowed_origin: impl FnOnce(&ServiceRequest) -> Option<HeaderValue>,
        req: ServiceRequest,
    ) -> Begun {
        let is_options = *req.method() == Method::OPTIONS;
        if is_options && (self.options_is_preflight || requested_method(req.head()).is_some()) {
            let allowed = allowed_origin(&req);
            return Break(self.answer_preflight(serving, allowed, req));
        }
        let mut decision = self.decide(serving, allowed_origin, &req);
        if is_options {
            // With that header, this would be a preflight.
            decision.reads = decision.reads | Reads::REQUEST_METHOD;
        }
        if decision.is_nested {
            nesting::report(&decision);
        }
        if decision.is_blocked {
            return Break(decision.refuse(req));
        }
        Continue((decision, req))
    }

    // Kept out of the path of actual requests.
    #[inline(never)]
    fn answer_preflight(
        &self,
        serving: &Serving,
        allowed: Option<HeaderValue>,
        req: ServiceRequest,
    ) -> ServiceResponse {
        let methods = self.methods.as_ref();
        let methods = methods.unwrap_or(&serving.methods_without_route);
        preflight::answer(serving, methods, allowed, req)
    }

    #[inline]
    fn decide(
        &self,
        serving: &Serving,
        allowed_origin: impl FnOnce(&ServiceRequest) -> Option<HeaderValue>,
        req: &ServiceRequest,
    ) -> Decision {
        let around = match self.member.place(req) {
            Place::Outermost => {
                let blocks = serving.block_on_origin_mismatch;
                let pages_may_forward = serving.pages_may_forward;
                return Decision::alone(serving, blocks, pages_may_forward, allowed_origin, req);
            }
            Place::Inside => nesting::around(),
            Place::Lost => None,
        };
        decide_inside(serving, around, allowed_origin(req), req)
    }

    /// The state that goes inward with a request.
    #[inline]
    pub(crate) fn frame(&self, decision: &Decision, req: &ServiceRequest) -> Option<Box<Frame>> {
        self.member.frame(self.policy, decision, req)
    }
}

/// The outermost preflight answer may allow an origin that isn't allowed here, so an
/// inner policy blocks.
#[cold]
fn decide_inside(
    serving: &Serving,
    around: Option<(PolicyName, Decision)>,
    allowed: Option<HeaderValue>,
    req: &ServiceRequest,
) -> Decision {
    let alone =
        |pages_may_forward| Decision::alone(serving, true, pages_may_forward, |_| allowed, req);
    match around {
        Some((policy, around)) => {
            let pages_may_forward = serving.pages_may_forward || around.pages_may_forward;
            alone(pages_may_forward).within(around, policy, req)
        }
        None => alone(true).without_those_around(req),
    }
}
