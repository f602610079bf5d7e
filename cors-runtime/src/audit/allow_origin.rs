use std::{borrow::Cow, fmt};

use corsac_policy::{self as policy, Danger, OriginPattern};

use crate::{FromOrigins, PredicateFn, text::Text};

/// An entry of `allow_origins`. `Display` prints it as written there.
///
/// ```
/// use corsac_runtime::{AllowOrigin, Policy, PolicyOption, audit::Kind};
///
/// static POLICY: Policy = Policy::new(&[PolicyOption::AllowOrigins(&[AllowOrigin::Dev(
///     "http://localhost:5173",
/// )])]);
///
/// let policy = POLICY.audit();
/// let entry = &policy.allow_origins()[0];
///
/// assert_eq!(entry.kind(), Kind::Dev);
/// assert_eq!(entry.text(), "http://localhost:5173");
/// assert_eq!(entry.to_string(), r#"dev("http://localhost:5173")"#);
/// ```
#[derive(Clone, Debug)]
pub struct AllowOrigin {
    kind: Kind,
    text: Cow<'static, str>,
    /// As written.
    source: String,
    dangerously: &'static [Danger],
}

/// The kind of an [`AllowOrigin`].
///
/// ```
/// assert_eq!(corsac_runtime::audit::Kind::Any.as_str(), "any");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// `"*"`
    Any,
    /// One origin; it may be `null`.
    Exact,
    /// A pattern, such as `https://*.a.example`.
    Pattern,
    /// `dev("...")`: an origin or a pattern, in builds with `debug_assertions`
    /// only.
    Dev,
    /// `from(PATH)`: a set of run-time origins.
    From,
    /// `predicate(PATH)`: a function.
    Predicate,
}

impl Kind {
    /// The kind as a word, for JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Exact => "exact",
            Self::Pattern => "pattern",
            Self::Dev => "dev",
            Self::From => "from",
            Self::Predicate => "predicate",
        }
    }
}

impl AllowOrigin {
    /// `"*"`
    pub(super) fn any() -> Self {
        Self {
            kind: Kind::Any,
            text: Cow::Borrowed("*"),
            source: "\"*\"".to_owned(),
            dangerously: &[],
        }
    }

    pub(super) fn of<T: Text>(entry: &policy::AllowOrigin<T, FromOrigins, PredicateFn>) -> Self {
        use policy::AllowOrigin as Origin;
        let (kind, text, dangerously): (_, _, &[_]) = match entry {
            Origin::Literal(text) if text.as_ref().contains('*') => {
                (Kind::Pattern, text.kept(), &[])
            }
            Origin::Literal(text) => (Kind::Exact, text.kept(), &[]),
            Origin::Dev(text) => (Kind::Dev, text.kept(), &[]),
            Origin::From(from) => (
                Kind::From,
                Cow::Borrowed(from.path),
                (from.origins)().lifted(),
            ),
            Origin::Predicate(predicate) => (Kind::Predicate, Cow::Borrowed(predicate.path()), &[]),
        };
        Self {
            kind,
            text,
            source: entry.to_string(),
            dangerously,
        }
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The text, without the keyword around it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether these may include an origin that someone on the network can
    /// impersonate, as the rule on insecure origins asks; see
    /// [`OriginPattern::is_insecure`].
    ///
    /// This includes origins that any page can have (`*`, `null`), origins that a
    /// function allows, and a set of run-time origins that was made with
    /// `dangerously_insecure_origins` or `dangerously_null_origin`.
    #[must_use]
    pub fn is_insecure(&self) -> bool {
        match self.kind() {
            Kind::Any | Kind::Predicate => true,
            // The only permitted text that isn't a pattern is `null`.
            Kind::Exact | Kind::Pattern | Kind::Dev => {
                OriginPattern::parse(self.text()).map_or(true, |pattern| pattern.is_insecure())
            }
            Kind::From => {
                let mut dangers = self.dangerously().iter();
                dangers.any(|danger| match danger {
                    Danger::InsecureOrigins | Danger::NullOrigin => true,
                    Danger::PublicSuffixes | Danger::UncheckedOrigins => false,
                })
            }
        }
    }

    /// The prohibitions that a set of run-time origins lifts. Empty for other
    /// entries, for which the attribute's `dangerously` lifts them.
    #[must_use]
    pub fn dangerously(&self) -> &'static [Danger] {
        self.dangerously
    }
}

impl fmt::Display for AllowOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}
