//! A refusal: what the page sees, which is little, and what the operator sees in
//! the debug log.

use std::{borrow::Cow, fmt};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, ContentType, HeaderMap, HeaderValue},
};
use corsac_policy::is_safelisted_method;
use log::{Level, debug, log_enabled};

use crate::{
    request::{requested_method, single_origin},
    same_origin,
    serving::{AllowedHeaders, Serving},
};

/// The name of the crate that users know: `RUST_LOG=corsac=debug`.
pub(crate) const TARGET: &str = "corsac";

/// 403 without CORS headers, as the standard suggests for an explicit refusal:
/// <https://fetch.spec.whatwg.org/#http-responses>.
pub(crate) fn response() -> HttpResponse {
    HttpResponse::Forbidden()
        .insert_header(ContentType::plaintext())
        .body("this origin is not allowed")
}

/// Whether the log is enabled. The explanations take time, so this is checked
/// first.
#[inline]
pub(crate) fn is_listened_to() -> bool {
    log_enabled!(target: TARGET, Level::Debug)
}

/// Logs why a browser will reject the answer to a preflight.
pub(crate) fn explain_preflight(
    serving: &Serving,
    methods: &[Cow<'_, str>],
    req: &HttpRequest,
    is_allowed: bool,
) {
    if is_listened_to()
        && let Some(reason) = Reason::of_preflight(serving, methods, req, is_allowed)
    {
        let event = match reason {
            Reason::Origin(_) => "preflight refused",
            Reason::Method(_) | Reason::Header(_) => {
                "preflight answered without the requested permission"
            }
        };
        log_reason(event, req, &reason);
    }
}

/// A policy's name in messages.
#[derive(Clone, Copy)]
pub(crate) struct PolicyName(pub(crate) &'static (dyn fmt::Display + Sync));

impl fmt::Display for PolicyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for PolicyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What to explain about an actual request.
pub(crate) struct Refusal {
    pub(crate) is_blocked: bool,
    /// The outer policy that doesn't allow the origin, if there is one.
    pub(crate) refused_by: Option<PolicyName>,
    pub(crate) pages_may_forward: bool,
}

/// Logs why a page won't see the answer to an actual request.
pub(crate) fn explain_actual(req: &HttpRequest, refusal: &Refusal, is_allowed: impl Fn() -> bool) {
    if req.headers().contains_key(header::ORIGIN)
        && !is_allowed()
        && !same_origin::is_own(req, refusal.pages_may_forward).0
    {
        let reason = Reason::Origin(refusal.refused_by);
        if refusal.is_blocked {
            let own = OwnOrigin(req);
            log_reason(
                "request refused",
                req,
                &format_args!("{reason}, and not the server's own: {own}"),
            );
        } else {
            log_reason("response hidden from the page", req, &reason);
        }
    }
}

fn log_reason(event: &str, req: &HttpRequest, reason: &dyn fmt::Display) {
    let place = match req.match_pattern() {
        Some(route) => format!("route {route:?}"),
        // A wrapped policy also covers paths without a route.
        None => format!("path {}", Escaped(req.path().as_bytes())),
    };
    let origin = single_origin(req.headers()).map(HeaderValue::as_bytes);
    debug!(
        target: TARGET,
        "CORS {event}: {place}, origin {}, {reason}",
        Escaped(origin.unwrap_or(b"(several lines)")),
    );
}

/// How [`same_origin::is_own`] recognizes the server's own pages, and what to do if it
/// is wrong.
struct OwnOrigin<'a>(&'a HttpRequest);

impl fmt::Display for OwnOrigin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(req) = self;
        if let Some(site) = same_origin::site_by_browser(req) {
            let site = Escaped(site.as_bytes());
            return write!(f, "its `Sec-Fetch-Site` is {site}");
        }
        let schemes: &[_] = if same_origin::is_reached_by_https(req) {
            &["https"]
        } else {
            &["https", "http"]
        };
        let host = same_origin::requested_host(req).unwrap_or_default();
        let own = schemes.iter().map(|scheme| format!("{scheme}://{host}"));
        let own = own.map(|own| Escaped(own.as_bytes()).to_string());
        let own = own.collect::<Vec<_>>().join(" or ");
        write!(
            f,
            "by `Host`, that is {own}; if that is wrong, make the proxy forward `Host`, or add the origin to `allow_origins`"
        )
    }
}

