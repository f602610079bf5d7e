use std::{
    cell::RefCell,
    collections::BTreeMap,
    fmt,
    ops::Deref,
    ptr,
    rc::{Rc, Weak},
    sync::{
        Arc, LazyLock,
        atomic::{AtomicBool, Ordering},
    },
};

use arc_swap::{ArcSwapOption, Cache};
use corsac_policy::Danger;
use log::warn;

use crate::{
    OwnedPolicy, PolicyConfig, PolicyConfigError, lifted::Lifted, policy_config::Checked, refusal,
    serving::Serving,
};

/// A policy that a program learns at run time, usually from its configuration. Use
/// it in `#[cors(policy(PATH))]`, or wrap it around an app, a scope, or a resource.
///
/// Nothing is allowed until you fill it. You can replace it while requests are
/// served: each request sees either the old policy or the new one, and none waits.
/// Each worker keeps the old one in memory until its next request under the policy.
/// The rules are those of the attribute.
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
    /// `None` until the first replacement, since one can't be made in a `const`.
    in_force: ArcSwapOption<InForce>,
    lifted: Lifted,
    has_warned: AtomicBool,
}

/// The policy in force.
#[derive(Debug)]
pub struct InForce {
    /// `None` means no CORS.
    config: Option<PolicyConfig>,
    /// The lifted prohibitions that it needs.
    dangers: Vec<Danger>,
    serving: Serving,
}

impl InForce {
    pub(crate) fn checked(&self) -> Option<Checked<'_>> {
        let config = self.config.as_ref()?;
        Some(config.checked(&self.dangers))
    }
}

/// The serving form of a policy, for as long as a request needs it.
#[derive(Clone, Debug)]
pub(crate) enum InUse {
    Fixed(&'static Serving),
    /// The policy that was in force when the request came in.
    Configured(Arc<InForce>),
}

impl Deref for InUse {
    type Target = Serving;

    #[inline]
    fn deref(&self) -> &Serving {
        match self {
            Self::Fixed(serving) => serving,
            Self::Configured(in_force) => &in_force.serving,
        }
    }
}

/// A configured policy as a thread sees it. It remembers the policy in force until that
/// is replaced, which is cheaper than loading it for each request.
pub(crate) struct Remembered(RefCell<Cache<Configured, Option<Arc<InForce>>>>);

/// A configured policy, wherever it is.
#[doc(hidden)]
#[derive(Clone)]
pub enum Configured {
    /// In the program.
    Static(&'static ConfiguredPolicy),
    /// In one server.
    Owned(OwnedPolicy),
}

impl Configured {
    pub(crate) fn policy(&self) -> &ConfiguredPolicy {
        match self {
            Self::Static(policy) => policy,
            Self::Owned(policy) => policy,
        }
    }
}

thread_local! {
    /// What the services of this thread share, by the address of the policy: each for
    /// itself would keep the policy of its last request in memory.
    static REMEMBERED: RefCell<BTreeMap<usize, Weak<Remembered>>> = const {
        RefCell::new(BTreeMap::new())
    };
}

impl Deref for Configured {
    type Target = ArcSwapOption<InForce>;

    fn deref(&self) -> &Self::Target {
        &self.policy().in_force
    }
}

impl Remembered {
    pub(crate) fn on_this_thread(policy: Configured) -> Rc<Self> {
        let address = ptr::from_ref(&*policy).addr();
        REMEMBERED.with_borrow_mut(|all| {
            if let Some(known) = all.get(&address).and_then(Weak::upgrade) {
                return known;
            }
            // The address of an owned policy may be used again after it is dropped.
            all.retain(|_, known| known.strong_count() > 0);
            let new = Rc::new(Self(RefCell::new(Cache::new(policy))));
            all.insert(address, Rc::downgrade(&new));
            new
        })
    }

    /// The policy in force now. Never locks or waits.
    #[inline]
    pub(crate) fn in_use(&self) -> InUse {
        match self.0.borrow_mut().load() {
            Some(in_force) => InUse::Configured(in_force.clone()),
            None => InUse::Fixed(&NOTHING),
        }
    }
}

static NOTHING: LazyLock<Serving> = LazyLock::new(Serving::of_nothing);

impl ConfiguredPolicy {
    /// An empty policy, which only accepts safe configurations unless you continue
    /// the chain.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            in_force: ArcSwapOption::const_empty(),
            lifted: Lifted::NOTHING,
            has_warned: AtomicBool::new(false),
        }
    }

    /// Also lets the configuration allow credentials for `http` origins. Anyone on
    /// the network between such a page and its user can act as the user.
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

    /// Also lets the configuration allow credentials for everything below a public
    /// suffix. Anyone who registers a name there can act as the user.
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

    /// Also lets the configuration list `null`, the origin that any page can take,
    /// for instance in a sandboxed frame.
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

    /// Also lets the configuration allow credentials for every extension of a
    /// browser. Any extension that a user has installed can act as the user.
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

    /// Replaces the policy. `None` means no CORS, so nothing is allowed.
    ///
    /// # Errors
    ///
    /// If it breaks a rule, or isn't a policy at all. The error lists every mistake,
    /// and the previous policy stays.
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

    /// `None` until the first replacement.
    pub(crate) fn in_force(&self) -> Option<Arc<InForce>> {
        self.in_force.load_full()
    }

    /// Warns once if it is used, for `what`, before it is filled.
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

/// The policy in force, as an attribute.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_remembers_each_policy_once_while_it_serves() {
        static ONE: ConfiguredPolicy = ConfiguredPolicy::new();
        static OTHER: ConfiguredPolicy = ConfiguredPolicy::new();
        let remembered = |policy| Remembered::on_this_thread(Configured::Static(policy));

        let one = remembered(&ONE);
        drop(Remembered::on_this_thread(Configured::Owned(
            ConfiguredPolicy::new().owned(),
        )));
        let other = remembered(&OTHER);

        assert!(Rc::ptr_eq(&one, &remembered(&ONE)));
        assert!(!Rc::ptr_eq(&one, &other));
        assert_eq!(REMEMBERED.with_borrow(BTreeMap::len), 2);
    }
}
