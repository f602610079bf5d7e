//! The messages about failed fetches: what is wrong; what to change.

use std::fmt::{self, Display, Formatter, Write};

use actix_web::http::StatusCode;

use crate::{Blocked, Stage, request_header::is_non_wildcard};

impl Display for Stage {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Preflight => "the response to the preflight request",
            Self::Actual => "the response",
        })
    }
}

impl Display for Blocked {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidUrl { url } => invalid_url(f, url),
            Self::ForbiddenMethod { method } => forbidden_method(f, method),
            Self::BodyNotAllowed { method } => body_not_allowed(f, method),
            Self::MixedContent { origin, url } => mixed_content(f, origin, url),
            Self::BadPort { url, port } => bad_port(f, url, *port),
            Self::InterimStatus { stage, status } => interim_status(f, *stage, *status),
            Self::MissingAllowOrigin {
                stage,
                method,
                origin,
                status,
            } => missing_allow_origin(f, *stage, method, origin, *status),
            Self::OriginNotAllowed {
                stage,
                origin,
                found,
            } => origin_not_allowed(f, *stage, origin, found),
            Self::SeveralAllowOrigins { stage, found, .. } => {
                several_allow_origins(f, *stage, found)
            }
            Self::AnyOriginWithCredentials { stage, origin } => {
                any_origin_with_credentials(f, *stage, origin)
            }
            Self::CredentialsNotAllowed { stage, found, .. } => {
                credentials_not_allowed(f, *stage, found.as_deref())
            }
            Self::PreflightRedirect { status, location } => {
                preflight_redirect(f, *status, location.as_deref())
            }
            Self::PreflightStatus { status } => preflight_status(f, *status),
            Self::InvalidList { header, found } => invalid_list(f, header, found),
            Self::MethodNotAllowed { method, found } => {
                method_not_allowed(f, method, found.as_deref())
            }
            Self::HeaderNotAllowed { name, found } => header_not_allowed(f, name, found.as_deref()),
            Self::TooManyRedirects => {
                f.write_str("more than 20 redirects; remove the redirect loop")
            }
            Self::InvalidLocation { location } => invalid_location(f, location),
            Self::RedirectWithUserInfo { url } => redirect_with_user_info(f, url),
            Self::LeftApp { url } => left_app(f, url),
            Self::BrokenBody { error } => broken_body(f, error),
        }
    }
}

/// Like `Display`, since `unwrap` and a failing test print it.
impl fmt::Debug for Blocked {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Display::fmt(self, f)
    }
}

fn invalid_url(f: &mut Formatter<'_>, url: &str) -> fmt::Result {
    let url = Quoted(url);
    write!(
        f,
        "pages cannot fetch {url}; write a path, or an `http` or `https` URL without user info"
    )
}

fn forbidden_method(f: &mut Formatter<'_>, method: &str) -> fmt::Result {
    let method = Quoted(method);
    write!(f, "browsers never send the method {method}; use another")
}

fn body_not_allowed(f: &mut Formatter<'_>, method: &str) -> fmt::Result {
    let method = Quoted(method);
    write!(
        f,
        "browsers never send a body with {method}; remove it, or use another method"
    )
}

fn mixed_content(f: &mut Formatter<'_>, origin: &str, url: &str) -> fmt::Result {
    let (origin, url) = (Quoted(origin), Quoted(url));
    write!(
        f,
        "{url} is mixed content on a page of {origin}; serve the app over `https`, and set its origin with `app_at`"
    )
}

fn bad_port(f: &mut Formatter<'_>, url: &str, port: u16) -> fmt::Result {
    let url = Quoted(url);
    write!(
        f,
        "browsers block port {port} of {url}; use another port, such as 8080"
    )
}

fn interim_status(f: &mut Formatter<'_>, stage: Stage, status: StatusCode) -> fmt::Result {
    let code = status.as_u16();
    write!(
        f,
        "{stage} has status {code}, so browsers wait for another one; answer with status 200 or higher"
    )
}

fn missing_allow_origin(
    f: &mut Formatter<'_>,
    stage: Stage,
    method: &str,
    origin: &str,
    status: StatusCode,
) -> fmt::Result {
    let (method, code) = (Quoted(method), status.as_u16());
    write!(
        f,
        "{stage} has no `Access-Control-Allow-Origin`, and its status is {code}; "
    )?;
    // Only `OPTIONS` may lack a route, or a token.
    match (stage, status) {
        (Stage::Preflight, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED) => {
            return write!(
                f,
                "answer preflights for {method} here (corsac: annotate the handler that serves it; methods are case-sensitive)"
            );
        }
        (Stage::Preflight, StatusCode::UNAUTHORIZED) => {
            f.write_str("answer `OPTIONS` for this path before any authentication, and ")?;
        }
        (Stage::Actual, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED) => {
            write!(f, "make sure that a route serves {method} here, and ")?;
        }
        _ => {}
    }
    f.write_str(allow(origin))
}

fn origin_not_allowed(
    f: &mut Formatter<'_>,
    stage: Stage,
    origin: &str,
    found: &str,
) -> fmt::Result {
    let (found, page, allow) = (Quoted(found), Quoted(origin), allow(origin));
    write!(
        f,
        "`Access-Control-Allow-Origin` of {stage} is {found}, not {page}; {allow}"
    )
}

fn several_allow_origins(f: &mut Formatter<'_>, stage: Stage, found: &str) -> fmt::Result {
    let found = Quoted(found);
    write!(
        f,
        "`Access-Control-Allow-Origin` of {stage} has several values, {found}; send one value, from one place: app or proxy, handler or middleware"
    )
}

