use std::{borrow::Cow, fmt};

use corsac_policy::{AllowHeaders, AllowOrigins, Danger, OptionName};

use super::AllowOrigin;
use crate::{
    AnyPolicy as _, ConfiguredPolicy, FromOrigins, PredicateFn, any_policy::Source, text::Text,
};

/// The content of a policy. For a configured policy, its content at the moment of the
/// call. Its methods are those of a route; see
/// [`Route::allow_methods`](super::Route::allow_methods).
///
/// ```
/// # use corsac_runtime::{AllowOrigin, Policy, PolicyOption};
/// # static WEB_APP: Policy = Policy::new(&[
/// #     PolicyOption::AllowOrigins(&[AllowOrigin::Literal("https://a.example")]),
/// #     PolicyOption::AllowHeaders(&["mirror_request"]),
/// #     PolicyOption::ExposeHeaders(&["ETag", "X-Count"]),
/// #     PolicyOption::AllowCredentials,
/// #     PolicyOption::MaxAge(600),
/// # ]);
/// use corsac_runtime::audit;
///
/// // static WEB_APP: Policy = policy!(
/// //     allow_origins("https://a.example"),
/// //     allow_headers(mirror_request),
/// //     expose_headers("ETag", "X-Count"),
/// //     allow_credentials,
/// //     max_age = 600,
/// // );
/// let web_app = WEB_APP.audit();
///
/// assert!(
///     !web_app
///         .allow_origins()
///         .iter()
///         .any(|entry| entry.is_insecure())
/// );
/// assert_eq!(web_app.allow_headers(), audit::AllowHeaders::MirrorRequest);
/// assert_eq!(web_app.expose_headers(), ["ETag", "X-Count"]);
/// assert!(web_app.allow_credentials());
/// assert_eq!(web_app.max_age(), Some(600));
/// assert!(!web_app.block_on_origin_mismatch());
/// assert!(web_app.dangerously().is_empty());
/// ```
#[derive(Clone, Debug)]
pub struct Policy {
    pub(super) source: String,
    /// The options as written, each with its value.
    pub(super) written: Vec<(OptionName, String)>,
    allow_origins: Vec<AllowOrigin>,
    /// `None` where they are mirrored.
    allow_headers: Option<Vec<Cow<'static, str>>>,
    expose_headers: Vec<Cow<'static, str>>,
    allow_credentials: bool,
    max_age: Option<u32>,
    block_on_origin_mismatch: bool,
    dangerously: Vec<Danger>,
    /// How many of them the policy lifts itself; they are the first.
    own_dangers: usize,
}

impl Policy {
    pub(super) fn of(policy: Source) -> Self {
        match policy {
            Source::Fixed(policy) => Self::of_checked(policy.to_string(), &policy.checked()),
            Source::Configured(policy) => Self::in_force(policy.policy()),
        }
    }

    fn in_force(policy: &ConfiguredPolicy) -> Self {
        let in_force = policy.in_force();
        match in_force.as_ref().and_then(|in_force| in_force.checked()) {
            Some(checked) => Self::of_checked(format!("#[cors({checked})]"), &checked),
            None => Self::of_nothing(policy.to_string()),
        }
    }

    fn of_checked<T: Text>(
        source: String,
        checked: &corsac_policy::Policy<'_, T, FromOrigins, PredicateFn>,
    ) -> Self {
        let kept = |names: &[T]| names.iter().map(Text::kept).collect();
        let allow_origins = match checked.allow_origins() {
            AllowOrigins::Any => vec![AllowOrigin::any()],
            AllowOrigins::Listed { origins, .. } => origins.iter().map(AllowOrigin::of).collect(),
        };
        let mut dangerously = checked.dangerously().to_vec();
        for danger in allow_origins.iter().flat_map(AllowOrigin::dangerously) {
            if !dangerously.contains(danger) {
                dangerously.push(*danger);
            }
        }
        Self {
            source,
            written: checked.written(),
            allow_origins,
            allow_headers: match checked.allow_headers() {
                AllowHeaders::Names(names) => Some(kept(names)),
                AllowHeaders::MirrorRequest => None,
            },
            expose_headers: kept(checked.expose_headers()),
            allow_credentials: checked.allow_credentials(),
            max_age: checked.max_age(),
            block_on_origin_mismatch: checked.block_on_origin_mismatch(),
            dangerously,
            own_dangers: checked.dangerously().len(),
        }
    }

