//! Origins that are known only at run time.

use std::{
    env::{self, VarError},
    fmt,
    sync::Arc,
};

use arc_swap::ArcSwapOption;
use corsac_policy::{Danger, OriginSet, RefusedOrigin};

use crate::lifted::Lifted;

/// Origins that a program learns at run time, from its environment, a file, or a
/// database. `allow_origins(from(PATH))` names the `static` that contains them.
///
/// It starts empty, so nothing is allowed. You can replace the whole set while
/// requests are served: each request sees either the old origins or the new ones,
/// and none waits.
///
/// Each origin has to keep the rules of an attribute with credentials, since any
/// policy that uses the set may allow them. `"*"` is never accepted.
///
/// ```
/// use corsac_runtime::Origins;
///
/// static TENANTS: Origins = Origins::new();
///
/// TENANTS.replace(["https://tenant.example", "https://*.preview.example"])?;
/// assert_eq!(format!("{TENANTS:?}"), "Origins { len: 2, .. }");
///
/// let refused = TENANTS.replace(["https://tenant.example/"]).unwrap_err();
/// assert_eq!(
///     refused.to_string(),
///     r#"the origins were not replaced, because these are refused:
///   origin 1, "https://tenant.example/": origins have no trailing slash; write `https://tenant.example`"#,
/// );
/// # Ok::<(), corsac_runtime::OriginsError>(())
/// ```
pub struct Origins {
    /// `None` until the first replacement, since a set can't be made in a `const`.
    set: ArcSwapOption<OriginSet>,
    lifted: Lifted,
}

impl Origins {
    /// An empty set, which only accepts safe origins unless you continue the chain.
    ///
    /// ```
    /// use corsac_runtime::Origins;
    ///
    /// static TENANTS: Origins = Origins::new();
    ///
    /// assert!(TENANTS.replace(["http://tenant.example"]).is_err());
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        Self {
            set: ArcSwapOption::const_empty(),
            lifted: Lifted::NOTHING,
        }
    }

    /// Also accepts `http` origins. If a policy allows credentials, anyone on the
    /// network between such a page and its user can act as the user.
    ///
    /// ```
    /// use corsac_runtime::Origins;
    ///
    /// static TENANTS: Origins = Origins::new().dangerously_insecure_origins();
    ///
    /// assert!(TENANTS.replace(["http://tenant.example"]).is_ok());
    /// ```
    #[must_use]
    pub const fn dangerously_insecure_origins(self) -> Self {
        self.lifting(Danger::InsecureOrigins)
    }

    /// Also accepts patterns for everything below a public suffix. If a policy
    /// allows credentials, anyone who registers a name there can act as the user.
    ///
    /// ```
    /// use corsac_runtime::Origins;
    ///
    /// static TENANTS: Origins = Origins::new()
    ///     .dangerously_insecure_origins()
    ///     .dangerously_public_suffixes();
    ///
    /// assert!(TENANTS.replace(["http://*.github.io"]).is_ok());
    /// ```
    #[must_use]
    pub const fn dangerously_public_suffixes(self) -> Self {
        self.lifting(Danger::PublicSuffixes)
    }

    /// Also accepts `null`, the origin that any page can take, for instance in a
    /// sandboxed frame.
    ///
    /// ```
    /// use corsac_runtime::Origins;
    ///
    /// static TENANTS: Origins = Origins::new().dangerously_null_origin();
    ///
    /// assert!(TENANTS.replace(["null"]).is_ok());
    /// ```
    #[must_use]
    pub const fn dangerously_null_origin(self) -> Self {
        self.lifting(Danger::NullOrigin)
    }

    /// Also accepts patterns for every extension of a browser. If a policy allows
    /// credentials, any extension that a user has installed can act as the user.
    ///
    /// ```
    /// use corsac_runtime::Origins;
    ///
    /// static TENANTS: Origins = Origins::new().dangerously_unchecked_origins();
    ///
    /// assert!(TENANTS.replace(["moz-extension://*"]).is_ok());
    /// ```
    #[must_use]
    pub const fn dangerously_unchecked_origins(self) -> Self {
        self.lifting(Danger::UncheckedOrigins)
    }

    const fn lifting(mut self, danger: Danger) -> Self {
        self.lifted = self.lifted.and(danger);
        self
    }

    /// The prohibitions that the set lifts.
    #[cfg(feature = "audit")]
    pub(crate) fn lifted(&self) -> &[Danger] {
        self.lifted.dangers()
    }

    /// Replaces all origins and patterns with these. If there are none, nothing is
    /// allowed.
    ///
    /// # Errors
    ///
    /// If any is refused: [`OriginsError::Refused`] contains each of them, and the
    /// previous origins stay.
    ///
    /// ```
    /// use corsac_runtime::Origins;
    ///
    /// static TENANTS: Origins = Origins::new();
    ///
    /// let from_database = vec![String::from("https://tenant.example")];
    /// TENANTS.replace(&from_database)?;
    /// # Ok::<(), corsac_runtime::OriginsError>(())
    /// ```
    pub fn replace(
        &self,
        origins: impl IntoIterator<Item: AsRef<str>>,
    ) -> Result<(), OriginsError> {
        let set = OriginSet::new(origins, self.lifted.dangers()).map_err(OriginsError::Refused)?;
        self.set.store(Some(Arc::new(set)));
        Ok(())
    }

    /// Replaces the origins with those in the environment variable `name`,
    /// separated by commas or whitespace.
    ///
    /// # Errors
    ///
    /// If the variable isn't set, isn't Unicode, contains no origin, or if any
    /// origin is refused. The previous origins stay.
    ///
    /// ```no_run
    /// use corsac_runtime::Origins;
    ///
    /// static TENANTS: Origins = Origins::new();
    ///
    /// fn main() -> Result<(), Box<dyn std::error::Error>> {
    ///     TENANTS.replace_from_env("CORS_ORIGINS")?;
    ///     Ok(())
    /// }
    /// ```
    pub fn replace_from_env(&self, name: &str) -> Result<(), OriginsError> {
        let value = env::var(name).map_err(|error| match error {
            VarError::NotPresent => OriginsError::MissingVariable(name.to_owned()),
            VarError::NotUnicode(_) => OriginsError::VariableNotUnicode(name.to_owned()),
        })?;
        let separator = |c: char| c == ',' || c.is_whitespace();
        let mut origins = value
            .split(separator)
            .filter(|text| !text.is_empty())
            .peekable();
        // More likely a mistake in the deployment than intended.
        if origins.peek().is_none() {
            return Err(OriginsError::EmptyVariable(name.to_owned()));
        }
        self.replace(origins)
    }

    /// Whether the value of an `Origin` header is one of the origins.
    ///
    /// Never locks or waits. Allocates only what `arc-swap` keeps for each thread,
    /// on its first lookup.
    ///
    /// ```
    /// use corsac_runtime::Origins;
    ///
    /// static TENANTS: Origins = Origins::new();
    /// assert!(!TENANTS.allows(b"https://tenant.example"));
    ///
    /// TENANTS.replace(["https://tenant.example"])?;
    /// assert!(TENANTS.allows(b"https://tenant.example"));
    /// # Ok::<(), corsac_runtime::OriginsError>(())
    /// ```
    #[doc(hidden)]
    #[must_use]
    pub fn allows(&self, origin: &[u8]) -> bool {
        let set = self.set.load();
        set.as_ref().is_some_and(|set| set.allows(origin))
    }
}

