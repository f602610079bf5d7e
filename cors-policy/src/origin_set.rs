//! Origins that are known only at run time.

use std::{collections::HashSet, fmt};

use crate::{
    Danger, Origin, OriginPattern, Problem, origin::default_port, pattern_index::PatternIndex,
    rules::judge_origin,
};

/// Origins and origin patterns from a configuration file, a database or the
/// environment, judged as those of an attribute with credentials are, and kept
/// such that finding one among thousands takes hardly longer than one of one.
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
    /// As browsers send them, and `null` where it is permitted.
    exact: HashSet<Box<[u8]>>,
    patterns: PatternIndex,
}

impl OriginSet {
    /// A set of all of `texts`, if there is nothing wrong with any; of none, if
    /// there are none. `"*"` is never accepted, since nobody knows yet whether
    /// a policy that uses the set allows credentials.
    ///
    /// # Errors
    ///
    /// Each text that is refused, in their order; never an empty list.
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
        let verdicts = judge_each(&texts, lifted);
        let wide = verdicts.iter().flatten().flatten();
        let patterns: PatternIndex = wide.filter(|wide| !wide.is_exact()).cloned().collect();

        let mut exact = HashSet::new();
        let mut refused = Vec::new();
        for (position, (text, verdict)) in texts.iter().zip(verdicts).enumerate() {
            let text = text.as_ref();
            match covered(verdict, &patterns) {
                Ok(Some(pattern)) if !pattern.is_exact() => {}
                Ok(_) => {
                    exact.insert(Box::from(text.as_bytes()));
                }
                Err(problem) => refused.push(RefusedOrigin {
                    position,
                    origin: text.to_owned(),
                    problem,
                }),
            }
        }
        if refused.is_empty() {
            Ok(Self { exact, patterns })
        } else {
            Err(refused)
        }
    }

    /// Whether the set has the origin that is the value of an `Origin` header:
    /// whether any of its patterns [matches](OriginPattern::matches).
    ///
    /// Allocates nothing, and hardly takes longer for many: exact origins are
    /// hashed, patterns found by the labels of the host.
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
    pub fn allows(&self, origin: &[u8]) -> bool {
        self.exact.contains(origin) || (!self.is_empty() && self.allows_parsed(origin))
    }

    /// How many origins and patterns there are.
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

    /// Whether there are none, so that no origin is allowed.
    ///
    /// ```
    /// assert!(corsac_policy::OriginSet::default().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn allows_parsed(&self, text: &[u8]) -> bool {
        Origin::from_bytes(text).is_some_and(|origin| {
            self.patterns.matches(&origin) || self.has_without_default_port(text, &origin)
        })
    }

    /// Browsers leave the default port out, but an origin is the same with it.
    fn has_without_default_port(&self, text: &[u8], origin: &Origin<'_>) -> bool {
        let host_end = origin.scheme().len() + "://".len() + origin.host().len();
        origin.port().is_some()
            && origin.port() == default_port(origin.scheme())
            && self.exact.contains(&text[..host_end])
    }
}

/// Prints no origins: there may be thousands.
impl fmt::Debug for OriginSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OriginSet")
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

/// What is to be said of each text without regard to what covers it: rules 3
/// and 4, and of rule 9 the duplicates. `None` is `null`, which is no pattern.
fn judge_each(
    texts: &[impl AsRef<str>],
    lifted: &[Danger],
) -> Vec<Result<Option<OriginPattern>, Problem>> {
    let mut seen = HashSet::new();
    let judge = |text| {
        let verdict = judge_origin(text, true, lifted)?;
        if seen.insert(text) {
            Ok(verdict)
        } else {
            Err(Problem::Duplicate)
        }
    };
    texts.iter().map(AsRef::as_ref).map(judge).collect()
}

/// Rule 9, for patterns.
fn covered(
    verdict: Result<Option<OriginPattern>, Problem>,
    patterns: &PatternIndex,
) -> Result<Option<OriginPattern>, Problem> {
    let pattern = verdict?;
    match pattern.as_ref().and_then(|it| patterns.cover_of(it)) {
        Some(cover) => Err(Problem::OriginCovered {
            by: cover.as_str().to_owned(),
        }),
        None => Ok(pattern),
    }
}

/// A text that is not let into an [`OriginSet`], and why.
///
/// Its `Display` is one line, and safe to log: control characters are escaped,
/// and what is too long for an origin is cut off.
///
/// ```
/// use corsac_policy::OriginSet;
///
/// let refused = OriginSet::new(["https://a.example/\u{1b}[2J"], &[]).unwrap_err();
///
/// assert_eq!(
///     refused[0].to_string(),
///     r#"origin 1, "https://a.example/\u{1b}[2J": an origin has no control characters; remove them"#,
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RefusedOrigin {
    /// Where it stands among the texts, counted from zero; `Display` counts
    /// from one.
    pub position: usize,
    /// The text as it was given.
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

/// The beginning of a text, quoted, without what could disturb a log.
struct Excerpt<'a>(&'a str);

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Arbitrary, chosen because it shows every origin that is not made up.
        const MOST_CHARS: usize = 300;

        let end = self.0.char_indices().nth(MOST_CHARS).map(|(end, _)| end);
        match end {
            Some(end) => write!(f, "\"{}...\"", self.0[..end].escape_debug()),
            None => write!(f, "\"{}\"", self.0.escape_debug()),
        }
    }
}
