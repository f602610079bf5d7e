//! What an attribute is, judging by its words: ours, a built-in one, or a macro.

use proc_macro2::{TokenStream, TokenTree};
use syn::{
    LitStr, Meta, Path, PathSegment,
    parse::{ParseStream, Parser as _},
};

use crate::shape;

/// The compiler's own attributes for functions, which aren't macros. See
/// <https://doc.rust-lang.org/reference/attributes.html#built-in-attributes-index>.
const BUILT_IN: [&str; 20] = [
    "allow",
    "cfg",
    "cfg_attr",
    "cold",
    "deny",
    "deprecated",
    "doc",
    "expect",
    "export_name",
    "forbid",
    "inline",
    "instruction_set",
    "link_section",
    "must_use",
    "naked",
    "no_mangle",
    "target_feature",
    "track_caller",
    "unsafe",
    "warn",
];

/// See <https://doc.rust-lang.org/reference/attributes.html#tool-attributes>.
const TOOLS: [&str; 5] = ["clippy", "diagnostic", "miri", "rust_analyzer", "rustfmt"];

/// The segments of a path, without `r#`.
pub(crate) fn words(path: &Path) -> Vec<String> {
    let word = |segment: &PathSegment| {
        let word = segment.ident.to_string();
        word.strip_prefix("r#").map(str::to_owned).unwrap_or(word)
    };
    path.segments.iter().map(word).collect()
}

/// The last segment of an attribute's path.
pub(crate) fn word(meta: &Meta) -> String {
    words(meta.path()).pop().unwrap_or_default()
}

/// `#[cors]`, by any path.
pub(crate) fn is_cors(meta: &Meta) -> bool {
    word(meta) == "cors"
}

/// The `#[cors]` that a module's default adds above the route attribute.
pub(crate) fn is_default(meta: &Meta) -> bool {
    words(meta.path()).ends_with(&["__private".to_owned(), "cors".to_owned()])
}

/// Whether an attribute may be a macro. Any unknown attribute may be one.
pub(crate) fn may_be_macro(meta: &Meta) -> bool {
    let is_known = match words(meta.path()).as_slice() {
        [word] => BUILT_IN.contains(&word.as_str()),
        [tool, ..] => TOOLS.contains(&tool.as_str()),
        [] => false,
    };
    !is_known && !is_cors(meta)
}

/// The tokens between the parentheses.
pub(crate) fn arguments(meta: &Meta) -> Option<&TokenStream> {
    match meta {
        Meta::List(list) => Some(&list.tokens),
        Meta::Path(_) | Meta::NameValue(_) => None,
    }
}

/// The string at the start of the arguments.
pub(crate) fn first_string(meta: &Meta) -> Option<LitStr> {
    let parser = |input: ParseStream<'_>| {
        let string = input.parse()?;
        input.parse::<TokenStream>().map(|_| string)
    };
    parser.parse2(arguments(meta)?.clone()).ok()
}

/// Whether the arguments start with this option, as in `path = "/"`.
pub(crate) fn starts_with_option(meta: &Meta, name: &str) -> bool {
    let mut tokens = arguments(meta).cloned().unwrap_or_default().into_iter();
    let is_name = matches!(tokens.next(), Some(TokenTree::Ident(word)) if word == name);
    is_name && matches!(tokens.next(), Some(TokenTree::Punct(sign)) if sign.as_char() == '=')
}

/// The condition of a `cfg_attr`, and its attributes.
pub(crate) fn conditional(meta: &Meta) -> Option<(TokenStream, Vec<TokenStream>)> {
    if word(meta) != "cfg_attr" {
        return None;
    }
    let mut entries = shape::split_at_commas(arguments(meta)?.clone()).into_iter();
    Some((entries.next()?, entries.collect()))
}
