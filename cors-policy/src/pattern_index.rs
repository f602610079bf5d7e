//! Patterns, found by the host instead of one after another.

use crate::{
    host::is_domain,
    scheme::has_domains,
    syntax::{Parts, Ports},
};

/// Patterns by the labels of their hosts, from the right, as DNS finds a name: a
/// walk ends at the first label that no pattern has, so that a host of many
/// labels, which anyone may send, costs no more than the patterns call for.
#[derive(Clone, Default)]
pub(crate) struct PatternIndex {
    root: Node,
    len: usize,
}

/// What the patterns have before the labels that lead here.
#[derive(Clone, Default)]
struct Node {
    /// One label more. Sorted, to be searched.
    children: Vec<(Box<str>, Node)>,
    /// Nothing: the host ends here. Sorted, since a domain may well be listed with
    /// a thousand ports.
    here: Vec<Entry>,
    /// A wildcard; at the root, one for every host. Sorted.
    below: Vec<Entry>,
}

/// A pattern, as far as its host does not say it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    scheme: Box<str>,
    ports: Ports,
    text: Box<str>,
}

impl PatternIndex {
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Whether any of the patterns stands for all that these parts do, which may
    /// be those of an origin, or of a pattern.
    pub(crate) fn stands_for(&self, scheme: &str, host: &str, ports: Ports) -> bool {
        self.find(scheme, host, ports, |_| true).is_some()
    }

    /// The pattern that makes the one of `text` superfluous; of several, the one
    /// with the shortest host.
    pub(crate) fn cover_of(&self, text: &str) -> Option<&str> {
        let parts = Parts::of(text);
        // It may be one of the patterns here, and covers itself.
        let is_other = |entry: &Entry| *entry.text != *text;
        let cover = self.find(parts.scheme, parts.host, parts.ports(), is_other)?;
        Some(&cover.text)
    }

    /// A `*` before a domain, in `host`, passes for a label: what has to end with
    /// the domain of a pattern is what follows it.
    fn find(
        &self,
        scheme: &str,
        host: &str,
        ports: Ports,
        is_meant: impl Fn(&Entry) -> bool,
    ) -> Option<&Entry> {
        let widest = |entries| widest(entries, scheme, ports, &is_meant);
        let mut node = &self.root;
        if let Some(entry) = widest(&node.below) {
            return Some(entry);
        }
        let mut rest = Some(host);
        while let Some(labels) = rest {
            let label;
            (rest, label) = match labels.rsplit_once('.') {
                Some((rest, label)) => (Some(rest), label),
                None => (None, labels),
            };
            node = node.child(label)?;
            let found = match rest {
                Some(_) => widest(&node.below).filter(|_| has_labels(scheme, host)),
                None => widest(&node.here),
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    fn insert(&mut self, text: &str) {
        let parts = Parts::of(text);
        let root = &mut self.root;
        let entries = if parts.are_of_every_extension() {
            &mut root.below
        } else if let Some(domain) = parts.wildcard_domain() {
            &mut root.of_host_mut(domain).below
        } else {
            &mut root.of_host_mut(parts.host).here
        };
        let entry = Entry {
            scheme: parts.scheme.into(),
            ports: parts.ports(),
            text: text.into(),
        };
        if let Err(i) = entries.binary_search(&entry) {
            entries.insert(i, entry);
            self.len += 1;
        }
    }
}

impl Node {
    fn child(&self, label: &str) -> Option<&Self> {
        let i = self.search(label).ok()?;
        Some(&self.children[i].1)
    }

    fn of_host_mut(&mut self, host: &str) -> &mut Self {
        host.rsplit('.').fold(self, Self::child_mut)
    }

    fn child_mut(&mut self, label: &str) -> &mut Self {
        let i = self.search(label).unwrap_or_else(|i| {
            self.children.insert(i, (label.into(), Self::default()));
            i
        });
        &mut self.children[i].1
    }

    fn search(&self, label: &str) -> Result<usize, usize> {
        self.children.binary_search_by(|(it, _)| (**it).cmp(label))
    }
}

/// Texts of patterns.
impl<'a> FromIterator<&'a str> for PatternIndex {
    fn from_iter<I: IntoIterator<Item = &'a str>>(texts: I) -> Self {
        // In the order of the index, so that each insertion is at an end.
        let mut texts: Vec<_> = texts.into_iter().collect();
        texts.sort_by_cached_key(|text| {
            let parts = Parts::of(text);
            let labels: Vec<_> = parts.host.rsplit('.').collect();
            (labels, parts.scheme, parts.ports())
        });
        let mut index = Self::default();
        for text in texts {
            index.insert(text);
        }
        index
    }
}

/// Whether the dots of `host` part labels, as those of a domain do. An opaque host
/// may have them, too, without any meaning.
fn has_labels(scheme: &str, host: &str) -> bool {
    has_domains(scheme) || is_domain(host.strip_prefix("*.").unwrap_or(host))
}

fn widest<'a>(
    entries: &'a [Entry],
    scheme: &str,
    ports: Ports,
    is_meant: impl Fn(&Entry) -> bool,
) -> Option<&'a Entry> {
    if entries.is_empty() {
        return None;
    }
    let wide_enough = [Ports::Any, ports].into_iter();
    let mut found = wide_enough.filter_map(|ports| search(entries, scheme, ports));
    found.find(|entry| is_meant(entry))
}

fn search<'a>(entries: &'a [Entry], scheme: &str, ports: Ports) -> Option<&'a Entry> {
    let order = |entry: &Entry| (*entry.scheme).cmp(scheme).then(entry.ports.cmp(&ports));
    let found = entries.binary_search_by(order);
    found.ok().map(|i| &entries[i])
}
