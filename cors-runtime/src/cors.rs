use std::{
    collections::HashSet,
    ops::ControlFlow::{self, Break, Continue},
};

use actix_web::{
    dev::{RequestHead, ServiceRequest, ServiceResponse},
    http::{Method, header::HeaderValue},
};
use corsac_policy::Origin;

use crate::{
    AllowHeaders, AllowOrigins, Policy, Route, actual::Decision, nesting::Nesting,
    policy::single_origin, preflight,
};

/// What stands before everything else that serves a request.
#[derive(Clone, Debug)]
pub(crate) struct Cors {
    pub(crate) policy: &'static Policy,
    /// The methods that a preflight may ask about, as a list header has them.
    pub(crate) allow_methods: Option<&'static str>,
    pub(crate) values: Values,
    exact_origins: ExactOrigins,
    /// Whether any `OPTIONS` request that comes here is a preflight.
    options_is_preflight: bool,
}

/// The header values of a policy, of which copies cost next to nothing.
#[derive(Clone, Debug)]
pub(crate) struct Values {
    /// If it is the same for every origin that is allowed.
    pub(crate) allow_origin: Option<HeaderValue>,
    pub(crate) allow_methods: Option<HeaderValue>,
    pub(crate) allow_headers: Option<HeaderValue>,
    pub(crate) expose_headers: Option<HeaderValue>,
    pub(crate) max_age: Option<HeaderValue>,
}

/// The exact origins of a list.
#[derive(Clone, Debug)]
enum ExactOrigins {
    /// So few that comparing takes less than hashing.
    Few(&'static [&'static str]),
    Many(HashSet<&'static [u8]>),
}

impl Cors {
    /// Before the handler of `route`.
    pub(crate) fn of_route(route: &'static Route) -> Self {
        Self {
            // The guard has let in no other, so it need not be asked again.
            options_is_preflight: !route.methods.contains(&"OPTIONS"),
            ..Self::new(route.policy, route.allow_methods)
        }
    }

    /// Before all that `policy` is wrapped around.
    pub(crate) fn around(policy: &'static Policy) -> Self {
        Self::new(policy, policy.allow_methods)
    }

    fn new(policy: &'static Policy, allow_methods: Option<&'static str>) -> Self {
        Self {
            policy,
            allow_methods,
            values: Values::new(policy, allow_methods),
            exact_origins: ExactOrigins::new(policy),
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
            && (self.options_is_preflight || preflight::requested_method(req.head()).is_some());
        if is_preflight {
            return Break(preflight::answer(self, req));
        }
        // The outermost preflight answer may have let in an origin that is not
        // allowed here.
        let blocks = self.policy.block_on_origin_mismatch || nesting.is_some();
        let decision = Decision::about(self, blocks, &req);
        if let Some(nesting) = nesting {
            nesting.decide(&decision);
        }
        if decision.is_blocked {
            decision.explain(req.request());
            return Break(decision.refuse(req));
        }
        Continue((decision, req))
    }

    /// What `Access-Control-Allow-Origin` says to a request, if its origin is
    /// allowed.
    #[inline]
    pub(crate) fn allowed_origin(&self, request: &RequestHead) -> Option<HeaderValue> {
        let constant = self.values.allow_origin.as_ref();
        let origin = || single_origin(&request.headers);
        match &self.policy.allow_origins {
            AllowOrigins::Any => constant.cloned(),
            AllowOrigins::One(_) => constant.filter(|it| origin() == Some(it)).cloned(),
            AllowOrigins::Listed {
                patterns,
                sets,
                predicates,
                ..
            } => {
                let origin = origin()?;
                let bytes = origin.as_bytes();
                let is_allowed = self.exact_origins.contain(bytes)
                    || patterns.iter().any(|pattern| pattern.matches_bytes(bytes))
                    || sets.iter().any(|set| set.allows(bytes))
                    || !predicates.is_empty()
                        && Origin::from_bytes(bytes).is_some_and(|origin| {
                            predicates.iter().any(|allows| allows(&origin, request))
                        });
                is_allowed.then(|| origin.clone())
            }
        }
    }

    /// What it says in every response, if that need not depend on `Origin`: then
    /// caches keep one entry for all; see
    /// <https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches>. With
    /// `blocks`, a response to another origin is another one.
    #[inline]
    pub(crate) fn constant_origin(&self, blocks: bool) -> Option<&HeaderValue> {
        let depends = blocks && !matches!(self.policy.allow_origins, AllowOrigins::Any);
        self.values.allow_origin.as_ref().filter(|_| !depends)
    }
}

impl Values {
    fn new(policy: &Policy, allow_methods: Option<&'static str>) -> Self {
        let value = HeaderValue::from_static;
        Self {
            allow_origin: match policy.allow_origins {
                AllowOrigins::Any => Some(value("*")),
                AllowOrigins::One(origin) => Some(value(origin)),
                AllowOrigins::Listed { .. } => None,
            },
            allow_methods: allow_methods.map(value),
            allow_headers: match policy.allow_headers {
                AllowHeaders::Names(names) => Some(value(names)),
                AllowHeaders::None | AllowHeaders::MirrorRequest => None,
            },
            expose_headers: policy.expose_headers.map(value),
            max_age: policy.max_age.map(HeaderValue::from),
        }
    }
}

impl ExactOrigins {
    /// Arbitrary, chosen because one hash takes the time of about so many
    /// comparisons, most of which see another length and no more.
    const FEW: usize = 8;

    fn new(policy: &Policy) -> Self {
        match policy.allow_origins {
            AllowOrigins::Listed { exact, .. } if exact.len() > Self::FEW => {
                Self::Many(exact.iter().map(|origin| origin.as_bytes()).collect())
            }
            AllowOrigins::Listed { exact, .. } => Self::Few(exact),
            AllowOrigins::Any | AllowOrigins::One(_) => Self::Few(&[]),
        }
    }

    fn contain(&self, origin: &[u8]) -> bool {
        match self {
            Self::Few(origins) => origins.iter().any(|it| it.as_bytes() == origin),
            Self::Many(origins) => origins.contains(origin),
        }
    }
}
