//! Public suffixes: <https://publicsuffix.org/list/>.

use std::{iter, str};

use psl::{List, Psl};

use crate::host;

/// Whether domains below `domain` belong to anyone who registers one: right below
/// it, or further below, as with `amazonaws.com`, which has `s3.amazonaws.com`.
pub(crate) fn has_registry(domain: &str) -> bool {
    // Unknown to the list, so the default rule `*` would apply; but it never
    // leaves the machine: https://www.rfc-editor.org/rfc/rfc6761#section-6.3.
    if domain == "localhost" {
        return false;
    }
    // Ask about a subdomain, under a name that nobody has: `kawasaki.jp` itself
    // is no public suffix, but all below it are, by the rule `*.kawasaki.jp`. The
    // list has a branch for each label, and takes the next label only where it has
    // a rule that goes on.
    let mut has_rule_below = false;
    let subdomain = iter::once_with(|| {
        has_rule_below = true;
        "*"
    });
    let labels = domain.rsplit('.').chain(subdomain);
    let suffix_len = List.find(labels.map(str::as_bytes)).len;
    has_rule_below || suffix_len >= domain.len()
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
