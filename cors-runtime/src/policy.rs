use std::{borrow::Cow, fmt};

use actix_web::{
    dev::RequestHead,
    http::header::{self, HeaderMap, HeaderValue},
};
use cors_policy::{Origin, OriginPattern};

use crate::Origins;

/// What one route, or several, allow to pages of other origins.
///
/// Only data that the rules of [`cors_policy`] permit comes here: `#[cors]`
/// and `policy!` write it out after checking it. `Display` and `Debug` print
/// it as the attribute would be written.
pub struct Policy {
    /// Who may call.
    #[doc(hidden)]
    pub allow_origins: AllowOrigins,
    /// The value of `Access-Control-Allow-Methods`, where no route says it.
    #[doc(hidden)]
    pub allow_methods: Option<HeaderValue>,
    /// With which request headers.
    #[doc(hidden)]
    pub allow_headers: AllowHeaders,
    /// The value of `Access-Control-Expose-Headers`.
    #[doc(hidden)]
    pub expose_headers: Option<HeaderValue>,
    /// Whether requests may be credentialed.
    #[doc(hidden)]
    pub allow_credentials: bool,
    /// The value of `Access-Control-Max-Age`.
    #[doc(hidden)]
    pub max_age: Option<HeaderValue>,
    /// Whether requests of other origins are refused before the handler runs.
    #[doc(hidden)]
    pub block_on_origin_mismatch: bool,
    /// The options as they are written.
    #[doc(hidden)]
    pub source: &'static str,
    /// What only the audit asks for.
    #[cfg(feature = "audit")]
    #[doc(hidden)]
    pub written: crate::audit::Written,
}

/// The origins of a [`Policy`].
#[derive(Debug)]
pub enum AllowOrigins {
    /// `*`
    Any,
    /// Only this one, as browsers send it.
    One(HeaderValue),
    /// Those of a list.
    Listed {
        /// Exact origins, as browsers send them, sorted by their bytes. They
        /// are no header values, which the compiler takes long to make.
        exact: &'static [&'static str],
        /// Those with a wildcard.
        patterns: &'static [OriginPattern],
        /// Those that are known only at run time.
        sets: &'static [&'static Origins],
        /// Those that a function lets in.
        predicates: &'static [Predicate],
    },
}

/// A function of the user's that lets origins in.
pub type Predicate = fn(&Origin<'_>, &RequestHead) -> bool;

/// The request headers of a [`Policy`].
#[derive(Debug)]
pub enum AllowHeaders {
    /// Only safelisted ones.
    None,
    /// The value of `Access-Control-Allow-Headers`.
    Names(HeaderValue),
    /// Whatever the preflight asks for.
    MirrorRequest,
}

/// A route and its policy.
#[derive(Debug)]
pub struct Route {
    /// Who may call, and how.
    pub policy: &'static Policy,
    /// The methods that the route serves.
    pub methods: &'static [&'static str],
    /// The value of `Access-Control-Allow-Methods`.
    pub allow_methods: Option<HeaderValue>,
}

static ANY: HeaderValue = HeaderValue::from_static("*");

impl Policy {
    /// What `Access-Control-Allow-Origin` says in every response of the route,
    /// if that need not depend on `Origin`: then caches keep one entry for all;
    /// see <https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches>. With
    /// `blocks`, a response to another origin is another one.
    pub(crate) fn constant_origin(&'static self, blocks: bool) -> Option<&'static HeaderValue> {
        match &self.allow_origins {
            AllowOrigins::Any => Some(&ANY),
            AllowOrigins::One(origin) if !blocks => Some(origin),
            AllowOrigins::One(_) | AllowOrigins::Listed { .. } => None,
        }
    }

    /// What `Access-Control-Allow-Origin` says to this request, if its origin
    /// is allowed.
    pub(crate) fn allowed_origin(
        &'static self,
        request: &RequestHead,
    ) -> Option<Cow<'static, HeaderValue>> {
        let (exact, patterns, sets, predicates) = match &self.allow_origins {
            AllowOrigins::Any => return Some(Cow::Borrowed(&ANY)),
            AllowOrigins::One(origin) => {
                let is_allowed = single_origin(&request.headers) == Some(origin);
                return is_allowed.then_some(Cow::Borrowed(origin));
            }
            AllowOrigins::Listed {
                exact,
                patterns,
                sets,
                predicates,
            } => (exact, patterns, sets, predicates),
        };
        let value = single_origin(&request.headers)?;
        let bytes = value.as_bytes();
        let is_allowed = exact
            .binary_search_by(|it| it.as_bytes().cmp(bytes))
            .is_ok()
            || patterns.iter().any(|pattern| pattern.matches_bytes(bytes))
            || sets.iter().any(|set| set.allows(bytes))
            || !predicates.is_empty()
                && Origin::from_bytes(bytes)
                    .is_some_and(|origin| predicates.iter().any(|allows| allows(&origin, request)));
        is_allowed.then(|| Cow::Owned(value.clone()))
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#[cors({})]", self.source)
    }
}

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The value of `Origin`. Several lines are none: browsers send one.
pub(crate) fn single_origin(request: &HeaderMap) -> Option<&HeaderValue> {
    let mut lines = request.get_all(header::ORIGIN);
    lines.next().filter(|_| lines.next().is_none())
}
