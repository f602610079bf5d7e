//! Pages that make browsers print something.

use actix_web::{
    HttpResponse,
    web::{self, ServiceConfig},
};

use crate::{agreement::site::Servers, browser::DIRECT_HOST};

/// A page, and what it does.
pub(crate) struct Provocation {
    /// What Chromium prints, as the guide quotes it.
    pub(crate) name: &'static str,
    place: Place,
    /// A header of the page.
    header: Option<(&'static str, &'static str)>,
    script: &'static str,
}

/// Where a page is.
#[derive(Clone, Copy)]
enum Place {
    Secure,
    Plain,
    /// At its server's own port, with that of `https` as its fragment.
    Direct,
}

impl Provocation {
    const fn secure(name: &'static str, script: &'static str) -> Self {
        Self {
            name,
            place: Place::Secure,
            header: None,
            script,
        }
    }

    /// One of a page of `http`.
    const fn plain(name: &'static str, script: &'static str) -> Self {
        Self {
            place: Place::Plain,
            ..Self::secure(name, script)
        }
    }

    const fn direct(name: &'static str, script: &'static str) -> Self {
        Self {
            place: Place::Direct,
            ..Self::secure(name, script)
        }
    }

    const fn with_header(self, name: &'static str, value: &'static str) -> Self {
        Self {
            header: Some((name, value)),
            ..self
        }
    }

    pub(crate) fn url(&self, servers: &Servers) -> String {
        let number = all().position(|it| it.name == self.name);
        let path = format!("console/{}", number.expect("one of all"));
        match self.place {
            Place::Secure => format!("https://frontend.test/{path}"),
            Place::Plain => format!("http://frontend.test/{path}"),
            Place::Direct => {
                let Servers {
                    http_port,
                    https_port,
                    ..
                } = servers;
                format!("http://{DIRECT_HOST}:{http_port}/{path}#{https_port}")
            }
        }
    }
}

pub(crate) fn all() -> impl Iterator<Item = &'static Provocation> {
    TRUSTED.iter().chain(UNTRUSTED)
}