fn any_origin_with_credentials(f: &mut Formatter<'_>, stage: Stage, origin: &str) -> fmt::Result {
    let allow = allow(origin);
    write!(
        f,
        "`Access-Control-Allow-Origin` of {stage} is `*`, which doesn't allow credentials; {allow}, or fetch without `Credentials::Include`"
    )
}

fn credentials_not_allowed(
    f: &mut Formatter<'_>,
    stage: Stage,
    found: Option<&str>,
) -> fmt::Result {
    let found = Value("Access-Control-Allow-Credentials", found);
    write!(
        f,
        "{stage} does not allow credentials, since {found}; send `true` (corsac: `allow_credentials`), or fetch without `Credentials::Include`"
    )
}

fn preflight_redirect(
    f: &mut Formatter<'_>,
    status: StatusCode,
    location: Option<&str>,
) -> fmt::Result {
    let (status, location) = (status.as_u16(), Quoted(location.unwrap_or_default()));
    write!(
        f,
        "the preflight request is redirected ({status}) to {location}, which browsers don't follow; fetch the final URL, or answer `OPTIONS` before redirecting"
    )
}

fn preflight_status(f: &mut Formatter<'_>, status: StatusCode) -> fmt::Result {
    let (stage, status) = (Stage::Preflight, status.as_u16());
    write!(
        f,
        "{stage} allows the origin, but its status is {status}; answer `OPTIONS` with 204, before any authentication"
    )
}

fn invalid_list(f: &mut Formatter<'_>, header: &'static str, found: &str) -> fmt::Result {
    let (stage, found) = (Stage::Preflight, Quoted(found));
    write!(
        f,
        "`{header}` of {stage} is {found}, which isn't a list of names; separate them with commas"
    )
}

fn method_not_allowed(f: &mut Formatter<'_>, method: &str, found: Option<&str>) -> fmt::Result {
    not_allowed(f, method, &Value("Access-Control-Allow-Methods", found))?;
    let mut names = list(found);
    if let Some(name) = names.find(|it| it.eq_ignore_ascii_case(method)) {
        // Browsers send a page's `put` as `PUT`:
        // https://fetch.spec.whatwg.org/#concept-method-normalize.
        let is_upper_case = method == method.to_ascii_uppercase();
        let (verb, name) = if is_upper_case {
            ("list", Quoted(method))
        } else {
            ("fetch with", Quoted(name))
        };
        write!(f, "methods are case-sensitive, {verb} {name}")
    } else if list(found).any(|it| it == "*") {
        f.write_str("list it, since `*` is not a wildcard for requests with credentials")
    } else {
        f.write_str(
            "list it (corsac: in the route, and in `allow_methods` if you set it or wrap a policy)",
        )
    }
}

fn header_not_allowed(f: &mut Formatter<'_>, name: &str, found: Option<&str>) -> fmt::Result {
    not_allowed(f, name, &Value("Access-Control-Allow-Headers", found))?;
    f.write_str("list it (corsac: in `allow_headers`)")?;
    if !list(found).any(|it| it == "*") {
        Ok(())
    } else if is_non_wildcard(name) {
        f.write_str(", since `*` never covers it")
    } else {
        f.write_str(", since `*` is not a wildcard for requests with credentials")
    }
}

fn not_allowed(f: &mut Formatter<'_>, name: &str, found: &Value<'_>) -> fmt::Result {
    let (stage, name) = (Stage::Preflight, Quoted(name));
    write!(f, "{stage} does not allow {name}, since {found}; ")
}

fn list(found: Option<&str>) -> impl Iterator<Item = &str> {
    found.unwrap_or_default().split(',').map(str::trim)
}

fn invalid_location(f: &mut Formatter<'_>, location: &str) -> fmt::Result {
    let location = Quoted(location);
    write!(
        f,
        "a redirect leads to {location}, which pages cannot fetch; write a path, or an `http` or `https` URL"
    )
}

fn redirect_with_user_info(f: &mut Formatter<'_>, url: &str) -> fmt::Result {
    let url = Quoted(url);
    write!(
        f,
        "a redirect leads to {url}, but CORS requests cannot carry user info; remove it"
    )
}

fn left_app(f: &mut Formatter<'_>, url: &str) -> fmt::Result {
    let url = Quoted(url);
    write!(
        f,
        "a redirect leads to {url}, away from the app; expect `Blocked::LeftApp`, since a test of one app ends there"
    )
}

fn broken_body(f: &mut Formatter<'_>, error: &str) -> fmt::Result {
    let error = Quoted(error);
    write!(f, "the response's body ends early, {error}; fix its source")
}

/// How to allow a page of `origin`.
fn allow(origin: &str) -> &'static str {
    match origin {
        "null" => "serve the page from a server, and allow its origin",
        _ => "allow the page's origin (corsac: `allow_origins`)",
    }
}

/// A header, and its value if there is one.
struct Value<'a>(&'static str, Option<&'a str>);

impl Display for Value<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(name, found) = self;
        match found {
            Some(found) => write!(f, "`{name}` is {}", Quoted(found)),
            None => write!(f, "`{name}` is missing"),
        }
    }
}

/// The value, safe to print: printable ASCII, and not too long.
struct Quoted<'a>(&'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        // Arbitrary, chosen because it shows every real origin in full.
        const MOST_CHARS: usize = 300;

        f.write_char('`')?;
        for c in self.0.chars().take(MOST_CHARS) {
            match c {
                ' '..='~' => f.write_char(c)?,
                _ => write!(f, "{}", c.escape_default())?,
            }
        }
        let is_cut = self.0.chars().nth(MOST_CHARS).is_some();
        f.write_str(if is_cut { "...`" } else { "`" })
    }
}
