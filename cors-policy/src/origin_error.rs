use std::fmt;

/// Why a text is neither an origin nor an origin pattern.
///
/// The message says what to write. No message repeats any of the text unless it
/// has been found well-formed, so one about a text from the network may be
/// written to a log.
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
///     "an origin has no trailing slash; write `https://a.example`",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginError {
    pub(crate) kind: OriginErrorKind,
    pub(crate) correction: Option<String>,
}

impl OriginError {
    /// What is wrong; of several faults, the first that is looked for.
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

    /// The whole text with all its faults removed; it parses. `None` where it
    /// would be a guess.
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
    /// Nothing at all.
    Empty,
    /// `*` alone, which means any origin.
    AnyOrigin,
    /// `null`, the [opaque origin](https://html.spec.whatwg.org/#concept-origin-opaque).
    NullOrigin,
    /// Longer than an origin, its scheme or its host can be.
    TooLong,
    /// Several origins in one text.
    SeveralOrigins,
    /// White space, around or within.
    WhiteSpace,
    /// A control character.
    ControlCharacter,
    /// No `scheme://` at the beginning.
    MissingScheme,
    /// A scheme that RFC 3986 does not allow.
    InvalidScheme,
    /// `file:`, whose pages have the origin `null`.
    FileScheme,
    /// A scheme that no page has: that of WebSockets, or of what is no site.
    PagelessScheme,
    /// A scheme that is one slip away from `http` or `https`, in a pattern.
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
    /// Upper-case letters in the scheme, or in a host of `http` or `https`.
    UpperCase,
    /// A host of `http` or `https` that is not in ASCII.
    NonAsciiHost,
    /// A host of another scheme that is not in ASCII.
    UnencodedHost,
    /// No host.
    MissingHost,
    /// A character that no host of `http` and `https` has.
    InvalidHostCharacter,
    /// A character that no host of another scheme has.
    InvalidOpaqueHostCharacter,
    /// A dot after the last label.
    TrailingDot,
    /// A label without any characters.
    EmptyLabel,
    /// A label of more than 63 bytes.
    LabelTooLong,
    /// A label that starts or ends with `-`.
    HyphenAtLabelEdge,
    /// A host that ends in a number, but is no IPv4 address in dotted-quad form.
    InvalidIpv4,
    /// Brackets around something else than an IPv6 address, or only one bracket.
    InvalidIpv6,
    /// An IPv6 address without brackets.
    UnbracketedIpv6,
    /// An IPv6 address in another form than the compressed one.
    UncompressedIpv6,
    /// An IPv6 address with a zone.
    Ipv6Zone,
    /// An IPv4-mapped IPv6 address.
    MappedIpv4,
    /// A port that is not written as a number from 1 to 65535.
    InvalidPort,
    /// The default port of the scheme, in a pattern.
    DefaultPort,
    /// A wildcard before an IP address.
    WildcardBeforeIp,
    /// A wildcard that is neither the whole first label nor the whole port, nor the
    /// whole host of an extension.
    MisplacedWildcard,
}

const ONLY_PARTS: &str = "write only scheme, host and port";
const SCHEME_AND_HOST: &str = "write `scheme://host`";
const LIST: &str = "list the origins";
const REMOVE: &str = "remove it";

impl OriginErrorKind {
    /// What is wrong, and what to write where no correction is known.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Empty => ("an origin is not empty", SCHEME_AND_HOST),
            Self::AnyOrigin => ("`*` is any origin, not one", LIST),
            Self::NullOrigin => ("`null` is an origin that any site can take", LIST),
            Self::TooLong => (
                "an origin has at most 64 bytes of scheme and 253 of host",
                "shorten it",
            ),
            Self::SeveralOrigins => ("this is more than one origin", "write each on its own"),
            Self::WhiteSpace => ("an origin has no white space", REMOVE),
            Self::ControlCharacter => ("an origin has no control characters", "remove them"),
            Self::MissingScheme => ("an origin starts with its scheme", SCHEME_AND_HOST),
            Self::InvalidScheme => (
                "a scheme has only letters, digits, `+`, `-` and `.`",
                "write one such as `https`",
            ),
            Self::FileScheme => (
                "`file:` pages have no origin of their own",
                "list the origin of a server",
            ),
            Self::PagelessScheme => (
                "no page has an origin of this scheme",
                "write that of the page",
            ),
            Self::MisspelledScheme => ("this scheme is misspelled", "write one such as `https`"),
            Self::UserInfo => ("an origin has no user name or password", ONLY_PARTS),
            Self::Path => ("an origin has no path", ONLY_PARTS),
            Self::TrailingSlash => ("an origin has no trailing slash", ONLY_PARTS),
            Self::Query => ("an origin has no query", ONLY_PARTS),
            Self::Fragment => ("an origin has no fragment", ONLY_PARTS),
            Self::UpperCase => ("an origin is lower case", "write it in lower case"),
            Self::NonAsciiHost => (
                "browsers send a host in Punycode",
                "write what `location.origin` is on its pages, as in `https://xn--...`",
            ),
            Self::UnencodedHost => (
                "browsers percent-encode the host of this scheme",
                "write what `location.origin` is on its pages",
            ),
            Self::MissingHost => ("an origin has a host", SCHEME_AND_HOST),
            Self::InvalidHostCharacter => (
                "a host has only letters, digits, `-`, `_` and dots",
                "remove the rest",
            ),
            Self::InvalidOpaqueHostCharacter => (
                "a host of this scheme has only letters, digits, `%` with two hexadecimal digits, and `!$&'()+,-.;=_~`",
                "remove the rest",
            ),
            Self::TrailingDot => ("a host has no trailing dot", REMOVE),
            Self::EmptyLabel => ("a host has no empty labels", "remove the extra dot"),
            Self::LabelTooLong => ("a label of a host has at most 63 bytes", "shorten it"),
            Self::HyphenAtLabelEdge => ("a label of a host has no `-` at either end", REMOVE),
            Self::InvalidIpv4 => (
                "a host that ends in a number is an IPv4 address",
                "write its four numbers without leading zeros",
            ),
            Self::InvalidIpv6 => (
                "only an IPv6 address stands in brackets",
                "write one such as `[::1]`",
            ),
            Self::UnbracketedIpv6 => (
                "an IPv6 address stands in brackets",
                "write one as in `http://[::1]:8080`",
            ),
            Self::UncompressedIpv6 => (
                "browsers compress IPv6 addresses",
                "write the compressed form",
            ),
            Self::Ipv6Zone => ("an origin has no IPv6 zone", REMOVE),
            Self::MappedIpv4 => (
                "an IPv4 address is not written as an IPv6 address",
                "write four numbers",
            ),
            Self::InvalidPort => (
                "a port is 1 to 65535, without leading zeros",
                "write such a number, or none",
            ),
            Self::DefaultPort => ("browsers leave out the default port", REMOVE),
            Self::WildcardBeforeIp => ("an IP address has no subdomains", "remove the `*`"),
            Self::MisplacedWildcard => (
                "`*` stands only for a whole label before a domain, or a whole port",
                LIST,
            ),
        }
    }
}