/// In browsers that accept every certificate.
pub(crate) const TRUSTED: &[Provocation] = &[
    Provocation::secure(
        "No 'Access-Control-Allow-Origin' header is present on the requested resource",
        "fetch('https://api.test/plain')",
    ),
    Provocation::secure(
        "Response to preflight request doesn't pass access control check",
        "fetch('https://api.test/hand/preflight-405', { method: 'PUT' })",
    ),
    Provocation::secure(
        "It does not have HTTP ok status",
        "fetch('https://api.test/hand/preflight-404', { method: 'PUT' })",
    ),
    Provocation::secure(
        "Redirect is not allowed for a preflight request",
        "fetch('https://api.test/hand/preflight-301', { method: 'PUT' })",
    ),
    Provocation::secure(
        "Request header field x-token is not allowed by Access-Control-Allow-Headers in preflight response",
        "fetch('https://api.test/exact', { headers: { 'X-Token': '1' } })",
    ),
    Provocation::secure(
        "Method PUT is not allowed by Access-Control-Allow-Methods in preflight response",
        "fetch('https://api.test/methods-patch', { method: 'PUT' })",
    ),
    Provocation::secure(
        "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'",
        "fetch('https://api.test/any', { credentials: 'include' })",
    ),
    Provocation::secure(
        "The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' when the request's credentials mode is 'include'",
        "fetch('https://api.test/exact', { credentials: 'include' })",
    ),
    Provocation::secure(
        "The 'Access-Control-Allow-Origin' header has a value '...' that is not equal to the supplied origin",
        "fetch('https://api.test/null-alone')",
    ),
    Provocation::secure(
        "The 'Access-Control-Allow-Origin' header contains multiple values",
        "fetch('https://api.test/hand/list-of-origins')",
    ),
    Provocation::secure(
        "The 'Access-Control-Allow-Origin' header contains the invalid value",
        "fetch('https://api.test/hand/host-alone')",
    ),
    Provocation::secure(
        "net::ERR_FAILED",
        "fetch('https://api.test/plain', { method: 'PUT' })",
    ),
    Provocation::secure(
        "No 'Access-Control-Allow-Origin' header is present",
        "fetch('https://api.test/plain?status=429')",
    ),
    Provocation::plain(
        "net::ERR_CONNECTION_REFUSED",
        "fetch('http://api.test:8081/')",
    ),
    Provocation::plain(
        "net::ERR_EMPTY_RESPONSE",
        "fetch('http://api.test/console/panic')",
    ),
    Provocation::plain("net::ERR_UNSAFE_PORT", "fetch('http://api.test:6000/')"),
    Provocation::secure(
        "net::ERR_BLOCKED_BY_CLIENT",
        "fetch('https://api.test/blocked')",
    ),
    Provocation::secure(
        "net::ERR_NETWORK_ACCESS_REVOKED",
        "fetch('https://api.test/any')",
    )
    .with_header("Connection-Allowlist", "(response-origin)"),
    Provocation::direct(
        "Permission was denied for this request to access the",
        "fetch(`https://${location.hostname}:${location.hash.slice(1)}/any`)",
    )
    // For Chromium; Firefox is told so of the port.
    .with_header("Content-Security-Policy", "treat-as-public-address"),
    Provocation::secure(
        "Mixed Content: The page at '...' was loaded over HTTPS, but requested an insecure resource",
        "fetch('http://api.test/any')",
    ),
    Provocation::secure(
        "Refused to connect because it violates the document's Content Security Policy",
        "fetch('https://api.test/any')",
    )
    .with_header("Content-Security-Policy", "connect-src 'self'"),
    Provocation::secure(
        "URL scheme \"localhost\" is not supported",
        "fetch('localhost:8080/items')",
    ),
    Provocation::secure(
        "'PUT' is unsupported in no-cors mode",
        "fetch('https://api.test/any', { mode: 'no-cors', method: 'PUT' })",
    ),
    Provocation::secure(
        "Request mode is \"same-origin\" but the URL's origin is not same",
        "fetch('https://api.test/any', { mode: 'same-origin' })",
    ),
    Provocation::secure(
        "'TRACE' HTTP method is unsupported",
        "fetch('https://api.test/any', { method: 'TRACE' })",
    ),
    Provocation::secure(
        "Refused to get unsafe header \"X-Total-Count\"",
        "const request = new XMLHttpRequest();
        request.open('GET', 'https://api.test/any');
        request.onload = () => request.getResponseHeader('X-Total-Count');
        request.send();",
    ),
    Provocation::secure(
        "Access to font at",
        "new FontFace('Fox', 'url(https://api.test/plain)').load()",
    ),
    Provocation::secure(
        "Tainted canvases may not be exported",
        "const image = new Image();
        image.onload = () => {
            const canvas = document.createElement('canvas');
            canvas.getContext('2d').drawImage(image, 0, 0);
            canvas.toDataURL();
        };
        image.src = 'https://api.test/console/image';",
    ),
];

/// In browsers that accept no certificate of the test.
pub(crate) const UNTRUSTED: &[Provocation] = &[Provocation::plain(
    "net::ERR_CERT_AUTHORITY_INVALID",
    "fetch('https://api.test/any')",
)];

pub(crate) fn configure(config: &mut ServiceConfig) {
    config
        .route("/console/image", web::get().to(image))
        .route("/console/panic", web::get().to(panics))
        .route("/console/{number}", web::get().to(page));
}

async fn page(number: web::Path<usize>) -> HttpResponse {
    let Some(provocation) = all().nth(*number) else {
        return HttpResponse::NotFound().finish();
    };
    let mut response = HttpResponse::Ok();
    response.content_type("text/html");
    if let Some(header) = provocation.header {
        response.insert_header(header);
    }
    response.body(format!(
        "<!doctype html><link rel=icon href=data:,><title>page</title>\
        <script>{}</script>",
        provocation.script
    ))
}

async fn image() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("image/svg+xml")
        .body("<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>")
}

/// Ends the connection.
async fn panics() -> HttpResponse {
    panic!("as the guide says that a handler may")
}
