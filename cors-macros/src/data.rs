//! A permitted policy as static data of the runtime.

use corsac_policy::{AllowHeaders, AllowOrigins, CheckedPolicy, OriginList, OriginPattern};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned as _;

use crate::{
    args::{Args, Origin},
    audit, source,
};

/// `Policy { ... }`; `allow_methods` is for where no route says them.
pub(crate) fn policy(
    policy: &CheckedPolicy,
    allow_methods: &[String],
    args: &Args,
    private: &TokenStream,
) -> TokenStream {
    let allow_origins = allow_origins(&policy.allow_origins, args, private);
    let allow_methods = list(allow_methods);
    let allow_headers = match &policy.allow_headers {
        AllowHeaders::MirrorRequest => quote!(MirrorRequest),
        AllowHeaders::Names(names) if names.is_empty() => quote!(None),
        AllowHeaders::Names(names) => {
            let names = names.join(", ");
            quote!(Names(#names))
        }
    };
    let expose_headers = list(&policy.expose_headers);
    let max_age = option(policy.max_age);
    let allow_credentials = policy.allow_credentials;
    let block_on_origin_mismatch = policy.block_on_origin_mismatch;
    let source = by_build(args, |dev| {
        let text = source::text(args, dev);
        quote!(#text)
    });
    let written = audit::written(args, private);

    quote! {
        #private::Policy {
            allow_origins: #allow_origins,
            allow_methods: #allow_methods,
            allow_headers: #private::AllowHeaders::#allow_headers,
            expose_headers: #expose_headers,
            allow_credentials: #allow_credentials,
            max_age: #max_age,
            block_on_origin_mismatch: #block_on_origin_mismatch,
            source: #source,
            written: #written,
        }
    }
}

/// The value of a list header, if there is anything to list.
pub(crate) fn list(names: &[String]) -> TokenStream {
    option((!names.is_empty()).then(|| names.join(", ")))
}

/// `Some` or `None`, whatever the user calls so.
pub(crate) fn option(value: Option<impl ToTokens>) -> TokenStream {
    value.map_or_else(
        || quote!(::core::option::Option::None),
        |value| quote!(::core::option::Option::Some(#value)),
    )
}

fn allow_origins(origins: &AllowOrigins, args: &Args, private: &TokenStream) -> TokenStream {
    let AllowOrigins::Listed { always, dev } = origins else {
        return quote!(#private::AllowOrigins::Any);
    };
    by_build(args, |with_dev| {
        let mut list = always.clone();
        if with_dev {
            list.exact.extend(dev.exact.iter().cloned());
            list.patterns.extend(dev.patterns.iter().cloned());
        }
        listed(list, args, private)
    })
}

fn listed(list: OriginList, args: &Args, private: &TokenStream) -> TokenStream {
    let entries = || args.allow_origins.iter().flatten();
    let sets = entries().filter_map(|entry| match entry {
        // A `static` of another type is the path's mistake.
        Origin::From(path) => Some(quote_spanned!(path.span()=> &#path)),
        _ => None,
    });
    let predicates = entries().filter_map(|entry| match entry {
        Origin::Predicate(path) => Some(path),
        _ => None,
    });
    let patterns = list
        .patterns
        .iter()
        .map(|pattern| pattern_data(pattern, private));
    let exact = list.exact;
    let is_one = exact.len() == 1
        && list.patterns.is_empty()
        && !entries().any(|entry| matches!(entry, Origin::From(_) | Origin::Predicate(_)));
    if is_one {
        let origin = &exact[0];
        return quote!(#private::AllowOrigins::One(#origin));
    }
    quote! {
        #private::AllowOrigins::Listed {
            exact: &[#(#exact),*],
            patterns: &[#(#patterns),*],
            sets: &[#(#sets),*],
            predicates: &[#(#predicates),*],
        }
    }
}

/// Data that may differ between builds, by the `debug_assertions` of the crate
/// that is annotated. `dev(...)` is not even a string in the other ones.
pub(crate) fn by_build(args: &Args, data: impl Fn(bool) -> TokenStream) -> TokenStream {
    let is_dev = |origin: &Origin| matches!(origin, Origin::Dev(_));
    if !args.allow_origins.iter().flatten().any(is_dev) {
        return data(false);
    }
    let (with_dev, without_dev) = (data(true), data(false));
    quote! {{
        #[cfg(debug_assertions)]
        { #with_dev }
        #[cfg(not(debug_assertions))]
        { #without_dev }
    }}
}

fn pattern_data(pattern: &OriginPattern, private: &TokenStream) -> TokenStream {
    let text = pattern.as_str();
    let parts = pattern.parts();
    let (scheme_end, host_end) = (parts.scheme_end, parts.host_end);
    quote!(#private::OriginPattern::from_parts(#text, #scheme_end, #host_end))
}
