//! Header lists: <https://fetch.spec.whatwg.org/#concept-header-list>.

use actix_web::http::header::HeaderMap;
use corsac_policy::is_token;

/// <https://fetch.spec.whatwg.org/#concept-header-list-get>
pub(crate) fn get(headers: &HeaderMap, name: &str) -> Option<Vec<u8>> {
    let lines: Vec<&[u8]> = headers
        .get_all(name)
        .map(|line| trim(line.as_bytes()))
        .collect();
    (!lines.is_empty()).then(|| lines.join(&b", "[..]))
}

/// The same as text: <https://infra.spec.whatwg.org/#isomorphic-decode>.
pub(crate) fn get_decoded(headers: &HeaderMap, name: &str) -> Option<String> {
    get(headers, name).map(|value| decode(&value))
}

pub(crate) fn decode(value: &[u8]) -> String {
    value.iter().copied().map(char::from).collect()
}

/// A list that isn't made of tokens.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// Extracts the tokens of a list, or `None` if the header is missing:
/// <https://fetch.spec.whatwg.org/#extract-header-list-values>.
pub(crate) fn extract(headers: &HeaderMap, name: &str) -> Result<Option<Vec<String>>, Malformed> {
    let Some(list) = get_decoded(headers, name) else {
        return Ok(None);
    };
    // Recipients have to accept empty elements:
    // https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1.2.
    let elements = list
        .split(',')
        .map(|element| element.trim_matches([' ', '\t']))
        .filter(|element| !element.is_empty());
    let tokens = elements.map(|element| is_token(element).then(|| element.to_owned()));
    tokens.collect::<Option<_>>().map(Some).ok_or(Malformed)
}

/// Scripts' values are normalized like this, and servers' values lose such bytes on the
/// wire: <https://fetch.spec.whatwg.org/#concept-header-value-normalize>,
/// <https://www.rfc-editor.org/rfc/rfc9112#section-5.1>. A `HeaderValue` has no
/// newlines.
pub(crate) fn trim(mut line: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = line {
        line = rest;
    }
    line
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn lines(values: &[&[u8]]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(
                HeaderName::from_static("x-list"),
                HeaderValue::from_bytes(value).expect("a value"),
            );
        }
        headers
    }

    #[test]
    fn lines_are_trimmed_and_joined() {
        for (values, expected) in [
            (&[][..], None),
            (&[&b""[..]], Some("")),
            (&[b" * \t"], Some("*")),
            (&[b"a", b" b"], Some("a, b")),
            (&[b"\xff"], Some("\u{ff}")),
        ] {
            assert_eq!(get_decoded(&lines(values), "X-List").as_deref(), expected);
        }
    }

    #[test]
    fn a_list_is_of_tokens() {
        for (values, expected) in [
            (&[][..], Ok(None)),
            (&[&b""[..]], Ok(Some(&[][..]))),
            (&[b"PUT"], Ok(Some(&["PUT"]))),
            (&[b"PUT,DELETE\t, *"], Ok(Some(&["PUT", "DELETE", "*"]))),
            (&[b"a", b"b"], Ok(Some(&["a", "b"]))),
            (&[b",a,, ,b,"], Ok(Some(&["a", "b"]))),
            (&[b"PUT DELETE"], Err(Malformed)),
            (&[b"PUT;DELETE"], Err(Malformed)),
            (&[b"\"PUT\""], Err(Malformed)),
            (&[b"a", b"\xff"], Err(Malformed)),
        ] {
            let expected = expected
                .map(|names| names.map(|names| names.iter().map(ToString::to_string).collect()));
            assert_eq!(extract(&lines(values), "x-list"), expected, "{values:?}");
        }
    }
}
