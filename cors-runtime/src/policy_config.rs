//! A policy that comes from a configuration, not judged yet.

mod entry;
mod error;
#[cfg(feature = "config")]
mod settings;
#[cfg(feature = "config")]
mod value;

use corsac_policy::{AllowOrigin, Danger, Draft, OptionName, Place, Policy, Problem, Violation};

use self::entry::Entry;
pub use self::error::{PolicyConfigError, PolicyMistake};
use crate::{FromOrigins, PredicateFn};

/// The policy in a configuration, not judged yet:
/// [`ConfiguredPolicy::replace`](crate::ConfiguredPolicy::replace) does that.
///
/// With the feature `config`, you can deserialize it from any serde format. Its keys
/// are the options of the attribute. A list may also be one string, with commas or
/// whitespace between its entries. Deserializing never fails: `replace` reports
/// every mistake, with its key. A program can also build one:
///
/// ```
/// use corsac_runtime::{ConfiguredPolicy, PolicyConfig};
///
/// static API: ConfiguredPolicy = ConfiguredPolicy::new();
///
/// let origins = vec![
///     String::from("https://a.example"),
///     String::from("https://b.example/"),
/// ];
/// let config = PolicyConfig::new()
///     .allow_origins(origins)
///     .allow_credentials(true)
///     .max_age(600);
///
/// assert_eq!(
///     API.replace(config).unwrap_err().to_string(),
///     "the policy is not used, because it has mistakes:\n  \
///      allow_origins[1]: origins have no trailing slash; write `https://b.example`",
/// );
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct PolicyConfig {
    allow_origins: Option<Vec<AllowOrigin<Entry, FromOrigins, PredicateFn>>>,
    allow_methods: Option<Vec<Entry>>,
    allow_headers: Option<Vec<Entry>>,
    expose_headers: Option<Vec<Entry>>,
    allow_credentials: Option<bool>,
    max_age: Option<u32>,
    block_on_origin_mismatch: Option<bool>,
    /// The mistakes found while deserializing.
    mistakes: Vec<PolicyMistake>,
    /// Whether one of them may be about origins.
    may_lack_origins: bool,
}

/// A policy that has been judged, and what it borrows from.
pub(crate) type Checked<'a> = Policy<'a, Entry, FromOrigins, PredicateFn>;

/// Each sets the option of its name. A list replaces the previous one.
#[allow(missing_docs, reason = "documented above")]
impl PolicyConfig {
    /// An empty configuration. You have to set `allow_origins`.
    pub fn new() -> Self {
        Self::default()
    }

    pub fn allow_origins(mut self, origins: impl IntoIterator<Item: Into<String>>) -> Self {
        let entries = Entry::all(origins).into_iter();
        self.allow_origins = Some(entries.map(AllowOrigin::Literal).collect());
        self
    }

    /// Only for a wrapped policy. Routes set their methods themselves.
    pub fn allow_methods(mut self, methods: impl IntoIterator<Item: Into<String>>) -> Self {
        self.allow_methods = Some(Entry::all(methods));
        self
    }

    /// `"mirror_request"` is the keyword of that name.
    pub fn allow_headers(mut self, names: impl IntoIterator<Item: Into<String>>) -> Self {
        self.allow_headers = Some(Entry::all(names));
        self
    }

    pub fn expose_headers(mut self, names: impl IntoIterator<Item: Into<String>>) -> Self {
        self.expose_headers = Some(Entry::all(names));
        self
    }

    pub fn allow_credentials(mut self, allow: bool) -> Self {
        self.allow_credentials = Some(allow);
        self
    }

    pub fn max_age(mut self, seconds: u32) -> Self {
        self.max_age = Some(seconds);
        self
    }

    pub fn block_on_origin_mismatch(mut self, block: bool) -> Self {
        self.block_on_origin_mismatch = Some(block);
        self
    }

