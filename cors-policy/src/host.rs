//! Hosts as browsers write them (<https://url.spec.whatwg.org/#host-serializing>):
//! domains and IP addresses with `http` and `https`, opaque hosts with all other
//! schemes.

use std::{
    fmt::{self, Write},
    net::{Ipv4Addr, Ipv6Addr},
};

/// 255 octets on the wire, minus the first length and the root:
/// <https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4>. No standard limits
/// opaque hosts; this limit is far above those in use.
pub(crate) const MAX_LEN: usize = 253;
/// The same section of RFC 1035.
pub(crate) const MAX_LABEL_LEN: usize = 63;

/// Whether browsers write hosts of `http` and `https` like this.
pub(crate) fn is_host(host: &str) -> bool {
    match ipv6_within(host) {
        Some(address) => is_ipv6(address),
        None => is_domain_or_ipv4(host),
    }
}

/// Whether browsers write hosts of any other scheme like this: as a
/// [valid opaque-host string](https://url.spec.whatwg.org/#valid-opaque-host-string).
///
/// The [opaque-host parser](https://url.spec.whatwg.org/#concept-opaque-host-parser)
/// accepts a little more, `"`, `` ` ``, `{`, `}`, and a `%` before anything, as a
/// validation error. No host in use has these. They could end a quoted origin, or be
/// decoded in more than one way.
pub(crate) fn is_opaque_host(host: &str) -> bool {
    match ipv6_within(host) {
        // A host in brackets is an IPv6 address, whatever the scheme:
        // https://url.spec.whatwg.org/#concept-host-parser, step 1.
        Some(address) => is_ipv6(address),
        None => !host.is_empty() && host.len() <= MAX_LEN && has_only_url_units(host.as_bytes()),
    }
}

/// Percent-encoded bytes are compared as written: browsers neither decode those of
/// an opaque host nor change the case of their digits.
fn has_only_url_units(mut rest: &[u8]) -> bool {
    loop {
        rest = match rest {
            [] => return true,
            [b'%', high, low, rest @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                rest
            }
            [byte, rest @ ..] if is_opaque_host_byte(*byte) => rest,
            _ => return false,
        };
    }
}

/// Whether it is a [URL code point](https://url.spec.whatwg.org/#url-code-points) of
/// ASCII, and not a
/// [forbidden host code point](https://url.spec.whatwg.org/#forbidden-host-code-point).
/// All others are percent-encoded:
/// <https://url.spec.whatwg.org/#c0-control-percent-encode-set>.
///
/// `*` would be one, but is a wildcard here. No host in use has it.
fn is_opaque_host_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!$&'()+,-.;=_~".contains(&byte)
}

/// Whether a host of any scheme is a domain, which can have subdomains.
pub(crate) fn is_domain(host: &str) -> bool {
    is_host(host) && !is_ip_address(host)
}

fn is_domain_or_ipv4(host: &str) -> bool {
    // Browsers parse a host that ends in a number as an IPv4 address, in any of its
    // forms, or reject it: https://url.spec.whatwg.org/#ends-in-a-number-checker.
    host.len() <= MAX_LEN
        && are_labels(host)
        && (!ends_in_a_number(host) || host.parse::<Ipv4Addr>().is_ok())
}

/// Whether these are labels of a domain name, one or more, between dots:
/// <https://www.rfc-editor.org/rfc/rfc1035#section-2.3.1>. In one pass, since this
/// may run for each request.
#[inline]
pub(crate) fn are_labels(text: &str) -> bool {
    let mut rest = text.as_bytes();
    loop {
        let len = rest.iter().take_while(|byte| is_label_byte(**byte)).count();
        let (label, after) = rest.split_at(len);
        if !is_label_frame(label) {
            return false;
        }
        match after {
            [] => return true,
            [b'.', after @ ..] => rest = after,
            _ => return false,
        }
    }
}

/// Whether a label is neither too short nor too long, and doesn't start or end with
/// `-`.
fn is_label_frame(label: &[u8]) -> bool {
    let ([first, ..], [.., last]) = (label, label) else {
        return false;
    };
    label.len() <= MAX_LABEL_LEN && *first != b'-' && *last != b'-'
}

/// RFC 952 excludes `_` from host names, but DNS
/// (<https://www.rfc-editor.org/rfc/rfc2181#section-11>) and browsers allow it.
pub(crate) fn is_label_byte(byte: u8) -> bool {
    const IS_LABEL_BYTE: [bool; 256] = {
        let mut table = [false; 256];
        let mut byte = 0_u8;
        while byte < u8::MAX {
            table[byte as usize] = matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
            byte += 1;
        }
        table
    };
    IS_LABEL_BYTE[usize::from(byte)]
}

fn ends_in_a_number(host: &str) -> bool {
    let host = host.as_bytes();
    let dot = host.iter().rposition(|byte| *byte == b'.');
    let last = &host[dot.map_or(0, |dot| dot + 1)..];
    match last.strip_prefix(b"0x") {
        Some(digits) => digits.iter().all(u8::is_ascii_hexdigit),
        None => last.iter().all(u8::is_ascii_digit),
    }
}

/// The text within the brackets of `[...]`.
pub(crate) fn ipv6_within(host: &str) -> Option<&str> {
    host.strip_prefix('[')?.strip_suffix(']')
}

fn is_ipv6(text: &str) -> bool {
    text.parse().is_ok_and(|address: Ipv6Addr| {
        // `Display` compresses as https://url.spec.whatwg.org/#concept-ipv6-serializer
        // does. The two differ only for mapped addresses.
        let mut rest = Unwritten(text);
        address.to_ipv4_mapped().is_none() && write!(rest, "{address}").is_ok() && rest.0.is_empty()
    })
}

/// The part of a text that isn't written yet. Compares without a copy.
struct Unwritten<'a>(&'a str);

impl Write for Unwritten<'_> {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(part).ok_or(fmt::Error)?;
        Ok(())
    }
}

/// Whether a [host](is_host) is an IP address.
pub(crate) fn is_ip_address(host: &str) -> bool {
    host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok()
}

/// Whether a [host](is_host) never leaves the machine:
/// <https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy>.
pub(crate) fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host.ends_with(".localhost")
        || host == "[::1]"
        || host
            .parse::<Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback())
}

/// A name as an [opaque host](is_opaque_host).
pub(crate) fn percent_encoded(name: &str) -> String {
    // https://url.spec.whatwg.org/#percent-encode: two uppercase digits.
    let encode = |byte: u8| match byte {
        0..=0x7f => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    name.bytes().map(encode).collect()
}

/// An IPv6 address without its brackets, as a [host](is_host).
pub(crate) fn corrected_ipv6(address: &str) -> Option<String> {
    let address: Ipv6Addr = address.parse().ok()?;
    Some(match address.to_ipv4_mapped() {
        Some(address) => address.to_string(),
        None => format!("[{address}]"),
    })
}
