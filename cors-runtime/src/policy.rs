use actix_web::http::header::{self, HeaderMap, HeaderValue};
use cors_policy::{Origin, OriginPattern};

/// What one route, or several, allow to pages of other origins.
///
/// Only data that the rules of [`cors_policy`] permit comes here: `#[cors]`
/// writes it out after checking it.
#[derive(Debug)]
pub struct Policy {
    /// Who may call.
    pub allow_origins: AllowOrigins,
    /// With which request headers.
    pub allow_headers: AllowHeaders,
    /// The value of `Access-Control-Expose-Headers`.
    pub expose_headers: Option<HeaderValue>,
    /// Whether requests may be credentialed.
    pub allow_credentials: bool,
    /// The value of `Access-Control-Max-Age`.
    pub max_age: Option<HeaderValue>,
    /// Whether requests of other origins are refused before the handler runs.
    pub block_on_origin_mismatch: bool,
}

/// The origins of a [`Policy`].
#[derive(Debug)]
pub enum AllowOrigins {
    /// `*`
    Any,
    /// Those of a list.
    Listed {
        /// Exact origins, as browsers send them, sorted by their bytes.
        exact: &'static [HeaderValue],
        /// Those with a wildcard.
        patterns: &'static [OriginPattern],
    },
}

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
    /// see <https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches>.
    pub(crate) fn constant_origin(&self) -> Option<&'static HeaderValue> {
        match self.allow_origins {
            AllowOrigins::Any => Some(&ANY),
            AllowOrigins::Listed {
                exact: [origin],
                patterns: [],
            } if !self.block_on_origin_mismatch => Some(origin),
            AllowOrigins::Listed { .. } => None,
        }
    }

    /// What `Access-Control-Allow-Origin` says to this request, if its origin
    /// is allowed.
    pub(crate) fn allowed_origin(&self, request: &HeaderMap) -> Option<HeaderValue> {
        let AllowOrigins::Listed { exact, patterns } = &self.allow_origins else {
            return Some(ANY.clone());
        };
        let origin = single_origin(request)?;
        match exact.binary_search_by_key(&origin.as_bytes(), HeaderValue::as_bytes) {
            Ok(i) => Some(exact[i].clone()),
            Err(_) => matches_any(patterns, origin).then(|| origin.clone()),
        }
    }
}

/// The value of `Origin`. Several lines are none: browsers send one.
pub(crate) fn single_origin(request: &HeaderMap) -> Option<&HeaderValue> {
    let mut lines = request.get_all(header::ORIGIN);
    lines.next().filter(|_| lines.next().is_none())
}

fn matches_any(patterns: &[OriginPattern], origin: &HeaderValue) -> bool {
    if patterns.is_empty() {
        return false;
    }
    Origin::from_bytes(origin.as_bytes())
        .is_some_and(|origin| patterns.iter().any(|pattern| pattern.matches(&origin)))
}
