//! Origins: <https://html.spec.whatwg.org/#concept-origin-tuple>.

use std::{
    fmt,
    hash::{Hash, Hasher},
    str,
};

use crate::{
    host,
    origin_error::OriginError,
    public_suffix,
    scheme::{self, default_port, has_domains},
    syntax::{Form, MAX_LEN, Parts, parse_port},
};

/// One origin: scheme, host and port
/// (<https://html.spec.whatwg.org/#concept-origin-tuple>).
///
/// Two origins are equal if their schemes, hosts, and ports are, including the
/// default port. The text is borrowed, and always compared in parts.
///
/// ```
/// use corsac_policy::Origin;
///
/// let origin = Origin::parse("https://a.example:8443")?;
///
/// assert_eq!(origin.scheme(), "https");
/// assert_eq!(origin.host(), "a.example");
/// assert_eq!(origin.port(), Some(8443));
/// assert_eq!(
///     Origin::parse("https://a.example:443")?,
///     Origin::parse("https://a.example")?
/// );
/// # Ok::<(), corsac_policy::OriginError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a>(Parts<'a>);

impl<'a> Origin<'a> {
    /// Parses `scheme://host[:port]`, in the form that browsers send.
    ///
    /// # Errors
    ///
    /// If `text` is anything else. The error says what to write.
    ///
    /// ```
    /// use corsac_policy::Origin;
    ///
    /// assert!(Origin::parse("https://a.example").is_ok());
    /// assert_eq!(
    ///     Origin::parse("https://a.example/").unwrap_err().to_string(),
    ///     "origins have no trailing slash; write `https://a.example`",
    /// );
    /// ```
    pub fn parse(text: &'a str) -> Result<Self, OriginError> {
        Self::of_parts(Parts::of(text)).ok_or_else(|| OriginError::about(text, Form::Origin))
    }

    /// Parses the value of an `Origin` header. Returns `None` where
    /// [`Origin::parse`] fails, and for `null`.
    ///
    /// Never allocates, and doesn't read values that are too long for an origin.
    /// [`Origin::parse`] explains why a value is refused.
    ///
    /// ```
    /// use corsac_policy::Origin;
    ///
    /// assert_eq!(
    ///     Origin::from_bytes(b"https://a.example").unwrap().host(),
    ///     "a.example"
    /// );
    /// assert!(Origin::from_bytes(b"https://a.example\xff").is_none());
    /// assert!(Origin::from_bytes(b"null").is_none());
    /// ```
    #[must_use]
    pub fn from_bytes(value: &'a [u8]) -> Option<Self> {
        if value.len() > MAX_LEN {
            return None;
        }
        Self::of_parts(Parts::of(str::from_utf8(value).ok()?))
    }

    fn of_parts(parts: Parts<'a>) -> Option<Self> {
        parts.are_of(Form::Origin).then_some(Self(parts))
    }

    pub(crate) fn parts(&self) -> Parts<'a> {
        self.0
    }

    /// The scheme, such as `https`.
    ///
    /// ```
    /// # use corsac_policy::Origin;
    /// assert_eq!(Origin::parse("tauri://localhost")?.scheme(), "tauri");
    /// # Ok::<(), corsac_policy::OriginError>(())
    /// ```
    #[must_use]
    pub fn scheme(&self) -> &'a str {
        self.0.scheme
    }

    /// The host as written, with the brackets of an IPv6 address. For schemes other
    /// than `http` and `https`, it is an
    /// [opaque host](https://url.spec.whatwg.org/#opaque-host), which need not be a
    /// domain: `app://-`, or an uppercase UUID.
    ///
    /// ```
    /// # use corsac_policy::Origin;
    /// assert_eq!(Origin::parse("http://[::1]:8080")?.host(), "[::1]");
    /// # Ok::<(), corsac_policy::OriginError>(())
    /// ```
    #[must_use]
    pub fn host(&self) -> &'a str {
        self.0.host
    }

    /// The port as written; `None` if it is omitted.
    ///
    /// ```
    /// # use corsac_policy::Origin;
    /// assert_eq!(Origin::parse("http://localhost:8080")?.port(), Some(8080));
    /// assert_eq!(Origin::parse("http://localhost")?.port(), None);
    /// # Ok::<(), corsac_policy::OriginError>(())
    /// ```
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.0.port.and_then(parse_port)
    }

    /// The port, or the default port of the scheme if it is omitted. `None` if the
    /// scheme has no default port either.
    ///
    /// ```
    /// # use corsac_policy::Origin;
    /// assert_eq!(
    ///     Origin::parse("https://a.example")?.effective_port(),
    ///     Some(443)
    /// );
    /// assert_eq!(Origin::parse("tauri://localhost")?.effective_port(), None);
    /// # Ok::<(), corsac_policy::OriginError>(())
    /// ```
    #[must_use]
    pub fn effective_port(&self) -> Option<u16> {
        self.port().or_else(|| default_port(self.scheme()))
    }

    /// Whether someone on the network can impersonate the origin; the opposite of
    /// [potentially trustworthy](https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy).
    ///
    /// ```
    /// # use corsac_policy::Origin;
    /// assert!(Origin::parse("http://a.example")?.is_insecure());
    /// assert!(!Origin::parse("http://localhost:8080")?.is_insecure());
    /// # Ok::<(), corsac_policy::OriginError>(())
    /// ```
    #[must_use]
    pub fn is_insecure(&self) -> bool {
        is_insecure(self.scheme(), self.host())
    }

    /// Whether the two are [same site](https://html.spec.whatwg.org/#same-site):
    /// the same scheme, and the same host or registrable domain, by the
    /// [public suffix list](https://publicsuffix.org/list/).
    ///
    /// ```
    /// # use corsac_policy::Origin;
    /// let origin = Origin::parse("https://www.a.example")?;
    ///
    /// assert!(origin.is_same_site(&Origin::parse("https://api.a.example:8443")?));
    /// assert!(!origin.is_same_site(&Origin::parse("http://api.a.example")?));
    /// assert!(!origin.is_same_site(&Origin::parse("https://b.example")?));
    /// # Ok::<(), corsac_policy::OriginError>(())
    /// ```
    #[must_use]
    pub fn is_same_site(&self, other: &Origin<'_>) -> bool {
        // An opaque host has no registrable domain.
        let domain =
            |host| has_domains(self.scheme()).then(|| public_suffix::registrable_domain(host));
        let site = |host| domain(host).flatten().unwrap_or(host);
        self.scheme() == other.scheme() && site(self.host()) == site(other.host())
    }
}

impl fmt::Display for Origin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme(), self.host())?;
        match self.port() {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}

impl PartialEq for Origin<'_> {
    fn eq(&self, other: &Self) -> bool {
        // https://html.spec.whatwg.org/#same-origin
        self.scheme() == other.scheme()
            && self.host() == other.host()
            && self.effective_port() == other.effective_port()
    }
}

impl Eq for Origin<'_> {}

impl Hash for Origin<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.scheme(), self.host(), self.effective_port()).hash(state);
    }
}

/// Whether someone on the network can impersonate pages of `host`.
pub(crate) fn is_insecure(scheme: &str, host: &str) -> bool {
    scheme != "https" && !host::is_loopback(host) && !scheme::is_local(scheme)
}
