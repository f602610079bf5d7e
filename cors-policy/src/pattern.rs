//! Origin patterns: what `allow_origins` may name.

use std::{borrow::Cow, fmt, str};

use crate::{
    host,
    origin::{self, Origin, default_port, misspelled, parse_port, split_scheme},
    origin_error::OriginError,
    public_suffix,
};

/// One origin, or several by a `*` for subdomains or for the port.
///
/// `https://*.a.example` is any subdomain of `a.example`, one label or more,
/// but not the domain itself; `http://localhost:*` is any port, the default one
/// included. A pattern is matched part by part: no prefix, suffix or substring
/// of an origin ever decides.
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OriginPattern {
    text: Cow<'static, str>,
    parts: Parts,
}

/// Where the parts of a pattern are in its text.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Parts {
    /// Where the scheme ends, and `://` begins.
    pub scheme_end: usize,
    /// Where the host ends, and the colon of the port begins, if there is one.
    pub host_end: usize,
}

impl OriginPattern {
    /// Parses `scheme://host[:port]`, in the form that browsers send; the first
    /// label of the host and the port may be `*`.
    ///
    /// # Errors
    ///
    /// When `text` is anything else, or names a default port, which browsers
    /// leave out; the error says what to write.
    ///
    /// ```
    /// use corsac_policy::OriginPattern;
    ///
    /// assert!(OriginPattern::parse("https://*.a.example:*").is_ok());
    /// assert_eq!(
    ///     OriginPattern::parse("https://a.example:443").unwrap_err().to_string(),
    ///     "browsers leave out the default port; write `https://a.example`",
    /// );
    /// ```
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        match Parts::of(text) {
            Ok(parts) => Ok(Self {
                text: Cow::Owned(text.to_owned()),
                parts,
            }),
            Err(error) => Err(error.with_correction(text, |text| Parts::of(text).is_ok())),
        }
    }

    /// Whether `origin` is one of those that the pattern stands for.
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
        let host_matches = match self.wildcard_domain() {
            Some(domain) => is_subdomain(origin.host(), domain),
            None => origin.host() == self.host(),
        };
        host_matches
            && origin.scheme() == self.scheme()
            && (self.has_any_port() || origin.effective_port() == self.effective_port())
    }

    /// Whether the value of an `Origin` header is an origin that the pattern
    /// [`matches`](Self::matches); what [`Origin::from_bytes`] refuses is none.
    ///
    /// Reads the value only once, and judges of it only what stands for the
    /// wildcards: the rest is the pattern's own.
    ///
    /// ```
    /// use corsac_policy::OriginPattern;
    ///
    /// let pattern = OriginPattern::parse("https://*.a.example")?;
    ///
    /// assert!(pattern.matches_bytes(b"https://www.a.example"));
    /// assert!(!pattern.matches_bytes(b"https://www.evila.example"));
    /// assert!(!pattern.matches_bytes(b"https://evil.test/.a.example"));
    /// # Ok::<(), corsac_policy::OriginError>(())
    /// ```
    #[must_use]
    pub fn matches_bytes(&self, value: &[u8]) -> bool {
        let (scheme, host) = self.text.as_bytes()[..self.parts.host_end]
            .split_at(self.parts.scheme_end + "://".len());
        let Some(authority) = value.strip_prefix(scheme) else {
            return false;
        };
        // It comes from anybody, and what follows looks at every byte.
        if authority.len() > host::MAX_LEN + ":65535".len() {
            return false;
        }
        let Some(dot_domain) = host.strip_prefix(b"*") else {
            let port = authority.strip_prefix(host);
            return port.is_some_and(|port| self.matches_port(port));
        };
        let matches_parts = |host: &[u8], port| {
            let labels = host.strip_suffix(dot_domain);
            labels.is_some_and(|labels| host.len() <= host::MAX_LEN && host::are_labels(labels))
                && self.matches_port(port)
        };
        // Nearly all come without a port, and then there is no need to look for it.
        matches_parts(authority, b"")
            || (authority.iter().position(|byte| *byte == b':')).is_some_and(|colon| {
                let (host, port) = authority.split_at(colon);
                matches_parts(host, port)
            })
    }

    /// Whether the pattern matches all that `other` matches, so that `other`
    /// adds nothing to it.
    ///
    /// ```
    /// use corsac_policy::OriginPattern;
    ///
    /// let wide = OriginPattern::parse("https://*.a.example")?;
    /// let narrow = OriginPattern::parse("https://*.b.a.example")?;
    ///
    /// assert!(wide.covers(&narrow));
    /// assert!(!narrow.covers(&wide));
    /// # Ok::<(), corsac_policy::OriginError>(())
    /// ```
    #[must_use]
    pub fn covers(&self, other: &OriginPattern) -> bool {
        let host_covers = match self.wildcard_domain() {
            // The other's `*` may pass for a label here: what has to end with
            // our domain is what follows it.
            Some(domain) => is_subdomain(other.host(), domain),
            None => other.host() == self.host(),
        };
        let port_covers = self.has_any_port()
            || (!other.has_any_port() && other.effective_port() == self.effective_port());
        host_covers && port_covers && other.scheme() == self.scheme()
    }

    /// The pattern as it was written.
    ///
    /// ```
    /// # use corsac_policy::OriginPattern;
    /// assert_eq!(OriginPattern::parse("https://*.a.example")?.as_str(), "https://*.a.example");
    /// # Ok::<(), corsac_policy::OriginError>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
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
        self.wildcard_domain().is_none() && !self.has_any_port()
    }

    /// Whether someone on the network may speak in the name of the origin:
    /// its scheme is not `https`, unless its host is the machine itself
    /// (`localhost`, below `.localhost`, a loopback address), or the scheme is
    /// that of browser extensions or app shells.
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
        origin::is_insecure(self.scheme(), self.host())
    }

    /// The domain below which the wildcard stands, if anyone may register a
    /// name there: a [public suffix](https://publicsuffix.org/list/), or all
    /// right below it are.
    ///
    /// A pattern that has public suffixes only further below it is not found:
    /// `https://*.amazonaws.com` matches every bucket in `s3.amazonaws.com`.
    ///
    /// ```
    /// # use corsac_policy::OriginPattern;
    /// let pattern = OriginPattern::parse("https://*.github.io")?;
    ///
    /// assert_eq!(pattern.public_suffix(), Some("github.io"));
    /// assert_eq!(OriginPattern::parse("https://*.a.github.io")?.public_suffix(), None);
    /// # Ok::<(), corsac_policy::OriginError>(())
    /// ```
    #[must_use]
    pub fn public_suffix(&self) -> Option<&str> {
        self.wildcard_domain()
            .filter(|domain| public_suffix::is_registry(domain))
    }

    /// A pattern from what [`Self::as_str`] and [`Self::parts`] of a parsed one
    /// gave; for generated code. Nothing is checked again.
    ///
    /// ```
    /// use corsac_policy::OriginPattern;
    ///
    /// static PATTERN: OriginPattern = OriginPattern::from_parts("https://a.example", 5, 17);
    ///
    /// assert_eq!(PATTERN, OriginPattern::parse("https://a.example").unwrap());
    /// ```
    #[doc(hidden)]
    #[must_use]
    pub const fn from_parts(text: &'static str, scheme_end: usize, host_end: usize) -> Self {
        Self {
            text: Cow::Borrowed(text),
            parts: Parts {
                scheme_end,
                host_end,
            },
        }
    }

    /// What [`Self::from_parts`] asks for, next to the text.
    ///
    /// ```
    /// # use corsac_policy::OriginPattern;
    /// let parts = OriginPattern::parse("https://a.example:8443")?.parts();
    ///
    /// assert_eq!((parts.scheme_end, parts.host_end), (5, 17));
    /// # Ok::<(), corsac_policy::OriginError>(())
    /// ```
    #[doc(hidden)]
    #[must_use]
    pub fn parts(&self) -> Parts {
        self.parts
    }

    pub(crate) fn scheme(&self) -> &str {
        &self.text[..self.parts.scheme_end]
    }

    /// The host, its wildcard included.
    pub(crate) fn host(&self) -> &str {
        &self.text[self.parts.scheme_end + "://".len()..self.parts.host_end]
    }

    /// The domain whose subdomains are meant.
    fn wildcard_domain(&self) -> Option<&str> {
        self.host().strip_prefix("*.")
    }

    /// The port as written, `*` included.
    fn port(&self) -> Option<&str> {
        self.text[self.parts.host_end..].strip_prefix(':')
    }

    /// Whether `rest`, which follows the host, is nothing or a port, and one that
    /// the pattern stands for.
    fn matches_port(&self, rest: &[u8]) -> bool {
        match rest.split_first() {
            // No pattern names a default port.
            None => matches!(&self.text.as_bytes()[self.parts.host_end..], b"" | b":*"),
            Some((b':', digits)) => match str::from_utf8(digits).map(parse_port) {
                Ok(Ok(port)) => self.has_any_port() || Some(port) == self.effective_port(),
                _ => false,
            },
            Some(_) => false,
        }
    }

    pub(crate) fn has_any_port(&self) -> bool {
        self.port() == Some("*")
    }

    pub(crate) fn effective_port(&self) -> Option<u16> {
        match self.port() {
            Some(port) => port.parse().ok(),
            None => default_port(self.scheme()),
        }
    }
}

