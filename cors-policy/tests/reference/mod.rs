//! Origins and patterns once more: slow, and written from the standards alone.

use std::net::Ipv6Addr;

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";
const DIGITS: &str = "0123456789";

/// A text in parts: <https://html.spec.whatwg.org/#concept-origin-tuple>.
struct Tuple {
    scheme: String,
    host: Host,
    port: Option<String>,
}

#[derive(PartialEq)]
enum Host {
    Labels(Vec<String>),
    Ipv6(String),
    /// <https://url.spec.whatwg.org/#opaque-host>
    Opaque(String),
    /// Any host of this scheme.
    Every,
}

pub(crate) fn is_origin(text: &str) -> bool {
    read(text).is_some_and(|origin| is_host(&origin.host) && is_port_or_none(&origin))
}

pub(crate) fn is_pattern(text: &str) -> bool {
    let Some(mut pattern) = read(text) else {
        return false;
    };
    if ["http", "https"]
        .iter()
        .any(|web| is_one_slip(web, &pattern.scheme))
    {
        return false;
    }
    if pattern.port.as_deref() == Some("*") {
        pattern.port = None;
    }
    if pattern.port.is_some() && pattern.port == default_port(&pattern.scheme) {
        return false;
    }
    let wildcard_fits = match &mut pattern.host {
        Host::Labels(labels) if labels[0] == "*" => {
            labels[0] = String::from("a");
            labels.len() > 1 && !ends_in_a_number(labels)
        }
        Host::Every => return EXTENSIONS.contains(&&*pattern.scheme) && !text.ends_with(":*"),
        Host::Labels(_) | Host::Ipv6(_) | Host::Opaque(_) => true,
    };
    wildcard_fits && is_host(&pattern.host) && is_port_or_none(&pattern)
}

/// Whether `wrong` is `right` with one character added, left out or replaced,
/// and is not another word that is right.
fn is_one_slip(right: &str, wrong: &str) -> bool {
    let shorter = |word: &str| -> Vec<String> {
        let without = |at: usize| word.chars().enumerate().filter(move |(i, _)| *i != at);
        let word_without = |at| without(at).map(|(_, c)| c).collect();
        (0..word.chars().count()).map(word_without).collect()
    };
    let left_out = shorter(right).contains(&wrong.to_owned());
    let added = shorter(wrong).contains(&right.to_owned());
    let mut pairs = shorter(right).into_iter().zip(shorter(wrong));
    let replaced = right.len() == wrong.len() && pairs.any(|(right, wrong)| right == wrong);
    !["http", "https"].contains(&wrong) && (left_out || added || replaced)
}

/// Whether `pattern` stands for `origin`; of two that are no such thing, never.
pub(crate) fn matches(pattern: &str, origin: &str) -> bool {
    if !is_pattern(pattern) || !is_origin(origin) {
        return false;
    }
    let (Some(pattern), Some(origin)) = (read(pattern), read(origin)) else {
        return false;
    };
    let any_port = pattern.port.as_deref() == Some("*");
    let same_port = effective_port(&pattern) == effective_port(&origin);
    pattern.scheme == origin.scheme
        && host_matches(&pattern.host, &origin.host)
        && (any_port || same_port)
}

fn host_matches(pattern: &Host, host: &Host) -> bool {
    match (pattern, host) {
        (Host::Every, _) => true,
        (Host::Labels(pattern), Host::Labels(labels)) if pattern[0] == "*" => {
            ends_with(labels, &pattern[1..])
        }
        // Only what could be a domain has labels.
        (Host::Labels(pattern), Host::Opaque(text)) if pattern[0] == "*" => {
            let labels = Host::Labels(labels(text));
            is_host(&labels) && host_matches(&Host::Labels(pattern.clone()), &labels)
        }
        (pattern, host) => pattern == host,
    }
}

fn ends_with(labels: &[String], domain: &[String]) -> bool {
    labels.len() > domain.len() && labels[labels.len() - domain.len()..] == *domain
}

fn labels(text: &str) -> Vec<String> {
    text.split('.').map(str::to_owned).collect()
}

fn effective_port(tuple: &Tuple) -> Option<String> {
    tuple.port.clone().or_else(|| default_port(&tuple.scheme))
}

/// <https://url.spec.whatwg.org/#default-port>
fn default_port(scheme: &str) -> Option<String> {
    match scheme {
        "http" => Some("80".to_owned()),
        "https" => Some("443".to_owned()),
        _ => None,
    }
}

fn read(text: &str) -> Option<Tuple> {
    let halves: Vec<&str> = text.split("://").collect();
    let [scheme, rest] = halves[..] else {
        return None;
    };
    let after_bracket = rest.find(']').map(|bracket| bracket + 1);
    let host_len = after_bracket.or(rest.find(':')).unwrap_or(rest.len());
    let (host, port) = rest.split_at(host_len);
    let has_domains = ["http", "https"].contains(&scheme);
    let host = match after_bracket {
        Some(_) => Host::Ipv6(host.to_owned()),
        None if host == "*" && port.is_empty() => Host::Every,
        None if has_domains || host.starts_with("*.") => Host::Labels(labels(host)),
        None => Host::Opaque(host.to_owned()),
    };
    let port = match port.chars().next() {
        None => None,
        Some(':') => Some(port[1..].to_owned()),
        Some(_) => return None,
    };
    let scheme = scheme.to_owned();
    is_scheme(&scheme).then_some(Tuple { scheme, host, port })
}

