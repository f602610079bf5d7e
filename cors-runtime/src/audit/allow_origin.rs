use std::{borrow::Cow, fmt};

use corsac_policy::{self as policy, Danger, OriginPattern};

use crate::{FromOrigins, PredicateFn, text::Text};

/// An entry of `allow_origins`. `Display` prints it as it is written there.
///
/// ```
/// use corsac_policy::{AllowOrigin, PolicyParts};
/// use corsac_runtime::{Policy, audit::Kind};
///
/// static POLICY: Policy = Policy::new(PolicyParts::listed(&[AllowOrigin::Dev(
///     "http://localhost:5173",
/// )]));
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
    /// As it is written.
    source: String,
    dangerously: &'static [Danger],
}

/// Of which kind an [`AllowOrigin`] is.
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
    /// Those of a pattern, such as `https://*.a.example`.
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
    /// In a word, as JSON has it.
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
            Origin::From(from) => (Kind::From, Cow::Borrowed(from.path), from.origins.lifted()),
            Origin::Predicate(predicate) => (Kind::Predicate, Cow::Borrowed(predicate.path()), &[]),
        };
        Self {
            kind,
            text,
            source: entry.to_string(),
            dangerously,
        }
    }

    /// Of which kind it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// What is written, without the word around it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether an origin may be among these in whose name someone on the network
    /// may speak: the question of the rule on insecure origins, see
    /// [`OriginPattern::is_insecure`].
    ///
    /// So may one be that any page can have (`*`, `null`), and one that only a
    /// function knows; and a set of run-time origins lets them in if it was made
    /// `dangerously_insecure_origins` or `dangerously_null_origin`.
    #[must_use]
    pub fn is_insecure(&self) -> bool {
        match self.kind() {
            Kind::Any | Kind::Predicate => true,
            // What is permitted and yet no pattern is `null`.
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

    /// The prohibitions that a set of run-time origins lifts, by how it was made;
    /// nothing for other entries, which the attribute's `dangerously` is for.
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
