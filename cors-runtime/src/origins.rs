//! Origins that are known only at run time.

use std::{
    env::{self, VarError},
    fmt,
    sync::Arc,
};

use arc_swap::ArcSwapOption;
use corsac_policy::{Danger, OriginSet, RefusedOrigin};

use crate::lifted::Lifted;

/// Origins that a program learns while it runs, from its environment, a file
/// or a database: `allow_origins(from(PATH))` names the `static` that has them.
///
/// It starts empty, so that nothing is allowed, and can be replaced as a whole
/// while requests are served: each is decided by the old origins or by the new
/// ones, and none waits.
///
/// Each origin has to keep the rules of an attribute with credentials, since
/// whatever uses the set may allow them; `"*"` is never accepted.
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
    /// `None` until the first replacement: no set can be made in a `const`.
    set: ArcSwapOption<OriginSet>,
    lifted: Lifted,
}

impl Origins {
    /// No origins yet, and none but safe ones to come, unless the chain goes on.
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

    /// Lets in `http` origins, too. Where a policy allows credentials, anyone on
    /// the network between such a page and its reader can act in the reader's name.
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

    /// Lets in patterns for all below a public suffix, too. Where a policy allows
    /// credentials, anyone who gets a name there can act in the name of a reader.
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

    /// Lets in `null`, too, which is the origin of any page that wants it: one in a
    /// sandbox, for instance.
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

    /// Lets in every extension of a browser, too. Where a policy allows credentials,
    /// any that a reader has installed can act in the reader's name.
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

    /// The prohibitions that are lifted for the set.
    #[cfg(feature = "audit")]
    pub(crate) fn lifted(&self) -> &[Danger] {
        self.lifted.dangers()
    }

    /// Lets these origins and patterns take the place of all that were there;
    /// of none, then nothing is allowed.
    ///
    /// # Errors
    ///
    /// When any is refused: [`OriginsError::Refused`] has every one, and those
    /// that were there stay.
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

    /// Replaces the origins by those that the environment variable `name` has,
    /// separated by commas or white space.
    ///
    /// # Errors
    ///
    /// When there is no such variable, when it is not Unicode, when it names no
    /// origin, or when any is refused. Those that were there stay.
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
        // More likely a mistake in a deployment than the wish to allow nothing.
        if origins.peek().is_none() {
            return Err(OriginsError::EmptyVariable(name.to_owned()));
        }
        self.replace(origins)
    }

    /// Whether the value of an `Origin` header is one of the origins.
    ///
    /// Takes no lock and waits for nobody, and allocates nothing but what
    /// `arc-swap` keeps for each thread, on its first look-up.
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

/// Prints no origins: there may be thousands.
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
/// `Display` and `Debug` both print a message to log: however much is wrong, it
/// names no more than a hundred origins, and says how many more there are.
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
    /// These are not accepted; all others would be.
    Refused(Vec<RefusedOrigin>),
    /// There is no environment variable of this name.
    MissingVariable(String),
    /// The environment variable of this name is not Unicode.
    VariableNotUnicode(String),
    /// The environment variable of this name is set, but has no origins.
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

/// As `Display`: it is what `unwrap` and a `main` that fails print, where a
/// derived one would print all of the input, unescaped or escaped twice.
impl fmt::Debug for OriginsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for OriginsError {}

fn write_refused(f: &mut fmt::Formatter<'_>, refused: &[RefusedOrigin]) -> fmt::Result {
    // Arbitrary, chosen because whoever has so many to correct will ask again.
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
