use std::{convert::Infallible, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, VariantAccess as _, Visitor},
};

/// Any value of a format, so a wrong type doesn't hide other mistakes.
#[derive(Debug)]
pub(super) enum Value {
    Null,
    Bool(bool),
    /// A number that isn't a count.
    Number(String),
    Count(u64),
    Text(String),
    List(Vec<Value>),
    /// In the order written, including duplicates.
    Map(Vec<(Value, Value)>),
    /// A value that no key takes.
    Other,
}

impl Value {
    /// Its name in messages.
    pub(super) fn kind(&self) -> String {
        match self {
            Self::Null => "nothing".to_owned(),
            Self::Bool(value) => format!("`{value}`"),
            Self::Number(number) => format!("the number {number}"),
            Self::Count(count) => format!("the number {count}"),
            Self::Text(text) if text.is_empty() => "an empty string".to_owned(),
            Self::Text(text) => format!("the string `{text}`"),
            Self::List(_) => "a list".to_owned(),
            Self::Map(_) => "a map".to_owned(),
            Self::Other => "something else".to_owned(),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reading::<_, Infallible>(Ok))
    }
}

/// Reads a value and converts it while the format still knows the line, which it adds
/// to errors.
pub(super) struct Reading<T, E>(pub(super) fn(Value) -> Result<T, E>);

impl<T, E: fmt::Display> Reading<T, E> {
    fn finish<F: Error>(self, value: Value) -> Result<T, F> {
        (self.0)(value).map_err(F::custom)
    }
}

impl<'de, T, E: fmt::Display> Visitor<'de> for Reading<T, E> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a policy: a map of options")
    }

    fn visit_bool<F: Error>(self, value: bool) -> Result<T, F> {
        self.finish(Value::Bool(value))
    }

    fn visit_i64<F: Error>(self, value: i64) -> Result<T, F> {
        self.finish(
            u64::try_from(value).map_or_else(|_| Value::Number(value.to_string()), Value::Count),
        )
    }

    fn visit_i128<F: Error>(self, value: i128) -> Result<T, F> {
        self.finish(
            u64::try_from(value).map_or_else(|_| Value::Number(value.to_string()), Value::Count),
        )
    }

    fn visit_u64<F: Error>(self, value: u64) -> Result<T, F> {
        self.finish(Value::Count(value))
    }

    fn visit_u128<F: Error>(self, value: u128) -> Result<T, F> {
        self.finish(
            u64::try_from(value).map_or_else(|_| Value::Number(value.to_string()), Value::Count),
        )
    }

    fn visit_f64<F: Error>(self, value: f64) -> Result<T, F> {
        self.finish(Value::Number(value.to_string()))
    }

    fn visit_str<F: Error>(self, text: &str) -> Result<T, F> {
        self.finish(Value::Text(text.to_owned()))
    }

    fn visit_string<F: Error>(self, text: String) -> Result<T, F> {
        self.finish(Value::Text(text))
    }

    fn visit_bytes<F: Error>(self, bytes: &[u8]) -> Result<T, F> {
        let text = str::from_utf8(bytes);
        self.finish(text.map_or(Value::Other, |text| Value::Text(text.to_owned())))
    }

    fn visit_none<F: Error>(self) -> Result<T, F> {
        self.finish(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_unit<F: Error>(self) -> Result<T, F> {
        self.finish(Value::Null)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<T, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        self.finish(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        self.finish(Value::Map(entries))
    }

    /// A tag of YAML.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<T, A::Error> {
        let (IgnoredAny, variant) = tagged.variant()?;
        variant.newtype_variant::<IgnoredAny>()?;
        self.finish(Value::Other)
    }
}
