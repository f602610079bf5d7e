//! CORS-preflight cache: <https://fetch.spec.whatwg.org/#concept-cache>.

use std::time::Duration;

use actix_web::http::header::HeaderValue;
use url::Url;

use crate::request::Request;

/// Cache entries, with a clock that the test advances.
#[derive(Debug, Default)]
pub(crate) struct PreflightCache {
    now: Duration,
    entries: Vec<Entry>,
}

/// <https://fetch.spec.whatwg.org/#cache-entry>; there is one network partition.
#[derive(Debug)]
struct Entry {
    origin: HeaderValue,
    url: Url,
    expires: Duration,
    credentials: bool,
    grant: Grant,
}

/// A permission from a preflight's response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Grant {
    /// A method, or `*`.
    Method(String),
    /// A lowercase header name, or `*`.
    Header(String),
}

impl PreflightCache {
    /// Advances the clock.
    pub(crate) fn advance(&mut self, time: Duration) {
        self.now = self.now.saturating_add(time);
        self.expire();
    }

    /// <https://fetch.spec.whatwg.org/#concept-cache-clear>
    pub(crate) fn clear(&mut self, request: &Request) {
        self.entries.retain(|entry| !entry.is_of(request));
    }

    pub(crate) fn has_any(&self, request: &Request) -> bool {
        self.matches(request).next().is_some()
    }

    pub(crate) fn has_method(&self, request: &Request, method: &str) -> bool {
        let mut entries = self.matches(request);
        entries.any(|entry| entry.covers_method(method))
    }

    pub(crate) fn has_header(&self, request: &Request, name: &str) -> bool {
        let mut entries = self.matches(request);
        entries.any(|entry| entry.covers_header(request, name))
    }

    /// Stores a grant for `max_age`, or extends an existing one:
    /// <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>, steps 7.12 to 7.15.
    pub(crate) fn store(&mut self, request: &Request, grant: Grant, max_age: Duration) {
        let expires = self.now.saturating_add(max_age);
        let mut is_new = true;
        for entry in &mut self.entries {
            if entry.is_match(request) && entry.covers(request, &grant) {
                entry.expires = expires;
                is_new = false;
            }
        }
        if is_new {
            self.entries.push(Entry {
                origin: request.origin.clone(),
                url: request.target.url.clone(),
                expires,
                credentials: request.includes_credentials(),
                grant,
            });
        }
        self.expire();
    }

    fn expire(&mut self) {
        let now = self.now;
        self.entries.retain(|entry| now < entry.expires);
    }

    /// <https://fetch.spec.whatwg.org/#concept-cache-match>
    fn matches(&self, request: &Request) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.is_match(request))
    }
}

impl Entry {
    fn is_of(&self, request: &Request) -> bool {
        self.origin == request.origin && self.url == request.target.url
    }

    fn is_match(&self, request: &Request) -> bool {
        self.is_of(request)
            && (self.credentials == request.includes_credentials()
                || self.credentials && request.shares_preflights())
    }

    fn covers(&self, request: &Request, grant: &Grant) -> bool {
        match grant {
            Grant::Method(method) => self.covers_method(method),
            Grant::Header(name) => self.covers_header(request, name),
        }
    }

    /// <https://fetch.spec.whatwg.org/#concept-cache-match-method>
    fn covers_method(&self, method: &str) -> bool {
        match &self.grant {
            Grant::Method(it) => it == method || self.is_wildcard(it),
            Grant::Header(_) => false,
        }
    }

    /// <https://fetch.spec.whatwg.org/#concept-cache-match-header>
    fn covers_header(&self, request: &Request, name: &str) -> bool {
        match &self.grant {
            Grant::Header(it) => {
                it == name || self.is_wildcard(it) && !request.is_non_wildcard(name)
            }
            Grant::Method(_) => false,
        }
    }

    /// The standard would treat a `*` in a response with credentials as a wildcard
    /// here, but nowhere else.
    fn is_wildcard(&self, name: &str) -> bool {
        name == "*" && !self.credentials
    }
}
