use std::fmt;

use actix_web::{
    dev::RequestHead,
    http::header::{self, HeaderMap, HeaderValue},
};
use corsac_policy::{Origin, OriginPattern};

use crate::{Origins, Written};

/// What one route, or several, allow to pages of other origins.
///
/// Only data that the rules of [`corsac_policy`] permit comes here: `#[cors]`
/// and `policy!` write it out after checking it. `Display` and `Debug` print
/// it as the attribute would be written.
///
/// It is text, of which header values are made when a route is registered: the
/// compiler takes long to make them.
pub struct Policy {
    /// Who may call.
    #[doc(hidden)]
    pub allow_origins: AllowOrigins,
    /// The value of `Access-Control-Allow-Methods`, where no route says it.
    #[doc(hidden)]
    pub allow_methods: Option<&'static str>,
    /// With which request headers.
    #[doc(hidden)]
    pub allow_headers: AllowHeaders,
    /// The value of `Access-Control-Expose-Headers`.
    #[doc(hidden)]
    pub expose_headers: Option<&'static str>,
    /// Whether requests may be credentialed.
    #[doc(hidden)]
    pub allow_credentials: bool,
    /// The value of `Access-Control-Max-Age`.
    #[doc(hidden)]
    pub max_age: Option<u32>,
    /// Whether requests of other origins are refused before the handler runs.
    #[doc(hidden)]
    pub block_on_origin_mismatch: bool,
    /// The options as they are written.
    #[doc(hidden)]
    pub source: &'static str,
    /// What only the audit asks for.
    #[doc(hidden)]
    pub written: Written,
}

/// The origins of a [`Policy`].
#[derive(Debug)]
pub enum AllowOrigins {
    /// `*`
    Any,
    /// Only this one, as browsers send it.
    One(&'static str),
    /// Those of a list.
    Listed {
        /// Exact origins, as browsers send them.
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
    Names(&'static str),
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
    pub allow_methods: Option<&'static str>,
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
#[inline]
pub(crate) fn single_origin(request: &HeaderMap) -> Option<&HeaderValue> {
    let mut lines = request.get_all(header::ORIGIN);
    lines.next().filter(|_| lines.next().is_none())
}
