use std::fmt;

/// Why a text is neither an origin nor an origin pattern.
///
/// The message says what to write. A message quotes the text only if it is
/// well-formed, so messages about text from the network are safe to log.
///
/// ```
/// use corsac_policy::{OriginErrorKind, OriginPattern};
///
/// let error = OriginPattern::parse("https://A.example:443/").unwrap_err();
///
/// assert_eq!(error.kind(), OriginErrorKind::TrailingSlash);
/// assert_eq!(error.correction(), Some("https://a.example"));
/// assert_eq!(
///     error.to_string(),
///     "origins have no trailing slash; write `https://a.example`",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginError {
    pub(crate) kind: OriginErrorKind,
    pub(crate) correction: Option<String>,
}

impl OriginError {
    /// What is wrong. If there are several faults, the first one that is checked.
    ///
    /// ```
    /// use corsac_policy::{Origin, OriginErrorKind};
    ///
    /// assert_eq!(
    ///     Origin::parse("null").unwrap_err().kind(),
    ///     OriginErrorKind::NullOrigin
    /// );
    /// ```
    #[must_use]
    pub fn kind(&self) -> OriginErrorKind {
        self.kind
    }

    /// The whole text without its faults, which parses. `None` if this would be a
    /// guess.
    ///
    /// ```
    /// use corsac_policy::Origin;
    ///
    /// let correction = |text| {
    ///     Origin::parse(text)
    ///         .unwrap_err()
    ///         .correction()
    ///         .map(str::to_owned)
    /// };
    ///
    /// assert_eq!(
    ///     correction("wss://a.example/"),
    ///     Some("https://a.example".to_owned())
    /// );
    /// assert_eq!(correction("https://user@a.example"), None);
    /// ```
    #[must_use]
    pub fn correction(&self) -> Option<&str> {
        self.correction.as_deref()
    }
}

impl fmt::Display for OriginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (problem, advice) = self.kind.words();
        match &self.correction {
            Some(correction) => write!(f, "{problem}; write `{correction}`"),
            None => write!(f, "{problem}; {advice}"),
        }
    }
}

impl std::error::Error for OriginError {}

/// What an [`OriginError`] is about.
///
/// ```
/// use corsac_policy::{OriginErrorKind, OriginPattern};
///
/// let error = OriginPattern::parse("https://a*.example").unwrap_err();
///
/// assert_eq!(error.kind(), OriginErrorKind::MisplacedWildcard);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OriginErrorKind {
    /// The empty text.
    Empty,
    /// `*`, which means any origin.
    AnyOrigin,
    /// `null`, the [opaque origin](https://html.spec.whatwg.org/#concept-origin-opaque).
    NullOrigin,
    /// Longer than an origin, its scheme or its host can be.
    TooLong,
    /// Several origins in one text.
    SeveralOrigins,
    /// Whitespace, around or within the origin.
    WhiteSpace,
    /// A control character.
    ControlCharacter,
    /// No `scheme://` at the beginning.
    MissingScheme,
    /// A scheme that RFC 3986 does not allow.
    InvalidScheme,
    /// `file:`, whose pages have the origin `null`.
    FileScheme,
    /// A scheme that pages never have, such as that of WebSockets.
    PagelessScheme,
    /// A scheme one typo away from `http` or `https`, in a pattern.
    MisspelledScheme,
    /// User name or password, up to an `@`.
    UserInfo,
    /// A path.
    Path,
    /// The path `/`.
    TrailingSlash,
    /// A query, from `?` on.
    Query,
    /// A fragment, from `#` on.
    Fragment,
    /// Uppercase letters in the scheme, or in a host of `http` or `https`.
    UpperCase,
    /// A host of `http` or `https` that is not in ASCII.
    NonAsciiHost,
    /// A host of another scheme that is not in ASCII.
    UnencodedHost,
    /// No host.
    MissingHost,
    /// A character that hosts of `http` and `https` cannot contain.
    InvalidHostCharacter,
    /// A character that hosts of other schemes cannot contain.
    InvalidOpaqueHostCharacter,
    /// A dot after the last label.
    TrailingDot,
    /// A label without any characters.
    EmptyLabel,
    /// A label of more than 63 bytes.
    LabelTooLong,
    /// A label that starts or ends with `-`.
    HyphenAtLabelEdge,
    /// A host that ends in a number, but isn't an IPv4 address in dotted-quad form.
    InvalidIpv4,
    /// Brackets around something other than an IPv6 address, or only one bracket.
    InvalidIpv6,
    /// An IPv6 address without brackets.
    UnbracketedIpv6,
    /// An IPv6 address that isn't compressed.
    UncompressedIpv6,
    /// An IPv6 address with a zone.
    Ipv6Zone,
    /// An IPv4-mapped IPv6 address.
    MappedIpv4,
    /// A port that isn't a number from 1 to 65535.
    InvalidPort,
    /// The default port of the scheme, in a pattern.
    DefaultPort,
    /// A wildcard before an IP address.
    WildcardBeforeIp,
    /// A wildcard that isn't the whole first label, the whole port, or the whole
    /// host of an extension.
    MisplacedWildcard,
}

