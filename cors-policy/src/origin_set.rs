//! The matcher for lists of origins, from an attribute or known only at run time.

use std::{collections::HashSet, fmt};

use crate::{
    Danger, Problem,
    origin_rules::{self, Listed},
    pattern_index::PatternIndex,
    syntax::{MAX_LEN, Parts},
};

/// Origins and origin patterns. A lookup among thousands takes hardly longer than
/// in a set of one: a few exact origins are compared, many are hashed, and patterns
/// are found by the labels of the host.
///
/// ```
/// use corsac_policy::OriginSet;
///
/// let set = OriginSet::new(["https://a.example", "https://*.b.example"], &[]).unwrap();
///
/// assert!(set.allows(b"https://a.example"));
/// assert!(set.allows(b"https://www.b.example"));
/// assert!(!set.allows(b"https://b.example"));
/// ```
#[derive(Clone, Default)]
pub struct OriginSet {
    exact: ExactOrigins,
    patterns: PatternIndex,
}

/// As browsers send them, and `null` if it is permitted.
#[derive(Clone)]
enum ExactOrigins {
    /// Few enough that comparing is faster than hashing.
    Few(Vec<Box<[u8]>>),
    Many(HashSet<Box<[u8]>>),
}

impl OriginSet {
    /// Makes a set of all of `texts`, from a configuration file, a database, or the
    /// environment. It may be empty. The rules are those of an attribute with
    /// credentials. `"*"` is never accepted, since a policy that uses the set may
    /// allow credentials.
    ///
    /// # Errors
    ///
    /// Each refused text, in order; never an empty list.
    ///
    /// ```
    /// use corsac_policy::{Danger, OriginSet};
    ///
    /// let texts = ["https://a.example", "http://b.example"];
    /// let refused = OriginSet::new(texts, &[]).unwrap_err();
    ///
    /// assert_eq!(refused[0].position, 1);
    /// assert!(OriginSet::new(texts, &[Danger::InsecureOrigins]).is_ok());
    /// ```
    pub fn new(
        texts: impl IntoIterator<Item: AsRef<str>>,
        lifted: &[Danger],
    ) -> Result<Self, Vec<RefusedOrigin>> {
        let texts: Vec<_> = texts.into_iter().collect();
        let list = texts.iter().map(|text| Listed {
            text: text.as_ref(),
            is_dev: false,
        });
        let list: Vec<_> = list.collect();
        let problems = origin_rules::problems(&list, true, lifted);
        let refused: Vec<_> = (problems.zip(&list).enumerate())
            .filter_map(|(position, (problem, listed))| {
                Some(RefusedOrigin {
                    position,
                    origin: listed.text.to_owned(),
                    problem: problem?,
                })
            })
            .collect();
        if refused.is_empty() {
            Ok(Self::of_checked(list.iter().map(|listed| listed.text)))
        } else {
            Err(refused)
        }
    }

    /// A set of origins that the rules have permitted.
    ///
    /// ```
    /// use corsac_policy::OriginSet;
    ///
    /// let set = OriginSet::of_checked(["https://a.example", "null"]);
    ///
    /// assert!(set.allows(b"null"));
    /// ```
    #[doc(hidden)]
    #[must_use]
    pub fn of_checked<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let (wide, exact): (Vec<_>, Vec<_>) =
            texts.into_iter().partition(|text| text.contains('*'));
        Self {
            exact: ExactOrigins::new(&exact),
            patterns: wide.into_iter().collect(),
        }
    }

    /// Whether the set contains the value of an `Origin` header: as one of its
    /// exact origins, byte by byte as browsers write it (without a default port),
    /// or because a pattern [matches](crate::OriginPattern::matches) it.
    ///
    /// Doesn't allocate, and takes hardly longer for many origins.
    ///
    /// ```
    /// use corsac_policy::OriginSet;
    ///
    /// let set = OriginSet::new(["http://localhost:*"], &[]).unwrap();
    ///
    /// assert!(set.allows(b"http://localhost:5173"));
    /// assert!(!set.allows(b"http://localhost.evil.example"));
    /// assert!(!set.allows(b"\xff"));
    /// ```
    #[must_use]
    #[inline]
    pub fn allows(&self, origin: &[u8]) -> bool {
        // Before anything goes through all its bytes.
        origin.len() <= MAX_LEN
            && (self.exact.contain(origin)
                || !self.patterns.is_empty() && self.has_pattern_for(origin))
    }

    /// The number of origins and patterns.
    ///
    /// ```
    /// use corsac_policy::OriginSet;
    ///
    /// let set = OriginSet::new(["https://a.example", "https://*.b.example"], &[]).unwrap();
    ///
    /// assert_eq!(set.len(), 2);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.exact.len() + self.patterns.len()
    }

    /// Whether the set is empty, so it allows nothing.
    ///
    /// ```
    /// assert!(corsac_policy::OriginSet::default().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline]
    fn has_pattern_for(&self, origin: &[u8]) -> bool {
        str::from_utf8(origin).is_ok_and(|text| self.patterns.stands_for(&Parts::of(text)))
    }
}

impl ExactOrigins {
    /// Arbitrary, chosen because one hash takes about as long as this many
    /// comparisons, most of which only see a different length.
    const FEW: usize = 8;

    fn new(texts: &[&str]) -> Self {
        let origins = texts.iter().map(|text| Box::from(text.as_bytes()));
        if texts.len() <= Self::FEW {
            Self::Few(origins.collect())
        } else {
            Self::Many(origins.collect())
        }
    }

    #[inline]
    fn contain(&self, origin: &[u8]) -> bool {
        match self {
            Self::Few(origins) => origins.iter().any(|it| **it == *origin),
            Self::Many(origins) => origins.contains(origin),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Few(origins) => origins.len(),
            Self::Many(origins) => origins.len(),
        }
    }
}

impl Default for ExactOrigins {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

/// Doesn't print the origins: there may be thousands.
impl fmt::Debug for OriginSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OriginSet")
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

/// A text that an [`OriginSet`] refuses, and why.
///
/// Its `Display` is one line and safe to log: it escapes control characters, and
/// truncates what is too long for an origin.
///
/// ```
/// use corsac_policy::OriginSet;
///
/// let refused = OriginSet::new(["https://a.example/\u{1b}[2J"], &[]).unwrap_err();
///
/// assert_eq!(
///     refused[0].to_string(),
///     r#"origin 1, "https://a.example/\u{1b}[2J": origins have no control characters; remove them"#,
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RefusedOrigin {
    /// Its index among the texts, from zero. `Display` counts from one.
    pub position: usize,
    /// The text itself.
    pub origin: String,
    /// What is wrong with it.
    pub problem: Problem,
}

impl fmt::Display for RefusedOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.position.saturating_add(1);
        let origin = Excerpt(&self.origin);
        write!(f, "origin {number}, {origin}: {}", self.problem)
    }
}

impl std::error::Error for RefusedOrigin {}

/// The beginning of a text, quoted and safe to log.
struct Excerpt<'a>(&'a str);

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Arbitrary, chosen because it shows every real origin in full.
        const MOST_CHARS: usize = 300;

        let end = self.0.char_indices().nth(MOST_CHARS).map(|(end, _)| end);
        match end {
            Some(end) => write!(f, "\"{}...\"", self.0[..end].escape_debug()),
            None => write!(f, "\"{}\"", self.0.escape_debug()),
        }
    }
}