/// Why a request is refused, by this crate or by the browser that reads the
/// answer.
enum Reason<'a> {
    /// Refused by the outer policy, or else by this one.
    Origin(Option<PolicyName>),
    Method(&'a [u8]),
    Header(&'a [u8]),
}

impl<'a> Reason<'a> {
    /// The first reason, in the order of the standard's CORS-preflight fetch:
    /// <https://fetch.spec.whatwg.org/#cors-preflight-fetch-0>, step 7.
    fn of_preflight(
        serving: &Serving,
        methods: &[Cow<'_, str>],
        req: &'a HttpRequest,
        is_allowed: bool,
    ) -> Option<Self> {
        if !is_allowed {
            return Some(Self::Origin(None));
        }
        let method = requested_method(req.head()).map(HeaderValue::as_bytes);
        if let Some(method) = method.filter(|method| !allows_method(methods, method)) {
            return Some(Self::Method(method));
        }
        missing_header(&serving.allow_headers, req.headers()).map(Self::Header)
    }
}

impl fmt::Display for Reason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Origin(None) => f.write_str("not in `allow_origins`"),
            Self::Origin(Some(policy)) => {
                let policy = policy.to_string();
                let policy = Excerpt(&policy);
                write!(f, "not allowed by the outer policy: {policy}")
            }
            Self::Method(name) => {
                write!(f, "method {}, not in `allow_methods`", Escaped(name))
            }
            Self::Header(name) => {
                write!(f, "header {}, not in `allow_headers`", Escaped(name))
            }
        }
    }
}

fn allows_method(allowed: &[Cow<'_, str>], method: &[u8]) -> bool {
    let is = |allowed: &Cow<'_, str>| *allowed == "*" || allowed.as_bytes() == method;
    std::str::from_utf8(method).is_ok_and(is_safelisted_method) || allowed.iter().any(is)
}

/// The first requested name that the policy doesn't list.
fn missing_header<'a>(allowed: &AllowedHeaders, request: &'a HeaderMap) -> Option<&'a [u8]> {
    // Arbitrary, chosen because honest pages don't set more headers. A hostile
    // preflight may ask for thousands.
    const MOST_NAMES: usize = 64;

    let allowed = match allowed {
        AllowedHeaders::Names(allowed) => &allowed.names,
        AllowedHeaders::MirrorRequest => return None,
    };
    let allows = |name: &[u8]| {
        let by_wildcard =
            allowed.iter().any(|it| it == "*") && !name.eq_ignore_ascii_case(b"authorization");
        let mut allowed = allowed.iter();
        by_wildcard || allowed.any(|allowed| allowed.as_bytes().eq_ignore_ascii_case(name))
    };
    request
        .get_all(header::ACCESS_CONTROL_REQUEST_HEADERS)
        .flat_map(|line| split_list(line.as_bytes()))
        .filter(|name| !name.is_empty())
        .take(MOST_NAMES)
        .find(|name| !allows(name))
}

fn split_list(list: &[u8]) -> impl Iterator<Item = &[u8]> {
    list.split(|byte| *byte == b',').map(<[u8]>::trim_ascii)
}

/// The beginning of a possibly long text.
struct Excerpt<'a>(&'a str);

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Arbitrary, chosen because it shows every one-line policy in full.
        const MOST_CHARS: usize = 300;

        match self.0.char_indices().nth(MOST_CHARS) {
            Some((end, _)) => write!(f, "{}...", &self.0[..end]),
            None => f.write_str(self.0),
        }
    }
}

/// Bytes of a request, safe to log: printable ASCII, and not too long.
struct Escaped<'a>(&'a [u8]);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Arbitrary, chosen because it shows every real origin in full.
        const MOST_BYTES: usize = 300;

        let shown = &self.0[..self.0.len().min(MOST_BYTES)];
        let more = if shown.len() < self.0.len() {
            "..."
        } else {
            ""
        };
        write!(f, "\"{}{more}\"", shown.escape_ascii())
    }
}
