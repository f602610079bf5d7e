use crate::OriginPattern;

/// A policy that keeps every rule; [`Draft::check`](crate::Draft::check) is the only way to one.
///
/// ```
/// use corsac_policy::{AllowOrigin, AllowOrigins, Draft};
///
/// let draft = Draft {
///     allow_origins: Some(vec![AllowOrigin::Literal("*".into())]),
///     served_methods: Some(vec!["GET".into()]),
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
/// use corsac_policy::{AllowOrigin, AllowOrigins, Draft};
///
/// let draft = Draft {
///     allow_origins: Some(vec![
///         AllowOrigin::Literal("https://a.example".into()),
///         AllowOrigin::Dev("http://localhost:*".into()),
///     ]),
///     ..Draft::default()
/// };
///
/// let AllowOrigins::Listed { always, dev } = draft.check().unwrap().allow_origins else {
///     unreachable!()
/// };
/// assert_eq!(always.exact, ["https://a.example"]);
/// assert_eq!(dev.patterns[0].as_str(), "http://localhost:*");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllowOrigins {
    /// `*`
    Any,
    /// Those of a list. What is known only at run time is not among them.
    Listed {
        /// Those that are allowed in every build.
        always: OriginList,
        /// Those that are allowed where `debug_assertions` are on, besides.
        dev: OriginList,
    },
}

/// Origins, in the order written.
///
/// ```
/// assert!(corsac_policy::OriginList::default().exact.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OriginList {
    /// Exact ones, and `null` where it is permitted.
    pub exact: Vec<String>,
    /// Those with a wildcard.
    pub patterns: Vec<OriginPattern>,
}

/// The request headers of a policy.
///
/// ```
/// assert_eq!(
///     corsac_policy::AllowHeaders::default(),
///     corsac_policy::AllowHeaders::Names(vec![]),
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
