//! Patterns, and which of them match an origin.

use crate::{
    host::{self, are_labels, is_opaque_host},
    syntax::{Parts, Ports},
};

/// A searchable set of patterns. A few are tried one after the other; of many, only
/// those that share the labels of the host.
#[derive(Clone)]
pub(crate) enum PatternIndex {
    Few(Vec<Entry>),
    /// By the labels of their hosts, from the right, as in DNS. A walk ends at the
    /// first label that no pattern has. So a host of many labels, which anyone can
    /// send, costs no more than the patterns require.
    Many(Box<Node>),
}

/// The rest of the patterns whose last labels lead here.
#[derive(Clone, Default)]
pub(crate) struct Node {
    /// One more label. Sorted for binary search.
    children: Vec<(Box<[u8]>, Node)>,
    /// The patterns whose domain ends here, with or without a wildcard. At the root,
    /// those that match every host. Sorted, since a domain may be listed with a
    /// thousand ports.
    entries: Vec<Entry>,
}

/// A pattern.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    ports: Ports,
    scheme: Box<str>,
    /// The host. After a wildcard, the domain with its dot, or nothing.
    host: Box<str>,
    wildcard: Wildcard,
    text: Box<str>,
}

/// What a `*` in the host matches.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Wildcard {
    /// There is no `*`.
    None,
    /// The labels before the domain, whatever the scheme is.
    Labels,
    /// The whole host of an extension, which is opaque.
    Host,
}

impl Entry {
    fn new(text: &str) -> Self {
        let parts = Parts::of(text);
        let (wildcard, host) = match parts.host.strip_prefix('*') {
            None => (Wildcard::None, parts.host),
            Some("") => (Wildcard::Host, ""),
            Some(dot_domain) => (Wildcard::Labels, dot_domain),
        };
        Self {
            ports: parts.ports(),
            scheme: parts.scheme.into(),
            host: host.into(),
            wildcard,
            text: text.into(),
        }
    }

    /// Whether the pattern matches these parts, and they are those of an origin.
    #[inline]
    fn stands_for(&self, other: &Parts<'_>, ports: Ports) -> bool {
        let rest = self.rest_of_host(other, ports);
        // Everything else is exact.
        rest.is_some_and(|rest| match self.wildcard {
            Wildcard::None => rest.is_empty(),
            Wildcard::Labels => are_labels(rest) && other.host.len() <= host::MAX_LEN,
            Wildcard::Host => is_opaque_host(rest),
        }) && other.has_port_of_origin()
    }

    /// Whether the pattern matches everything that the pattern of these parts
    /// matches.
    fn covers(&self, other: &Parts<'_>, ports: Ports) -> bool {
        let rest = self.rest_of_host(other, ports);
        rest.is_some_and(|rest| match self.wildcard {
            Wildcard::None => rest.is_empty(),
            Wildcard::Host => true,
            // Opaque hosts may end like a domain, too. A `*` is a label: the text
            // after it has to end with the domain.
            Wildcard::Labels => rest == "*" || are_labels(rest.strip_prefix("*.").unwrap_or(rest)),
        })
    }

    /// The labels before the pattern's host, if the rest of these parts matches.
    #[inline]
    fn rest_of_host<'a>(&self, other: &Parts<'a>, ports: Ports) -> Option<&'a str> {
        let rest = other.host.strip_suffix(&*self.host)?;
        let is_same =
            (self.ports == Ports::Any || self.ports == ports) && *self.scheme == *other.scheme;
        is_same.then_some(rest)
    }
}

impl PatternIndex {
    /// Arbitrary, chosen because a walk takes about as long as this many
    /// comparisons.
    const FEW: usize = 8;

