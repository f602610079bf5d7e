//! `Vary` names the request headers that an answer depends on:
//! <https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches>.

use std::{fmt, ops::BitOr};

use actix_web::http::header::{self, HeaderMap, HeaderValue};

/// Request headers that were read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reads(u8);

impl Reads {
    pub(crate) const NOTHING: Self = Self(0);
    pub(crate) const ORIGIN: Self = Self(1);
    pub(crate) const REQUEST_METHOD: Self = Self(1 << 1);
    pub(crate) const REQUEST_HEADERS: Self = Self(1 << 2);
    pub(crate) const SITE: Self = Self(1 << 3);
    pub(crate) const FORWARDED_PROTO: Self = Self(1 << 4);
    pub(crate) const FORWARDED_HOST: Self = Self(1 << 5);
    pub(crate) const FORWARDED: Self = Self(1 << 6);

    /// In the order of `Vary`.
    const NAMES: [(Self, &'static str); 7] = [
        (Self::ORIGIN, "Origin"),
        (Self::REQUEST_METHOD, "Access-Control-Request-Method"),
        (Self::REQUEST_HEADERS, "Access-Control-Request-Headers"),
        (Self::SITE, "Sec-Fetch-Site"),
        (Self::FORWARDED_PROTO, "X-Forwarded-Proto"),
        (Self::FORWARDED_HOST, "X-Forwarded-Host"),
        (Self::FORWARDED, "Forwarded"),
    ];

    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn names(self) -> impl Iterator<Item = &'static str> {
        let are_read = move |(reads, _): &(Self, _)| self | *reads == self;
        Self::NAMES
            .into_iter()
            .filter(are_read)
            .map(|(_, name)| name)
    }

    /// The value of `Vary`, if any header was read.
    #[inline]
    pub(crate) fn value(self) -> Option<HeaderValue> {
        // The most common values aren't built each time.
        static ORIGIN: HeaderValue = HeaderValue::from_static("Origin");
        static USUAL: [(Reads, HeaderValue); 5] = [
            (
                Reads::ORIGIN.and(Reads::SITE),
                HeaderValue::from_static("Origin, Sec-Fetch-Site"),
            ),
            (
                Reads::REQUEST_METHOD,
                HeaderValue::from_static("Access-Control-Request-Method"),
            ),
            (
                Reads::REQUEST_METHOD.and(Reads::REQUEST_HEADERS),
                HeaderValue::from_static(
                    "Access-Control-Request-Method, Access-Control-Request-Headers",
                ),
            ),
            (
                Reads::ORIGIN.and(Reads::REQUEST_METHOD),
                HeaderValue::from_static("Origin, Access-Control-Request-Method"),
            ),
            (
                Reads::ORIGIN
                    .and(Reads::REQUEST_METHOD)
                    .and(Reads::REQUEST_HEADERS),
                HeaderValue::from_static(
                    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
                ),
            ),
        ];
        if self == Self::NOTHING {
            return None;
        }
        if self == Self::ORIGIN {
            return Some(ORIGIN.clone());
        }
        let usual = USUAL.iter().find(|(reads, _)| *reads == self);
        usual.map(|(_, value)| value.clone()).or_else(|| {
            let names: Vec<_> = self.names().collect();
            HeaderValue::from_str(&names.join(", ")).ok()
        })
    }
}

impl BitOr for Reads {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.and(other)
    }
}

impl fmt::Debug for Reads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

/// Adds it to a response that has no `Vary` yet.
#[inline]
pub(crate) fn set(headers: &mut HeaderMap, reads: Reads) {
    if let Some(value) = reads.value() {
        headers.append(header::VARY, value);
    }
}

/// Adds it to the `Vary` of a response, without the names that are already there,
/// and not next to `*`, which includes them all.
///
/// All names go on one line: nginx before 1.23 only reads the last of several
/// (<https://trac.nginx.org/nginx/ticket/1423>), so it would serve a cached
/// response to requests that another line distinguishes.
pub(crate) fn add(headers: &mut HeaderMap, reads: Reads) {
    let missing: Vec<_> = reads
        .names()
        .map(str::as_bytes)
        .filter(|name| !mentions(headers, name))
        .collect();
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

            add(&mut headers, Reads::ORIGIN);

            let vary: Vec<_> = headers.get_all(header::VARY).collect();
            assert_eq!(vary, expected, "{lines:?}");
        }
    }

    #[test]
    fn all_that_is_read_is_named_on_one_line() {
        let all = Reads::NAMES
            .iter()
            .fold(Reads::NOTHING, |all, (reads, _)| all | *reads);

        let value = all.value().unwrap();

        assert_eq!(
            value,
            "Origin, Access-Control-Request-Method, Access-Control-Request-Headers, \
             Sec-Fetch-Site, X-Forwarded-Proto, X-Forwarded-Host, Forwarded",
        );
        assert_eq!(Reads::NOTHING.value(), None);
    }

    #[test]
    fn the_usual_values_are_those_that_would_be_put_together() {
        for bits in 0..=u8::MAX >> 1 {
            let reads = Reads(bits);

            let names: Vec<_> = reads.names().collect();

            let value = reads
                .value()
                .map(|value| value.to_str().unwrap().to_owned());
            assert_eq!(value.unwrap_or_default(), names.join(", "), "{reads:?}");
        }
    }
}
