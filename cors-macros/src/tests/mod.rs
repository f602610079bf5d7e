//! What comes out of the macro, token by token; what the compiler says of it
//! is the matter of the UI tests.

#![allow(
    clippy::needless_raw_string_hashes,
    reason = "the snapshots are written by a tool"
)]

mod editor;
mod expansion;
mod fragments;
mod mistakes;
mod module_default;
mod nesting;
mod other_attributes;
mod policy_data;
mod token_soup;

use proc_macro2::TokenStream;
use syn::{File, ImplItem, Item, Stmt};

use crate::expand::{self, Place};

/// `#[cors(args)]` above `item`.
#[track_caller]
fn expand(args: &str, item: &str) -> TokenStream {
    expand::cors(&tokens(args), tokens(item), Place::Written)
}

#[track_caller]
fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|_| panic!("{text}"))
}

/// What comes out, as a person would write it.
#[track_caller]
fn pretty(output: TokenStream) -> String {
    prettyplease::unparse(&parsed(output))
}

#[track_caller]
fn parsed(output: TokenStream) -> File {
    let text = output.to_string();
    syn::parse2(output).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// What the `register` function of the generated item consists of.
#[track_caller]
fn registrations(output: TokenStream) -> Vec<Stmt> {
    let implementation = parsed(output)
        .items
        .into_iter()
        .find_map(|item| match item {
            Item::Impl(implementation) => implementation.items.into_iter().next(),
            _ => None,
        });
    match implementation {
        Some(ImplItem::Fn(register)) => register.block.stmts,
        other => panic!("no function `register`: {}", other.is_some()),
    }
}