    /// Each lookup calls this, so it doesn't count the many.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Few(entries) => entries.is_empty(),
            Self::Many(_) => false,
        }
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Few(entries) => entries.len(),
            Self::Many(root) => root.len(),
        }
    }

    /// Whether a pattern matches these parts, and they are those of an origin.
    #[inline]
    pub(crate) fn stands_for(&self, other: &Parts<'_>) -> bool {
        let ports = other.ports();
        match self {
            Self::Few(entries) => entries.iter().any(|entry| entry.stands_for(other, ports)),
            Self::Many(root) => {
                let ask = |entry: &Entry| entry.stands_for(other, ports).then_some(());
                root.find(other.host, ports, ask).is_some()
            }
        }
    }

    /// The pattern that makes the one in `text` redundant. If there are several,
    /// one with the shortest host.
    pub(crate) fn cover_of(&self, text: &str) -> Option<&str> {
        if self.is_empty() {
            return None;
        }
        let other = Parts::of(text);
        let ports = other.ports();
        // It may be one of these patterns, and would cover itself.
        let covers = |entry: &Entry| *entry.text != *text && entry.covers(&other, ports);
        match self {
            Self::Few(entries) => {
                let covering = entries.iter().filter(|entry| covers(entry));
                let shortest = covering.min_by_key(|entry| entry.host.len())?;
                Some(&shortest.text)
            }
            Self::Many(root) => root.find(other.host, ports, |entry| {
                covers(entry).then_some(&*entry.text)
            }),
        }
    }
}

impl Default for PatternIndex {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

impl Node {
    /// The first value that `ask` returns, among the entries that may match a host
    /// and its ports.
    fn find<'a, T>(
        &'a self,
        host: &str,
        ports: Ports,
        mut ask: impl FnMut(&'a Entry) -> Option<T>,
    ) -> Option<T> {
        let mut node = self;
        let mut rest = Some(host.as_bytes());
        loop {
            for ports in [Ports::Any, ports] {
                let from = node.entries.partition_point(|entry| entry.ports < ports);
                let same = node.entries[from..].iter();
                let mut same = same.take_while(|entry| entry.ports == ports);
                if let Some(found) = same.find_map(&mut ask) {
                    return Some(found);
                }
            }
            let labels = rest?;
            let dot = labels.iter().rposition(|byte| *byte == b'.');
            node = node.child(&labels[dot.map_or(0, |dot| dot + 1)..])?;
            rest = dot.map(|dot| &labels[..dot]);
        }
    }

    fn insert(&mut self, entry: Entry) {
        let mut node = self;
        if entry.wildcard != Wildcard::Host {
            for label in entry.host.trim_start_matches('.').rsplit('.') {
                node = node.child_mut(label.as_bytes());
            }
        }
        if let Err(i) = node.entries.binary_search(&entry) {
            node.entries.insert(i, entry);
        }
    }

    fn child(&self, label: &[u8]) -> Option<&Self> {
        let i = self.search(label).ok()?;
        Some(&self.children[i].1)
    }

    fn child_mut(&mut self, label: &[u8]) -> &mut Self {
        let i = self.search(label).unwrap_or_else(|i| {
            self.children.insert(i, (label.into(), Self::default()));
            i
        });
        &mut self.children[i].1
    }

    fn search(&self, label: &[u8]) -> Result<usize, usize> {
        self.children.binary_search_by(|(it, _)| (**it).cmp(label))
    }

    fn len(&self) -> usize {
        let below = self.children.iter().map(|(_, child)| child.len());
        self.entries.len() + below.sum::<usize>()
    }
}

/// Texts of patterns.
impl<'a> FromIterator<&'a str> for PatternIndex {
    fn from_iter<I: IntoIterator<Item = &'a str>>(texts: I) -> Self {
        let mut entries: Vec<_> = texts.into_iter().map(Entry::new).collect();
        if entries.len() <= Self::FEW {
            return Self::Few(entries);
        }
        // In the order of the index, so each insertion is at an end.
        entries.sort_by(|a, b| {
            let labels = a.host.rsplit('.').cmp(b.host.rsplit('.'));
            labels.then_with(|| a.cmp(b))
        });
        let mut root = Box::<Node>::default();
        for entry in entries {
            root.insert(entry);
        }
        Self::Many(root)
    }
}