impl Default for Origins {
    fn default() -> Self {
        Self::new()
    }
}

/// Doesn't print the origins: there may be thousands.
impl fmt::Debug for Origins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let set = self.set.load();
        f.debug_struct("Origins")
            .field("len", &set.as_ref().map_or(0, |set| set.len()))
            .finish_non_exhaustive()
    }
}

/// Why [`Origins`] could not be replaced.
///
/// `Display` and `Debug` both print a message to log. It lists at most a hundred
/// origins, and the number of the others.
///
/// ```
/// use corsac_runtime::{Origins, OriginsError};
///
/// let error = Origins::new()
///     .replace_from_env("NO_SUCH_VARIABLE")
///     .unwrap_err();
///
/// assert!(matches!(error, OriginsError::MissingVariable(_)));
/// assert_eq!(
///     error.to_string(),
///     r#"the environment variable "NO_SUCH_VARIABLE" is not set; set it to the allowed origins"#,
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum OriginsError {
    /// These are refused; all others would be accepted.
    Refused(Vec<RefusedOrigin>),
    /// There is no environment variable of this name.
    MissingVariable(String),
    /// The environment variable of this name is not Unicode.
    VariableNotUnicode(String),
    /// The environment variable of this name is set, but contains no origins.
    EmptyVariable(String),
}

impl fmt::Display for OriginsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refused) => write_refused(f, refused),
            Self::MissingVariable(name) => write!(
                f,
                "the environment variable {name:?} is not set; set it to the allowed origins",
            ),
            Self::VariableNotUnicode(name) => write!(
                f,
                "the environment variable {name:?} is not Unicode; set it to the allowed origins",
            ),
            Self::EmptyVariable(name) => write!(
                f,
                "the environment variable {name:?} contains no origins; set it to the allowed origins",
            ),
        }
    }
}

/// Like `Display`, since `unwrap` and a failing `main` print it. A derived one
/// would print the whole input, unescaped or escaped twice.
impl fmt::Debug for OriginsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for OriginsError {}

fn write_refused(f: &mut fmt::Formatter<'_>, refused: &[RefusedOrigin]) -> fmt::Result {
    // Arbitrary, chosen because anyone with this many mistakes will run it again.
    const MOST_LINES: usize = 100;

    f.write_str("the origins were not replaced, because these are refused:")?;
    for origin in refused.iter().take(MOST_LINES) {
        write!(f, "\n  {origin}")?;
    }
    match refused.len().saturating_sub(MOST_LINES) {
        0 => Ok(()),
        more => write!(f, "\n  ... and {more} more"),
    }
}
