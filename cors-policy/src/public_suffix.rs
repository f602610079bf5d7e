//! Public suffixes: <https://publicsuffix.org/list/>.

use std::{iter, str};

use psl::{List, Psl};

use crate::host;

/// Whether the domains right below `domain` belong to anyone who registers one.
pub(crate) fn is_registry(domain: &str) -> bool {
    // Unknown to the list, so the default rule `*` would apply; but it never
    // leaves the machine: https://www.rfc-editor.org/rfc/rfc6761#section-6.3.
    if domain == "localhost" {
        return false;
    }
    // Ask about a subdomain, under a name that nobody has: `kawasaki.jp` itself
    // is no public suffix, but all below it are, by the rule `*.kawasaki.jp`.
    let labels = domain.rsplit('.').chain(iter::once("*"));
    List.find(labels.map(str::as_bytes)).len >= domain.len()
}

/// The part of `host` that someone has registered, if it is a domain below a
/// public suffix: <https://url.spec.whatwg.org/#host-registrable-domain>.
pub(crate) fn registrable_domain(host: &str) -> Option<&str> {
    if host::is_ip_address(host) {
        return None;
    }
    let domain = List.domain(host.as_bytes())?;
    str::from_utf8(domain.as_bytes()).ok()
}
