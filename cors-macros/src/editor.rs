//! What editors complete and explain while you type the arguments.
//!
//! rust-analyzer looks for the word at the cursor in the expansion. So each expansion
//! that it asks for has a first item that is only for rust-analyzer. It contains the
//! words of the arguments in the role that editors should see: options are constants
//! with documentation, and paths are values of the required type.
//!
//! To complete a word, rust-analyzer expands the attribute again with a marker after
//! that word, and expects the word in the same place as before. So this item comes
//! first, and doesn't depend on whether the arguments are correct.

use std::env;

use corsac_policy::OptionName;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote};

use crate::{args::Args, facade::Facade, module, shape, signature::name_within};

/// The item that comes first in the expansion of `item`, if rust-analyzer expands it. The
/// compiler would only spend time on it.
pub(crate) fn words(args: &TokenStream, parsed: &Args, item: &[TokenTree]) -> TokenStream {
    // rust-analyzer starts the program that runs macros with this. It isn't documented, so
    // it may change: then editors complete nothing here, and their tests fail.
    match env::var_os("RUST_ANALYZER_INTERNALS_DO_NOT_USE") {
        Some(_) => constant(args, parsed, item),
        None => TokenStream::new(),
    }
}

/// The item. rust-analyzer sets its cfg in the edited crate, so it has to be here, and not
/// in the macro that it guards. It is needed, since a shell may set the variable for the
/// compiler, too.
pub(crate) fn constant(args: &TokenStream, parsed: &Args, item: &[TokenTree]) -> TokenStream {
    let Some(name) = name_beside(item) else {
        return TokenStream::new();
    };
    let entries: Vec<_> = entries(args).collect();
    let lists = entries.iter().map(|(option, list)| words_in(option, list));
    // An item can't have the name `crate`.
    let mut options: Vec<_> = entries.iter().map(|(option, _)| option).collect();
    options.retain(|option| *option != "crate");
    let facade = Facade::of(parsed, Span::call_site());
    quote! {
        #[allow(unexpected_cfgs, non_upper_case_globals)]
        const #name: () = {
            #[cfg(rust_analyzer)]
            #facade::__private::__words! { #(#options)*; #(#lists)* }
        };
    }
}

/// The name of a constant next to `item`. A constant in an `impl` needs a name, so one
/// next to a function gets a name. But a function with `self` may be in the `impl` of a
/// trait, which can't have further constants.
fn name_beside(item: &[TokenTree]) -> Option<Ident> {
    let (head, _) = module::split_head(item);
    match name_within(head) {
        Some(name) if module::is_free_function(head) => {
            Some(format_ident!("__corsac_words_of_{}", name))
        }
        Some(_) => None,
        None => Some(format_ident!("_")),
    }
}

/// The words in the list of an option, and the paths, each with its place.
fn words_in(option: &Ident, list: &TokenStream) -> TokenStream {
    let words = entries(list).map(|(word, _)| word);
    match OptionName::from_word(&option.to_string()) {
        Ok(OptionName::AllowOrigins) => {
            let paths = entries(list).filter_map(|(word, path)| match word.to_string().as_str() {
                "from" => Some(quote!(from(#path))),
                "predicate" => Some(quote!(predicate(#path))),
                _ => None,
            });
            quote!(origins(#(#words)*) #(#paths)*)
        }
        Ok(OptionName::AllowHeaders) => quote!(headers(#(#words)*)),
        Ok(OptionName::Dangerously) => quote!(dangers(#(#words)*)),
        Ok(OptionName::Policy) => quote!(policy(#list)),
        Ok(
            OptionName::AllowMethods
            | OptionName::ExposeHeaders
            | OptionName::AllowCredentials
            | OptionName::MaxAge
            | OptionName::BlockOnOriginMismatch
            | OptionName::Crate,
        )
        | Err(_) => TokenStream::new(),
    }
}

/// The entries that are words, with the content of their parentheses. A Rust keyword
/// may be the beginning of one, such as `in`.
fn entries(list: &TokenStream) -> impl Iterator<Item = (Ident, TokenStream)> {
    let entries = shape::split_at_commas(list.clone()).into_iter();
    entries.filter_map(|entry| {
        let mut tokens = entry.into_iter();
        let Some(TokenTree::Ident(word)) = tokens.next() else {
            return None;
        };
        let list = match tokens.next() {
            Some(TokenTree::Group(group)) => group.stream(),
            _ => TokenStream::new(),
        };
        Some((word, list))
    })
}