    fn of_nothing(source: String) -> Self {
        Self {
            source,
            written: Vec::new(),
            allow_origins: Vec::new(),
            allow_headers: Some(Vec::new()),
            expose_headers: Vec::new(),
            allow_credentials: false,
            max_age: None,
            block_on_origin_mismatch: false,
            dangerously: Vec::new(),
            own_dangers: 0,
        }
    }

    /// What it allows, apart from the methods, which are those of a route.
    pub(super) fn terms(&self) -> Vec<&(OptionName, String)> {
        let written = self.written.iter();
        let terms = written.filter(|(option, _)| *option != OptionName::AllowMethods);
        terms.collect()
    }

    /// The entries of `allow_origins`, in the order written, including those of
    /// `dev(...)` that this build has. Empty if nothing is allowed.
    #[must_use]
    pub fn allow_origins(&self) -> &[AllowOrigin] {
        &self.allow_origins
    }

    /// The request headers that pages of these origins may send, in addition to the
    /// safelisted ones.
    #[must_use]
    pub fn allow_headers(&self) -> AllowHeaders<'_, Cow<'static, str>> {
        let names = self.allow_headers.as_deref();
        names.map_or(AllowHeaders::MirrorRequest, AllowHeaders::Names)
    }

    /// The response headers that they may read, in addition to the safelisted ones.
    #[must_use]
    pub fn expose_headers(&self) -> &[Cow<'static, str>] {
        &self.expose_headers
    }

    /// Whether they may act as the logged-in user.
    #[must_use]
    pub fn allow_credentials(&self) -> bool {
        self.allow_credentials
    }

    /// How many seconds browsers may keep a preflight's answer.
    #[must_use]
    pub fn max_age(&self) -> Option<u32> {
        self.max_age
    }

    /// Whether requests of other origins are refused before the handler runs.
    #[must_use]
    pub fn block_on_origin_mismatch(&self) -> bool {
        self.block_on_origin_mismatch
    }

    /// The lifted prohibitions, in the order written, then those that its sets of
    /// run-time origins lift; see [`AllowOrigin::dangerously`].
    #[must_use]
    pub fn dangerously(&self) -> &[Danger] {
        &self.dangerously
    }

    /// Without those of its sets.
    pub(super) fn own_dangers(&self) -> &[Danger] {
        &self.dangerously[..self.own_dangers]
    }
}

/// The policy as an attribute.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

/// With the feature `audit`.
impl crate::Policy {
    /// The content of the policy.
    #[must_use]
    pub fn audit(&'static self) -> Policy {
        Policy::of(self.source())
    }
}

/// With the feature `audit`.
impl ConfiguredPolicy {
    /// The content of the policy in force at this moment.
    ///
    /// ```
    /// use corsac_runtime::{ConfiguredPolicy, PolicyConfig};
    ///
    /// static API: ConfiguredPolicy = ConfiguredPolicy::new();
    /// assert!(API.audit().allow_origins().is_empty());
    ///
    /// API.replace(PolicyConfig::new().allow_origins(["https://a.example"]))?;
    /// assert_eq!(API.audit().allow_origins()[0].text(), "https://a.example");
    /// # Ok::<(), corsac_runtime::PolicyConfigError>(())
    /// ```
    #[must_use]
    pub fn audit(&self) -> Policy {
        Policy::in_force(self)
    }
}
