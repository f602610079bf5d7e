//! Request headers that a script sets: <https://fetch.spec.whatwg.org/#terminology-headers>.

use std::mem;

use actix_web::http::header::HeaderMap;
use corsac_policy::{is_forbidden_method, is_forbidden_request_header};

use crate::{Difference, browser::Browser, header_list::decode};

/// [Forbidden request-header](https://fetch.spec.whatwg.org/#forbidden-request-header), step 3.
const METHOD_OVERRIDES: [&str; 3] = [
    "x-http-method",
    "x-http-method-override",
    "x-method-override",
];

/// [CORS-safelisted request-header](https://fetch.spec.whatwg.org/#cors-safelisted-request-header), step 1.
const MAX_SAFELISTED_VALUE_LEN: usize = 128;
/// [CORS-unsafe request-header names](https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names), step 5.
const MAX_SAFELISTED_VALUES_LEN: usize = 1024;

/// Whether browsers drop a header that a script sets:
/// <https://fetch.spec.whatwg.org/#forbidden-request-header>.
pub(crate) fn is_forbidden(name: &str, value: &[u8]) -> bool {
    is_forbidden_request_header(name)
        || METHOD_OVERRIDES.contains(&name)
            && split_values(value).iter().any(|it| is_forbidden_method(it))
}

/// Whether `*` never covers a header:
/// <https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name>.
pub(crate) fn is_non_wildcard(name: &str) -> bool {
    name.eq_ignore_ascii_case("authorization")
}

/// The names that need permission, sorted and in lowercase:
/// <https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names>.
pub(crate) fn unsafe_names<'a>(headers: &'a HeaderMap, browser: &Browser) -> Vec<&'a str> {
    let mut unsafe_names = Vec::new();
    let mut potentially_unsafe_names = Vec::new();
    let mut safelist_value_size = 0;
    // Step 4.
    for (name, value) in headers {
        let (name, value) = (name.as_str(), value.as_bytes());
        if is_safelisted_by(browser, name, value) {
            // Not counted below.
        } else if is_safelisted(name, value) {
            potentially_unsafe_names.push(name);
            safelist_value_size += value.len();
        } else {
            unsafe_names.push(name);
        }
    }
    // Step 5.
    if safelist_value_size > MAX_SAFELISTED_VALUES_LEN {
        unsafe_names.extend(potentially_unsafe_names);
    }
    // Step 6.
    unsafe_names.sort_unstable();
    if !browser.differs_by(Difference::RepeatedHeadersAreNamedAgain) {
        unsafe_names.dedup();
    }
    unsafe_names
}

/// Whether `browser` needs no permission for a header that needs it in the
/// standard.
fn is_safelisted_by(browser: &Browser, name: &str, value: &[u8]) -> bool {
    let difference = match name {
        "device-memory" | "downlink" | "dpr" | "ect" | "rtt" | "viewport-width" | "width" => {
            Difference::ClientHintsAreSafelisted
        }
        // With any other value, it is as unsafe as other headers.
        "save-data" if value == b"on" => Difference::ClientHintsAreSafelisted,
        "user-agent" => Difference::UserAgentIsSafelisted,
        _ => return false,
    };
    browser.differs_by(difference)
}

/// Whether a header, with its name in lowercase, needs no permission:
/// <https://fetch.spec.whatwg.org/#cors-safelisted-request-header>.
fn is_safelisted(name: &str, value: &[u8]) -> bool {
    let bytes = || value.iter().copied();
    value.len() <= MAX_SAFELISTED_VALUE_LEN
        && match name {
            "accept" => !bytes().any(is_unsafe_byte),
            "accept-language" | "content-language" => bytes().all(is_language_byte),
            "content-type" => !bytes().any(is_unsafe_byte) && is_safelisted_type(value),
            "range" => is_simple_range(&decode(value)),
            _ => false,
        }
}

/// <https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte>
fn is_unsafe_byte(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t') || b"\"():<>?@[\\]{}\x7f".contains(&byte)
}

fn is_language_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" *,-.;=".contains(&byte)
}

/// Checks only the essence, which ends before the parameters:
/// <https://mimesniff.spec.whatwg.org/#parsing-a-mime-type>.
fn is_safelisted_type(value: &[u8]) -> bool {
    let end = value.iter().position(|byte| *byte == b';');
    let essence = value[..end.unwrap_or(value.len())].trim_ascii();
    [
        &b"application/x-www-form-urlencoded"[..],
        b"multipart/form-data",
        b"text/plain",
    ]
    .iter()
    .any(|safelisted| safelisted.eq_ignore_ascii_case(essence))
}

/// One range with a start: <https://fetch.spec.whatwg.org/#simple-range-header-value>.
fn is_simple_range(value: &str) -> bool {
    let range = value.strip_prefix("bytes=");
    let Some((start, end)) = range.and_then(|range| range.split_once('-')) else {
        return false;
    };
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    // Compares numbers of any size: the longer one is greater.
    let magnitude = |digits| {
        let digits = str::trim_start_matches(digits, '0');
        (digits.len(), digits)
    };
    !start.is_empty()
        && is_number(start)
        && is_number(end)
        && (end.is_empty() || magnitude(start) <= magnitude(end))
}

