//! Why a text isn't an origin or a pattern, and what to write instead. This is only
//! asked about what `syntax.rs` refuses. Every answer except the last follows from
//! a part that it refuses, to keep a single grammar.

use std::net::Ipv6Addr;

use crate::{
    host::{self, is_host, is_opaque_host},
    origin_error::{OriginError, OriginErrorKind as Kind},
    scheme::{self, has_domains, is_scheme},
    syntax::{self, Form, Parts, authority_len, is_wildcard_domain, parse_port, split_port},
};

impl OriginError {
    /// Why `text` doesn't have the form.
    pub(crate) fn about(text: &str, form: Form) -> Self {
        let kind = kind(text, form);
        let corrected = correct(text).filter(|_| can_be_corrected(kind));
        let correction = corrected.filter(|text| Parts::of(text).are_of(form));
        Self { kind, correction }
    }
}

/// Whether the text without the fault is what the author meant.
fn can_be_corrected(kind: Kind) -> bool {
    match kind {
        Kind::WhiteSpace
        | Kind::MissingScheme
        | Kind::PagelessScheme
        | Kind::MisspelledScheme
        | Kind::Path
        | Kind::TrailingSlash
        | Kind::Query
        | Kind::Fragment
        | Kind::UpperCase
        | Kind::UnencodedHost
        | Kind::TrailingDot
        | Kind::UnbracketedIpv6
        | Kind::UncompressedIpv6
        | Kind::MappedIpv4
        | Kind::InvalidPort
        | Kind::DefaultPort
        | Kind::WildcardBeforeIp => true,
        Kind::Empty
        | Kind::AnyOrigin
        | Kind::NullOrigin
        | Kind::TooLong
        | Kind::SeveralOrigins
        | Kind::ControlCharacter
        | Kind::InvalidScheme
        | Kind::FileScheme
        // The intended host may be what comes before the `@`.
        | Kind::UserInfo
        | Kind::NonAsciiHost
        | Kind::MissingHost
        | Kind::InvalidHostCharacter
        | Kind::InvalidOpaqueHostCharacter
        | Kind::EmptyLabel
        | Kind::LabelTooLong
        | Kind::HyphenAtLabelEdge
        | Kind::InvalidIpv4
        | Kind::InvalidIpv6
        | Kind::Ipv6Zone
        | Kind::MisplacedWildcard => false,
    }
}

fn kind(text: &str, form: Form) -> Kind {
    if let Some(kind) = of_text(text) {
        return kind;
    }
    let (scheme, rest) = match text.split_once("://") {
        None | Some(("", _)) => return Kind::MissingScheme,
        Some(halves) => halves,
    };
    if !is_scheme(&scheme.to_ascii_lowercase()) {
        return of_scheme(scheme);
    }
    let (authority, tail) = rest.split_at(authority_len(rest));
    match tail {
        _ if authority.contains('@') => return Kind::UserInfo,
        _ if authority.is_empty() => return Kind::MissingHost,
        "" => {}
        "/" => return Kind::TrailingSlash,
        _ if tail.starts_with('?') => return Kind::Query,
        _ if tail.starts_with('#') => return Kind::Fragment,
        _ => return Kind::Path,
    }
    if !authority.is_ascii() {
        return if has_domains(&scheme.to_ascii_lowercase()) {
            Kind::NonAsciiHost
        } else {
            Kind::UnencodedHost
        };
    }
    if has_upper_case(scheme) || !keeps_case(scheme, authority) && has_upper_case(authority) {
        return Kind::UpperCase;
    }
    let in_pattern = form == Form::Pattern;
    if in_pattern && scheme::misspelled(scheme).is_some() {
        return Kind::MisspelledScheme;
    }
    of_authority(scheme, authority, in_pattern)
}

/// Faults of the text as a whole.
fn of_text(text: &str) -> Option<Kind> {
    let separator = |c: char| matches!(c, ',' | ';' | '|') || c.is_whitespace();
    let is_file = |start: &str| start.eq_ignore_ascii_case("file:");
    match text {
        _ if text.len() > syntax::MAX_LEN => Some(Kind::TooLong),
        "" => Some(Kind::Empty),
        "*" => Some(Kind::AnyOrigin),
        "null" => Some(Kind::NullOrigin),
        _ if text.contains(separator) && text.matches("://").count() > 1 => {
            Some(Kind::SeveralOrigins)
        }
        _ if text.contains(char::is_whitespace) => Some(Kind::WhiteSpace),
        _ if text.contains(char::is_control) => Some(Kind::ControlCharacter),
        _ if text.get(.."file:".len()).is_some_and(is_file) => Some(Kind::FileScheme),
        _ => None,
    }
}

fn of_scheme(scheme: &str) -> Kind {
    if scheme.contains('*') {
        Kind::MisplacedWildcard
    } else if scheme.len() > scheme::MAX_LEN {
        Kind::TooLong
    } else if scheme::is_pageless(scheme) {
        Kind::PagelessScheme
    } else {
        Kind::InvalidScheme
    }
}

