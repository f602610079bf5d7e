//! `#[cors(...)]` on a module: the default for the route handlers in it.

use darling::Error;
use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Item, ItemMod, Meta, parse_quote};

use crate::{handler::is_cors, route::Kind};

/// Puts `#[cors(args)]` above each route handler of the module that has no
/// `#[cors]` of its own, and says how many there are.
pub(crate) fn set_default(module: &mut ItemMod, args: &TokenStream, facade: &TokenStream) -> usize {
    let items = module.content.iter_mut().flat_map(|(_, items)| items);
    let set = |item: &mut Item| match item {
        Item::Fn(function) if is_undecided_route(&function.attrs) => {
            function
                .attrs
                .insert(0, parse_quote!(#[#facade::cors(#args)]));
            1
        }
        Item::Mod(inner) if !has_cors(&inner.attrs) => set_default(inner, args, facade),
        _ => 0,
    };
    items.map(set).sum()
}

/// An error for each `cfg_attr` that has a `#[cors]` for an item of the module:
/// whether it applies is not known yet, so neither is whether the default does.
pub(crate) fn conditional_cors(module: &ItemMod) -> Vec<Error> {
    let message = "whether the module's default applies is not known here; \
                   write `#[cfg]` on two handlers instead";
    let error = |attribute: &Attribute| Error::custom(message).with_span(attribute.path());
    let items = module.content.iter().flat_map(|(_, items)| items);
    let errors = |item: &Item| match item {
        Item::Fn(function) => conditional(&function.attrs).map(error).collect(),
        Item::Mod(inner) => conditional(&inner.attrs)
            .map(error)
            .chain(conditional_cors(inner))
            .collect(),
        _ => Vec::new(),
    };
    items.flat_map(errors).collect()
}

fn conditional(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes.iter().filter(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg_attr") => {
            let mut tokens = list.tokens.clone().into_iter();
            tokens.any(|token| matches!(token, TokenTree::Ident(word) if word == "cors"))
        }
        _ => false,
    })
}

fn is_undecided_route(attributes: &[Attribute]) -> bool {
    let is_route = |attribute: &Attribute| Kind::of(attribute.path()).is_some();
    attributes.iter().any(is_route) && !has_cors(attributes)
}

fn has_cors(attributes: &[Attribute]) -> bool {
    attributes.iter().any(is_cors)
}