/// Splits at commas outside quotes:
/// <https://fetch.spec.whatwg.org/#header-value-get-decode-and-split>.
fn split_values(value: &[u8]) -> Vec<String> {
    let (mut values, mut current) = (Vec::new(), String::new());
    let (mut is_quoted, mut is_escaped) = (false, false);
    for c in decode(value).chars() {
        if c == ',' && !is_quoted {
            values.push(mem::take(&mut current));
            continue;
        }
        if c == '"' && !is_escaped {
            is_quoted = !is_quoted;
        }
        is_escaped = is_quoted && c == '\\' && !is_escaped;
        current.push(c);
    }
    values.push(current);
    let trimmed = values.iter().map(|it| it.trim_matches([' ', '\t']));
    trimmed.map(ToOwned::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;
    use crate::Engine;

    #[test]
    fn forbidden_headers_are_known_by_name_or_value() {
        for (name, value, expected) in [
            ("cookie", "a=b", true),
            ("sec-fetch-site", "none", true),
            ("proxy-x", "", true),
            ("x-http-method-override", "TRACE", true),
            ("x-http-method", "put, connect", true),
            ("x-method-override", "\ttrack ,", true),
            ("x-method-override", "PUT", false),
            ("x-method-override", "\"TRACE\"", false),
            ("x-method-override", r#""a\",TRACE,""#, false),
            ("x-method-override", r#""a\\",TRACE"#, true),
            ("x-method", "TRACE", false),
            ("content-type", "text/plain", false),
        ] {
            let found = is_forbidden(name, value.as_bytes());
            assert_eq!(found, expected, "{name}: {value}");
        }
    }

    #[test]
    fn a_value_decides_whether_a_header_is_safelisted() {
        let bytes = |byte: &str, count| byte.repeat(count);
        for (name, value, expected) in [
            ("accept", "text/html, */*;q=0.8", true),
            ("accept", "a\tb", true),
            ("accept", &bytes("a", 128), true),
            ("accept", &bytes("a", 129), false),
            ("accept", "a(b", false),
            ("accept", "a:b", false),
            ("accept", "\"a\"", false),
            ("accept", "\u{e9}", true),
            ("accept-language", "de-CH, de;q=0.8, *", true),
            ("accept-language", "de_CH", false),
            ("accept-language", "d\te", false),
            ("content-language", &bytes("a", 128), true),
            ("content-language", &bytes("a", 129), false),
            ("content-language", "\u{e9}", false),
            ("content-type", "text/plain", true),
            ("content-type", " Text/Plain ; charset=utf-8", true),
            ("content-type", "multipart/form-data; boundary=x", true),
            ("content-type", "multipart/form-data; boundary=\"x\"", false),
            ("content-type", "application/x-www-form-urlencoded", true),
            ("content-type", "application/json", false),
            ("content-type", "text/plain, application/json", false),
            ("content-type", "text/plainer", false),
            ("content-type", "", false),
            ("range", "bytes=0-", true),
            ("range", "bytes=5-10", true),
            ("range", "bytes=10-10", true),
            ("range", "bytes=009-10", true),
            ("range", "bytes=11-10", false),
            ("range", "bytes=-500", false),
            ("range", "bytes=0-1,3-4", false),
            ("range", "bytes = 0-1", false),
            ("range", "Bytes=0-1", false),
            ("range", "bytes=0", false),
            ("x-a", "", false),
            ("authorization", "", false),
        ] {
            let found = is_safelisted(name, value.as_bytes());
            assert_eq!(found, expected, "{name}: {value}");
        }
    }

    #[test]
    fn every_unsafe_byte_is_unsafe_and_no_other() {
        let is_unsafe = |byte: u8| {
            matches!(byte, 0..=8 | 0x0a..=0x1f | 0x7f)
                || matches!(char::from(byte), '"' | '(' | ')' | ':' | '<' | '>' | '?')
                || matches!(char::from(byte), '@' | '[' | '\\' | ']' | '{' | '}')
        };
        for byte in 0..=255 {
            let found = !is_safelisted("accept", &[byte]);
            assert_eq!(found, is_unsafe(byte), "{byte:#x}");
        }
    }

    fn headers(lines: &[(&'static str, String)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(
                HeaderName::from_static(name),
                HeaderValue::from_str(value).expect("a value"),
            );
        }
        headers
    }

    #[test]
    fn unsafe_names_are_sorted_and_unique() {
        let headers = headers(&[
            ("x-b", String::new()),
            ("accept", "*/*".to_owned()),
            ("x-a", String::new()),
            ("x-b", String::new()),
        ]);

        let names = unsafe_names(&headers, &Browser::default());
        assert_eq!(names, ["x-a", "x-b"]);
        let names = unsafe_names(&headers, &Browser::from(Engine::Firefox));
        assert_eq!(names, ["x-a", "x-b", "x-b"]);
    }

    #[test]
    fn safelisted_values_are_unsafe_above_1024_bytes_in_all() {
        let many = |count: usize, last: usize| {
            let mut lines = vec![("accept", "a".repeat(128)); count];
            lines.push(("content-language", "a".repeat(last)));
            headers(&lines)
        };

        assert!(unsafe_names(&many(7, 128), &Browser::default()).is_empty());
        assert!(
            unsafe_names(&many(8, 1), &Browser::default())
                .into_iter()
                .eq(["accept", "content-language"])
        );
    }
}
