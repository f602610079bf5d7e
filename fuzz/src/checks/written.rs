use corsac_policy::{OptionName, Shape};
use serde_json::Value;

/// A policy as a document has it.
pub(super) struct Written<'a>(pub(super) &'a Value);

impl Written<'_> {
    /// The entries of a list; none where there is none.
    pub(super) fn list(&self, key: &str) -> Vec<String> {
        match &self.0[key] {
            Value::String(text) => {
                let entries = text.split(|c: char| c == ',' || c.is_whitespace());
                entries
                    .filter(|it| !it.is_empty())
                    .map(str::to_owned)
                    .collect()
            }
            Value::Array(entries) => {
                let entries = entries.iter().filter_map(Value::as_str);
                entries.map(str::to_owned).collect()
            }
            _ => Vec::new(),
        }
    }

    /// A value that strings can give, too.
    pub(super) fn word(&self, key: &str) -> Option<String> {
        match &self.0[key] {
            Value::Null => None,
            Value::String(text) => Some(text.to_ascii_lowercase()),
            value => Some(value.to_string()),
        }
    }

    /// The same as arguments of `policy!`, if all of it can be said there.
    pub(super) fn arguments(&self) -> Option<String> {
        let mut arguments = Vec::new();
        for (key, value) in self.0.as_object()? {
            let option = OptionName::from_word(key).ok()?;
            if !option.is_setting() {
                return None;
            }
            let is_off =
                option.shape() == Shape::Word && self.word(key).as_deref() == Some("false");
            if !value.is_null() && !is_off {
                arguments.push(self.argument(key, option.shape())?);
            }
        }
        Some(arguments.join(", "))
    }

    fn argument(&self, key: &str, shape: Shape) -> Option<String> {
        match shape {
            Shape::List => self.list_argument(key),
            Shape::Word => (self.word(key)? == "true").then(|| key.to_owned()),
            Shape::Number => {
                let seconds: u32 = self.word(key)?.parse().ok()?;
                Some(format!("{key} = {seconds}"))
            }
            Shape::Path | Shape::QuotedPath => None,
        }
    }

    fn list_argument(&self, key: &str) -> Option<String> {
        let are_strings = match &self.0[key] {
            Value::String(_) => true,
            Value::Array(entries) => entries.iter().all(Value::is_string),
            _ => false,
        };
        let entries = self.list(key).into_iter().map(|entry| match &*entry {
            "mirror_request" if key == "allow_headers" => entry,
            _ => format!("{entry:?}"),
        });
        let entries: Vec<_> = entries.collect();
        are_strings.then(|| format!("{key}({})", entries.join(", ")))
    }
}
