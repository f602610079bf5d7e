//! Hosts: domains, and IP addresses as browsers write them
//! (<https://url.spec.whatwg.org/#host-serializing>).

use std::{
    fmt::{self, Write},
    net::{Ipv4Addr, Ipv6Addr},
};

use crate::origin_error::OriginError;

/// 255 octets on the wire, less the first length and the root:
/// <https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4>.
pub(crate) const MAX_LEN: usize = 253;
/// The same section of RFC 1035.
const MAX_LABEL_LEN: usize = 63;

/// Splits `host[:port]` at the colon of the port, without judging the two.
pub(crate) fn split_port(authority: &str) -> Result<(&str, Option<&str>), OriginError> {
    if !authority.starts_with('[') && authority.parse::<Ipv6Addr>().is_ok() {
        return Err(OriginError::UnbracketedIpv6 { correction: None });
    }
    split(authority).ok_or(OriginError::InvalidIpv6)
}

/// [`split_port`], without a word on what is wrong.
pub(crate) fn split(authority: &str) -> Option<(&str, Option<&str>)> {
    let host_len = if authority.starts_with('[') {
        authority.find(']')? + 1
    } else {
        authority.find(':').unwrap_or(authority.len())
    };
    match authority.split_at(host_len) {
        (host, "") => Some((host, None)),
        (host, rest) => Some((host, Some(rest.strip_prefix(':')?))),
    }
}

/// Judges a host that is in lower case.
pub(crate) fn check(host: &str) -> Result<(), OriginError> {
    if host.starts_with('[') {
        return check_ipv6(host);
    }
    check_domain(host)?;
    // Browsers read such a host as an IPv4 address, in any of its forms, or
    // not at all: https://url.spec.whatwg.org/#ends-in-a-number-checker.
    if ends_in_a_number(host) && host.parse::<Ipv4Addr>().is_err() {
        return Err(OriginError::InvalidIpv4);
    }
    Ok(())
}

/// Whether `host` passes [`check`], and is in lower case.
pub(crate) fn is_valid(host: &str) -> bool {
    if host.starts_with('[') {
        return check_ipv6(host).is_ok();
    }
    host.len() <= MAX_LEN
        && are_labels(host.as_bytes())
        && (!ends_in_a_number(host) || host.parse::<Ipv4Addr>().is_ok())
}

/// Whether these are labels, one or more, that each pass [`check_label`].
pub(crate) fn are_labels(text: &[u8]) -> bool {
    text.split(|byte| *byte == b'.').all(is_label)
}

/// Whether `host`, which has passed [`check`], is an IP address.
pub(crate) fn is_ip_address(host: &str) -> bool {
    host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok()
}

/// Whether `host`, which has passed [`check`], never leaves the machine:
/// <https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy>.
pub(crate) fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host.ends_with(".localhost")
        || host == "[::1]"
        || host
            .parse::<Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback())
}

/// An IPv6 address without its brackets, as a host that passes [`check`].
pub(crate) fn corrected_ipv6(address: &str) -> Option<String> {
    let address: Ipv6Addr = address.parse().ok()?;
    Some(match address.to_ipv4_mapped() {
        Some(address) => address.to_string(),
        None => format!("[{address}]"),
    })
}

fn check_ipv6(host: &str) -> Result<(), OriginError> {
    let text = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .ok_or(OriginError::InvalidIpv6)?;
    if text.contains('%') {
        return Err(OriginError::Ipv6Zone);
    }
    let address: Ipv6Addr = text.parse().map_err(|_| OriginError::InvalidIpv6)?;
    if address.to_ipv4_mapped().is_some() {
        return Err(OriginError::MappedIpv4 { correction: None });
    }
    // `Display` compresses as https://url.spec.whatwg.org/#concept-ipv6-serializer
    // does; the two differ only for mapped addresses.
    let mut rest = Unwritten(text);
    if write!(rest, "{address}").is_err() || !rest.0.is_empty() {
        return Err(OriginError::UncompressedIpv6 { correction: None });
    }
    Ok(())
}

/// The part of a text that has not been written yet; compares without a copy.
struct Unwritten<'a>(&'a str);

impl Write for Unwritten<'_> {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(part).ok_or(fmt::Error)?;
        Ok(())
    }
}

fn check_domain(host: &str) -> Result<(), OriginError> {
    if host.is_empty() {
        return Err(OriginError::MissingHost);
    }
    if host.len() > MAX_LEN {
        return Err(OriginError::TooLong);
    }
    let is_prohibited = |byte| byte != b'.' && !is_host_byte(byte);
    if host.bytes().any(is_prohibited) {
        return Err(OriginError::InvalidHostCharacter);
    }
    // To a browser, `https://a.example.` is another origin than without the dot.
    if host.ends_with('.') {
        return Err(OriginError::TrailingDot { correction: None });
    }
    host.split('.').try_for_each(check_label)
}

fn check_label(label: &str) -> Result<(), OriginError> {
    if label.is_empty() {
        return Err(OriginError::EmptyLabel);
    }
    if label.len() > MAX_LABEL_LEN {
        return Err(OriginError::LabelTooLong);
    }
    // https://www.rfc-editor.org/rfc/rfc1035#section-2.3.1
    if label.starts_with('-') || label.ends_with('-') {
        return Err(OriginError::HyphenAtLabelEdge);
    }
    Ok(())
}

fn is_label(label: &[u8]) -> bool {
    let ([first, ..], [.., last]) = (label, label) else {
        return false;
    };
    label.len() <= MAX_LABEL_LEN
        && *first != b'-'
        && *last != b'-'
        && label.iter().all(|byte| is_host_byte(*byte))
}

/// `_` is in no host name of RFC 952, but DNS
/// (<https://www.rfc-editor.org/rfc/rfc2181#section-11>) and browsers allow it.
fn is_host_byte(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_')
}

fn ends_in_a_number(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or(host);
    match last.strip_prefix("0x") {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => last.bytes().all(|byte| byte.is_ascii_digit()),
    }
}
