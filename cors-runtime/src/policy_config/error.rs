use std::fmt;

/// Why a [`ConfiguredPolicy`](crate::ConfiguredPolicy) wasn't replaced: every
/// mistake in the configuration.
///
/// `Display` and `Debug` both print a message to log. It lists at most a hundred
/// mistakes, and the number of the others.
///
/// ```
/// use corsac_runtime::{ConfiguredPolicy, PolicyConfig};
///
/// let config = PolicyConfig::new().allow_origins(["*"]).max_age(100_000);
/// let error = ConfiguredPolicy::new().replace(config).unwrap_err();
///
/// assert_eq!(error.mistakes()[0].key(), Some("max_age"));
/// assert_eq!(
///     error.to_string(),
///     "the policy is not used, because it has mistakes:\n  \
///      max_age: browsers cap this at one day; use at most 86400",
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct PolicyConfigError {
    mistakes: Vec<PolicyMistake>,
}

impl PolicyConfigError {
    pub(super) fn new(mistakes: Vec<PolicyMistake>) -> Self {
        Self { mistakes }
    }

    /// All mistakes: first those in the format, then those that break a rule.
    #[must_use]
    pub fn mistakes(&self) -> &[PolicyMistake] {
        &self.mistakes
    }
}

impl fmt::Display for PolicyConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Arbitrary, chosen because anyone with this many mistakes will run it
        // again.
        const MOST_LINES: usize = 100;

        f.write_str("the policy is not used, because it has mistakes:")?;
        for mistake in self.mistakes.iter().take(MOST_LINES) {
            write!(f, "\n  {mistake}")?;
        }
        match self.mistakes.len().saturating_sub(MOST_LINES) {
            0 => Ok(()),
            more => write!(f, "\n  ... and {more} more"),
        }
    }
}

/// Like `Display`, since `unwrap` and a failing `main` print it.
impl fmt::Debug for PolicyConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for PolicyConfigError {}

/// A mistake in a configuration.
///
/// Its `Display` is one line and safe to log: it escapes control characters, and
/// truncates long text.
///
/// ```
/// use corsac_runtime::{ConfiguredPolicy, PolicyConfig};
///
/// let config = PolicyConfig::new().allow_origins(["https://a.example", "b.example"]);
/// let error = ConfiguredPolicy::new().replace(config).unwrap_err();
///
/// let mistake = &error.mistakes()[0];
/// assert_eq!(mistake.key(), Some("allow_origins"));
/// assert_eq!(mistake.position(), Some(1));
/// assert_eq!(
///     mistake.to_string(),
///     "allow_origins[1]: missing scheme; write `https://b.example`",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyMistake {
    key: Option<String>,
    position: Option<usize>,
    message: String,
}

impl PolicyMistake {
    pub(super) fn new(key: Option<&str>, position: Option<usize>, message: String) -> Self {
        Self {
            key: key.map(str::to_owned),
            position,
            message,
        }
    }

    /// The key; `None` if the mistake is about the policy as a whole.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// The index of the entry in the list, from zero.
    #[must_use]
    pub fn position(&self) -> Option<usize> {
        self.position
    }

    /// What is wrong, and what to write.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for PolicyMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(key) = &self.key {
            write_bounded(f, key)?;
            if let Some(position) = self.position {
                write!(f, "[{position}]")?;
            }
            f.write_str(": ")?;
        }
        write_bounded(f, &self.message)
    }
}

/// The beginning of a text, safe to log.
fn write_bounded(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    use fmt::Write as _;

    // Arbitrary, chosen because it shows every message about a real origin in full.
    const MOST_CHARS: usize = 600;

    let mut chars = text.chars();
    for c in chars.by_ref().take(MOST_CHARS) {
        if c.is_control() {
            write!(f, "{}", c.escape_default())?;
        } else {
            f.write_char(c)?;
        }
    }
    f.write_str(if chars.next().is_some() { "..." } else { "" })
}
