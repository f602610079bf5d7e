//! What a page fetches, and what a program asks, out of bytes.

use actix_web::{HttpResponse, http::header::HeaderMap, test::TestRequest};
use arbitrary::{Result, Unstructured};
use corsac::testing::{Credentials, Page};

use super::{
    meaning::SAFELISTED_METHODS,
    written::{FRIEND, METHODS, PARTNER, Written},
};

/// A fetch of a page.
#[derive(Debug)]
pub(crate) struct Fetch {
    pub(crate) origin: &'static str,
    pub(crate) method: &'static str,
    /// That of the site.
    app: &'static str,
    headers: Vec<Header>,
    credentials: Credentials,
}

/// Name and value, and whether a script may not send it to other origins without asking.
type Header = (&'static str, &'static str, bool);

const HEADERS: [Header; 11] = [
    ("Accept", "text/html", false),
    ("Accept-Language", "de", false),
    ("Content-Type", "text/plain", false),
    ("Range", "bytes=0-", false),
    ("Content-Type", "application/json", true),
    ("Accept", "a:b", true),
    ("Range", "bytes=-1", true),
    ("Authorization", "Bearer a", true),
    ("X-A", "", true),
    ("X-B", "1", true),
    ("X-C", "1", true),
];

const ORIGINS: [&str; 24] = [
    "https://a.example",
    "https://b.example",
    "https://x.a.example",
    "https://x.y.a.example",
    "https://xa.example",
    "https://a.example.evil.example",
    "https://a.example:5173",
    "http://a.example",
    "https://b.example:8443",
    "https://x.b.example:9",
    "http://localhost",
    "http://localhost:5173",
    "http://localhost:8080",
    "http://[::1]:3000",
    "http://c.example",
    "null",
    "https://evil.github.io",
    "https://api.example",
    "tauri://localhost",
    "moz-extension://2c127fa4-62c7-7e4f-90e5-472b45eecfdc",
    "https://tenant.example",
    "https://t.tenant.example",
    PARTNER,
    FRIEND,
];

impl Fetch {
    /// Half of the pages are of an origin that all of `policies` list, if there is any.
    pub(crate) fn read(bytes: &mut Unstructured<'_>, policies: &[&Written]) -> Result<Self> {
        let is_listed = |origin: &&str| policies.iter().all(|it| it.lists_origin(origin));
        let listed: Vec<_> = ORIGINS.into_iter().filter(is_listed).collect();
        let takes_listed = bytes.ratio(1, 2)? && !listed.is_empty();
        let mut headers: Vec<Header> = Vec::new();
        for _ in 0..bytes.int_in_range(0..=2)? {
            headers.push(*bytes.choose(&HEADERS)?);
            headers.dedup_by_key(|(name, ..)| *name);
        }
        Ok(Self {
            origin: bytes.choose(if takes_listed { &listed } else { &ORIGINS })?,
            method: bytes.choose(&[&METHODS[..], &["patch"]].concat())?,
            app: bytes.choose(&["http://localhost:8080", "https://api.example"])?,
            headers,
            credentials: *bytes.choose(&[
                Credentials::SameOrigin,
                Credentials::Include,
                Credentials::Omit,
            ])?,
        })
    }

    pub(crate) fn is_same_origin(&self) -> bool {
        self.origin == self.app
    }

    pub(crate) fn includes_credentials(&self) -> bool {
        self.credentials == Credentials::Include
    }

    /// Whether a browser asks by a preflight.
    pub(crate) fn needs_permission(&self) -> bool {
        !SAFELISTED_METHODS.contains(&self.method) || self.unsafe_headers().next().is_some()
    }

    pub(crate) fn unsafe_headers(&self) -> impl Iterator<Item = &'static str> {
        let headers = self.headers.iter().filter(|(.., is_unsafe)| *is_unsafe);
        headers.map(|(name, ..)| *name)
    }

    pub(crate) fn page(&self) -> Page {
        Page::at(self.origin)
            .app_at(self.app)
            .credentials(self.credentials)
    }

    pub(crate) fn request(&self, path: &str) -> TestRequest {
        let headers = self.headers.iter().map(|(name, value, _)| (*name, *value));
        request(self.method, path, headers)
    }
}

fn request(
    method: &str,
    path: &str,
    lines: impl IntoIterator<Item = (&'static str, &'static str)>,
) -> TestRequest {
    let method = method.parse().expect("a method");
    let request = TestRequest::default().method(method).uri(path);
    lines.into_iter().fold(request, TestRequest::append_header)
}

/// A request of whatever program.
#[derive(Clone, Debug)]
pub(crate) struct Raw {
    method: &'static str,
    host: &'static str,
    lines: Vec<(&'static str, &'static str)>,
}

