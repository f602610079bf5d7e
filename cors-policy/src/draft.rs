use crate::{CheckedPolicy, Danger, Violation, rules};

/// What an attribute says, word by word, with nothing judged yet.
///
/// `None` is an option that is left out; an empty list is one that is written
/// without entries.
///
/// ```
/// use corsac_policy::{AllowHeader, AllowOrigin, Draft};
///
/// let draft = Draft {
///     allow_origins: Some(vec![AllowOrigin::Literal("https://a.example".into())]),
///     allow_headers: Some(vec![AllowHeader::Name("Content-Type".into())]),
///     max_age: Some(600),
///     served_methods: Some(vec!["POST".into(), "PUT".into()]),
///     ..Draft::default()
/// };
///
/// let policy = draft.check().unwrap();
///
/// assert_eq!(policy.allow_methods, ["POST", "PUT"]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// `allow_origins(...)`
    pub allow_origins: Option<Vec<AllowOrigin>>,
    /// `allow_methods(...)`
    pub allow_methods: Option<Vec<String>>,
    /// `allow_headers(...)`
    pub allow_headers: Option<Vec<AllowHeader>>,
    /// `expose_headers(...)`
    pub expose_headers: Option<Vec<String>>,
    /// `allow_credentials`
    pub allow_credentials: bool,
    /// `max_age = ...`, in seconds
    pub max_age: Option<u32>,
    /// `block_on_origin_mismatch`
    pub block_on_origin_mismatch: bool,
    /// `dangerously(...)`
    pub dangerously: Option<Vec<Danger>>,
    /// The methods that the route serves; `None` if the policy is not that of a
    /// certain route.
    pub served_methods: Option<Vec<String>>,
    /// Whether the handler takes a `Json<_>` body.
    pub takes_json: bool,
}

/// An entry of `allow_origins`.
///
/// ```
/// use corsac_policy::AllowOrigin;
///
/// // allow_origins("https://a.example", dev("http://localhost:5173"), from(TENANTS))
/// let entries = [
///     AllowOrigin::Literal("https://a.example".into()),
///     AllowOrigin::Dev("http://localhost:5173".into()),
///     AllowOrigin::From("TENANTS".into()),
/// ];
/// # let _ = entries;
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AllowOrigin {
    /// An origin, a pattern, or `*`.
    Literal(String),
    /// One of those in `dev(...)`: only where `debug_assertions` are on.
    Dev(String),
    /// `from(PATH)`: a set that is filled at run time.
    From(String),
    /// `predicate(PATH)`: whatever a function says.
    Predicate(String),
}

impl AllowOrigin {
    /// What makes two entries the same: an origin is the same in `dev(...)`.
    pub(crate) fn key(&self) -> (Option<&str>, Option<&Self>) {
        match self.text() {
            Some(text) => (Some(text), None),
            None => (None, Some(self)),
        }
    }

    /// What is written, where it can be judged.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Literal(text) | Self::Dev(text) => Some(text),
            Self::From(_) | Self::Predicate(_) => None,
        }
    }
}

/// An entry of `allow_headers`.
///
/// ```
/// use corsac_policy::AllowHeader;
///
/// let entries = [AllowHeader::Name("*".into()), AllowHeader::Name("Authorization".into())];
/// # let _ = entries;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllowHeader {
    /// A name, or `*`.
    Name(String),
    /// `mirror_request`: whatever the preflight asks for.
    MirrorRequest,
}

impl AllowHeader {
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            Self::MirrorRequest => None,
        }
    }
}

impl Draft {
    /// Judges the draft by every rule.
    ///
    /// # Errors
    ///
    /// All violations, option by option; never an empty list.
    pub fn check(&self) -> Result<CheckedPolicy, Vec<Violation>> {
        rules::check(self)
    }

    /// Judges a draft that names a shared policy, `policy(PATH)`: that leaves
    /// `allow_methods` to be said, which is the result if it is.
    ///
    /// # Errors
    ///
    /// All violations; never an empty list.
    ///
    /// ```
    /// use corsac_policy::{Draft, OptionName, Place};
    ///
    /// let draft = Draft { allow_credentials: true, ..Draft::default() };
    /// let violations = draft.check_beside_shared_policy().unwrap_err();
    ///
    /// assert_eq!(violations[0].place, Place::Option(OptionName::AllowCredentials));
    /// ```
    pub fn check_beside_shared_policy(&self) -> Result<Vec<String>, Vec<Violation>> {
        rules::check_beside_shared_policy(self)
    }

    pub(crate) fn lifts(&self, danger: Danger) -> bool {
        self.dangerously
            .iter()
            .flatten()
            .any(|lifted| *lifted == danger)
    }
}
