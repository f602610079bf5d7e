//! Patterns, and which of them stand for an origin.

use crate::syntax::{Parts, Ports};

/// Patterns, to be searched: few are asked one after the other; of many, only those
/// that have the labels of the host.
#[derive(Clone)]
pub(crate) enum PatternIndex {
    Few(Vec<Entry>),
    /// By the labels of their hosts, from the right, as DNS finds a name: a walk ends
    /// at the first label that no pattern has, so that a host of many labels, which
    /// anyone may send, costs no more than the patterns call for.
    Many(Box<Node>),
}

/// What the patterns have before the labels that lead here.
#[derive(Clone, Default)]
pub(crate) struct Node {
    /// One label more. Sorted, to be searched.
    children: Vec<(Box<[u8]>, Node)>,
    /// Nothing, or a wildcard: the domain ends here. Sorted, since a domain may well
    /// be listed with a thousand ports.
    entries: Vec<Entry>,
}

/// A pattern.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    ports: Ports,
    scheme: Box<str>,
    /// The host; after a wildcard, the domain with its dot.
    host: Box<str>,
    has_wildcard: bool,
    text: Box<str>,
}

impl Entry {
    fn new(text: &str) -> Self {
        let parts = Parts::of(text);
        let dot_domain = parts.host.strip_prefix('*');
        Self {
            ports: parts.ports(),
            scheme: parts.scheme.into(),
            host: dot_domain.unwrap_or(parts.host).into(),
            has_wildcard: dot_domain.is_some(),
            text: text.into(),
        }
    }

    /// If the pattern stands for all that an `origin` does, or a pattern: the labels that pass for its wildcard. A `*` in them
    /// is a label: what has to end with the domain of the pattern is what follows it.
    #[inline]
    fn stands_for<'a>(&self, origin: &Parts<'a>, ports: Ports) -> Option<&'a str> {
        let labels = origin.host.strip_suffix(&*self.host)?;
        let are_meant = labels.is_empty() != self.has_wildcard
            && (self.ports == Ports::Any || self.ports == ports)
            && *self.scheme == *origin.scheme;
        are_meant.then_some(labels)
    }
}

impl PatternIndex {
    /// Arbitrary, chosen because a walk takes the time of about so many comparisons.
    const FEW: usize = 8;

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Few(entries) => entries.len(),
            Self::Many(root) => root.len(),
        }
    }

    /// The labels that pass for the wildcard of a pattern that stands for all that
    /// these parts do; empty if it has none.
    #[inline]
    pub(crate) fn find<'a>(&self, origin: &Parts<'a>) -> Option<&'a str> {
        let ports = origin.ports();
        match self {
            Self::Few(entries) => {
                let mut entries = entries.iter();
                entries.find_map(|entry| entry.stands_for(origin, ports))
            }
            Self::Many(root) => {
                root.find(origin.host, ports, |entry| entry.stands_for(origin, ports))
            }
        }
    }

    /// The pattern that makes the one of `text` superfluous; of several, one with
    /// the shortest host.
    pub(crate) fn cover_of(&self, text: &str) -> Option<&str> {
        let origin = Parts::of(text);
        let ports = origin.ports();
        let covers = |entry: &Entry| {
            // It may be one of the patterns here, and covers itself.
            let is_other = *entry.text != *text;
            is_other && entry.stands_for(&origin, ports).is_some()
        };
        match self {
            Self::Few(entries) => {
                let covering = entries.iter().filter(|entry| covers(entry));
                let shortest = covering.min_by_key(|entry| entry.host.len())?;
                Some(&shortest.text)
            }
            Self::Many(root) => root.find(origin.host, ports, |entry| {
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
    /// What `ask` says, the first time that it says anything, of the entries that may
    /// stand for a host and its ports.
    fn find<'a, T>(
        &'a self,
        host: &str,
        ports: Ports,
        mut ask: impl FnMut(&'a Entry) -> Option<T>,
    ) -> Option<T> {
        let mut node = self;
        let mut rest = host.as_bytes();
        loop {
            let dot = rest.iter().rposition(|byte| *byte == b'.');
            node = node.child(&rest[dot.map_or(0, |dot| dot + 1)..])?;
            for ports in [Ports::Any, ports] {
                let from = node.entries.partition_point(|entry| entry.ports < ports);
                let same = node.entries[from..].iter();
                let mut same = same.take_while(|entry| entry.ports == ports);
                if let Some(found) = same.find_map(&mut ask) {
                    return Some(found);
                }
            }
            rest = &rest[..dot?];
        }
    }

    fn insert(&mut self, entry: Entry) {
        let mut node = self;
        for label in entry.host.trim_start_matches('.').rsplit('.') {
            node = node.child_mut(label.as_bytes());
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
        // In the order of the index, so that each insertion is at an end.
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
