use std::borrow::Cow;

use actix_web::http::header::HeaderValue;

/// Text of a policy, of which header values are made.
pub(crate) trait Text: AsRef<str> {
    /// `None` for what no header may have, which the rules keep out of a policy.
    fn header_value(&self) -> Option<HeaderValue>;

    /// The text for as long as anybody needs it.
    fn kept(&self) -> Cow<'static, str>;
}

/// Of an attribute; copies of the value then cost next to nothing.
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
