//! How the page's origin and a URL are related.

use actix_web::http::header::HeaderValue;
use corsac_policy::Origin;
use url::Url;

/// Whether `origin`, as in the header `Origin`, is the origin of `url`:
/// <https://html.spec.whatwg.org/#same-origin>. An opaque origin, `null`, is never that
/// of a URL.
pub(crate) fn is_same_origin(origin: &HeaderValue, url: &Url) -> bool {
    origin.as_bytes() == serialize_origin(url).as_bytes()
}

/// The value of `Sec-Fetch-Site`: <https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header>.
pub(crate) fn sec_fetch_site(origin: &HeaderValue, url: &Url) -> &'static str {
    if is_same_origin(origin, url) {
        return "same-origin";
    }
    let own = serialize_origin(url);
    let both = Origin::from_bytes(origin.as_bytes()).zip(Origin::from_bytes(own.as_bytes()));
    match both {
        Some((page, own)) if page.is_same_site(&own) => "same-site",
        _ => "cross-site",
    }
}

/// Whether a page of `origin` can't fetch `url`, because it is insecure:
/// <https://w3c.github.io/webappsec-mixed-content/#should-block-fetch>.
///
/// The standard also protects pages of `http://localhost`, which browsers allow to
/// fetch from anywhere.
pub(crate) fn is_mixed_content(origin: &HeaderValue, url: &Url) -> bool {
    origin.as_bytes().starts_with(b"https://") && !is_potentially_trustworthy(url)
}

/// <https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy>
pub(crate) fn is_potentially_trustworthy(url: &Url) -> bool {
    let origin = serialize_origin(url);
    match Origin::from_bytes(origin.as_bytes()) {
        Some(origin) => !origin.is_insecure(),
        // A host that policies can't list, such as one that ends in a dot.
        None => url.scheme() == "https",
    }
}

pub(crate) fn serialize_origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).expect("a URL")
    }

    #[test]
    fn sec_fetch_site_compares_origins_then_sites() {
        for (origin, to, expected) in [
            ("https://a.example", "https://a.example/x", "same-origin"),
            ("https://a.example", "https://a.example:443/", "same-origin"),
            ("https://a.example", "https://a.example:1/", "same-site"),
            ("https://a.example", "https://api.a.example/", "same-site"),
            ("http://a.example", "https://a.example/", "cross-site"),
            ("https://a.github.io", "https://b.github.io/", "cross-site"),
            ("https://a.example", "https://a.example./", "cross-site"),
            ("null", "https://a.example/", "cross-site"),
        ] {
            let origin = HeaderValue::from_static(origin);
            assert_eq!(
                sec_fetch_site(&origin, &url(to)),
                expected,
                "{origin:?} {to}"
            );
        }
    }

    #[test]
    fn secure_pages_may_not_fetch_insecure_urls() {
        for (origin, to, expected) in [
            ("https://a.example", "http://b.example", true),
            ("https://a.example", "http://192.0.2.1", true),
            ("https://a.example", "http://b.example./", true),
            ("https://a.example", "https://b.example./", false),
            ("https://a.example", "https://b.example", false),
            ("https://a.example", "http://localhost:8080", false),
            ("https://a.example", "http://app.localhost", false),
            ("https://a.example", "http://127.0.0.1", false),
            ("https://a.example", "http://[::1]", false),
            ("http://a.example", "http://b.example", false),
            ("http://localhost", "http://b.example", false),
            ("null", "http://b.example", false),
        ] {
            let origin = HeaderValue::from_static(origin);
            assert_eq!(
                is_mixed_content(&origin, &url(to)),
                expected,
                "{origin:?} {to}"
            );
        }
    }
}
