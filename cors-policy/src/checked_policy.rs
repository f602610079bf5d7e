use crate::OriginPattern;

/// A policy that keeps every rule; [`Draft::check`](crate::Draft::check) is the only way to one.
///
/// ```
/// use cors_policy::{AllowOrigins, Draft};
///
/// let draft = Draft {
///     allow_origins: Some(vec!["*".into()]),
///     served_methods: vec!["GET".into()],
///     ..Draft::default()
/// };
///
/// assert_eq!(draft.check().unwrap().allow_origins, AllowOrigins::Any);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheckedPolicy {
    /// Who may call.
    pub allow_origins: AllowOrigins,
    /// With which methods, in the order written. Empty where the route serves
    /// only methods that no browser sends.
    pub allow_methods: Vec<String>,
    /// With which request headers.
    pub allow_headers: AllowHeaders,
    /// Which response headers a page may read, in the order written.
    pub expose_headers: Vec<String>,
    /// Whether requests may be credentialed.
    pub allow_credentials: bool,
    /// How long a browser may keep a preflight answer, in seconds.
    pub max_age: Option<u32>,
    /// Whether requests of other origins are refused before the handler runs.
    pub block_on_origin_mismatch: bool,
}

/// The origins of a policy.
///
/// ```
/// use cors_policy::{AllowOrigins, Draft};
///
/// let draft = Draft {
///     allow_origins: Some(vec!["https://a.example".into(), "https://*.b.example".into()]),
///     served_methods: vec!["GET".into()],
///     ..Draft::default()
/// };
///
/// let AllowOrigins::Listed { exact, patterns } = draft.check().unwrap().allow_origins else {
///     unreachable!()
/// };
/// assert_eq!(exact, ["https://a.example"]);
/// assert_eq!(patterns[0].as_str(), "https://*.b.example");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllowOrigins {
    /// `*`
    Any,
    /// Those of a list.
    Listed {
        /// Exact origins, and `null` where it is permitted; in the order written.
        exact: Vec<String>,
        /// Those with a wildcard, in the order written.
        patterns: Vec<OriginPattern>,
    },
}

/// The request headers of a policy.
///
/// ```
/// assert_eq!(
///     cors_policy::AllowHeaders::default(),
///     cors_policy::AllowHeaders::Names(vec![]),
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllowHeaders {
    /// These, in the order written; `*` may be among them.
    Names(Vec<String>),
    /// Whatever the preflight asks for.
    MirrorRequest,
}

impl Default for AllowHeaders {
    fn default() -> Self {
        Self::Names(Vec::new())
    }
}
