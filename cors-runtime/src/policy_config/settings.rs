//! Reading a [`PolicyConfig`], key by key: the feature `config`.

use corsac_policy::{AllowOrigin, Danger, OptionName};
use serde::{Deserialize, Deserializer};

use super::{
    Entry, PolicyConfig, PolicyConfigError, PolicyMistake,
    value::{Reading, Value},
};

/// Accepts any value, and reports mistakes only when a policy is made from it. Then
/// a single error lists every mistake, and none gets lost where a format tries
/// several types, as with `#[serde(untagged)]`.
impl<'de> Deserialize<'de> for PolicyConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::from_value)
    }
}

impl PolicyConfig {
    /// Deserializes one, and fails if it has mistakes, so the format adds the file's
    /// line. Use it as
    /// `#[serde(default, deserialize_with = "PolicyConfig::deserialize_checked")]`.
    ///
    /// Prohibitions that a program can lift are left to
    /// [`replace`](crate::ConfiguredPolicy::replace), which knows whether it lifts
    /// them.
    ///
    /// # Errors
    ///
    /// All mistakes in one error, or an error of the format itself.
    ///
    /// ```
    /// use corsac_runtime::PolicyConfig;
    /// use serde::Deserialize as _;
    ///
    /// let mut json = serde_json::Deserializer::from_str(r#"{ "allow_origins": "a.example" }"#);
    /// let error = PolicyConfig::deserialize_checked(&mut json).unwrap_err();
    ///
    /// assert!(error.to_string().contains("missing scheme"));
    /// ```
    pub fn deserialize_checked<'de, D>(deserializer: D) -> Result<Option<Self>, D::Error>
    where
        D: Deserializer<'de>,
    {
        deserializer.deserialize_any(Reading(|value| {
            if let Value::Null = value {
                return Ok(None);
            }
            let config = Self::from_value(value);
            config.check(&Danger::ALL)?;
            Ok::<_, PolicyConfigError>(Some(config))
        }))
    }

    fn from_value(value: Value) -> Self {
        let mut config = Self::new();
        let Value::Map(entries) = value else {
            let message = format!("expected a map of options, found {}", value.kind());
            config.may_lack_origins = true;
            config
                .mistakes
                .push(PolicyMistake::new(None, None, message));
            return config;
        };
        let mut known = Vec::new();
        for (key, value) in entries {
            let Value::Text(key) = key else {
                let message = format!("expected the name of an option, found {}", key.kind());
                config.report(None, None, message);
                continue;
            };
            match option(&key) {
                Ok(option) if known.contains(&option) => {
                    config.report(Some(option), None, "duplicate key; write it once".into());
                }
                Ok(option) => {
                    known.push(option);
                    config.set(option, value);
                }
                Err(message) => {
                    // The key may be another word for them.
                    config.may_lack_origins = true;
                    let mistake = PolicyMistake::new(Some(&key), None, message);
                    config.mistakes.push(mistake);
                }
            }
        }
        config
    }

    fn report(&mut self, option: Option<OptionName>, position: Option<usize>, message: String) {
        if option.is_none_or(|option| option == OptionName::AllowOrigins) {
            self.may_lack_origins = true;
        }
        let key = option.map(OptionName::as_str);
        self.mistakes
            .push(PolicyMistake::new(key, position, message));
    }

    fn set(&mut self, option: OptionName, value: Value) {
        // A program writes `None` like this in a configuration.
        if let Value::Null = value {
            return;
        }
        match option {
            OptionName::AllowOrigins => {
                let entries = self.list(option, value);
                self.allow_origins =
                    entries.map(|entries| entries.into_iter().map(AllowOrigin::Literal).collect());
            }
            OptionName::AllowMethods => self.allow_methods = self.list(option, value),
            OptionName::AllowHeaders => self.allow_headers = self.list(option, value),
            OptionName::ExposeHeaders => self.expose_headers = self.list(option, value),
            OptionName::AllowCredentials => self.allow_credentials = self.switch(option, &value),
            OptionName::BlockOnOriginMismatch => {
                self.block_on_origin_mismatch = self.switch(option, &value);
            }
            OptionName::MaxAge => self.max_age = self.seconds(option, &value),
            // `option` refuses them.
            OptionName::Dangerously | OptionName::Policy | OptionName::Crate => {}
        }
    }

    /// A list, or one string with its entries. `None` if there is not even one entry
    /// of the right type among wrong ones.
    fn list(&mut self, option: OptionName, value: Value) -> Option<Vec<Entry>> {
        let values = match value {
            Value::List(values) => values,
            Value::Text(text) => {
                let separator = |c: char| c == ',' || c.is_whitespace();
                let texts = text.split(separator).filter(|text| !text.is_empty());
                return Some(Entry::all(texts));
            }
            value => {
                self.report_type(option, "a list of strings", &value);
                return None;
            }
        };
        let is_empty = values.is_empty();
        let mut entries = Vec::new();
        for (position, value) in values.into_iter().enumerate() {
            if let Value::Text(text) = value {
                entries.push(Entry::new(position, text));
            } else {
                let message = format!("expected a string, found {}", value.kind());
                self.report(Some(option), Some(position), message);
            }
        }
        Some(entries).filter(|entries| is_empty || !entries.is_empty())
    }

    /// Environment variables only have strings.
    fn switch(&mut self, option: OptionName, value: &Value) -> Option<bool> {
        match value {
            Value::Bool(is_on) => Some(*is_on),
            Value::Text(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Value::Text(text) if text.eq_ignore_ascii_case("false") => Some(false),
            value => {
                self.report_type(option, "`true` or `false`", value);
                None
            }
        }
    }

    fn seconds(&mut self, option: OptionName, value: &Value) -> Option<u32> {
        let is_count =
            |text: &&String| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // A number too large for the type is too large for every rule.
        match value {
            Value::Count(seconds) => Some(u32::try_from(*seconds).unwrap_or(u32::MAX)),
            Value::Text(text) if is_count(&text) => Some(text.parse().unwrap_or(u32::MAX)),
            value => {
                self.report_type(option, "a number of seconds", value);
                None
            }
        }
    }

    fn report_type(&mut self, option: OptionName, expected: &str, found: &Value) {
        let (found, example) = (found.kind(), option.example_setting());
        let message = format!("expected {expected}, found {found}; write `{example}`");
        self.report(Some(option), None, message);
    }
}

/// The option that a key names, if a configuration can set it.
fn option(key: &str) -> Result<OptionName, String> {
    match OptionName::from_word(key) {
        Ok(option) if option.is_setting() => Ok(option),
        Ok(OptionName::Dangerously) => Err(
            "`dangerously` cannot be set in a configuration; remove it, and call \
             `ConfiguredPolicy::new().dangerously_...`"
                .to_owned(),
        ),
        Ok(option) => Err(format!(
            "`{option}` cannot be set in a configuration; remove it"
        )),
        Err(unknown) => Err(unknown.in_settings().to_string()),
    }
}
