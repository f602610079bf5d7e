use std::mem;

use actix_web::{
    Error,
    dev::{RequestHead, ServiceRequest, ServiceResponse},
    http::header::{self, HeaderMap, HeaderName, HeaderValue},
};

use crate::{
    configured_policy::InUse,
    serving::Serving,
    vary::{self, Reads},
};

/// The headers that only a policy sets.
const NAMES: [HeaderName; 3] = [
    header::ACCESS_CONTROL_ALLOW_ORIGIN,
    header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
    header::ACCESS_CONTROL_EXPOSE_HEADERS,
];

/// The CORS headers of the response to an actual request:
/// <https://fetch.spec.whatwg.org/#http-responses>.
#[derive(Clone, Debug)]
pub(crate) struct CorsHeaders {
    serving: InUse,
    allowed: Allowed,
    allow_credentials: bool,
    /// What they depend on.
    pub(crate) reads: Reads,
}

/// The origin that may read a response.
#[derive(Clone, Debug)]
enum Allowed {
    Nobody,
    /// The one that the policy allows for all requests.
    Constant,
    /// This one, or `*`.
    Origin(HeaderValue),
}

impl CorsHeaders {
    /// The headers by one policy, which may be blocking. `allowed_origin` is called
    /// only if it matters.
    #[inline]
    pub(crate) fn new(
        serving: InUse,
        blocks: bool,
        allowed_origin: impl FnOnce(&Serving, &RequestHead) -> Option<HeaderValue>,
        req: &ServiceRequest,
    ) -> Self {
        if serving.is_constant(blocks) {
            return Self::constant(serving);
        }
        let origin = allowed_origin(&serving, req.head());
        Self::of_origin(serving, origin)
    }

    /// The headers if they depend on the request's origin, which is here if it is
    /// allowed.
    #[inline]
    fn of_origin(serving: InUse, origin: Option<HeaderValue>) -> Self {
        Self {
            allowed: origin.map_or(Allowed::Nobody, Allowed::Origin),
            allow_credentials: serving.allow_credentials,
            reads: Reads::ORIGIN,
            serving,
        }
    }

    /// The headers of a policy whose responses all get the same ones.
    #[inline]
    fn constant(serving: InUse) -> Self {
        Self {
            allowed: Allowed::Constant,
            allow_credentials: serving.allow_credentials,
            reads: Reads::NOTHING,
            serving,
        }
    }

    /// The headers by one policy that isn't constant, unless it may block the request.
    #[inline]
    pub(crate) fn unless_blocked(serving: InUse, req: &ServiceRequest) -> Option<Self> {
        let origin = serving.allowed_origin(req.head());
        if origin.is_none() && serving.block_on_origin_mismatch {
            return None;
        }
        Some(Self::of_origin(serving, origin))
    }

    /// `*`, or one origin, if the request's origin is allowed.
    #[inline]
    pub(crate) fn allow_origin(&self) -> Option<&HeaderValue> {
        match &self.allowed {
            Allowed::Nobody => None,
            Allowed::Constant => self.serving.constant_origin.as_ref(),
            Allowed::Origin(origin) => Some(origin),
        }
    }

    /// Whether they allow a page of `origin` to read the response.
    pub(crate) fn allow(&self, origin: Option<&HeaderValue>) -> bool {
        let allowed = self.allow_origin();
        allowed.is_some_and(|it| it == "*" || origin == Some(it))
    }

    /// Limits them to what the outer policies allow, too. The exposed names don't
    /// change, since the inner policy knows its headers.
    pub(crate) fn intersect(&mut self, around: &Self) {
        let both = intersection(self.allow_origin(), around.allow_origin()).cloned();
        self.allowed = both.map_or(Allowed::Nobody, Allowed::Origin);
        self.allow_credentials &= around.allow_credentials;
        self.reads = self.reads | around.reads;
    }

    /// Allows nobody, whatever the origin is.
    pub(crate) fn refuse(&mut self) {
        self.allowed = Allowed::Nobody;
        self.reads = self.reads | Reads::ORIGIN;
    }

    /// Adds them to an answer.
    ///
    /// An outer service turns an inner middleware's `Err` into a response. The
    /// mapper adds the headers to that response, and keeps the error's type.
    #[inline]
    pub(crate) fn apply_to<B>(&mut self, answer: &mut Result<ServiceResponse<B>, Error>) {
        match answer {
            Ok(response) => self.apply(response.headers_mut()),
            Err(error) => self.clone().apply_later(error),
        }
    }

    #[cold]
    fn apply_later(self, error: &mut Error) {
        error.add_response_mapper(move |mut response| {
            self.clone().apply(response.headers_mut());
            response
        });
    }

    /// Adds them to a response, replacing what the handler set by hand. Moves the
    /// values.
    #[inline]
    pub(crate) fn apply(&mut self, headers: &mut HeaderMap) {
        let origin = match mem::replace(&mut self.allowed, Allowed::Nobody) {
            Allowed::Nobody => None,
            Allowed::Constant => self.serving.constant_origin.clone(),
            Allowed::Origin(origin) => Some(origin),
        };
        apply(
            &self.serving,
            origin.map(|origin| || origin),
            self.allow_credentials,
            self.reads,
            headers,
        );
    }
}

/// Adds the headers of a policy whose responses all get the same ones to an answer.
#[inline]
pub(crate) fn apply_constant<B>(in_use: &InUse, answer: &mut Result<ServiceResponse<B>, Error>) {
    match answer {
        Ok(response) => {
            let serving: &Serving = in_use;
            let allow_origin = serving.constant_origin.as_ref();
            apply(
                serving,
                allow_origin.map(|origin| || origin.clone()),
                serving.allow_credentials,
                Reads::NOTHING,
                response.headers_mut(),
            );
        }
        Err(error) => CorsHeaders::constant(in_use.clone()).apply_later(error),
    }
}

/// Adds the headers to a response, replacing what the handler set by hand.
// The origin is made where it is needed, since moving it takes many instructions.
#[inline]
fn apply(
    serving: &Serving,
    allow_origin: Option<impl FnOnce() -> HeaderValue>,
    allow_credentials: bool,
    reads: Reads,
    headers: &mut HeaderMap,
) {
    // Few handlers set any of these, so comparing the few existing names is
    // faster than looking up each one.
    let is_ours = |name| NAMES.contains(name) || *name == header::VARY;
    let is_untouched = !headers.keys().any(is_ours);
    if !is_untouched {
        for name in &NAMES {
            headers.remove(name);
        }
    }
    if let Some(origin) = allow_origin {
        headers.append(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin());
        if allow_credentials {
            headers.append(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, credentials());
        }
        if let Some(names) = &serving.expose_headers {
            headers.append(header::ACCESS_CONTROL_EXPOSE_HEADERS, names.clone());
        }
    }
    if is_untouched {
        vary::set(headers, reads);
    } else {
        vary::add(headers, reads);
    }
}

/// The value of `Access-Control-Allow-Credentials`, which is cheaper to make than to
/// copy.
#[inline]
pub(crate) fn credentials() -> HeaderValue {
    const { HeaderValue::from_static("true") }
}

/// What both policies allow: `*`, or one origin.
fn intersection<'a>(
    one: Option<&'a HeaderValue>,
    other: Option<&'a HeaderValue>,
) -> Option<&'a HeaderValue> {
    let (one, other) = (one?, other?);
    if one == "*" || one == other {
        Some(other)
    } else {
        (other == "*").then_some(one)
    }
}
