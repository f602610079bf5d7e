//! Why a text is no origin, and what to write instead.

use std::fmt;

use crate::{
    host,
    origin::{self, authority_len, default_port},
};

/// Why a text is neither an origin nor an origin pattern.
///
/// The message says what to write. A `correction` is the whole text with all
/// its faults removed; it parses, and it is `None` where it would be a guess.
/// No message repeats any of the text unless it has been found well-formed, so
/// one about a text from the network may be written to a log.
///
/// ```
/// use corsac_policy::{OriginError, OriginPattern};
///
/// let error = OriginPattern::parse("https://A.example:443/").unwrap_err();
///
/// let correction = Some("https://a.example".to_owned());
/// assert_eq!(error, OriginError::TrailingSlash { correction });
/// assert_eq!(
///     error.to_string(),
///     "an origin has no trailing slash; write `https://a.example`",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[allow(missing_docs, reason = "each `correction` is described above")]
pub enum OriginError {
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
    WhiteSpace { correction: Option<String> },
    /// A control character.
    ControlCharacter,
    /// No `scheme://` at the beginning.
    MissingScheme { correction: Option<String> },
    /// A scheme that RFC 3986 does not allow.
    InvalidScheme,
    /// `file:`, whose pages have the origin `null`.
    FileScheme,
    /// A scheme that no page has: that of WebSockets, or of what is no site.
    PagelessScheme { correction: Option<String> },
    /// A scheme that is one slip away from `http` or `https`, in a pattern.
    MisspelledScheme { correction: Option<String> },
    /// User name or password, up to an `@`.
    UserInfo,
    /// A path.
    Path { correction: Option<String> },
    /// The path `/`.
    TrailingSlash { correction: Option<String> },
    /// A query, from `?` on.
    Query { correction: Option<String> },
    /// A fragment, from `#` on.
    Fragment { correction: Option<String> },
    /// Upper-case letters in scheme or host.
    UpperCase { correction: Option<String> },
    /// A host that is not in ASCII.
    NonAsciiHost,
    /// No host.
    MissingHost,
    /// A character that no host has.
    InvalidHostCharacter,
    /// A dot after the last label.
    TrailingDot { correction: Option<String> },
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
    UnbracketedIpv6 { correction: Option<String> },
    /// An IPv6 address in another form than the compressed one.
    UncompressedIpv6 { correction: Option<String> },
    /// An IPv6 address with a zone.
    Ipv6Zone,
    /// An IPv4-mapped IPv6 address.
    MappedIpv4 { correction: Option<String> },
    /// A port that is not written as a number from 1 to 65535.
    InvalidPort { correction: Option<String> },
    /// The default port of the scheme, in a pattern.
    DefaultPort { correction: Option<String> },
    /// A wildcard before an IP address.
    WildcardBeforeIp { correction: Option<String> },
    /// A wildcard that is neither the whole first label nor the whole port.
    MisplacedWildcard,
}

/// The variants whose correction may be known.
macro_rules! with_correction {
    ($correction:ident) => {
        OriginError::WhiteSpace { $correction }
            | OriginError::MissingScheme { $correction }
            | OriginError::PagelessScheme { $correction }
            | OriginError::MisspelledScheme { $correction }
            | OriginError::Path { $correction }
            | OriginError::TrailingSlash { $correction }
            | OriginError::Query { $correction }
            | OriginError::Fragment { $correction }
            | OriginError::UpperCase { $correction }
            | OriginError::TrailingDot { $correction }
            | OriginError::UnbracketedIpv6 { $correction }
            | OriginError::UncompressedIpv6 { $correction }
            | OriginError::MappedIpv4 { $correction }
            | OriginError::InvalidPort { $correction }
            | OriginError::DefaultPort { $correction }
            | OriginError::WildcardBeforeIp { $correction }
    };
}

impl OriginError {
    /// Puts in what was meant by `text`, if that is known and `parses`.
    pub(crate) fn with_correction(mut self, text: &str, parses: impl Fn(&str) -> bool) -> Self {
        if let Some(correction) = self.correction_mut() {
            *correction = correct(text).filter(|text| parses(text));
        }
        self
    }

    fn correction(&self) -> Option<&str> {
        match self {
            with_correction!(correction) => correction.as_deref(),
            _ => None,
        }
    }

    fn correction_mut(&mut self) -> Option<&mut Option<String>> {
        match self {
            with_correction!(correction) => Some(correction),
            _ => None,
        }
    }

