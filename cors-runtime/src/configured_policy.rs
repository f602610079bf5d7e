use std::{
    fmt,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicBool, Ordering},
    },
};

use arc_swap::{ArcSwapOption, Guard};
use corsac_policy::Danger;
use log::warn;

use crate::{
    PolicyConfig, PolicyConfigError, lifted::Lifted, policy_config::Checked, refusal,
    serving::Serving,
};

/// A policy that a program learns as a whole while it runs, from its configuration
/// as a rule: for `#[cors(policy(PATH))]`, and to wrap around an app, a scope or a
/// resource.
///
/// Nothing is allowed until it is filled. It can be replaced while requests are
/// served: each is decided by the old policy or by the new one, and none waits. The
/// rules are those of the attribute.
///
/// ```
/// use corsac_runtime::{ConfiguredPolicy, PolicyConfig};
///
/// static API: ConfiguredPolicy = ConfiguredPolicy::new();
///
/// API.replace(
///     PolicyConfig::new()
///         .allow_origins(["https://a.example"])
///         .max_age(600),
/// )?;
/// assert_eq!(
///     API.to_string(),
///     r#"#[cors(allow_origins("https://a.example"), max_age = 600)]"#
/// );
///
/// API.replace(None)?;
/// assert_eq!(API.to_string(), "no CORS");
/// # Ok::<(), corsac_runtime::PolicyConfigError>(())
/// ```
pub struct ConfiguredPolicy {
    /// `None` until the first replacement: none can be made in a `const`.
    in_force: ArcSwapOption<InForce>,
    lifted: Lifted,
    has_warned: AtomicBool,
}

/// What is in force.
#[derive(Debug)]
pub(crate) struct InForce {
    /// `None` is no CORS.
    config: Option<PolicyConfig>,
    /// The prohibitions that it needs lifted.
    dangers: Vec<Danger>,
    serving: Serving,
}

impl InForce {
    pub(crate) fn checked(&self) -> Option<Checked<'_>> {
        let config = self.config.as_ref()?;
        Some(config.checked(&self.dangers))
    }
}

/// What was in force when a request came in, for as long as that is needed.
pub(crate) struct Loaded(Guard<Option<Arc<InForce>>>);

impl Loaded {
    #[inline]
    pub(crate) fn serving(&self) -> &Serving {
        match &*self.0 {
            Some(in_force) => &in_force.serving,
            None => &NOTHING,
        }
    }
}

static NOTHING: LazyLock<Serving> = LazyLock::new(Serving::of_nothing);

