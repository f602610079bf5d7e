//! Origins: <https://html.spec.whatwg.org/#concept-origin-tuple>.

use std::{
    fmt,
    hash::{Hash, Hasher},
    str,
};

use crate::{host, origin_error::OriginError, public_suffix};

/// Arbitrary, no standard has a limit; the longest scheme in use,
/// `safari-web-extension`, has 20 bytes.
const MAX_SCHEME_LEN: usize = 64;
/// WebSocket handshakes have the origin of their page, `blob:` and `filesystem:`
/// pages that of what made them, and the others an opaque one or none:
/// <https://url.spec.whatwg.org/#concept-url-origin>.
const PAGELESS_SCHEMES: [&str; 8] = [
    "about",
    "blob",
    "data",
    "filesystem",
    "ftp",
    "javascript",
    "ws",
    "wss",
];
/// Schemes that never cross a network: a browser or app shell serves them from
/// the extension or app that is installed. Sorted by name.
const LOCAL_SCHEMES: [&str; 9] = [
    "app",                  // Electron, https://www.electronjs.org/docs/latest/api/protocol
    "capacitor",            // Capacitor on iOS, https://capacitorjs.com/docs/config
    "chrome-extension",     // Chromium, https://developer.chrome.com/docs/extensions
    "ionic",                // Ionic on iOS, https://ionicframework.com/docs/troubleshooting/cors
    "moz-extension", // Firefox, https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions
    "safari-web-extension", // Safari, https://developer.apple.com/documentation/safariservices/safari-web-extensions
    "tauri",                // Tauri on macOS, iOS and Linux, https://v2.tauri.app
    "vscode-webview",       // VS Code, https://code.visualstudio.com/api/extension-guides/webview
    "wails",                // Wails on macOS and Linux, https://wails.io
];
const MAX_LEN: usize = MAX_SCHEME_LEN + "://".len() + host::MAX_LEN + ":65535".len();

/// One origin: scheme, host and port
/// (<https://html.spec.whatwg.org/#concept-origin-tuple>).
///
/// Two origins are equal when their schemes, hosts and ports are, the default
/// port counted in. The text is borrowed, and only ever compared in parts.
///
/// ```
/// use corsac_policy::Origin;
///
/// let origin = Origin::parse("https://a.example:8443")?;
///
/// assert_eq!(origin.scheme(), "https");
/// assert_eq!(origin.host(), "a.example");
/// assert_eq!(origin.port(), Some(8443));
/// assert_eq!(Origin::parse("https://a.example:443")?, Origin::parse("https://a.example")?);
/// # Ok::<(), corsac_policy::OriginError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    scheme: &'a str,
    host: &'a str,
    port: Option<u16>,
}

impl<'a> Origin<'a> {
    /// Parses `scheme://host[:port]`, in the form that browsers send.
    ///
    /// # Errors
    ///
    /// When `text` is anything else; the error says what to write.
    ///
    /// ```
    /// use corsac_policy::Origin;
    ///
    /// assert!(Origin::parse("https://a.example").is_ok());
    /// assert_eq!(
    ///     Origin::parse("https://a.example/").unwrap_err().to_string(),
    ///     "an origin has no trailing slash; write `https://a.example`",
    /// );
    /// ```
    pub fn parse(text: &'a str) -> Result<Self, OriginError> {
        Self::parse_uncorrected(text).map_err(|error| {
            error.with_correction(text, |text| Origin::parse_uncorrected(text).is_ok())
        })
    }

    /// Parses the value of an `Origin` header; `None` where [`Origin::parse`]
    /// fails, and for `null`.
    ///
    /// Allocates nothing, whatever the value, and reads no value that is too
    /// long for an origin; [`Origin::parse`] tells why a value is refused.
    ///
    /// ```
    /// use corsac_policy::Origin;
    ///
    /// assert_eq!(Origin::from_bytes(b"https://a.example").unwrap().host(), "a.example");
    /// assert!(Origin::from_bytes(b"https://a.example\xff").is_none());
    /// assert!(Origin::from_bytes(b"null").is_none());
    /// ```
    #[must_use]
    pub fn from_bytes(value: &'a [u8]) -> Option<Self> {
        if value.len() > MAX_LEN {
            return None;
        }
        // Every request has one to be read, so here is only decided whether it
        // is an origin; what is wrong takes ten times as long to find out.
        let text = str::from_utf8(value).ok()?;
        let (scheme, rest) = text.split_at(text.find(':')?);
        let (host, port) = host::split(rest.strip_prefix("://")?)?;
        let port = port.map(parse_port).transpose().ok()?;
        (is_scheme(scheme) && host::is_valid(host)).then_some(Self { scheme, host, port })
    }

