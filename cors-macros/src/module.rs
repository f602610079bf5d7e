//! `#[cors(...)]` on a module: the default for the route handlers in it.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, Item, ItemMod, Meta, parse_quote, parse2};

use crate::{
    attribute::{arguments, conditional, first_string, is_cors, may_be_macro, word},
    error::{Accumulator, Error, Result},
    route::{Kind, OTHER_LIBRARY, is_of_other_library, names_route},
    signature::after_fn,
};

/// The module, if `item` is one.
pub(crate) fn parse(item: &[TokenTree]) -> Option<ItemMod> {
    // Nearly all items are functions, and a look at their words takes less time.
    let parse = || parse2(item.iter().cloned().collect()).ok();
    may_be_one(item).then(parse).flatten()
}

pub(crate) fn may_be_one(item: &[TokenTree]) -> bool {
    has_keyword(item, "mod")
}

/// The module with `item` at its start, or after `item` if the module has no body.
pub(crate) fn with_first(mut module: ItemMod, item: TokenStream) -> TokenStream {
    let Some((_, items)) = &mut module.content else {
        return quote!(#item #module);
    };
    items.insert(0, Item::Verbatim(item));
    module.to_token_stream()
}

/// Adds `#[default]` above each route handler of the module that has no `#[cors]`.
/// If an item may be a handler and doesn't get it, that is an error: the default
/// may be what protects it.
pub(crate) fn set_default(module: &mut ItemMod, default: &TokenStream) -> Vec<Error> {
    let mut errors = Accumulator::default();
    let handlers = set_within(module, default, &mut errors);
    for item in module.content.iter().flat_map(|(_, items)| items) {
        report_unreached(item.to_token_stream(), &mut errors);
    }
    let errors = errors.into_inner();
    if handlers > 0 || !errors.is_empty() {
        return errors;
    }
    let message = "no handler in this module uses the default; remove it";
    vec![Error::new(message).at(&module.ident)]
}

/// Returns how many handlers got it.
fn set_within(module: &mut ItemMod, default: &TokenStream, errors: &mut Accumulator) -> usize {
    let items = module.content.iter_mut().flat_map(|(_, items)| items);
    let set = |item: &mut Item| match item {
        Item::Fn(function) if !has_cors(&function.attrs) => {
            let is_set = errors.handle(set_above_route(&mut function.attrs, default));
            if is_set.is_none() {
                // Don't also report it as unreached.
                function.attrs.push(parse_quote!(#[#default]));
            }
            usize::from(is_set == Some(true))
        }
        Item::Mod(inner) if !has_cors(&inner.attrs) => set_within(inner, default, errors),
        Item::Macro(call) if call.mac.path.is_ident("include") => {
            let message = "included files don't get the module's default; move their handlers here, \
                           or include them in a module with `#[cors(none)]`";
            errors.push(Error::new(message).at(&call.mac.path));
            0
        }
        _ => 0,
    };
    items.map(set).sum()
}

/// Adds it just above, so other macros expand as they would without it. `false` if
/// there is no route attribute.
fn set_above_route(attributes: &mut Vec<Attribute>, default: &TokenStream) -> Result<bool> {
    let mut is_set = false;
    for i in 0..attributes.len() {
        let meta = &mut attributes[i].meta;
        if Kind::of_used(meta).is_some() {
            check_certain(meta, is_set)?;
            attributes.insert(i, parse_quote!(#[#default]));
            return Ok(true);
        }
        if let Some(with_default) = set_under_condition(meta, default)? {
            *meta = with_default;
            is_set = true;
        }
    }
    Ok(is_set)
}

/// `cfg_attr(condition, default, get("/"))`, if `meta` is such a `cfg_attr`.
fn set_under_condition(meta: &Meta, default: &TokenStream) -> Result<Option<Meta>> {
    let Some((condition, mut entries)) = conditional(meta) else {
        return Ok(None);
    };
    let mut is_set = false;
    for i in 0..entries.len() {
        let Ok(entry) = parse2(entries[i].clone()) else {
            continue;
        };
        if Kind::of_used(&entry).is_some() {
            check_certain(&entry, is_set)?;
            entries.insert(i, default.clone());
            is_set = true;
            break;
        }
        if let Some(with_default) = set_under_condition(&entry, default)? {
            entries[i] = with_default.to_token_stream();
            is_set = true;
        }
    }
    let path = meta.path();
    Ok(is_set.then(|| parse_quote!(#path(#condition #(, #entries)*))))
}

fn check_certain(route: &Meta, comes_after_condition: bool) -> Result<()> {
    if comes_after_condition {
        let message = "cannot tell which route attribute comes first; \
                       write `#[cfg]` on two handlers instead";
        return Err(Error::new(message).at(route.path()));
    }
    Ok(())
}

/// An error for each `cfg_attr` with a `#[cors]` in the module. Its condition isn't
/// known yet, so it is unclear whether the default applies.
pub(crate) fn conditional_cors(module: &ItemMod) -> Vec<Error> {
    let message = "cannot tell whether the module's default applies; \
                   write `#[cfg]` on two handlers instead";
    let errors_of = |attributes: &[Attribute]| {
        let conditional = attributes.iter().filter(|it| is_conditional_cors(&it.meta));
        let error = |it: &Attribute| Error::new(message).at(it.path());
        conditional.map(error).collect::<Vec<_>>()
    };
    let items = module.content.iter().flat_map(|(_, items)| items);
    let errors = |item: &Item| match item {
        Item::Fn(function) => errors_of(&function.attrs),
        Item::Mod(inner) => {
            let mut errors = errors_of(&inner.attrs);
            errors.extend(conditional_cors(inner));
            errors
        }
        _ => Vec::new(),
    };
    items.flat_map(errors).collect()
}

fn is_conditional_cors(meta: &Meta) -> bool {
    let tokens = arguments(meta).filter(|_| conditional(meta).is_some());
    tokens.is_some_and(|tokens| has_word(tokens, "cors"))
}

pub(crate) fn has_word(tokens: &TokenStream, word: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == word,
        TokenTree::Group(group) => has_word(&group.stream(), word),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

fn has_cors(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| is_cors(&attribute.meta))
}

/// Reports what looks like a handler and has no `#[cors]`: in the body of a function,
/// in the rules or arguments of a macro, and wherever else items can be.
fn report_unreached(tokens: TokenStream, errors: &mut Accumulator) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut attributes: Vec<Meta> = Vec::new();
    let mut rest = tokens.as_slice();
    while let Some((token, mut tail)) = rest.split_first() {
        if let Some((attribute, below)) = split_attribute(rest) {
            attributes.extend(parse2::<Meta>(attribute.stream()));
            rest = below;
            continue;
        }
        let (head, below) = split_head(rest);
        if attributes.iter().any(is_cors) && has_keyword(head, "mod") {
            // A module with its own `#[cors]`.
            tail = below;
        } else if is_free_function(head) {
            errors.handle(check_reached(&attributes));
        }
        attributes.clear();
        if let TokenTree::Group(group) = token {
            report_unreached(group.stream(), errors);
        }
        rest = tail;
    }
}

/// `#[...]`, and what follows.
pub(crate) fn split_attribute(tokens: &[TokenTree]) -> Option<(&Group, &[TokenTree])> {
    match tokens {
        [TokenTree::Punct(hash), TokenTree::Group(group), below @ ..]
            if hash.as_char() == '#' && group.delimiter() == Delimiter::Bracket =>
        {
            Some((group, below))
        }
        _ => None,
    }
}

/// An item up to its braces or its semicolon, and what follows.
pub(crate) fn split_head(tokens: &[TokenTree]) -> (&[TokenTree], &[TokenTree]) {
    let is_end = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(sign) => sign.as_char() == ';',
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    };
    match tokens.iter().position(is_end) {
        Some(end) => (&tokens[..end], &tokens[end + 1..]),
        None => (tokens, &[]),
    }
}

fn has_keyword(head: &[TokenTree], keyword: &str) -> bool {
    let is_keyword = |it: &TokenTree| matches!(it, TokenTree::Ident(word) if word == keyword);
    head.iter().any(is_keyword)
}

/// A function without `self`: a method isn't a handler.
pub(crate) fn is_free_function(head: &[TokenTree]) -> bool {
    let takes_self = |it: &TokenTree| match it {
        TokenTree::Group(group) => has_word(&group.stream(), "self"),
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    };
    after_fn(head).is_some_and(|rest| !rest.iter().any(takes_self))
}

/// An attribute of a function that [`set_default`] should have seen.
fn check_reached(attributes: &[Meta]) -> Result<()> {
    let has_cors = |it: &Meta| is_cors(it) || is_conditional_cors(it);
    if attributes.iter().any(has_cors) {
        return Ok(());
    }
    let is_test = |it: &Meta| ["case", "test_case"].contains(&word(it).as_str());
    let others = attributes.iter().filter(|it| !is_test(it));
    let mut unreached = others.filter_map(|it| Some((it, unreached_route(it)?)));
    match unreached.next() {
        Some((attribute, message)) => Err(Error::new(message).at(attribute.path())),
        None => Ok(()),
    }
}

/// The error about an attribute that is, or may be, a route attribute.
fn unreached_route(meta: &Meta) -> Option<&'static str> {
    if let Some((_, entries)) = conditional(meta) {
        let mut entries = entries.into_iter().filter_map(|entry| parse2(entry).ok());
        return entries.find_map(|entry| unreached_route(&entry));
    }
    if is_of_other_library(meta) {
        return Some(OTHER_LIBRARY);
    }
    // `#[get($path)]`, in the rules of a macro.
    let is_of_rules = Kind::of(meta.path()).is_some() && starts_with_dollar(meta);
    if is_of_rules || Kind::of_used(meta).is_some() {
        return Some(
            "the module's default does not reach this handler; write `#[cors(...)]` above it",
        );
    }
    let string = first_string(meta).filter(|_| may_be_macro(meta))?;
    (names_route(meta) || string.value().starts_with('/')).then_some(
        "unknown route attribute; import Actix's and write `#[get(\"/\")]`, \
         or opt out of the module's default with `#[cors(none)]`",
    )
}

fn starts_with_dollar(meta: &Meta) -> bool {
    let first = arguments(meta).and_then(|tokens| tokens.clone().into_iter().next());
    matches!(first, Some(TokenTree::Punct(sign)) if sign.as_char() == '$')
}
