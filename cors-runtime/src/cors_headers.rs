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

pub(crate) static CREDENTIALS: HeaderValue = HeaderValue::from_static("true");

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
        let (allowed, reads) = if serving.constant_origin(blocks).is_some() {
            (Allowed::Constant, Reads::NOTHING)
        } else {
            let origin = allowed_origin(&serving, req.head());
            let allowed = origin.map_or(Allowed::Nobody, Allowed::Origin);
            (allowed, Reads::ORIGIN)
        };
        Self {
            allowed,
            allow_credentials: serving.allow_credentials,
            reads,
            serving,
        }
    }

    /// `*`, or one origin, if the request's origin is allowed.
    #[inline]
    pub(crate) fn allow_origin(&self) -> Option<&HeaderValue> {
        match &self.allowed {
            Allowed::Nobody => None,
            Allowed::Constant => self.serving.constant_origin(false),
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
            Err(error) => self.apply_later(error),
        }
    }

    #[cold]
    fn apply_later(&self, error: &mut Error) {
        let headers = self.clone();
        error.add_response_mapper(move |mut response| {
            headers.clone().apply(response.headers_mut());
            response
        });
    }

    /// Adds them to a response, replacing what the handler set by hand. Moves the
    /// values.
    #[inline]
    pub(crate) fn apply(&mut self, headers: &mut HeaderMap) {
        // Few handlers set any of these, so comparing the few existing names is
        // faster than looking up each one.
        let is_ours = |name| NAMES.contains(name) || *name == header::VARY;
        let is_untouched = !headers.keys().any(is_ours);
        if !is_untouched {
            for name in &NAMES {
                headers.remove(name);
            }
        }
        if let Some(origin) = self.take_origin() {
            headers.append(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            if self.allow_credentials {
                headers.append(
                    header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
                    CREDENTIALS.clone(),
                );
            }
            if let Some(names) = &self.serving.expose_headers {
                headers.append(header::ACCESS_CONTROL_EXPOSE_HEADERS, names.clone());
            }
        }
        if is_untouched {
            vary::set(headers, self.reads);
        } else {
            vary::add(headers, self.reads);
        }
    }

    #[inline]
    fn take_origin(&mut self) -> Option<HeaderValue> {
        match mem::replace(&mut self.allowed, Allowed::Nobody) {
            Allowed::Nobody => None,
            Allowed::Constant => self.serving.constant_origin(false).cloned(),
            Allowed::Origin(origin) => Some(origin),
        }
    }
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
