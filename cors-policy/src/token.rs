//! The syntax of methods and header names.

/// Whether `text` is a [token](https://www.rfc-editor.org/rfc/rfc9110#name-tokens),
/// as every method and every header name is.
///
/// ```
/// assert!(corsac_policy::is_token("X-Total-Count"));
/// assert!(!corsac_policy::is_token("X Total"));
/// assert!(!corsac_policy::is_token(""));
/// ```
#[must_use]
pub fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_token_byte)
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