const ONLY_PARTS: &str = "write only the scheme, host, and port";
const SCHEME_AND_HOST: &str = "write `scheme://host`";
const LIST: &str = "list the origins";
const REMOVE: &str = "remove it";

impl OriginErrorKind {
    /// What is wrong, and what to write if no correction is known.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Empty => ("the origin is empty", SCHEME_AND_HOST),
            Self::AnyOrigin => ("`*` matches any origin", LIST),
            Self::NullOrigin => ("any site can send the origin `null`", LIST),
            Self::TooLong => (
                "schemes have at most 64 bytes, and hosts at most 253",
                "shorten it",
            ),
            Self::SeveralOrigins => (
                "expected one origin, found several",
                "write each separately",
            ),
            Self::WhiteSpace => ("origins have no whitespace", REMOVE),
            Self::ControlCharacter => ("origins have no control characters", "remove them"),
            Self::MissingScheme => ("missing scheme", SCHEME_AND_HOST),
            Self::InvalidScheme => (
                "schemes contain only letters, digits, `+`, `-`, and `.`",
                "write one such as `https`",
            ),
            Self::FileScheme => (
                "`file:` pages have the origin `null`",
                "use a server, and list its origin",
            ),
            Self::PagelessScheme => (
                "pages never have this scheme",
                "write the origin of the page",
            ),
            Self::MisspelledScheme => ("misspelled scheme", "write one such as `https`"),
            Self::UserInfo => ("origins have no user name or password", ONLY_PARTS),
            Self::Path => ("origins have no path", ONLY_PARTS),
            Self::TrailingSlash => ("origins have no trailing slash", ONLY_PARTS),
            Self::Query => ("origins have no query", ONLY_PARTS),
            Self::Fragment => ("origins have no fragment", ONLY_PARTS),
            Self::UpperCase => ("origins are lowercase", "write it in lowercase"),
            Self::NonAsciiHost => (
                "browsers send this host in Punycode",
                "copy `location.origin` from its pages, as in `https://xn--...`",
            ),
            Self::UnencodedHost => (
                "browsers percent-encode this host",
                "copy `location.origin` from its pages",
            ),
            Self::MissingHost => ("missing host", SCHEME_AND_HOST),
            Self::InvalidHostCharacter => (
                "hosts contain only letters, digits, `-`, `_`, and dots",
                "remove everything else",
            ),
            Self::InvalidOpaqueHostCharacter => (
                "hosts of this scheme contain only letters, digits, `%` with two hexadecimal digits, and `!$&'()+,-.;=_~`",
                "remove everything else",
            ),
            Self::TrailingDot => ("hosts have no trailing dot", REMOVE),
            Self::EmptyLabel => ("hosts have no empty labels", "remove the extra dot"),
            Self::LabelTooLong => ("host labels have at most 63 bytes", "shorten it"),
            Self::HyphenAtLabelEdge => ("host labels have no `-` at either end", REMOVE),
            Self::InvalidIpv4 => (
                "hosts that end in a number must be IPv4 addresses",
                "write four numbers without leading zeros",
            ),
            Self::InvalidIpv6 => (
                "only IPv6 addresses have brackets",
                "write one such as `[::1]`",
            ),
            Self::UnbracketedIpv6 => (
                "IPv6 addresses must be in brackets",
                "write one as in `http://[::1]:8080`",
            ),
            Self::UncompressedIpv6 => (
                "browsers compress IPv6 addresses",
                "write the compressed form",
            ),
            Self::Ipv6Zone => ("origins have no IPv6 zone", REMOVE),
            Self::MappedIpv4 => (
                "expected an IPv4 address, found its IPv6 form",
                "write four numbers",
            ),
            Self::InvalidPort => (
                "ports range from 1 to 65535, without leading zeros",
                "correct or remove it",
            ),
            Self::DefaultPort => ("browsers omit the default port", REMOVE),
            Self::WildcardBeforeIp => ("IP addresses have no subdomains", "remove the `*`"),
            Self::MisplacedWildcard => (
                "`*` must replace the whole first label or the whole port",
                LIST,
            ),
        }
    }
}