/// Whose URLs have an opaque origin, another URL's, or are of no page:
/// <https://url.spec.whatwg.org/#concept-url-origin>.
const PAGELESS: [&str; 9] = [
    "about",
    "blob",
    "data",
    "file",
    "filesystem",
    "ftp",
    "javascript",
    "ws",
    "wss",
];

const EXTENSIONS: [&str; 3] = ["chrome-extension", "moz-extension", "safari-web-extension"];

/// <https://www.rfc-editor.org/rfc/rfc3986#section-3.1>
fn is_scheme(scheme: &str) -> bool {
    scheme.chars().take(1).any(|c| LETTERS.contains(c))
        && made_of(scheme, &format!("{LETTERS}{DIGITS}+-."))
        && scheme.len() <= 64
        && !PAGELESS.contains(&scheme)
}

fn is_port_or_none(tuple: &Tuple) -> bool {
    match &tuple.port {
        None => true,
        Some(port) => {
            let number = port.parse::<u16>().unwrap_or_default();
            number != 0 && number.to_string() == *port
        }
    }
}

fn is_host(host: &Host) -> bool {
    match host {
        Host::Ipv6(text) => is_ipv6(text),
        Host::Opaque(text) => is_opaque_host(text),
        Host::Every => false,
        Host::Labels(labels) => {
            labels.iter().all(|label| is_label(label))
                && labels.join(".").len() <= 253
                && (!ends_in_a_number(labels) || is_ipv4(labels))
        }
    }
}

/// <https://url.spec.whatwg.org/#valid-opaque-host-string>, but for `*`.
fn is_opaque_host(text: &str) -> bool {
    // https://url.spec.whatwg.org/#url-code-points, of ASCII.
    let url_code_points = format!(
        "{LETTERS}{}{DIGITS}{}",
        LETTERS.to_uppercase(),
        "!$&'()*+,-./:;=?@_~"
    );
    // https://url.spec.whatwg.org/#forbidden-host-code-point
    let forbidden = "\0\t\n\r #/:<>?@[\\]^|";
    let may_be_in_it = |c: char| url_code_points.contains(c) && !forbidden.contains(c) && c != '*';

    let hexadecimal = format!("{DIGITS}abcdefABCDEF");
    let mut parts = text.split('%');
    let has_valid_start = parts
        .next()
        .is_some_and(|part| part.chars().all(may_be_in_it));
    let has_digits = |part: &str| part.len() >= 2 && made_of(&part[..2], &hexadecimal);
    text.is_ascii()
        && has_valid_start
        && parts.all(|part| has_digits(part) && part[2..].chars().all(may_be_in_it))
        && (1..=253).contains(&text.len())
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && made_of(label, &format!("{LETTERS}{DIGITS}-_"))
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// <https://url.spec.whatwg.org/#ends-in-a-number-checker>
fn ends_in_a_number(labels: &[String]) -> bool {
    let Some(last) = labels.last() else {
        return false;
    };
    let hexadecimal = format!("{DIGITS}abcdef");
    (!last.is_empty() && made_of(last, DIGITS))
        || (last.starts_with("0x") && made_of(&last[2..], &hexadecimal))
}

/// <https://url.spec.whatwg.org/#concept-ipv4-serializer>
fn is_ipv4(labels: &[String]) -> bool {
    let is_byte = |label: &String| (0..=255).any(|byte: u32| byte.to_string() == *label);
    labels.len() == 4 && labels.iter().all(is_byte)
}

fn is_ipv6(text: &str) -> bool {
    let Some(inside) = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) else {
        return false;
    };
    let Ok(address) = inside.parse::<Ipv6Addr>() else {
        return false;
    };
    let pieces = address.segments();
    let is_mapped = pieces[..6] == [0, 0, 0, 0, 0, 0xffff];
    !is_mapped && serialize_ipv6(&pieces) == inside
}

/// <https://url.spec.whatwg.org/#concept-ipv6-serializer>
fn serialize_ipv6(pieces: &[u16; 8]) -> String {
    let hexadecimal = |pieces: &[u16]| {
        let pieces: Vec<String> = pieces.iter().map(|piece| format!("{piece:x}")).collect();
        pieces.join(":")
    };
    // The first of the longest runs of two zeros or more.
    for len in (2..=8).rev() {
        for start in 0..=8 - len {
            if pieces[start..start + len].iter().all(|piece| *piece == 0) {
                let (before, after) = (&pieces[..start], &pieces[start + len..]);
                return format!("{}::{}", hexadecimal(before), hexadecimal(after));
            }
        }
    }
    hexadecimal(pieces)
}

fn made_of(text: &str, alphabet: &str) -> bool {
    text.chars().all(|c| alphabet.contains(c))
}
