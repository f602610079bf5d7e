//! The crate that the user depends on.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{Path, Token};

use crate::args::Args;

/// `::corsac`, or what `crate = "path"` says. What generated code needs is below it, in
/// `__private`.
pub(crate) struct Facade<'a> {
    path: Option<&'a Path>,
    at: Span,
}

impl<'a> Facade<'a> {
    /// As code `at` a place.
    pub(crate) fn of(args: &'a Args, at: Span) -> Self {
        let path = args.crate_path.as_ref();
        Self { path, at }
    }
}

impl ToTokens for Facade<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        if let Some(path) = self.path {
            path.to_tokens(tokens);
        } else {
            Token![::](self.at).to_tokens(tokens);
            Ident::new("corsac", self.at).to_tokens(tokens);
        }
    }
}
