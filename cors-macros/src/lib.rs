//! The attribute `#[cors]` of the crate `corsac`, where it is documented.
//!
//! The way of a token: `args.rs` (with `shape.rs`) and `handler.rs` (with
//! `route.rs`) take the attribute and the item apart, `policy.rs` asks the
//! rulebook and puts its verdicts on spans, `expand.rs` writes out what it
//! permits (`data.rs`, and in words `documentation.rs`). `written.rs` has the
//! entries of lists, which are the same on all of that way.
//! `module.rs` hands the attribute of a module on to its handlers. `attribute.rs`
//! tells what an attribute beside ours is, and `nesting.rs` keeps away what would
//! overflow the compiler's stack.

#![forbid(unsafe_code)]

mod args;
mod attribute;
mod data;
mod documentation;
mod entry;
mod expand;
mod handler;
mod module;
mod nesting;
mod policy;
mod route;
mod shape;
mod written;

use proc_macro::TokenStream;

use crate::expand::Place;

#[allow(missing_docs, reason = "documented where `corsac` re-exports it")]
#[proc_macro_attribute]
pub fn cors(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::cors(&args.into(), item.into(), Place::Written).into()
}

/// What `#[cors]` writes just above the route attribute.
#[doc(hidden)]
#[proc_macro_attribute]
pub fn cors_at_route(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::cors(&args.into(), item.into(), Place::AtRoute).into()
}

#[allow(missing_docs, reason = "documented where `corsac` re-exports it")]
#[proc_macro]
pub fn policy(args: TokenStream) -> TokenStream {
    expand::policy(args.into()).into()
}

#[cfg(test)]
mod tests;
