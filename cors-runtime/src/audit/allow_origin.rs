use std::fmt;

use corsac_policy::{Danger, OriginPattern};

use crate::Origins;

/// An entry of `allow_origins`. `Display` prints it as it is written there.
///
/// ```
/// use corsac_runtime::audit::AllowOrigin;
///
/// let entry = AllowOrigin::Dev("http://localhost:5173");
///
/// assert_eq!(entry.to_string(), r#"dev("http://localhost:5173")"#);
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum AllowOrigin {
    /// `"*"`
    Any,
    /// One origin; it may be `null`.
    Exact(&'static str),
    /// Those of a pattern, such as `https://*.a.example`.
    Pattern(&'static str),
    /// `dev("...")`: an origin or a pattern, in builds with `debug_assertions`
    /// only.
    Dev(&'static str),
    /// `from(PATH)`: the path as written, and what it leads to.
    From(&'static str, &'static Origins),
    /// `predicate(PATH)`: the path as written.
    Predicate(&'static str),
}

impl AllowOrigin {
    /// Whether an origin may be among these in whose name someone on the network
    /// may speak: the question of the rule on insecure origins, see
    /// [`OriginPattern::is_insecure`].
    ///
    /// So may one be that any page can have (`*`, `null`), and one that only a
    /// function knows; and a set of run-time origins lets them in if it was made
    /// `dangerously_insecure_origins`.
    ///
    /// ```
    /// use corsac_runtime::audit::AllowOrigin;
    ///
    /// assert!(AllowOrigin::Pattern("http://*.a.example").is_insecure());
    /// assert!(AllowOrigin::Predicate("is_partner").is_insecure());
    /// assert!(!AllowOrigin::Exact("https://a.example").is_insecure());
    /// assert!(!AllowOrigin::Dev("http://localhost:5173").is_insecure());
    /// ```
    #[must_use]
    pub fn is_insecure(&self) -> bool {
        match self {
            Self::Any | Self::Predicate(_) => true,
            // What is permitted and yet no pattern is `null`.
            Self::Exact(text) | Self::Pattern(text) | Self::Dev(text) => {
                OriginPattern::parse(text).map_or(true, |pattern| pattern.is_insecure())
            }
            Self::From(..) => self.dangerously().contains(&Danger::InsecureOrigins),
        }
    }

    /// The prohibitions that a set of run-time origins lifts, by how it was made;
    /// nothing for other entries, which the attribute's `dangerously` is for.
    ///
    /// ```
    /// use corsac_runtime::{
    ///     Origins,
    ///     audit::{AllowOrigin, Danger},
    /// };
    ///
    /// static TENANTS: Origins = Origins::dangerously_public_suffixes();
    ///
    /// let entry = AllowOrigin::From("TENANTS", &TENANTS);
    ///
    /// assert_eq!(entry.dangerously(), [Danger::PublicSuffixes]);
    /// ```
    #[must_use]
    pub fn dangerously(&self) -> &'static [Danger] {
        match self {
            Self::From(_, origins) => origins.lifted(),
            _ => &[],
        }
    }

    /// The kind of the entry, in a word.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Exact(_) => "exact",
            Self::Pattern(_) => "pattern",
            Self::Dev(_) => "dev",
            Self::From(..) => "from",
            Self::Predicate(_) => "predicate",
        }
    }

    /// What is written, without the word around it.
    pub(super) fn text(&self) -> &'static str {
        match self {
            Self::Any => "*",
            Self::Exact(text)
            | Self::Pattern(text)
            | Self::Dev(text)
            | Self::From(text, _)
            | Self::Predicate(text) => text,
        }
    }
}

impl fmt::Display for AllowOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, text) = (self.kind(), self.text());
        match self {
            Self::Any | Self::Exact(_) | Self::Pattern(_) => write!(f, "\"{text}\""),
            Self::Dev(_) => write!(f, "{kind}(\"{text}\")"),
            Self::From(..) | Self::Predicate(_) => write!(f, "{kind}({text})"),
        }
    }
}
