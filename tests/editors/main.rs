//! What an editor shows of `#[cors(...)]` and `policy!(...)` while they are typed: with the
//! real rust-analyzer, which these tests talk to as an editor does.

mod analyzer;
mod document;
mod package;

mod completion;
mod errors;
mod explanation;
mod formatting;