    fn problem(&self) -> &'static str {
        match self {
            Self::Empty => "an origin is not empty",
            Self::AnyOrigin => "`*` is any origin, not one",
            Self::NullOrigin => "`null` is an origin that any site can take",
            Self::TooLong => "an origin has at most 64 bytes of scheme and 253 of host",
            Self::SeveralOrigins => "this is more than one origin",
            Self::WhiteSpace { .. } => "an origin has no white space",
            Self::ControlCharacter => "an origin has no control characters",
            Self::MissingScheme { .. } => "an origin starts with its scheme",
            Self::InvalidScheme => "a scheme has only letters, digits, `+`, `-` and `.`",
            Self::FileScheme => "`file:` pages have no origin of their own",
            Self::PagelessScheme { .. } => "no page has an origin of this scheme",
            Self::MisspelledScheme { .. } => "this scheme is misspelled",
            Self::UserInfo => "an origin has no user name or password",
            Self::Path { .. } => "an origin has no path",
            Self::TrailingSlash { .. } => "an origin has no trailing slash",
            Self::Query { .. } => "an origin has no query",
            Self::Fragment { .. } => "an origin has no fragment",
            Self::UpperCase { .. } => "an origin is lower case",
            Self::NonAsciiHost => "browsers send a host in Punycode",
            Self::MissingHost => "an origin has a host",
            Self::InvalidHostCharacter => "a host has only letters, digits, `-`, `_` and dots",
            Self::TrailingDot { .. } => "a host has no trailing dot",
            Self::EmptyLabel => "a host has no empty labels",
            Self::LabelTooLong => "a label of a host has at most 63 bytes",
            Self::HyphenAtLabelEdge => "a label of a host has no `-` at either end",
            Self::InvalidIpv4 => "a host that ends in a number is an IPv4 address",
            Self::InvalidIpv6 => "only an IPv6 address stands in brackets",
            Self::UnbracketedIpv6 { .. } => "an IPv6 address stands in brackets",
            Self::UncompressedIpv6 { .. } => "browsers compress IPv6 addresses",
            Self::Ipv6Zone => "an origin has no IPv6 zone",
            Self::MappedIpv4 { .. } => "an IPv4 address is not written as an IPv6 address",
            Self::InvalidPort { .. } => "a port is 1 to 65535, without leading zeros",
            Self::DefaultPort { .. } => "browsers leave out the default port",
            Self::WildcardBeforeIp { .. } => "an IP address has no subdomains",
            Self::MisplacedWildcard => {
                "`*` stands only for a whole label before a domain, or a whole port"
            }
        }
    }

    /// What to write, where there is no correction.
    fn advice(&self) -> &'static str {
        match self {
            Self::Empty | Self::MissingScheme { .. } | Self::MissingHost => "write `scheme://host`",
            Self::AnyOrigin | Self::NullOrigin | Self::MisplacedWildcard => "list the origins",
            Self::TooLong | Self::LabelTooLong => "shorten it",
            Self::SeveralOrigins => "write each on its own",
            Self::WhiteSpace { .. }
            | Self::TrailingDot { .. }
            | Self::HyphenAtLabelEdge
            | Self::Ipv6Zone
            | Self::DefaultPort { .. } => "remove it",
            Self::ControlCharacter => "remove them",
            Self::InvalidScheme | Self::MisspelledScheme { .. } => "write one such as `https`",
            Self::FileScheme => "list the origin of a server",
            Self::PagelessScheme { .. } => "write that of the page",
            Self::UserInfo
            | Self::Path { .. }
            | Self::TrailingSlash { .. }
            | Self::Query { .. }
            | Self::Fragment { .. } => "write only scheme, host and port",
            Self::UpperCase { .. } => "write it in lower case",
            Self::NonAsciiHost => {
                "write what `location.origin` is on its pages, as in `https://xn--...`"
            }
            Self::InvalidHostCharacter => "remove the rest",
            Self::EmptyLabel => "remove the extra dot",
            Self::InvalidIpv4 => "write its four numbers without leading zeros",
            Self::InvalidIpv6 => "write one such as `[::1]`",
            Self::UnbracketedIpv6 { .. } => "write one as in `http://[::1]:8080`",
            Self::UncompressedIpv6 { .. } => "write the compressed form",
            Self::MappedIpv4 { .. } => "write four numbers",
            Self::InvalidPort { .. } => "write such a number, or none",
            Self::WildcardBeforeIp { .. } => "remove the `*`",
        }
    }
}

impl fmt::Display for OriginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.problem())?;
        match self.correction() {
            Some(correction) => write!(f, "; write `{correction}`"),
            None => write!(f, "; {}", self.advice()),
        }
    }
}

impl std::error::Error for OriginError {}

/// What was probably meant by `text`. The caller has to parse it once more:
/// faults that only a guess could remove are still in it. One is user info,
/// since the host that was meant may stand before the `@`.
fn correct(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (scheme, rest),
        None => ("", text.trim_start_matches('/')),
    };
    let authority = &rest[..authority_len(rest)];
    let (host, port) = correct_host(authority)?;
    let scheme = match scheme {
        "" if host::is_loopback(&host) => "http",
        // Without a dot it may be a mere word, such as `self`.
        "" if host.contains('.') => "https",
        "" => return None,
        // A WebSocket handshake has the origin of its page.
        "ws" => "http",
        "wss" => "https",
        scheme => origin::misspelled(scheme).unwrap_or(scheme),
    };
    let port = correct_port(port, scheme);
    Some(format!("{scheme}://{host}{port}"))
}

/// The host in the form that browsers write, and the port as it was.
fn correct_host(authority: &str) -> Option<(String, &str)> {
    let (wildcard, authority) = match authority.strip_prefix("*.") {
        Some(rest) => ("*.", rest),
        None => ("", authority),
    };
    if let Some(host) = host::corrected_ipv6(authority) {
        // The last group of `::1:8080` was meant as a port, most likely.
        let last = authority.rsplit(':').next().unwrap_or_default();
        let may_be_port = last.len() > 1 && last.bytes().all(|byte| byte.is_ascii_digit());
        return (!may_be_port).then_some((host, ""));
    }
    let (host, port) = host::split_port(authority).ok()?;
    let port = port.unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    if let Some(host) = host::corrected_ipv6(address) {
        return Some((host, port));
    }
    let host = host.strip_suffix('.').unwrap_or(host);
    if host::is_ip_address(host) {
        return Some((host.to_owned(), port));
    }
    Some((format!("{wildcard}{host}"), port))
}

/// The port with its colon, or nothing if a browser leaves it out.
fn correct_port(port: &str, scheme: &str) -> String {
    let number = port.trim_start_matches('0').parse().ok();
    match number {
        _ if port.is_empty() => String::new(),
        Some(_) if number == default_port(scheme) => String::new(),
        Some(number) => format!(":{number}"),
        None => format!(":{port}"),
    }
}
