use std::fmt;

use corsac_policy::{AllowOrigins, Danger, OriginPattern};

use crate::{Policy, run_time_origin};

/// An entry of `allow_origins`. `Display` prints it as it is written there.
///
/// ```
/// use corsac_policy::{AllowOrigin, PolicyParts};
/// use corsac_runtime::{Policy, audit::Kind};
///
/// static POLICY: Policy =
///     Policy::new(PolicyParts::listed(&[AllowOrigin::Dev("http://localhost:5173")]));
///
/// let entry = POLICY.allow_origins()[0];
///
/// assert_eq!(entry.kind(), Kind::Dev);
/// assert_eq!(entry.text(), "http://localhost:5173");
/// assert_eq!(entry.to_string(), r#"dev("http://localhost:5173")"#);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct AllowOrigin(Entry);

#[derive(Clone, Copy, Debug)]
enum Entry {
    Any,
    Listed(&'static run_time_origin::AllowOrigin),
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
    /// Those of a policy.
    pub(super) fn all(policy: &Policy) -> Vec<Self> {
        match policy.checked().allow_origins() {
            AllowOrigins::Any => vec![Self(Entry::Any)],
            AllowOrigins::Listed { origins, .. } => origins
                .iter()
                .map(|entry| Self(Entry::Listed(entry)))
                .collect(),
        }
    }

    /// Of which kind it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        use run_time_origin::AllowOrigin as Origin;
        match self.0 {
            Entry::Any => Kind::Any,
            Entry::Listed(Origin::Literal(text)) if text.contains('*') => Kind::Pattern,
            Entry::Listed(Origin::Literal(_)) => Kind::Exact,
            Entry::Listed(Origin::Dev(_)) => Kind::Dev,
            Entry::Listed(Origin::From(_)) => Kind::From,
            Entry::Listed(Origin::Predicate(_)) => Kind::Predicate,
        }
    }

    /// What is written, without the word around it.
    #[must_use]
    pub fn text(&self) -> &'static str {
        use run_time_origin::AllowOrigin as Origin;
        match self.0 {
            Entry::Any => "*",
            Entry::Listed(Origin::Literal(text) | Origin::Dev(text)) => text,
            Entry::Listed(Origin::From(from)) => from.0,
            Entry::Listed(Origin::Predicate(predicate)) => predicate.0,
        }
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
        use run_time_origin::AllowOrigin as Origin;
        match self.0 {
            Entry::Listed(Origin::From(from)) => from.1.lifted(),
            Entry::Any
            | Entry::Listed(Origin::Literal(_) | Origin::Dev(_) | Origin::Predicate(_)) => &[],
        }
    }
}

impl fmt::Display for AllowOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Entry::Any => f.write_str("\"*\""),
            Entry::Listed(entry) => entry.fmt(f),
        }
    }
}
