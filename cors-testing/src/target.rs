//! The target of a request.

use actix_web::http::{Uri, header::HeaderValue};
use url::{Position, Url};

/// A URL that a page can fetch, and its form in a request.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) url: Url,
    /// The request target, as Actix's server passes it to the app.
    pub(crate) uri: Uri,
    /// The value of `Host`.
    pub(crate) host: HeaderValue,
}

impl Target {
    /// `None` if the scheme of `url` isn't `http` or `https`, or if it is too long
    /// for Actix.
    pub(crate) fn new(mut url: Url) -> Option<Self> {
        // The fragment stays in the browser:
        // https://www.rfc-editor.org/rfc/rfc9110#section-4.2.5.
        url.set_fragment(None);
        let host = &url[Position::BeforeHost..Position::AfterPort];
        let path = &url[Position::BeforePath..];
        let uri = match url.scheme() {
            // As over HTTP/1.1.
            "http" => path.parse(),
            // As over HTTP/2, which browsers only use with TLS. Actix can tell from
            // such a request that the scheme is `https`.
            "https" => format!("https://{host}{path}").parse(),
            _ => return None,
        };
        Some(Self {
            uri: uri.ok()?,
            host: HeaderValue::from_str(host).ok()?,
            url,
        })
    }
}

/// <https://url.spec.whatwg.org/#include-credentials>
pub(crate) fn has_user_info(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_what_a_server_is_told_of_a_url() {
        for (url, uri, host) in [
            ("http://a.example", "/", "a.example"),
            ("http://a.example:8080/b?c#d", "/b?c", "a.example:8080"),
            ("http://u:p@a.example:80/", "/", "a.example"),
            ("https://u@a.example/b", "https://a.example/b", "a.example"),
            ("https://[::1]:8443/?", "https://[::1]:8443/?", "[::1]:8443"),
        ] {
            let target = Target::new(Url::parse(url).expect("a URL")).expect("a target");

            assert_eq!(target.uri, *uri, "{url}");
            assert_eq!(target.host, host, "{url}");
        }
    }

    #[test]
    fn a_page_fetches_only_http_and_https() {
        let too_long = format!("http://a.example/{}", "a".repeat(70_000));
        for url in [
            "ftp://a.example/",
            "data:,a",
            "blob:https://a.example/b",
            &too_long,
        ] {
            assert!(Target::new(Url::parse(url).expect("a URL")).is_none());
        }
    }
}
