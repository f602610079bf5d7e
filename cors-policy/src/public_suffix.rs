//! Public suffixes: <https://publicsuffix.org/list/>.

use std::iter;

use psl::{List, Psl};

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
