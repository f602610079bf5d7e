//! `Vary` names the request headers that an answer depends on:
//! <https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches>.

use actix_web::http::header::{self, HeaderMap, HeaderValue};

use corsac_policy::AllowHeaders;

use crate::serving::Serving;

pub(crate) static ORIGIN: HeaderValue = HeaderValue::from_static("Origin");
pub(crate) static ORIGIN_AND_SITE: HeaderValue = HeaderValue::from_static("Origin, Sec-Fetch-Site");

static METHOD: HeaderValue = HeaderValue::from_static("Access-Control-Request-Method");
static METHOD_AND_HEADERS: HeaderValue =
    HeaderValue::from_static("Access-Control-Request-Method, Access-Control-Request-Headers");
static ORIGIN_AND_METHOD: HeaderValue =
    HeaderValue::from_static("Origin, Access-Control-Request-Method");
static ORIGIN_METHOD_AND_HEADERS: HeaderValue = HeaderValue::from_static(
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
);

/// What the answer to a preflight depends on.
pub(crate) fn of_preflight(serving: &Serving) -> &'static HeaderValue {
    let mirrored = match serving.allow_headers {
        AllowHeaders::MirrorRequest => true,
        AllowHeaders::Names(_) => false,
    };
    match (serving.allows_any_origin(), mirrored) {
        (true, false) => &METHOD,
        (true, true) => &METHOD_AND_HEADERS,
        (false, false) => &ORIGIN_AND_METHOD,
        (false, true) => &ORIGIN_METHOD_AND_HEADERS,
    }
}

/// Adds `names` to the `Vary` of a response, but for those that are there
/// already; and none next to `*`, which says them all.
///
/// All names go on one line: nginx before 1.23 heeds only the last of several
/// (<https://trac.nginx.org/nginx/ticket/1423>), so what it keeps would be given
/// to those whom another line keeps apart.
pub(crate) fn add(headers: &mut HeaderMap, names: &HeaderValue) {
    let missing: Vec<_> = entries(names).filter(|it| !mentions(headers, it)).collect();
    if missing.is_empty() {
        return;
    }
    let lines = headers.get_all(header::VARY).map(HeaderValue::as_bytes);
    let lines = lines.filter(|line| !line.is_empty());
    let joined = lines.chain(missing).collect::<Vec<_>>().join(&b", "[..]);
    let vary = HeaderValue::from_bytes(&joined).expect("made of header values");
    headers.insert(header::VARY, vary);
}

fn mentions(headers: &HeaderMap, name: &[u8]) -> bool {
    let mut lines = headers.get_all(header::VARY);
    lines.any(|line| entries(line).any(|it| it == b"*" || it.eq_ignore_ascii_case(name)))
}

fn entries(line: &HeaderValue) -> impl Iterator<Item = &[u8]> {
    let entries = line.as_bytes().split(|byte| *byte == b',');
    entries.map(<[u8]>::trim_ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_added_once_and_never_next_to_a_wildcard() {
        for (lines, expected) in [
            (&[][..], &["Origin"][..]),
            (&["accept-encoding"], &["accept-encoding, Origin"]),
            (&["Cookie", "Accept"], &["Cookie, Accept, Origin"]),
            (&["Accept,  ORIGIN"], &["Accept,  ORIGIN"]),
            (&["Accept", "origin"], &["Accept", "origin"]),
            (&["*"], &["*"]),
            (&["Accept, *"], &["Accept, *"]),
            (&["Original"], &["Original, Origin"]),
            (&[""], &["Origin"]),
            (&["", ","], &[",, Origin"]),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(header::VARY, HeaderValue::from_static(line));
            }

            add(&mut headers, &ORIGIN);

            let vary: Vec<_> = headers.get_all(header::VARY).collect();
            assert_eq!(vary, expected, "{lines:?}");
        }
    }
}
