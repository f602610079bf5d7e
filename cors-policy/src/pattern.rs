//! Origin patterns: the entries of `allow_origins`.

use std::fmt;

use crate::{
    origin::{Origin, is_insecure},
    origin_error::OriginError,
    pattern_index::PatternIndex,
    public_suffix,
    syntax::{Form, Parts},
};

/// One origin, or several, with a `*` for subdomains, the port, or extensions.
///
/// `https://*.a.example` matches any subdomain of `a.example`, at any depth, but not
/// the domain itself. `http://localhost:*` matches any port, including the default
/// one. `moz-extension://*` matches every extension of Firefox. Patterns match part
/// by part, never by a prefix, suffix, or substring of an origin.
///
/// ```
/// use corsac_policy::{Origin, OriginPattern};
///
/// let pattern = OriginPattern::parse("https://*.a.example")?;
///
/// assert!(pattern.matches(&Origin::parse("https://www.a.example")?));
/// assert!(!pattern.matches(&Origin::parse("https://a.example")?));
/// assert!(!pattern.matches(&Origin::parse("https://evila.example")?));
/// # Ok::<(), corsac_policy::OriginError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OriginPattern<'a>(&'a str);

impl<'a> OriginPattern<'a> {
    /// Parses `scheme://host[:port]`, in the form that browsers send. The first
    /// label of the host and the port may be `*`, and so may the host of
    /// `chrome-extension`, `moz-extension`, and `safari-web-extension`.
    ///
    /// # Errors
    ///
    /// If `text` is anything else, or contains a default port, which browsers omit.
    /// The error says what to write.
    ///
    /// ```
    /// use corsac_policy::OriginPattern;
    ///
    /// assert!(OriginPattern::parse("https://*.a.example:*").is_ok());
    /// assert_eq!(
    ///     OriginPattern::parse("https://a.example:443")
    ///         .unwrap_err()
    ///         .to_string(),
    ///     "browsers omit the default port; write `https://a.example`",
    /// );
    /// ```
    pub fn parse(text: &'a str) -> Result<Self, OriginError> {
        if Parts::of(text).are_of(Form::Pattern) {
            Ok(Self(text))
        } else {
            Err(OriginError::about(text, Form::Pattern))
        }
    }

    /// Whether the pattern matches `origin`.
    ///
    /// Use this for a single check. To match many patterns, or often, make an
    /// [`OriginSet`](crate::OriginSet).
    ///
    /// ```
    /// use corsac_policy::{Origin, OriginPattern};
    ///
    /// let pattern = OriginPattern::parse("http://localhost:*")?;
    ///
    /// assert!(pattern.matches(&Origin::parse("http://localhost:5173")?));
    /// assert!(pattern.matches(&Origin::parse("http://localhost")?));
    /// assert!(!pattern.matches(&Origin::parse("http://localhost.evil.example")?));
    /// # Ok::<(), corsac_policy::OriginError>(())
    /// ```
    #[must_use]
    pub fn matches(&self, origin: &Origin<'_>) -> bool {
        let index: PatternIndex = [self.0].into_iter().collect();
        index.stands_for(&origin.parts())
    }

    /// The pattern as written.
    ///
    /// ```
    /// # use corsac_policy::OriginPattern;
    /// assert_eq!(
    ///     OriginPattern::parse("https://*.a.example")?.as_str(),
    ///     "https://*.a.example"
    /// );
    /// # Ok::<(), corsac_policy::OriginError>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        self.0
    }

    /// Whether the pattern is one origin, without a wildcard.
    ///
    /// ```
    /// # use corsac_policy::OriginPattern;
    /// assert!(OriginPattern::parse("https://a.example")?.is_exact());
    /// assert!(!OriginPattern::parse("https://*.a.example")?.is_exact());
    /// # Ok::<(), corsac_policy::OriginError>(())
    /// ```
    #[must_use]
    pub fn is_exact(&self) -> bool {
        // A `*` is permitted nowhere else.
        !self.0.contains('*')
    }

    /// Whether someone on the network can impersonate the origin: its scheme isn't
    /// `https`, its host isn't the machine itself (`localhost`, below `.localhost`,
    /// a loopback address), and the scheme isn't that of browser extensions or app
    /// shells.
    ///
    /// ```
    /// # use corsac_policy::OriginPattern;
    /// assert!(OriginPattern::parse("http://a.example")?.is_insecure());
    /// assert!(!OriginPattern::parse("http://localhost:*")?.is_insecure());
    /// assert!(!OriginPattern::parse("tauri://localhost")?.is_insecure());
    /// # Ok::<(), corsac_policy::OriginError>(())
    /// ```
    #[must_use]
    pub fn is_insecure(&self) -> bool {
        let Parts { scheme, host, .. } = Parts::of(self.0);
        is_insecure(scheme, host)
    }

    /// Whether the pattern matches every extension of a browser. Firefox and Safari
    /// give an extension a new host on each installation, so it can't be listed.
    ///
    /// ```
    /// # use corsac_policy::OriginPattern;
    /// assert!(OriginPattern::parse("moz-extension://*")?.is_every_extension());
    /// assert!(!OriginPattern::parse("https://*.a.example")?.is_every_extension());
    /// # Ok::<(), corsac_policy::OriginError>(())
    /// ```
    #[must_use]
    pub fn is_every_extension(&self) -> bool {
        Parts::of(self.0).are_of_every_extension()
    }

    /// The domain after the wildcard, if anyone can register a name below it: a
    /// [public suffix](https://publicsuffix.org/list/), or a domain that has public
    /// suffixes below it. `https://*.amazonaws.com` matches every bucket in
    /// `s3.amazonaws.com`, which is a public suffix.
    ///
    /// ```
    /// # use corsac_policy::OriginPattern;
    /// let pattern = OriginPattern::parse("https://*.github.io")?;
    ///
    /// assert_eq!(pattern.public_suffix(), Some("github.io"));
    /// assert_eq!(
    ///     OriginPattern::parse("https://*.a.github.io")?.public_suffix(),
    ///     None
    /// );
    /// # Ok::<(), corsac_policy::OriginError>(())
    /// ```
    #[must_use]
    pub fn public_suffix(&self) -> Option<&'a str> {
        let domain = Parts::of(self.0).wildcard_domain();
        domain.filter(|domain| public_suffix::has_registry(domain))
    }
}

impl fmt::Display for OriginPattern<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
