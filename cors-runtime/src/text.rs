use std::borrow::Cow;

use actix_web::http::header::HeaderValue;

/// Text of a policy, from which header values are made.
pub(crate) trait Text: AsRef<str> {
    /// `None` for text that a header can't contain, which the rules keep out of
    /// policies.
    fn header_value(&self) -> Option<HeaderValue>;

    /// The text for as long as it is needed.
    fn kept(&self) -> Cow<'static, str>;
}

/// From an attribute, so copies of the value are cheap.
impl Text for &'static str {
    fn header_value(&self) -> Option<HeaderValue> {
        Some(HeaderValue::from_static(self))
    }

    fn kept(&self) -> Cow<'static, str> {
        Cow::Borrowed(self)
    }
}

impl Text for String {
    fn header_value(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(self).ok()
    }

    fn kept(&self) -> Cow<'static, str> {
        Cow::Owned(self.clone())
    }
}
