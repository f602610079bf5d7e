//! What a page fetches.

use std::fmt;

use actix_web::{
    http::{
        Method,
        header::{HeaderName, HeaderValue},
    },
    test::TestRequest,
};
use corsac::testing::Credentials;
use serde::Serialize;

use super::policies::Route;

/// Where a script runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The origin of the page that is opened.
    pub(crate) address: &'static str,
    /// Whether the script runs in its sandboxed frame, whose origin is opaque.
    pub(crate) in_sandbox: bool,
}

impl Place {
    pub(crate) const fn at(address: &'static str) -> Self {
        Self {
            address,
            in_sandbox: false,
        }
    }

    pub(crate) const fn sandboxed_at(address: &'static str) -> Self {
        Self {
            address,
            in_sandbox: true,
        }
    }

    /// The origin of the script.
    pub(crate) fn origin(self) -> &'static str {
        if self.in_sandbox {
            "null"
        } else {
            self.address
        }
    }

    /// Whether the browser has a cookie for `app` that it sends from here.
    fn has_cookie_for(self, app: &str) -> bool {
        // That of the `http` app can't be `SameSite=None`, which goes to secure
        // places only.
        app == SECURE_APP || !self.in_sandbox && self.address.ends_with("plain-api.test")
    }
}

pub(crate) const SECURE_APP: &str = "https://api.test";
pub(crate) const PLAIN_APP: &str = "http://plain-api.test";

/// One call of `fetch()`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fetch {
    pub(crate) method: &'static str,
    pub(crate) headers: Vec<(&'static str, &'static str)>,
    pub(crate) body: Body,
    pub(crate) credentials: Credentials,
    /// Seconds to wait before.
    pub(crate) pause: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    None,
    /// A string, for which a script's `fetch()` adds a `Content-Type`.
    Text,
    /// An array of bytes, for which it does not.
    Bytes,
}

const BODY: &str = "[1]";

/// What a page does with one URL.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) route: Route,
    pub(crate) place: Place,
    pub(crate) app: &'static str,
    /// The status that the handler is asked for.
    pub(crate) status: u16,
    /// One after the other.
    pub(crate) fetches: Vec<Fetch>,
}

/// A case, as the script takes it.
#[derive(Serialize)]
pub(crate) struct ScriptedCase {
    url: String,
    fetches: Vec<ScriptedFetch>,
}

#[derive(Serialize)]
struct ScriptedFetch {
    method: &'static str,
    headers: Vec<(&'static str, &'static str)>,
    text: Option<&'static str>,
    bytes: Option<&'static [u8]>,
    credentials: &'static str,
    pause: u32,
}

impl Case {
    fn path_and_query(&self) -> String {
        format!("{}?id={}&status={}", self.route.path, self.id, self.status)
    }

    pub(crate) fn scripted(&self) -> ScriptedCase {
        ScriptedCase {
            url: format!("{}{}", self.app, self.path_and_query()),
            fetches: self.fetches.iter().map(Fetch::scripted).collect(),
        }
    }

    /// A fetch of this case as the tested code takes it.
    pub(crate) fn request(&self, fetch: &Fetch) -> TestRequest {
        let method = Method::from_bytes(fetch.method.as_bytes()).expect("a method");
        let mut request = TestRequest::with_uri(&self.path_and_query()).method(method);
        let mut has_content_type = false;
        for (name, value) in &fetch.headers {
            has_content_type |= name.eq_ignore_ascii_case("Content-Type");
            request = request.append_header((
                HeaderName::from_bytes(name.as_bytes()).expect("a name"),
                HeaderValue::from_str(value).expect("a value"),
            ));
        }
        if self.place.has_cookie_for(self.app) {
            request = request.append_header(("Cookie", "session=1"));
        }
        if fetch.body == Body::Text && !has_content_type {
            request = request.append_header(("Content-Type", "text/plain;charset=UTF-8"));
        }
        match fetch.body {
            Body::None => request,
            Body::Text | Body::Bytes => request.set_payload(BODY),
        }
    }
}

impl Fetch {
    fn scripted(&self) -> ScriptedFetch {
        ScriptedFetch {
            method: self.method,
            headers: self.headers.clone(),
            text: (self.body == Body::Text).then_some(BODY),
            bytes: (self.body == Body::Bytes).then_some(BODY.as_bytes()),
            credentials: match self.credentials {
                Credentials::Omit => "omit",
                Credentials::SameOrigin => "same-origin",
                Credentials::Include => "include",
            },
            pause: self.pause,
        }
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            place, app, route, ..
        } = self;
        let origin = place.origin();
        let path_and_query = self.path_and_query();
        write!(
            f,
            "{origin} (at {}) fetches {app}{path_and_query}",
            place.address
        )?;
        for fetch in &self.fetches {
            let Fetch {
                method,
                headers,
                body,
                credentials,
                pause,
            } = fetch;
            write!(
                f,
                "\n  {method} {headers:?} {body:?} body, credentials: {credentials:?}"
            )?;
            if *pause > 0 {
                write!(f, ", after {pause} s")?;
            }
        }
        write!(f, "\n  policy: {}", route.policy)
    }
}
