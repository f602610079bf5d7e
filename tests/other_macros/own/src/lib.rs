//! Attribute macros as a user may have of their own.

use std::iter::once;

use proc_macro::{Delimiter, TokenStream, TokenTree};

/// Emits a constant beside the function: `pub const handler_beside: &str = "handler";`.
#[proc_macro_attribute]
pub fn with_sibling(_: TokenStream, item: TokenStream) -> TokenStream {
    let name = name(item.clone());
    with_constant(&format!("{name}_beside"), &format!("{name:?}"), item)
}

/// Emits the path of the route attribute that it finds:
/// `pub const handler_path: &str = "/";`.
///
/// # Panics
///
/// If there is none.
#[proc_macro_attribute]
pub fn with_path(_: TokenStream, item: TokenStream) -> TokenStream {
    let name = name(item.clone());
    let path = route_path(item.clone()).expect("a route attribute with a path");
    with_constant(&format!("{name}_path"), &path, item)
}

/// Expands into `#[get("...")]`, as the last of the attributes.
///
/// # Panics
///
/// If `path` is no string.
#[proc_macro_attribute]
pub fn my_get(path: TokenStream, item: TokenStream) -> TokenStream {
    let is_attribute = |token: &TokenTree| match token {
        TokenTree::Punct(sign) => sign.as_char() == '#',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Bracket,
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    };
    let route: TokenStream = format!("#[actix_web::get({path})]").parse().unwrap();
    let function: TokenStream = item.clone().into_iter().skip_while(is_attribute).collect();
    let attributes = item.into_iter().take_while(is_attribute);
    attributes.chain(route).chain(function).collect()
}

/// What another library has by the name of Actix's attribute: it leaves the handler
/// a function.
#[proc_macro_attribute]
pub fn get(_: TokenStream, item: TokenStream) -> TokenStream {
    item
}

fn with_constant(name: &str, value: &str, item: TokenStream) -> TokenStream {
    let constant = format!("#[allow(non_upper_case_globals)] pub const {name}: &str = {value};");
    let mut output: TokenStream = constant.parse().unwrap();
    output.extend(once(item));
    output
}

/// The word behind `fn`.
fn name(item: TokenStream) -> String {
    let is_fn = |token: &TokenTree| token.to_string() == "fn";
    let mut tokens = item.into_iter().skip_while(|token| !is_fn(token));
    tokens.nth(1).expect("a function").to_string()
}

/// The string in `#[get("/")]` or `#[post("/")]`.
fn route_path(item: TokenStream) -> Option<String> {
    item.into_iter().find_map(|token| {
        let TokenTree::Group(attribute) = token else {
            return None;
        };
        let mut tokens = attribute.stream().into_iter();
        let word = tokens.next()?.to_string();
        match tokens.next()? {
            TokenTree::Group(arguments) if ["get", "post"].contains(&word.as_str()) => {
                Some(arguments.stream().into_iter().next()?.to_string())
            }
            _ => None,
        }
    })
}
