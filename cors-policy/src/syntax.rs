//! `scheme://host[:port]`, the syntax of origins and their patterns:
//! <https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin>.

use crate::{
    host::{self, is_host, is_opaque_host},
    scheme::{self, default_port, has_domains, is_of_extensions, is_scheme, misspelled},
};

/// The length limit of origins.
pub(crate) const MAX_LEN: usize = scheme::MAX_LEN + "://".len() + host::MAX_LEN + ":65535".len();

/// The form that a text has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// An origin, as browsers send it.
    Origin,
    /// A pattern: the same, but the first label, the port, or the whole host of
    /// extensions may be `*`, and obvious slips are refused.
    Pattern,
}

/// A text split into parts, which aren't judged: an invalid scheme, host, or port
/// stays one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts<'a> {
    pub(crate) scheme: &'a str,
    pub(crate) host: &'a str,
    pub(crate) port: Option<&'a str>,
}

impl<'a> Parts<'a> {
    #[inline]
    pub(crate) fn of(text: &'a str) -> Self {
        let (scheme, authority) = split_scheme(text);
        let (host, port) = split_port_at_end(authority);
        Self { scheme, host, port }
    }

    pub(crate) fn are_of(self, form: Form) -> bool {
        match form {
            Form::Origin => self.are_of_origin(),
            Form::Pattern => self.are_of_pattern(),
        }
    }

    fn are_of_origin(self) -> bool {
        self.has_host() && self.has_port_of_origin()
    }

    /// Whether there is a valid scheme, and a valid host for it.
    fn has_host(self) -> bool {
        // Nearly all have a web scheme, which needs no further check.
        if has_domains(self.scheme) {
            is_host(self.host)
        } else {
            is_scheme(self.scheme) && is_opaque_host(self.host)
        }
    }

    /// Whether the port, if there is one, is valid in an origin.
    #[inline]
    pub(crate) fn has_port_of_origin(self) -> bool {
        self.port.is_none_or(|port| parse_port(port).is_some())
    }

    fn are_of_pattern(self) -> bool {
        let is_port = |port| {
            port == "*"
                || parse_port(port).is_some_and(|port| default_port(self.scheme) != Some(port))
        };
        let has_hosts = match self.wildcard_domain() {
            Some(domain) => is_scheme(self.scheme) && is_wildcard_domain(domain),
            None => self.are_of_every_extension() || self.has_host(),
        };
        has_hosts && misspelled(self.scheme).is_none() && self.port.is_none_or(is_port)
    }

    /// Whether the pattern matches every extension of a browser, as in
    /// `moz-extension://*`. Extensions have no port.
    pub(crate) fn are_of_every_extension(self) -> bool {
        self.host == "*" && self.port.is_none() && is_of_extensions(self.scheme)
    }

    /// The domain after the wildcard. The scheme may be any: app shells let an app
    /// choose its hosts, which are often domains.
    pub(crate) fn wildcard_domain(self) -> Option<&'a str> {
        self.host.strip_prefix("*.")
    }

    /// The ports that it matches: the one written, or else the scheme's default.
    #[inline]
    pub(crate) fn ports(self) -> Ports {
        match self.port {
            Some("*") => Ports::Any,
            Some(port) => Ports::Only(parse_port(port)),
            None => Ports::Only(default_port(self.scheme)),
        }
    }
}

/// The port of an origin, or the ports of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ports {
    Any,
    /// None if the scheme has no default.
    Only(Option<u16>),
}

/// Splits `scheme://rest`. The scheme is empty if there is none.
#[inline]
fn split_scheme(text: &str) -> (&str, &str) {
    // Nearly all have one of these. A search takes much longer, and this may run for
    // each request.
    for (scheme, start) in [("https", "https://"), ("http", "http://")] {
        if let Some(rest) = text.strip_prefix(start) {
            return (scheme, rest);
        }
    }
    text.split_once("://").unwrap_or(("", text))
}

/// Splits `host[:port]` before the digits at its end, or the `*`. A colon elsewhere
/// stays in the host, where only brackets permit it.
#[inline]
fn split_port_at_end(authority: &str) -> (&str, Option<&str>) {
    let is_port_byte = |byte: &u8| byte.is_ascii_digit() || *byte == b'*';
    let bytes = authority.as_bytes();
    match bytes.iter().rposition(|byte| !is_port_byte(byte)) {
        Some(colon) if bytes[colon] == b':' => (&authority[..colon], Some(&authority[colon + 1..])),
        _ => (authority, None),
    }
}

/// Splits `host[:port]` at the colon that was meant to start the port, whatever
/// follows it.
pub(crate) fn split_port(authority: &str) -> (&str, Option<&str>) {
    let host_len = match authority.strip_prefix('[') {
        Some(_) => position(authority, b']').map_or(authority.len(), |end| end + 1),
        None => position(authority, b':').unwrap_or(authority.len()),
    };
    let (host, rest) = authority.split_at(host_len);
    match rest.strip_prefix(':') {
        Some(port) => (host, Some(port)),
        None => (authority, None),
    }
}

fn position(text: &str, byte: u8) -> Option<usize> {
    text.bytes().position(|it| it == byte)
}

/// Where the authority ends: <https://www.rfc-editor.org/rfc/rfc3986#section-3.2>.
/// Browsers let `\` end it, too. Here it stays in the host, which makes the host
/// invalid.
pub(crate) fn authority_len(rest: &str) -> usize {
    rest.find(['/', '?', '#']).unwrap_or(rest.len())
}

pub(crate) fn parse_port(digits: &str) -> Option<u16> {
    // `from_str` would also accept a sign and leading zeros.
    let port = digits.parse().ok();
    port.filter(|_| digits.starts_with(|c| matches!(c, '1'..='9')))
}

/// Whether `domain` may follow a wildcard.
pub(crate) fn is_wildcard_domain(domain: &str) -> bool {
    // Below a longer domain, even one more label wouldn't fit.
    host::is_domain(domain) && "*.".len() + domain.len() <= host::MAX_LEN
}