    /// Takes the options that aren't set here from `defaults`.
    ///
    /// ```
    /// use corsac_runtime::{ConfiguredPolicy, PolicyConfig};
    ///
    /// let read = PolicyConfig::new().max_age(60);
    /// let defaults = PolicyConfig::new().allow_origins(["*"]).max_age(600);
    ///
    /// let policy = ConfiguredPolicy::new();
    /// policy.replace(read.or(defaults))?;
    /// assert_eq!(
    ///     policy.to_string(),
    ///     r#"#[cors(allow_origins("*"), max_age = 60)]"#
    /// );
    /// # Ok::<(), corsac_runtime::PolicyConfigError>(())
    /// ```
    pub fn or(self, defaults: Self) -> Self {
        let Self {
            allow_origins,
            allow_methods,
            allow_headers,
            expose_headers,
            allow_credentials,
            max_age,
            block_on_origin_mismatch,
            mut mistakes,
            may_lack_origins,
        } = self;
        mistakes.extend(defaults.mistakes);
        Self {
            allow_origins: allow_origins.or(defaults.allow_origins),
            allow_methods: allow_methods.or(defaults.allow_methods),
            allow_headers: allow_headers.or(defaults.allow_headers),
            expose_headers: expose_headers.or(defaults.expose_headers),
            allow_credentials: allow_credentials.or(defaults.allow_credentials),
            max_age: max_age.or(defaults.max_age),
            block_on_origin_mismatch: block_on_origin_mismatch
                .or(defaults.block_on_origin_mismatch),
            mistakes,
            may_lack_origins: may_lack_origins || defaults.may_lack_origins,
        }
    }

    /// Judges it by every rule. Returns the `lifted` prohibitions that it needs.
    pub(crate) fn check(&self, lifted: &[Danger]) -> Result<Vec<Danger>, PolicyConfigError> {
        let violations = self.draft(lifted).check().err().unwrap_or_default();
        let mut needed = lifted.to_vec();
        let mut mistakes = self.mistakes.clone();
        for violation in violations {
            match violation.problem {
                // It is lifted for any future policy.
                Problem::NothingToLift(idle) => needed.retain(|danger| *danger != idle),
                Problem::NoOrigins if self.may_lack_origins => {}
                _ => mistakes.push(self.mistake(&violation)),
            }
        }
        if mistakes.is_empty() {
            Ok(needed)
        } else {
            Err(PolicyConfigError::new(mistakes))
        }
    }

    /// The policy, after [`Self::check`], with the dangers that it returned.
    pub(crate) fn checked<'a>(&'a self, needed: &'a [Danger]) -> Checked<'a> {
        self.draft(needed).of_checked()
    }

    fn draft<'a>(&'a self, lifted: &'a [Danger]) -> Draft<'a, Entry, FromOrigins, PredicateFn> {
        Draft {
            allow_origins: self.allow_origins.as_deref(),
            allow_methods: self.allow_methods.as_deref(),
            allow_headers: self.allow_headers.as_deref(),
            expose_headers: self.expose_headers.as_deref(),
            allow_credentials: self.allow_credentials.unwrap_or_default(),
            max_age: self.max_age,
            block_on_origin_mismatch: self.block_on_origin_mismatch.unwrap_or_default(),
            dangerously: Some(lifted).filter(|lifted| !lifted.is_empty()),
            served_methods: None,
            takes_json: false,
        }
    }

    /// A violation, with its key.
    fn mistake(&self, violation: &Violation) -> PolicyMistake {
        let message = violation.problem.in_settings().to_string();
        let (option, position) = match violation.place {
            // Its place in the draft differs if an entry was left out.
            Place::Entry(option, i) => (Some(option), self.position(option, i)),
            Place::Option(option) => (Some(option), None),
            Place::Attribute | Place::JsonParameter => (None, None),
        };
        PolicyMistake::new(option.map(OptionName::as_str), position, message)
    }

    fn position(&self, option: OptionName, i: usize) -> Option<usize> {
        let in_list = |list: &Option<Vec<Entry>>| Some(list.as_ref()?.get(i)?.position);
        match option {
            OptionName::AllowOrigins => match self.allow_origins.as_ref()?.get(i)? {
                AllowOrigin::Literal(entry) | AllowOrigin::Dev(entry) => Some(entry.position),
                AllowOrigin::From(_) | AllowOrigin::Predicate(_) => None,
            },
            OptionName::AllowMethods => in_list(&self.allow_methods),
            OptionName::AllowHeaders => in_list(&self.allow_headers),
            OptionName::ExposeHeaders => in_list(&self.expose_headers),
            OptionName::AllowCredentials
            | OptionName::MaxAge
            | OptionName::BlockOnOriginMismatch
            | OptionName::Dangerously
            | OptionName::Policy
            | OptionName::Crate => None,
        }
    }
}
