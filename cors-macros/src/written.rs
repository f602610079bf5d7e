//! The content of the attribute with its spans: the entries of the lists that the
//! rulebook judges.

use std::fmt;

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::{LitStr, Path, spanned::Spanned as _};

/// A text entry.
pub(crate) struct Text {
    value: String,
    pub(crate) span: Span,
}

impl From<LitStr> for Text {
    fn from(literal: LitStr) -> Self {
        Self {
            value: literal.value(),
            span: literal.span(),
        }
    }
}

impl From<Ident> for Text {
    fn from(word: Ident) -> Self {
        Self {
            value: word.to_string(),
            span: word.span(),
        }
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.value
    }
}

/// A path to an item of the user's. `Display` prints it as written.
pub(crate) struct UserPath(Path);

impl From<Path> for UserPath {
    fn from(path: Path) -> Self {
        Self(path)
    }
}

impl UserPath {
    pub(crate) fn target(&self) -> &Path {
        &self.0
    }

    pub(crate) fn span(&self) -> Span {
        self.0.span()
    }
}

impl fmt::Display for UserPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Tokens print with spaces between them.
        let text = self.0.to_token_stream().to_string();
        text.split_whitespace()
            .try_for_each(|part| f.write_str(part))
    }
}

/// The path of `predicate(PATH)` or `predicate(async PATH)`. `Display` prints the
/// text within the parentheses.
pub(crate) struct Predicate {
    pub(crate) path: UserPath,
    pub(crate) is_async: bool,
}

impl fmt::Display for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = if self.is_async { "async " } else { "" };
        write!(f, "{word}{}", self.path)
    }
}

/// An entry of `allow_origins`.
pub(crate) type AllowOrigin = corsac_policy::AllowOrigin<Text, UserPath, Predicate>;
/// The attribute's content, for the rulebook.
pub(crate) type Draft<'a> = corsac_policy::Draft<'a, Text, UserPath, Predicate>;
/// A policy that the rulebook permits.
pub(crate) type Policy<'a> = corsac_policy::Policy<'a, Text, UserPath, Predicate>;

/// The span of an entry of `allow_origins`.
pub(crate) fn span_of(entry: &AllowOrigin) -> Span {
    match entry {
        AllowOrigin::Literal(text) | AllowOrigin::Dev(text) => text.span,
        AllowOrigin::From(path) => path.span(),
        AllowOrigin::Predicate(predicate) => predicate.path.span(),
    }
}