    fn parse_uncorrected(text: &'a str) -> Result<Self, OriginError> {
        let (scheme, authority) = split_scheme(text)?;
        let (host, port) = host::split_port(authority)?;
        host::check(host)?;
        let port = port.map(parse_port).transpose()?;
        Ok(Self { scheme, host, port })
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
        self.scheme
    }

    /// The host as written, an IPv6 address with its brackets.
    ///
    /// ```
    /// # use corsac_policy::Origin;
    /// assert_eq!(Origin::parse("http://[::1]:8080")?.host(), "[::1]");
    /// # Ok::<(), corsac_policy::OriginError>(())
    /// ```
    #[must_use]
    pub fn host(&self) -> &'a str {
        self.host
    }

    /// The port as written; `None` if it was left out.
    ///
    /// ```
    /// # use corsac_policy::Origin;
    /// assert_eq!(Origin::parse("http://localhost:8080")?.port(), Some(8080));
    /// assert_eq!(Origin::parse("http://localhost")?.port(), None);
    /// # Ok::<(), corsac_policy::OriginError>(())
    /// ```
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.port
    }

    /// The port, or the default port of the scheme if it was left out; `None`
    /// if the scheme has no default port either.
    ///
    /// ```
    /// # use corsac_policy::Origin;
    /// assert_eq!(Origin::parse("https://a.example")?.effective_port(), Some(443));
    /// assert_eq!(Origin::parse("tauri://localhost")?.effective_port(), None);
    /// # Ok::<(), corsac_policy::OriginError>(())
    /// ```
    #[must_use]
    pub fn effective_port(&self) -> Option<u16> {
        self.port.or_else(|| default_port(self.scheme))
    }

    /// Whether someone on the network may speak in the name of the origin; the
    /// opposite of [potentially trustworthy](https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy).
    ///
    /// ```
    /// # use corsac_policy::Origin;
    /// assert!(Origin::parse("http://a.example")?.is_insecure());
    /// assert!(!Origin::parse("http://localhost:8080")?.is_insecure());
    /// # Ok::<(), corsac_policy::OriginError>(())
    /// ```
    #[must_use]
    pub fn is_insecure(&self) -> bool {
        is_insecure(self.scheme, self.host)
    }

    /// Whether the two are [same site](https://html.spec.whatwg.org/#same-site):
    /// one scheme, and one host or one registrable domain, by the
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
        let site = |host| public_suffix::registrable_domain(host).unwrap_or(host);
        self.scheme == other.scheme && site(self.host) == site(other.host)
    }
}

impl fmt::Display for Origin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.host)?;
        match self.port {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}

impl PartialEq for Origin<'_> {
    fn eq(&self, other: &Self) -> bool {
        // https://html.spec.whatwg.org/#same-origin
        self.scheme == other.scheme
            && self.host == other.host
            && self.effective_port() == other.effective_port()
    }
}

impl Eq for Origin<'_> {}

impl Hash for Origin<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.scheme, self.host, self.effective_port()).hash(state);
    }
}

/// Whether someone on the network may speak in the name of pages of `host`.
pub(crate) fn is_insecure(scheme: &str, host: &str) -> bool {
    scheme != "https" && !host::is_loopback(host) && !LOCAL_SCHEMES.contains(&scheme)
}

/// The default port of a scheme: <https://url.spec.whatwg.org/#default-port>.
/// The other special schemes are those of no page.
pub(crate) fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    }
}

/// What `scheme` was meant to be, if that is the scheme of the web and it is one
/// insertion, deletion or substitution away. Such a scheme has been registered by
/// nobody, and a policy that names it allows nobody.
pub(crate) fn misspelled(scheme: &str) -> Option<&'static str> {
    let mut web = ["https", "http"].into_iter();
    if web.clone().any(|it| it == scheme) {
        return None;
    }
    web.find(|it| strsim::levenshtein(it, scheme) == 1)
}