impl fmt::Display for OriginPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Parts {
    /// The parts of `text`, if it is an origin pattern.
    fn of(text: &str) -> Result<Self, OriginError> {
        let (scheme, authority) = split_scheme(text)?;
        if misspelled(scheme).is_some() {
            return Err(OriginError::MisspelledScheme { correction: None });
        }
        let wildcard = authority.strip_prefix("*.");
        let (host, port) = host::split_port(wildcard.unwrap_or(authority))?;
        let port = port.filter(|&port| port != "*");

        if host.contains('*') || port.is_some_and(|port| port.contains('*')) {
            return Err(OriginError::MisplacedWildcard);
        }
        match wildcard {
            Some(_) => check_wildcard_domain(host)?,
            None => host::check(host)?,
        }
        if let Some(port) = port
            && default_port(scheme) == Some(parse_port(port)?)
        {
            return Err(OriginError::DefaultPort { correction: None });
        }

        let host_start = scheme.len() + "://".len() + wildcard.map_or(0, |_| "*.".len());
        Ok(Self {
            scheme_end: scheme.len(),
            host_end: host_start + host.len(),
        })
    }
}

fn check_wildcard_domain(domain: &str) -> Result<(), OriginError> {
    if domain.is_empty() {
        return Err(OriginError::MisplacedWildcard);
    }
    host::check(domain)?;
    if host::is_ip_address(domain) {
        return Err(OriginError::WildcardBeforeIp { correction: None });
    }
    // No name of even one more label would fit.
    if "*.".len() + domain.len() > host::MAX_LEN {
        return Err(OriginError::TooLong);
    }
    Ok(())
}

/// Whether `host` is `domain` with one label or more before it. What stands
/// there is well-formed, since `host` is that of an origin.
fn is_subdomain(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain)
        .is_some_and(|labels| labels.ends_with('.'))
}
