//! What stands in the attribute, where it stands: the entries of the lists that
//! the rulebook judges.

use std::fmt;

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::{LitStr, Path, spanned::Spanned as _};

/// An entry that is text.
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

/// A path to something of the user's. `Display` prints it as it is written.
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

/// An entry of `allow_origins`.
pub(crate) type AllowOrigin = corsac_policy::AllowOrigin<Text, UserPath, UserPath>;
/// All that is written, for the rulebook.
pub(crate) type Draft<'a> = corsac_policy::Draft<'a, Text, UserPath, UserPath>;
/// What the rulebook has permitted.
pub(crate) type Policy<'a> = corsac_policy::Policy<'a, Text, UserPath, UserPath>;

/// Where an entry of `allow_origins` stands.
pub(crate) fn span_of(entry: &AllowOrigin) -> Span {
    match entry {
        AllowOrigin::Literal(text) | AllowOrigin::Dev(text) => text.span,
        AllowOrigin::From(path) | AllowOrigin::Predicate(path) => path.span(),
    }
}
