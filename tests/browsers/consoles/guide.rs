//! The messages that the guide quotes.

use corsac::testing::Engine;

const PAGE: &str = include_str!("../../../docs/guide/messages.md");
/// The names that readers look for, in the order of the table's columns.
const NAMES: [(&str, Engine); 3] = [
    ("Chromium", Engine::Chromium),
    ("Firefox", Engine::Firefox),
    ("Safari", Engine::WebKit),
];

/// All quotes, each with the message that it belongs to: by the words of Chromium, which
/// come first.
pub(crate) struct Guide {
    quotes: Vec<(&'static str, Engine, &'static str)>,
}

impl Guide {
    pub(crate) fn read() -> Self {
        let mut quotes = Vec::new();
        let mut message = None;
        let mut is_in_table = false;
        for line in PAGE.lines() {
            is_in_table = line.starts_with('|')
                && (is_in_table || line.starts_with("| Chromium | Firefox | Safari |"));
            if let Some(heading) = line.strip_prefix("## ") {
                message = quoted(heading).next();
                quotes.extend(message.map(|it| (it, Engine::Chromium, it)));
            } else if is_in_table {
                let Some(row) = quoted(line).next() else {
                    continue;
                };
                for (cell, (_, engine)) in line.split('|').skip(1).zip(NAMES) {
                    quotes.extend(quoted(cell).map(|quote| (row, engine, quote)));
                }
            } else if let Some(message) = message
                && let Some((engine, quote)) = attributed(line)
            {
                quotes.extend(quoted(quote).map(|quote| (message, engine, quote)));
            }
        }
        Self { quotes }
    }

    /// Each message once.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        let chromium = self.quotes.iter().filter(|(name, _, quote)| name == quote);
        chromium.map(|(name, ..)| *name)
    }

    pub(crate) fn quotes(&self, name: &str, engine: Engine) -> Vec<&'static str> {
        let quotes = self.quotes.iter();
        let quotes = quotes.filter(|(it, of, _)| *it == name && *of == engine);
        quotes.map(|(.., quote)| *quote).collect()
    }
}

/// `> Firefox: ...`
fn attributed(line: &str) -> Option<(Engine, &str)> {
    let line = line.strip_prefix("> ")?;
    NAMES.into_iter().find_map(|(name, engine)| {
        let quote = line.strip_prefix(name)?.strip_prefix(": ")?;
        Some((engine, quote))
    })
}

/// What is between back-ticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}
