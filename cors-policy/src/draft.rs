use crate::{CheckedPolicy, Danger, Violation, rules};

/// What an attribute says, word by word, with nothing judged yet.
///
/// `None` is an option that is left out; an empty list is one that is written
/// without entries.
///
/// ```
/// use cors_policy::{AllowHeader, Draft};
///
/// let draft = Draft {
///     allow_origins: Some(vec!["https://a.example".into()]),
///     allow_headers: Some(vec![AllowHeader::Name("Content-Type".into())]),
///     max_age: Some(600),
///     served_methods: vec!["POST".into(), "PUT".into()],
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
    pub allow_origins: Option<Vec<String>>,
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
    /// The methods that the route serves.
    pub served_methods: Vec<String>,
    /// Whether the handler takes a `Json<_>` body.
    pub takes_json: bool,
}

/// An entry of `allow_headers`.
///
/// ```
/// use cors_policy::AllowHeader;
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

    pub(crate) fn lifts(&self, danger: Danger) -> bool {
        self.dangerously
            .iter()
            .flatten()
            .any(|lifted| *lifted == danger)
    }
}
