//! What the feature `audit` adds to the expansion: an entry in the list of all
//! routes, and what of a policy only the audit asks for.

use cors_policy::{Danger, OriginPattern};
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
    if !cfg!(feature = "audit") {
        return TokenStream::new();
    }
    let name = handler.name();
    let handler = name.to_string();
    let policy_path = policy_path.map(source::path_text).map_or_else(
        || quote!(::core::option::Option::None),
        |path| quote!(::core::option::Option::Some(#path)),
    );
    // Of the handler: the attribute may be that of a whole module.
    let location = quote_spanned!(name.span()=> ::core::panic::Location::caller());
    quote! {
        #private::inventory::submit! {
            #private::audit::Route {
                route: &__CORSAC_ROUTE,
                path: #path,
                handler: #handler,
                module: ::core::module_path!(),
                location: #location,
                policy_path: #policy_path,
            }
        }
    }
}

/// The field of `Policy` that there is with the feature.
pub(crate) fn written(args: &Args, private: &TokenStream) -> TokenStream {
    if !cfg!(feature = "audit") {
        return TokenStream::new();
    }
    let allow_origins = data::by_build(args, |dev| {
        let entries = args.allow_origins.iter().flatten();
        let entries = entries
            .filter(|entry| dev || !matches!(entry, Origin::Dev(_)))
            .map(allow_origin);
        quote!(&[#(#private::audit::AllowOrigin::#entries),*])
    });
    let dangers = args.dangerously.iter().flatten();
    let dangers = dangers.map(|(danger, _)| match danger {
        Danger::InsecureOrigins => quote!(InsecureOrigins),
        Danger::PublicSuffixes => quote!(PublicSuffixes),
        Danger::NullOrigin => quote!(NullOrigin),
        Danger::UncheckedOrigins => quote!(UncheckedOrigins),
    });
    quote! {
        written: #private::audit::Written {
            allow_origins: #allow_origins,
            dangerously: &[#(#private::audit::Danger::#dangers),*],
        },
    }
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
