//! What the expansion says for the audit, and the runtime drops without its
//! feature `audit`: an entry in the list of all routes, and what of a policy
//! only the audit asks for.

use corsac_policy::{Danger, OriginPattern};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{LitStr, Path};

use crate::{
    args::{Args, Origin},
    data,
    handler::Handler,
    source,
};

/// Puts the route into the list; `__CORSAC_ROUTE` is what it serves.
pub(crate) fn registration(
    path: &LitStr,
    handler: &Handler,
    policy_path: Option<&Path>,
    private: &TokenStream,
) -> TokenStream {
    let name = handler.name();
    let handler = name.to_string();
    let policy_path = data::option(policy_path.map(source::path_text));
    // Of the handler: the attribute may be that of a whole module.
    let location = quote_spanned!(name.span()=> ::core::panic::Location::caller());
    quote! {
        #private::list_route!(__CORSAC_ROUTE, #path, #handler, #location, #policy_path);
    }
}

/// The value of the field `written` of `Policy`.
pub(crate) fn written(args: &Args, private: &TokenStream) -> TokenStream {
    let dangers = args.dangerously.iter().flatten();
    let dangers = dangers.map(|(danger, _)| match danger {
        Danger::InsecureOrigins => quote!(InsecureOrigins),
        Danger::PublicSuffixes => quote!(PublicSuffixes),
        Danger::NullOrigin => quote!(NullOrigin),
        Danger::UncheckedOrigins => quote!(UncheckedOrigins),
    });
    let dangers = quote!([#(#dangers),*]);
    data::by_build(args, |dev| {
        let entries = args.allow_origins.iter().flatten();
        let entries = entries
            .filter(|entry| dev || !matches!(entry, Origin::Dev(_)))
            .map(allow_origin);
        quote!(#private::written!([#(#entries),*] #dangers))
    })
}

fn allow_origin(entry: &Origin) -> TokenStream {
    match entry {
        Origin::Literal(literal) => match literal.value().as_str() {
            "*" => quote!(Any),
            text => match OriginPattern::parse(text) {
                Ok(pattern) if !pattern.is_exact() => quote!(Pattern(#text)),
                _ => quote!(Exact(#text)),
            },
        },
        Origin::Dev(literal) => quote!(Dev(#literal)),
        Origin::From(path) => {
            let text = source::path_text(path);
            quote!(From(#text, &#path))
        }
        Origin::Predicate(path) => {
            let text = source::path_text(path);
            quote!(Predicate(#text))
        }
    }
}