pub(crate) fn parse_port(digits: &str) -> Result<u16, OriginError> {
    // `from_str` takes a sign and leading zeros as well.
    match digits.parse() {
        Ok(port) if digits.starts_with(|c| matches!(c, '1'..='9')) => Ok(port),
        _ => Err(OriginError::InvalidPort { correction: None }),
    }
}

/// Splits `scheme://authority` in two, once all is excluded that is neither.
/// The scheme is judged, the authority (host and port) is not.
pub(crate) fn split_scheme(text: &str) -> Result<(&str, &str), OriginError> {
    check_text(text)?;
    let (scheme, rest) = match text.split_once("://") {
        Some(("", _)) | None => return Err(OriginError::MissingScheme { correction: None }),
        Some(halves) => halves,
    };
    check_scheme(scheme)?;
    let authority = split_authority(rest)?;
    if !authority.is_ascii() {
        return Err(OriginError::NonAsciiHost);
    }
    if has_upper_case(scheme) || has_upper_case(authority) {
        return Err(OriginError::UpperCase { correction: None });
    }
    Ok((scheme, authority))
}

/// What is wrong whatever the parts are.
fn check_text(text: &str) -> Result<(), OriginError> {
    if text.len() > MAX_LEN {
        return Err(OriginError::TooLong);
    }
    match text {
        "" => return Err(OriginError::Empty),
        "*" => return Err(OriginError::AnyOrigin),
        "null" => return Err(OriginError::NullOrigin),
        _ => {}
    }
    let separator = |c: char| matches!(c, ',' | ';' | '|') || c.is_whitespace();
    if text.contains(separator) && text.matches("://").count() > 1 {
        return Err(OriginError::SeveralOrigins);
    }
    if text.contains(char::is_whitespace) {
        return Err(OriginError::WhiteSpace { correction: None });
    }
    if text.contains(char::is_control) {
        return Err(OriginError::ControlCharacter);
    }
    if text
        .get(.."file:".len())
        .is_some_and(|start| start.eq_ignore_ascii_case("file:"))
    {
        return Err(OriginError::FileScheme);
    }
    Ok(())
}

/// <https://www.rfc-editor.org/rfc/rfc3986#section-3.1>
fn check_scheme(scheme: &str) -> Result<(), OriginError> {
    if scheme.contains('*') {
        return Err(OriginError::MisplacedWildcard);
    }
    if scheme.len() > MAX_SCHEME_LEN {
        return Err(OriginError::TooLong);
    }
    let well_formed = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    if !well_formed {
        return Err(OriginError::InvalidScheme);
    }
    if PAGELESS_SCHEMES
        .iter()
        .any(|it| it.eq_ignore_ascii_case(scheme))
    {
        return Err(OriginError::PagelessScheme { correction: None });
    }
    Ok(())
}

/// Whether a scheme passes [`split_scheme`].
fn is_scheme(scheme: &str) -> bool {
    let is_scheme_byte = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'+' | b'-' | b'.');
    matches!(scheme, "https" | "http") // Nearly all are, and need no look at the rest.
        || scheme.len() <= MAX_SCHEME_LEN
            && scheme.starts_with(|c: char| c.is_ascii_lowercase())
            && scheme.bytes().all(is_scheme_byte)
            && scheme != "file"
            && !PAGELESS_SCHEMES.contains(&scheme)
}

/// The authority, if nothing surrounds it.
fn split_authority(rest: &str) -> Result<&str, OriginError> {
    let (authority, tail) = rest.split_at(authority_len(rest));
    if authority.contains('@') {
        return Err(OriginError::UserInfo);
    }
    if authority.is_empty() {
        return Err(OriginError::MissingHost);
    }
    let correction = None;
    match tail.as_bytes() {
        [] => Ok(authority),
        b"/" => Err(OriginError::TrailingSlash { correction }),
        [b'?', ..] => Err(OriginError::Query { correction }),
        [b'#', ..] => Err(OriginError::Fragment { correction }),
        _ => Err(OriginError::Path { correction }),
    }
}

/// Where the authority ends: <https://www.rfc-editor.org/rfc/rfc3986#section-3.2>.
/// Browsers let `\` end it too; here that stays in, and no host may have it.
pub(crate) fn authority_len(rest: &str) -> usize {
    rest.find(['/', '?', '#']).unwrap_or(rest.len())
}

fn has_upper_case(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_uppercase())
}
