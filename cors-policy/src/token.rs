//! What methods and header names are made of.

/// Whether `text` is a token: <https://www.rfc-editor.org/rfc/rfc9110#name-tokens>.
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_token_byte)
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
