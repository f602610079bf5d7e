//! `#[cors(...)]` on a module: the default for the route handlers in it.

use proc_macro2::TokenStream;
use syn::{Attribute, Item, ItemMod, parse_quote};

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

fn is_undecided_route(attributes: &[Attribute]) -> bool {
    let is_route = |attribute: &Attribute| Kind::of(attribute.path()).is_some();
    attributes.iter().any(is_route) && !has_cors(attributes)
}

fn has_cors(attributes: &[Attribute]) -> bool {
    attributes.iter().any(is_cors)
}
