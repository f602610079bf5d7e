//! Limits of depth: parsing Rust is recursive, and would overflow the compiler's
//! stack.

use std::vec;

use proc_macro2::{TokenStream, TokenTree};

use crate::{error::Error, handler, module};

/// The compiler has 8 MiB of stack. The most expensive kind of nesting takes 36 KiB
/// per level in a build without optimization, so this leaves half of the stack to
/// others.
const LIMIT: usize = 128;

/// An error for arguments that are nested too deeply, or too long without a comma:
/// `--1` is as deep as `(1)`.
pub(crate) fn check_arguments(tokens: TokenStream, example: &str) -> Result<(), Error> {
    let message = format!("too long or nested too deeply; write one such as `{example}`");
    check(tokens.into_iter().collect(), true, &message)
}

/// An error for an item that is nested too deeply. Code may be long, so only groups
/// count. Nothing here parses the body of a function.
pub(crate) fn check_item(item: &[TokenTree]) -> Result<(), Error> {
    let message = "nested too deeply for `#[cors]`; move part of it into another item";
    let parsed = if module::may_be_one(item) {
        item
    } else {
        handler::split_body(item).0
    };
    check(parsed.to_vec(), false, message)
}

fn check(tokens: Vec<TokenTree>, signs_count: bool, message: &str) -> Result<(), Error> {
    match first_beyond_limit(tokens, signs_count) {
        Some(token) => Err(Error::new(message).at(token)),
        None => Ok(()),
    }
}

/// The tokens of a group, and how deep the next of them is.
struct Level {
    tokens: vec::IntoIter<TokenTree>,
    depth: usize,
    /// The tokens since a comma or a semicolon: any of them may take the rest as its
    /// operand.
    run: usize,
    /// Generic arguments and closures continue after a comma.
    open: usize,
}

impl Level {
    fn new(tokens: Vec<TokenTree>, depth: usize) -> Self {
        Self {
            tokens: tokens.into_iter(),
            depth,
            run: 0,
            open: 0,
        }
    }

    fn count(&mut self, token: &TokenTree) {
        match token {
            TokenTree::Punct(sign) if matches!(sign.as_char(), ',' | ';') => self.run = 0,
            TokenTree::Punct(sign) if matches!(sign.as_char(), '<' | '|') => self.open += 1,
            TokenTree::Punct(_) | TokenTree::Ident(_) | TokenTree::Group(_) => self.run += 1,
            // Nothing nests in it, and a list may lack its commas.
            TokenTree::Literal(_) => {}
        }
    }
}

/// Goes through all tokens, without recursion of its own.
fn first_beyond_limit(tokens: Vec<TokenTree>, signs_count: bool) -> Option<TokenTree> {
    let mut levels = vec![Level::new(tokens, 0)];
    while let Some(level) = levels.last_mut() {
        let Some(token) = level.tokens.next() else {
            levels.pop();
            continue;
        };
        let depth = level.depth
            + if signs_count {
                level.run + level.open
            } else {
                0
            };
        if depth > LIMIT {
            return Some(token);
        }
        level.count(&token);
        if let TokenTree::Group(group) = token {
            levels.push(Level::new(group.stream().into_iter().collect(), depth + 1));
        }
    }
    None
}
