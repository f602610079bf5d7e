//! A permitted policy as a constant of the runtime. Its names come from `__corsac`,
//! where generated code finds everything it needs.

use corsac_policy::{AllowHeaders, AllowOrigins, Danger, MIRROR_REQUEST, PolicyParts};
use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};

use crate::written::{AllowOrigin, Policy, Predicate, Text, UserPath};

/// The options that are written.
pub(crate) fn options(policy: &Policy<'_>) -> TokenStream {
    let PolicyParts {
        allow_origins,
        allow_methods,
        allow_headers,
        expose_headers,
        max_age,
        dangerously,
    } = policy.parts();
    let methods = allow_methods.map(|methods| {
        let methods = texts(methods);
        quote!(AllowMethods(#methods))
    });
    let exposed = (!expose_headers.is_empty()).then(|| {
        let names = texts(expose_headers);
        quote!(ExposeHeaders(#names))
    });
    let max_age = max_age.map(|seconds| {
        let seconds = Literal::u32_unsuffixed(seconds);
        quote!(MaxAge(#seconds))
    });
    let dangers = (!dangerously.is_empty()).then(|| {
        let dangers = dangerously.iter().map(|danger| self::danger(*danger));
        quote!(Dangerously(&[#(#dangers),*]))
    });
    let options = origins(allow_origins)
        .into_iter()
        .chain([methods, headers(allow_headers), exposed, max_age, dangers])
        .flatten();
    quote!(&[#(__corsac::PolicyOption::#options),*])
}

/// The origins, and the options that only listed origins have.
fn origins(origins: &AllowOrigins<'_, Text, UserPath, Predicate>) -> [Option<TokenStream>; 3] {
    match *origins {
        AllowOrigins::Any => {
            let any = quote!(AllowOrigins(&[__corsac::AllowOrigin::Literal("*")]));
            [Some(any), None, None]
        }
        AllowOrigins::Listed {
            origins,
            allow_credentials,
            block_on_origin_mismatch,
        } => {
            let origins = origins.iter().map(allow_origin);
            [
                Some(quote!(AllowOrigins(&[#(#origins),*]))),
                allow_credentials.then(|| quote!(AllowCredentials)),
                block_on_origin_mismatch.then(|| quote!(BlockOnOriginMismatch)),
            ]
        }
    }
}

fn allow_origin(origin: &AllowOrigin) -> TokenStream {
    match origin {
        AllowOrigin::Literal(text) => {
            let text = text.as_ref();
            quote!(__corsac::AllowOrigin::Literal(#text))
        }
        // In the annotated crate: other builds don't even contain the string.
        AllowOrigin::Dev(text) => {
            let text = text.as_ref();
            quote!(#[cfg(debug_assertions)] __corsac::AllowOrigin::Dev(#text))
        }
        AllowOrigin::From(path) => {
            let (text, target) = (path.to_string(), path.target());
            // Report a `static` of another type at the path.
            let origins = quote_spanned!(path.span()=> || &#target);
            quote!(__corsac::AllowOrigin::From(__corsac::FromOrigins { path: #text, origins: #origins }))
        }
        AllowOrigin::Predicate(Predicate { path, is_async }) => {
            let (text, allows) = (path.to_string(), path.target());
            let predicate = if *is_async {
                // Not with the path's span, which may be that of a `macro_rules!` argument.
                let arguments = quote!(__corsac_origin, __corsac_request);
                // Report a result that isn't a future at the path.
                let future = quote_spanned! {path.span()=>
                    __corsac::Box::pin(#allows(#arguments))
                };
                quote!(Async(#text, |#arguments| #future))
            } else {
                quote!(Sync(#text, #allows))
            };
            quote!(__corsac::AllowOrigin::Predicate(__corsac::PredicateFn::#predicate))
        }
    }
}

fn headers(headers: &AllowHeaders<'_, Text>) -> Option<TokenStream> {
    match headers {
        AllowHeaders::Names([]) => None,
        AllowHeaders::Names(names) => {
            let names = texts(names);
            Some(quote!(AllowHeaders(#names)))
        }
        AllowHeaders::MirrorRequest => Some(quote!(AllowHeaders(&[#MIRROR_REQUEST]))),
    }
}

fn danger(danger: Danger) -> TokenStream {
    match danger {
        Danger::InsecureOrigins => quote!(__corsac::Danger::InsecureOrigins),
        Danger::PublicSuffixes => quote!(__corsac::Danger::PublicSuffixes),
        Danger::NullOrigin => quote!(__corsac::Danger::NullOrigin),
        Danger::UncheckedOrigins => quote!(__corsac::Danger::UncheckedOrigins),
    }
}

/// A list of strings.
pub(crate) fn texts(texts: &[impl AsRef<str>]) -> TokenStream {
    let texts = texts.iter().map(AsRef::as_ref);
    quote!(&[#(#texts),*])
}
