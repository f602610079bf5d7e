//! A permitted policy as a constant of the runtime. Its names come from `__corsac`,
//! where generated code finds everything it needs.
//!
//! To put one token stream into another takes more time than all its tokens, so only
//! what is in brackets is a stream.

use corsac_policy::{AllowHeaders, AllowOrigins, Danger, MIRROR_REQUEST, PolicyParts};
use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use crate::written::{AllowOrigin, Policy, Predicate, Text, UserPath};

/// A variant of an enum of the runtime, and its value.
pub(crate) struct Variant {
    name: Ident,
    value: Option<Group>,
}

impl Variant {
    fn new(name: &str, at: Span) -> Self {
        let name = Ident::new(name, at);
        Self { name, value: None }
    }

    fn with(self, value: TokenStream) -> Self {
        let mut group = Group::new(Delimiter::Parenthesis, value);
        group.set_span(self.name.span());
        Self {
            value: Some(group),
            ..self
        }
    }
}

impl ToTokens for Variant {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.name.to_tokens(tokens);
        self.value.to_tokens(tokens);
    }
}

/// The options that are written, as code `at` a place.
pub(crate) fn options(policy: &Policy<'_>, at: Span) -> Vec<Variant> {
    let PolicyParts {
        allow_origins,
        allow_methods,
        allow_headers,
        expose_headers,
        max_age,
        dangerously,
    } = policy.parts();
    let mut options = origins(allow_origins, at);
    let list = |name, entries| Variant::new(name, at).with(texts(entries, at));
    if let Some(methods) = allow_methods {
        options.push(list("AllowMethods", methods));
    }
    match allow_headers {
        AllowHeaders::Names([]) => {}
        AllowHeaders::Names(names) => options.push(list("AllowHeaders", names)),
        AllowHeaders::MirrorRequest => {
            let names = texts(&[MIRROR_REQUEST], at);
            options.push(Variant::new("AllowHeaders", at).with(names));
        }
    }
    if !expose_headers.is_empty() {
        options.push(list("ExposeHeaders", expose_headers));
    }
    if let Some(seconds) = *max_age {
        let mut seconds = Literal::u32_unsuffixed(seconds);
        seconds.set_span(at);
        options.push(Variant::new("MaxAge", at).with(seconds.into_token_stream()));
    }
    if !dangerously.is_empty() {
        let dangers = dangerously.iter().map(|it| danger(*it, at));
        let dangers = quote_spanned!(at=> &[#(__corsac::Danger::#dangers),*]);
        options.push(Variant::new("Dangerously", at).with(dangers));
    }
    options
}

/// The origins, and the options that only listed origins have.
fn origins(origins: &AllowOrigins<'_, Text, UserPath, Predicate>, at: Span) -> Vec<Variant> {
    let allow_origins = |origins| Variant::new("AllowOrigins", at).with(origins);
    match *origins {
        AllowOrigins::Any => {
            let any = literal("*", at);
            let any = quote_spanned!(at=> &[__corsac::AllowOrigin::Literal(#any)]);
            vec![allow_origins(any)]
        }
        AllowOrigins::Listed {
            origins,
            allow_credentials,
            block_on_origin_mismatch,
        } => {
            let conditions = origins.iter().map(|origin| condition(origin, at));
            let origins = origins.iter().map(|origin| allow_origin(origin, at));
            let origins = quote_spanned! {at=>
                &[#(#conditions __corsac::AllowOrigin::#origins),*]
            };
            let mut options = vec![allow_origins(origins)];
            let mut add = |is_written: bool, name| {
                options.extend(is_written.then(|| Variant::new(name, at)));
            };
            add(allow_credentials, "AllowCredentials");
            add(block_on_origin_mismatch, "BlockOnOriginMismatch");
            options
        }
    }
}

/// In the annotated crate: other builds don't even contain the string.
fn condition(origin: &AllowOrigin, at: Span) -> Option<TokenStream> {
    match origin {
        AllowOrigin::Dev(_) => Some(quote_spanned!(at=> #[cfg(debug_assertions)])),
        AllowOrigin::Literal(_) | AllowOrigin::From(_) | AllowOrigin::Predicate(_) => None,
    }
}

fn allow_origin(origin: &AllowOrigin, at: Span) -> Variant {
    let text = |text: &str| literal(text, at);
    match origin {
        AllowOrigin::Literal(origin) => {
            Variant::new("Literal", at).with(text(origin.as_ref()).into_token_stream())
        }
        AllowOrigin::Dev(origin) => {
            Variant::new("Dev", at).with(text(origin.as_ref()).into_token_stream())
        }
        AllowOrigin::From(path) => {
            let (text, target) = (text(&path.to_string()), path.target());
            // Report a `static` of another type at the path.
            let origins = quote_spanned!(path.span()=> || &#target);
            Variant::new("From", at).with(quote_spanned! {at=>
                __corsac::FromOrigins { path: #text, origins: #origins }
            })
        }
        AllowOrigin::Predicate(Predicate { path, is_async }) => {
            let (text, allows) = (text(&path.to_string()), path.target());
            let predicate = if *is_async {
                // Not with the path's span, which may be that of a `macro_rules!` argument.
                let arguments = quote_spanned!(at=> __corsac_origin, __corsac_request);
                // Report a result that isn't a future at the path.
                let future = quote_spanned! {path.span()=>
                    __corsac::Boxed::pin(#allows(#arguments))
                };
                quote_spanned!(at=> Async(#text, |#arguments| #future))
            } else {
                quote_spanned!(at=> Sync(#text, #allows))
            };
            let predicate = quote_spanned!(at=> __corsac::PredicateFn::#predicate);
            Variant::new("Predicate", at).with(predicate)
        }
    }
}

fn danger(danger: Danger, at: Span) -> Ident {
    let name = match danger {
        Danger::InsecureOrigins => "InsecureOrigins",
        Danger::PublicSuffixes => "PublicSuffixes",
        Danger::NullOrigin => "NullOrigin",
        Danger::UncheckedOrigins => "UncheckedOrigins",
    };
    Ident::new(name, at)
}

/// A list of strings.
fn texts(texts: &[impl AsRef<str>], at: Span) -> TokenStream {
    let texts = texts.iter().map(|text| literal(text, at));
    quote_spanned!(at=> &[#(#texts),*])
}

/// A string. One that `quote` makes would be at the call of the macro.
pub(crate) fn literal(text: impl AsRef<str>, at: Span) -> Literal {
    let mut literal = Literal::string(text.as_ref());
    literal.set_span(at);
    literal
}
