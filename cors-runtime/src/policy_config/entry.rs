use std::borrow::Cow;

use actix_web::http::header::HeaderValue;

use crate::text::Text;

/// An entry of a list.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    text: String,
    /// Its index in the list as written, from zero.
    pub(super) position: usize,
}

impl Entry {
    pub(super) fn new(position: usize, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { text, position }
    }

    pub(super) fn all(texts: impl IntoIterator<Item: Into<String>>) -> Vec<Self> {
        let texts = texts.into_iter().enumerate();
        texts.map(|(i, text)| Self::new(i, text)).collect()
    }
}

impl AsRef<str> for Entry {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl Text for Entry {
    fn header_value(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.text).ok()
    }

    fn kept(&self) -> Cow<'static, str> {
        Cow::Owned(self.text.clone())
    }
}
