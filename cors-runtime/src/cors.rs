use std::{
    fmt,
    ops::ControlFlow::{self, Break, Continue},
    rc::Rc,
};

use actix_web::{
    dev::{RequestHead, ServiceRequest, ServiceResponse},
    http::{Method, header::HeaderValue},
};

use crate::{
    Route,
    actual::Decision,
    any_policy::Source,
    configured_policy::{Configured, InUse, Remembered},
    cors_headers::CorsHeaders,
    nesting::{self, Frame, Member, Place},
    preflight,
    refusal::{self, PolicyName},
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
pub(crate) type Begun = ControlFlow<Box<ServiceResponse>, (Decision, ServiceRequest)>;

/// The serving form of a policy.
enum Form {
    Fixed(&'static Serving),
    /// The same, but a predicate may be async.
    Asking(&'static Serving),
    /// The form of the policy in force.
    Configured(Rc<Remembered>),
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
    pub(crate) fn around(policy: Source) -> Rc<Self> {
        Rc::new(Self::new(policy, &"the service it wraps", true))
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
                policy.policy().warn_if_empty(what);
                let name = match policy {
                    Configured::Static(policy) => PolicyName(policy),
                    // It may be dropped before the request that it decides.
                    Configured::Owned(_) => PolicyName(&"an owned policy"),
                };
                (name, Form::Configured(Remembered::on_this_thread(policy)))
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

    /// Whether `req` takes the short path, as most requests do: it isn't an `OPTIONS`
    /// request, no other policy can be around this one or inside it, no predicate has to
    /// be awaited, and nobody listens to the log.
    #[inline]
    pub(crate) fn takes_short_path(&self, req: &ServiceRequest) -> bool {
        *req.method() != Method::OPTIONS
            && !self.asks()
            && self.member.is_alone()
            && !refusal::is_listened_to()
    }

    /// Whether requests are for [`Self::ask_and_begin`].
    #[inline]
    pub(crate) fn asks(&self) -> bool {
        match self.form {
            Form::Asking(_) => true,
            Form::Fixed(_) | Form::Configured(_) => false,
        }
    }

    /// The serving form of the policy in force.
    #[inline]
    pub(crate) fn serving(&self) -> InUse {
        match &self.form {
            Form::Fixed(serving) | Form::Asking(serving) => InUse::Fixed(serving),
            Form::Configured(policy) => policy.in_use(),
        }
    }

    #[inline]
    pub(crate) fn is_preflight(&self, req: &ServiceRequest) -> bool {
        *req.method() == Method::OPTIONS
            && (self.options_is_preflight || requested_method(req.head()).is_some())
    }

    /// Answers a preflight, without awaiting predicates.
    pub(crate) fn answer_preflight(&self, req: ServiceRequest) -> ServiceResponse {
        let serving = self.serving();
        let allowed = serving.allowed_origin(req.head());
        preflight::answer(&serving, self.methods(&serving), allowed, req)
    }

    /// The decision on an actual request, without awaiting predicates.
    pub(crate) fn begin(&self, req: ServiceRequest) -> Begun {
        self.begin_with(self.serving(), Serving::allowed_origin, req)
    }

    /// The decision on a request, or the answer to a preflight. Awaits the async
    /// predicates first, if nothing else allows the origin.
    pub(crate) async fn ask_and_begin(&self, req: ServiceRequest) -> Begun {
        let serving = self.serving();
        let allowed = serving.ask_for_origin(req.request()).await;
        if self.is_preflight(&req) {
            let answer = preflight::answer(&serving, self.methods(&serving), allowed, req);
            return Break(Box::new(answer));
        }
        self.begin_with(serving, |_, _| allowed, req)
    }

    fn begin_with(
        &self,
        serving: InUse,
        allowed_origin: impl FnOnce(&Serving, &RequestHead) -> Option<HeaderValue>,
        req: ServiceRequest,
    ) -> Begun {
        let mut decision = self.decide(serving, allowed_origin, &req);
        if *req.method() == Method::OPTIONS {
            // With that header, this would be a preflight.
            decision.headers.reads = decision.headers.reads | Reads::REQUEST_METHOD;
        }
        if decision.is_nested {
            nesting::report(&decision);
        }
        if decision.is_blocked {
            return Break(Box::new(decision.refuse(req)));
        }
        Continue((decision, req))
    }

    /// The methods that a preflight may ask about.
    fn methods<'a>(&'a self, serving: &'a Serving) -> &'a Names {
        let methods = self.methods.as_ref();
        methods.unwrap_or(&serving.methods_without_route)
    }

    fn decide(
        &self,
        serving: InUse,
        allowed_origin: impl FnOnce(&Serving, &RequestHead) -> Option<HeaderValue>,
        req: &ServiceRequest,
    ) -> Decision {
        let pages_may_forward = serving.pages_may_forward;
        let around = match self.member.place(req) {
            Place::Outermost => {
                let blocks = serving.block_on_origin_mismatch;
                let headers = CorsHeaders::new(serving, blocks, allowed_origin, req);
                return Decision::alone(headers, blocks, pages_may_forward, req);
            }
            Place::Inside => nesting::around(),
            Place::Lost => None,
        };
        // The outermost preflight answer may allow an origin that isn't allowed here, so
        // an inner policy blocks.
        let headers = CorsHeaders::new(serving, true, allowed_origin, req);
        let alone = |pages_may_forward| Decision::alone(headers, true, pages_may_forward, req);
        match around {
            Some((policy, around)) => {
                let pages_may_forward = pages_may_forward || around.pages_may_forward;
                alone(pages_may_forward).within(&around, policy, req)
            }
            None => alone(true).without_those_around(req),
        }
    }

    /// The state that goes inward with a request, if an inner policy may ask for it. If
    /// not, this decision is the last, so it is explained.
    pub(crate) fn enclose(&self, decision: Decision, req: &ServiceRequest) -> Option<Box<Frame>> {
        if !self.member.may_be_around() {
            decision.explain(req.request());
            return None;
        }
        Some(Frame::new(self.policy, decision, req))
    }
}
