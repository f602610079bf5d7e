//! Patterns with a wildcard, found by the host instead of one after another.

use std::{collections::HashMap, iter};

use crate::{origin::Origin, pattern::OriginPattern};

/// Patterns by what their host has after the wildcard: `.a.example` for
/// `https://*.a.example`, and `localhost` for `http://localhost:*`.
#[derive(Clone, Default)]
pub(crate) struct PatternIndex {
    /// The patterns of one host are sorted, to be searched: a domain may well
    /// be listed with a thousand ports.
    by_host: HashMap<Box<str>, Vec<OriginPattern>>,
    /// How long a key can be. A host of many labels, which anyone may send,
    /// thus costs no more than the patterns call for.
    longest: usize,
    len: usize,
}

impl PatternIndex {
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Whether any of the patterns matches `origin`.
    pub(crate) fn matches(&self, origin: &Origin<'_>) -> bool {
        let mut candidates = self.candidates(Tuple::of_origin(origin));
        candidates.next().is_some()
    }

    /// The pattern that makes `pattern` superfluous; of several, the one with
    /// the shortest host.
    pub(crate) fn cover_of(&self, pattern: &OriginPattern) -> Option<&OriginPattern> {
        // It may be one of the patterns here, and covers itself.
        self.candidates(Tuple::of_pattern(pattern))
            .find(|candidate| *candidate != pattern)
    }

    /// The patterns that stand for all that `tuple` does.
    fn candidates(&self, tuple: Tuple<'_>) -> impl Iterator<Item = &OriginPattern> {
        // From the right, so that the walk ends at the longest key. No host
        // starts with a dot: a suffix is never taken for a whole host.
        let suffixes = (tuple.host.rmatch_indices('.'))
            .map(move |(dot, _)| &tuple.host[dot..])
            .take_while(|suffix| suffix.len() <= self.longest);
        suffixes
            .chain(iter::once(tuple.host))
            .filter_map(|key| self.by_host.get(key))
            .flat_map(move |patterns| {
                let any_port = search(patterns, tuple.scheme, Ports::Any);
                any_port.into_iter().chain(match tuple.ports {
                    Ports::Any => None,
                    ports @ Ports::Only(_) => search(patterns, tuple.scheme, ports),
                })
            })
    }
}

impl FromIterator<OriginPattern> for PatternIndex {
    fn from_iter<I: IntoIterator<Item = OriginPattern>>(patterns: I) -> Self {
        let mut index = Self::default();
        for pattern in patterns {
            let host = Tuple::of_pattern(&pattern).host;
            let key = host.strip_prefix('*').unwrap_or(host);
            index.longest = index.longest.max(key.len());
            index.len += 1;
            index.by_host.entry(key.into()).or_default().push(pattern);
        }
        for patterns in index.by_host.values_mut() {
            patterns.sort_unstable_by(|a, b| order_of(a).cmp(&order_of(b)));
        }
        index
    }
}

/// An origin or a pattern, as far as it is compared.
#[derive(Clone, Copy)]
struct Tuple<'a> {
    scheme: &'a str,
    host: &'a str,
    ports: Ports,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ports {
    Any,
    /// The effective port; none where the scheme has no default.
    Only(Option<u16>),
}

impl<'a> Tuple<'a> {
    fn of_origin(origin: &Origin<'a>) -> Self {
        Self {
            scheme: origin.scheme(),
            host: origin.host(),
            ports: Ports::Only(origin.effective_port()),
        }
    }

    fn of_pattern(pattern: &'a OriginPattern) -> Self {
        let ports = if pattern.has_any_port() {
            Ports::Any
        } else {
            Ports::Only(pattern.effective_port())
        };
        Self {
            scheme: pattern.scheme(),
            host: pattern.host(),
            ports,
        }
    }
}

/// What the patterns of one host are sorted by.
fn order_of(pattern: &OriginPattern) -> (&str, Ports) {
    let tuple = Tuple::of_pattern(pattern);
    (tuple.scheme, tuple.ports)
}

fn search<'a>(
    patterns: &'a [OriginPattern],
    scheme: &str,
    ports: Ports,
) -> Option<&'a OriginPattern> {
    let found = patterns.binary_search_by(|pattern| order_of(pattern).cmp(&(scheme, ports)));
    found.ok().map(|i| &patterns[i])
}