fn of_authority(scheme: &str, authority: &str, in_pattern: bool) -> Kind {
    let wildcard = authority.strip_prefix("*.").filter(|_| in_pattern);
    let rest = wildcard.unwrap_or(authority);
    if rest.parse::<Ipv6Addr>().is_ok() {
        return Kind::UnbracketedIpv6;
    }
    let (host, port) = split_port(rest);
    let port = port.filter(|port| !(in_pattern && *port == "*"));
    let is_misplaced = host.contains('*') || port.is_some_and(|port| port.contains('*'));
    let is_opaque = !has_domains(scheme) && wildcard.is_none();
    match port.map(parse_port) {
        _ if in_pattern && is_misplaced => Kind::MisplacedWildcard,
        _ if is_opaque && !is_opaque_host(host) => of_opaque_host(host),
        _ if !is_opaque && !is_host(host) => of_host(host, wildcard.is_some()),
        _ if wildcard.is_some() && host::is_ip_address(host) => Kind::WildcardBeforeIp,
        _ if wildcard.is_some() && !is_wildcard_domain(host) => Kind::TooLong,
        // In place of any other valid port, there would be no fault.
        Some(Some(_)) => Kind::DefaultPort,
        _ => Kind::InvalidPort,
    }
}

fn of_host(host: &str, after_wildcard: bool) -> Kind {
    if host.starts_with('[') {
        return of_ipv6(host);
    }
    let is_prohibited = |byte| byte != b'.' && !host::is_label_byte(byte);
    let mut labels = host.split('.');
    match host {
        "" if after_wildcard => Kind::MisplacedWildcard,
        "" => Kind::MissingHost,
        _ if host.len() > host::MAX_LEN => Kind::TooLong,
        _ if host.bytes().any(is_prohibited) => Kind::InvalidHostCharacter,
        // To a browser, `https://a.example.` and `https://a.example` are different
        // origins.
        _ if host.ends_with('.') => Kind::TrailingDot,
        _ => match labels.find(|label| !host::are_labels(label)) {
            Some("") => Kind::EmptyLabel,
            Some(label) if label.len() > host::MAX_LABEL_LEN => Kind::LabelTooLong,
            Some(_) => Kind::HyphenAtLabelEdge,
            None => Kind::InvalidIpv4,
        },
    }
}

fn of_opaque_host(host: &str) -> Kind {
    match host {
        "" => Kind::MissingHost,
        _ if host.starts_with('[') => of_ipv6(host),
        _ if host.len() > host::MAX_LEN => Kind::TooLong,
        _ => Kind::InvalidOpaqueHostCharacter,
    }
}

/// Whether browsers keep the case of the host. They do for an opaque host, unless
/// it is an IPv6 address or a domain after a wildcard.
fn keeps_case(scheme: &str, authority: &str) -> bool {
    let is_opaque = !has_domains(&scheme.to_ascii_lowercase());
    let is_ipv6 = authority.starts_with('[') || authority.parse::<Ipv6Addr>().is_ok();
    is_opaque && !is_ipv6 && !authority.starts_with("*.")
}

fn of_ipv6(host: &str) -> Kind {
    match host::ipv6_within(host).map(|text| (text, text.parse::<Ipv6Addr>())) {
        Some((_, Ok(address))) if address.to_ipv4_mapped().is_some() => Kind::MappedIpv4,
        Some((_, Ok(_))) => Kind::UncompressedIpv6,
        Some((text, Err(_))) if text.contains('%') => Kind::Ipv6Zone,
        _ => Kind::InvalidIpv6,
    }
}

fn has_upper_case(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// What the author probably meant by `text`. It keeps the faults that only a guess
/// could remove.
fn correct(text: &str) -> Option<String> {
    let text = text.trim();
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
        None => (String::new(), text.trim_start_matches('/')),
    };
    let scheme = match &*scheme {
        // A WebSocket handshake has the origin of its page.
        "ws" => "http",
        "wss" => "https",
        scheme => scheme::misspelled(scheme).unwrap_or(scheme),
    };
    let authority = &rest[..authority_len(rest)];
    if !scheme.is_empty() && keeps_case(scheme, authority) {
        return Some(correct_opaque(scheme, authority));
    }
    let authority = authority.to_ascii_lowercase();
    let (host, port) = correct_host(&authority)?;
    let scheme = match scheme {
        "" if host::is_loopback(&host) => "http",
        // Without a dot it may be just a word, such as `self`.
        "" if host.contains('.') => "https",
        "" => return None,
        scheme => scheme,
    };
    let port = correct_port(port, scheme);
    Some(format!("{scheme}://{host}{port}"))
}

/// An opaque host reveals little: any of its characters may be intended.
fn correct_opaque(scheme: &str, authority: &str) -> String {
    let (name, port) = split_port(authority);
    let host = host::percent_encoded(name);
    let port = correct_port(port.unwrap_or_default(), scheme);
    format!("{scheme}://{host}{port}")
}

/// A domain or IP address in the form that browsers write, and the port unchanged.
fn correct_host(authority: &str) -> Option<(String, &str)> {
    let (wildcard, authority) = match authority.strip_prefix("*.") {
        Some(rest) => ("*.", rest),
        None => ("", authority),
    };
    if let Some(host) = host::corrected_ipv6(authority) {
        // The last group of `::1:8080` is most likely meant as a port.
        let last = authority.rsplit(':').next().unwrap_or_default();
        let may_be_port = last.len() > 1 && last.bytes().all(|byte| byte.is_ascii_digit());
        return (!may_be_port).then_some((host, ""));
    }
    let (host, port) = split_port(authority);
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

/// The port with its colon, or nothing if browsers omit it.
fn correct_port(port: &str, scheme: &str) -> String {
    let number = port.trim_start_matches('0').parse().ok();
    match number {
        _ if port.is_empty() => String::new(),
        Some(_) if number == scheme::default_port(scheme) => String::new(),
        Some(number) => format!(":{number}"),
        None => format!(":{port}"),
    }
}