impl ConfiguredPolicy {
    /// Nothing is allowed yet, and nothing unsafe may come, unless the chain goes on.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            in_force: ArcSwapOption::const_empty(),
            lifted: Lifted::NOTHING,
            has_warned: AtomicBool::new(false),
        }
    }

    /// Lets the configuration give credentials to `http` origins, too: anyone on the
    /// network between such a page and its reader can act in the reader's name.
    ///
    /// ```
    /// use corsac_runtime::{ConfiguredPolicy, PolicyConfig};
    ///
    /// static API: ConfiguredPolicy = ConfiguredPolicy::new().dangerously_insecure_origins();
    ///
    /// let config = PolicyConfig::new()
    ///     .allow_origins(["http://a.example"])
    ///     .allow_credentials(true);
    /// assert!(API.replace(config).is_ok());
    /// ```
    #[must_use]
    pub const fn dangerously_insecure_origins(self) -> Self {
        self.lifting(Danger::InsecureOrigins)
    }

    /// Lets the configuration give credentials to all below a public suffix, too:
    /// anyone who gets a name there can act in the name of a reader.
    ///
    /// ```
    /// use corsac_runtime::{ConfiguredPolicy, PolicyConfig};
    ///
    /// static API: ConfiguredPolicy = ConfiguredPolicy::new().dangerously_public_suffixes();
    ///
    /// let config = PolicyConfig::new()
    ///     .allow_origins(["https://*.github.io"])
    ///     .allow_credentials(true);
    /// assert!(API.replace(config).is_ok());
    /// ```
    #[must_use]
    pub const fn dangerously_public_suffixes(self) -> Self {
        self.lifting(Danger::PublicSuffixes)
    }

    /// Lets the configuration name `null`, too, which is the origin of any page that
    /// wants it: one in a sandbox, for instance.
    ///
    /// ```
    /// use corsac_runtime::{ConfiguredPolicy, PolicyConfig};
    ///
    /// static API: ConfiguredPolicy = ConfiguredPolicy::new().dangerously_null_origin();
    ///
    /// assert!(
    ///     API.replace(PolicyConfig::new().allow_origins(["null"]))
    ///         .is_ok()
    /// );
    /// ```
    #[must_use]
    pub const fn dangerously_null_origin(self) -> Self {
        self.lifting(Danger::NullOrigin)
    }

    /// Lets the configuration give credentials to every extension of a browser, too:
    /// any that a reader has installed can act in the reader's name.
    ///
    /// ```
    /// use corsac_runtime::{ConfiguredPolicy, PolicyConfig};
    ///
    /// static API: ConfiguredPolicy = ConfiguredPolicy::new().dangerously_unchecked_origins();
    ///
    /// let config = PolicyConfig::new()
    ///     .allow_origins(["moz-extension://*"])
    ///     .allow_credentials(true);
    /// assert!(API.replace(config).is_ok());
    /// ```
    #[must_use]
    pub const fn dangerously_unchecked_origins(self) -> Self {
        self.lifting(Danger::UncheckedOrigins)
    }

    const fn lifting(mut self, danger: Danger) -> Self {
        self.lifted = self.lifted.and(danger);
        self
    }

    /// Lets this policy take the place of the one that was there; `None` is no CORS,
    /// so that nothing is allowed.
    ///
    /// # Errors
    ///
    /// When it breaks a rule, or is no policy at all: the error has every mistake, and
    /// the policy that was there stays.
    pub fn replace(
        &self,
        config: impl Into<Option<PolicyConfig>>,
    ) -> Result<(), PolicyConfigError> {
        let in_force = match config.into() {
            None => InForce {
                config: None,
                dangers: Vec::new(),
                serving: Serving::of_nothing(),
            },
            Some(config) => {
                let dangers = config.check(self.lifted.dangers())?;
                InForce {
                    serving: Serving::new(&config.checked(&dangers)),
                    dangers,
                    config: Some(config),
                }
            }
        };
        self.in_force.store(Some(Arc::new(in_force)));
        Ok(())
    }

    /// What is in force now; takes no lock and waits for nobody.
    #[inline]
    pub(crate) fn load(&self) -> Loaded {
        Loaded(self.in_force.load())
    }

    /// `None` until the first replacement.
    pub(crate) fn in_force(&self) -> Option<Arc<InForce>> {
        self.in_force.load_full()
    }

    /// Says once that it comes into use, for `what`, before it is filled.
    pub(crate) fn warn_if_empty(&self, what: &dyn fmt::Display) {
        if self.in_force.load().is_none() && !self.has_warned.swap(true, Ordering::Relaxed) {
            warn!(
                target: refusal::TARGET,
                "empty CORS policy: {what} is registered while its `ConfiguredPolicy` \
                 is empty, so nothing is allowed until `replace` fills it",
            );
        }
    }
}

impl Default for ConfiguredPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// What is in force, as the attribute would be written.
impl fmt::Display for ConfiguredPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let in_force = self.in_force();
        match in_force.as_ref().and_then(|in_force| in_force.checked()) {
            Some(checked) => write!(f, "#[cors({checked})]"),
            None => f.write_str("no CORS"),
        }
    }
}

impl fmt::Debug for ConfiguredPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