/// All that an answer may depend on, and more.
const LINES: [(&str, &str); 23] = [
    ("Origin", "https://a.example"),
    ("Origin", "https://b.example"),
    ("Origin", "https://x.a.example"),
    ("Origin", "https://api.example"),
    ("Origin", "http://localhost:8080"),
    ("Origin", "null"),
    ("Origin", PARTNER),
    ("Origin", "https://A.example/"),
    ("Access-Control-Request-Method", "PUT"),
    ("Access-Control-Request-Method", "GET"),
    ("Access-Control-Request-Headers", "x-a"),
    ("Access-Control-Request-Headers", "x-a,,\t\""),
    ("Sec-Fetch-Site", "same-origin"),
    ("Sec-Fetch-Site", "cross-site"),
    ("X-Forwarded-Proto", "https"),
    ("X-Forwarded-Proto", "http"),
    ("X-Forwarded-Host", "a.example"),
    ("Forwarded", "host=b.example;proto=https"),
    ("Cookie", "a=b"),
    ("Accept", "*/*"),
    ("Authorization", "Bearer a"),
    ("X-A", "1"),
    ("Referer", "https://a.example/"),
];

impl Raw {
    pub(crate) fn read(bytes: &mut Unstructured<'_>) -> Result<Self> {
        let mut raw = Self {
            method: bytes.choose(&["GET", "OPTIONS", "PUT", "HEAD", "PURGE"])?,
            host: bytes.choose(&["localhost:8080", "api.example"])?,
            lines: Vec::new(),
        };
        if bytes.ratio(1, 3)? {
            raw.method = "OPTIONS";
            raw.lines.push(*bytes.choose(&LINES[..7])?);
            raw.lines
                .push(("Access-Control-Request-Method", bytes.choose(&METHODS)?));
        }
        raw.add_lines(bytes)?;
        Ok(raw)
    }

    fn add_lines(&mut self, bytes: &mut Unstructured<'_>) -> Result<()> {
        for _ in 0..bytes.int_in_range(0..=3)? {
            self.lines.push(*bytes.choose(&LINES)?);
        }
        Ok(())
    }

    /// Another one for the same URL.
    pub(crate) fn sibling(&self, bytes: &mut Unstructured<'_>) -> Result<Self> {
        let mut sibling = self.clone();
        sibling.add_lines(bytes)?;
        if !sibling.lines.is_empty() {
            let line = bytes.choose_index(sibling.lines.len())?;
            sibling.lines.swap_remove(line);
        }
        Ok(sibling)
    }

    pub(crate) fn request(&self, path: &str) -> TestRequest {
        request(self.method, path, self.lines.iter().copied()).append_header(("Host", self.host))
    }

    fn values(&self, name: &str) -> Vec<&str> {
        let lines = self.lines.iter();
        let named = lines.filter(|(it, _)| it.eq_ignore_ascii_case(name));
        named.map(|(_, value)| *value).collect()
    }

    /// The method that policies are asked about.
    pub(crate) fn meant_method(&self) -> &str {
        match self.values("Access-Control-Request-Method")[..] {
            [method] if self.method == "OPTIONS" && self.is_cors() => method,
            _ => self.method,
        }
    }

    fn is_cors(&self) -> bool {
        !self.values("Origin").is_empty()
    }

    /// Whether the two differ in nothing that the answer to this one depends on. An
    /// `OPTIONS` request is another one with `Origin` than without: only with it is it a preflight.
    pub(crate) fn is_alike(&self, other: &Self, answer: &Said) -> bool {
        let mut vary = answer.values("vary");
        vary.all(|name| name != "*" && self.values(name) == other.values(name))
            && (self.method != "OPTIONS" || self.is_cors() == other.is_cors())
    }
}

/// What an answer says of CORS: its status, all lines of CORS headers and of `Vary`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Said {
    status: u16,
    lines: Vec<(String, String)>,
}

impl Said {
    pub(crate) fn by<B>(response: &HttpResponse<B>) -> Self {
        Self {
            status: response.status().as_u16(),
            lines: lines(response.headers()),
        }
    }

    fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        let lines = self.lines.iter().filter(move |(it, _)| it == name);
        let values = lines.flat_map(|(_, value)| value.split(','));
        values.map(str::trim)
    }
}

fn lines(headers: &HeaderMap) -> Vec<(String, String)> {
    let mut lines: Vec<_> = headers
        .iter()
        .map(|(name, value)| {
            (
                name.to_string(),
                value.as_bytes().escape_ascii().to_string(),
            )
        })
        .filter(|(name, _)| name == "vary" || name.starts_with("access-control-"))
        .collect();
    // The order of the lines of one name stays.
    lines.sort_by(|(name, _), (other, _)| name.cmp(other));
    lines
}
