//! Public suffixes: <https://publicsuffix.org/list/>.

use std::iter;

use crate::host;

/// The list's rules, one per line, in a searchable [order](order_of). Plain text takes
/// no time to compile, and changes of the list are easy to review.
static RULES: &str = include_str!("../public_suffix_list/rules.txt");

/// Whether anyone can register a domain below `domain`: directly below it, or
/// deeper, as with `amazonaws.com`, which has `s3.amazonaws.com`.
pub(crate) fn has_registry(domain: &str) -> bool {
    // The list doesn't contain it, so the default rule `*` would apply. But it
    // never leaves the machine: https://www.rfc-editor.org/rfc/rfc6761#section-6.3.
    domain != "localhost"
        && (Entry::of(domain).first_below.is_some() || public_suffix(domain) == domain)
}

/// The part of `host` that someone registered, if it is a domain below a public
/// suffix: <https://url.spec.whatwg.org/#host-registrable-domain>.
pub(crate) fn registrable_domain(host: &str) -> Option<&str> {
    if host::is_ip_address(host) {
        return None;
    }
    let subdomain = host.strip_suffix(public_suffix(host))?.strip_suffix('.')?;
    let label_start = subdomain.rfind('.').map_or(0, |dot| dot + 1);
    Some(&host[label_start..])
}

/// By <https://github.com/publicsuffix/list/wiki/Format#formal-algorithm>.
fn public_suffix(domain: &str) -> &str {
    let mut suffix = "";
    let mut parent = "";
    // The default rule `*`.
    let mut is_wildcard_above = true;
    for name in top_down(domain) {
        let entry = Entry::of(name);
        if entry.is_exception() {
            return parent;
        }
        if is_wildcard_above || entry.rule.is_some() {
            suffix = name;
        }
        let Some(first_below) = entry.first_below else {
            break;
        };
        is_wildcard_above = first_below.strip_prefix("*.") == Some(name);
        parent = name;
    }
    suffix
}

/// `domain` and all its parents: `com`, `a.com`, `b.a.com`.
fn top_down(domain: &str) -> impl Iterator<Item = &str> {
    let parents = domain
        .rmatch_indices('.')
        .map(|(dot, _)| &domain[dot + 1..]);
    parents.chain(iter::once(domain))
}

/// The list's entry for a domain.
struct Entry {
    rule: Option<&'static str>,
    /// The first of the rules for domains below it. `*` comes before all other
    /// labels.
    first_below: Option<&'static str>,
}

impl Entry {
    fn of(domain: &str) -> Self {
        let mut rules = rules_from(domain).lines().peekable();
        let rule = rules.next_if(|rule| rule.strip_prefix('!').unwrap_or(rule) == domain);
        let first_below = rules.next().filter(|rule| {
            let subdomain = rule.strip_suffix(domain);
            subdomain.is_some_and(|subdomain| subdomain.ends_with('.'))
        });
        Self { rule, first_below }
    }

    /// Such as `!city.kawasaki.jp`, which `*.kawasaki.jp` would match.
    fn is_exception(&self) -> bool {
        self.rule.is_some_and(|rule| rule.starts_with('!'))
    }
}

/// The rules from the first one that isn't ordered before `domain`.
fn rules_from(domain: &str) -> &'static str {
    let text = RULES.as_bytes();
    let is_newline = |byte: &u8| *byte == b'\n';
    // Each is the start of a line, or the end of the text: the lines above `start` are
    // before `domain`, and those from `end` on aren't.
    let (mut start, mut end) = (0, text.len());
    while start < end {
        let middle = usize::midpoint(start, end);
        let line_start = text[start..middle].iter().rposition(is_newline);
        let line_start = line_start.map_or(start, |newline| start + newline + 1);
        let line_end = text[middle..end].iter().position(is_newline);
        let line_end = line_end.map_or(end, |newline| middle + newline);
        if order_of(&RULES[line_start..line_end]).lt(order_of(domain)) {
            start = line_end + 1;
        } else {
            end = line_start;
        }
    }
    &RULES[start..]
}

/// From the right, with dots before everything else, so all domains below another
/// follow it.
fn order_of(rule: &str) -> impl Iterator<Item = u8> {
    let domain = rule.strip_prefix('!').unwrap_or(rule);
    let bytes = domain.bytes().rev();
    bytes.map(|byte| if byte == b'.' { 0 } else { byte })
}
