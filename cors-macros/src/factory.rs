//! The item that replaces a handler and registers it, as with Actix's own attribute.
//!
//! The body of its function is written as the user's own code, except for its place.
//! As the code of a macro, the compiler would check it again after each change above it
//! in the file: it would depend on the position of the macro's call.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{LitStr, Token, spanned::Spanned};

use crate::{
    args::Args, data, documentation, facade::Facade, handler::Handler, policy::Verdict,
    route::Route,
};

/// With more origins, clippy takes the list for a large array on the stack, unless it is
/// in a `static`.
const FEW_ORIGINS: usize = 100;

/// The item that registers the handler under the policy.
pub(crate) fn registered(handler: &Handler, verdict: &Verdict<'_>, args: &Args) -> TokenStream {
    let at = place(handler);
    let facade = Facade::of(args, at);
    let (statics, policy) = policy(handler, verdict, at);
    let routes = handler
        .routes
        .iter()
        .map(|route| resource(route, handler, &policy, args));
    let imports = imports(handler, &facade, at);
    // Items first, as clippy asks for.
    let registrations = quote_spanned! {at=>
        use #facade::__private as __corsac;
        #statics
        #(#imports)*
        #(#routes)*
    };
    let documentation = documentation::section(args, handler, verdict);
    factory(handler, Some(documentation), &registrations, &facade)
}

/// Keeps a handler usable if its route attribute is malformed. Actix's own
/// attribute would repeat the errors.
pub(crate) fn unregistered(handler: &Handler, args: &Args) -> TokenStream {
    let name = handler.name();
    let at = place(handler);
    let facade = Facade::of(args, at);
    let imports = imports(handler, &facade, at);
    let mention = quote_spanned! {at=>
        #(#imports)*
        let _ = (#name, __corsac_config);
    };
    factory(handler, None, &mention, &facade)
}

/// The place of generated code: the attribute, with the hygiene of the handler.
fn place(handler: &Handler) -> Span {
    Span::call_site().resolved_at(handler.name().span())
}

/// The policy as an expression, and the item that it needs.
fn policy(
    handler: &Handler,
    verdict: &Verdict<'_>,
    at: Span,
) -> (Option<TokenStream>, TokenStream) {
    let policy = match verdict {
        Verdict::Shared(path) => {
            let target = path.target();
            // Report a `static` of another type at the path.
            return (None, quote_spanned!(path.span()=> &#target));
        }
        Verdict::Own(policy) => policy,
    };
    let options = data::options(policy, at);
    // The compiler checks a `static` as it checks a function, so there is one only where
    // several routes share it, or for a long list.
    let is_short = policy.listed_origins().len() <= FEW_ORIGINS;
    if handler.routes.len() == 1 && is_short {
        let policy = quote_spanned! {at=>
            &__corsac::OwnPolicy(&[#(__corsac::PolicyOption::#options),*])
        };
        return (None, policy);
    }
    let item = quote_spanned! {at=>
        static __CORSAC_POLICY: __corsac::OwnPolicy =
            __corsac::OwnPolicy(&[#(__corsac::PolicyOption::#options),*]);
    };
    (Some(item), quote_spanned!(at=> &__CORSAC_POLICY))
}

fn factory(
    handler: &Handler,
    documentation: Option<String>,
    registrations: &TokenStream,
    facade: &Facade<'_>,
) -> TokenStream {
    let Handler {
        attributes,
        visibility,
        signature,
        body,
        ..
    } = handler;
    let (at, name) = (place(handler), handler.name());
    let documentation = documentation.into_iter();
    let (docs, attributes): (Vec<_>, Vec<_>) = attributes
        .iter()
        .partition(|attribute| attribute.path().is_ident("doc"));
    // See the feature of this name in actix-web.
    let public = [Ident::new("pub", Span::call_site()).into()];
    let visibility = if cfg!(feature = "compat-routing-macros-force-pub") {
        public.as_slice()
    } else {
        visibility
    };
    let statements = quote_spanned! {at=>
        #(#attributes)*
        #signature #(#body)*
        #registrations
    };
    // As long as the attribute, it would be too long for clippy.
    let statements = braces(statements, name.span());
    let register = quote_spanned! {at=>
        fn register(self, __corsac_config: &mut #facade::__private::AppService) #statements
    };
    let register = braces(register, Span::call_site());

    quote! {
        #(#docs)*
        #(#[doc = #documentation])*
        // The item has the name of the handler that it replaces.
        #[allow(non_camel_case_types)]
        #(#visibility)* struct #name;

        impl #facade::__private::HttpServiceFactory for #name #register
    }
}

/// Uses the user's imports, so the compiler still reports a missing one. It also
/// reports a name that isn't Actix's attribute, such as paperclip's `get`, which the
/// path alone doesn't reveal: it would be replaced silently. A name that is imported
/// both by a glob and in an outer scope has to be the same item (E0659).
fn imports(handler: &Handler, facade: &Facade<'_>, at: Span) -> impl Iterator<Item = TokenStream> {
    let paths = handler.route_attributes.iter();
    paths.map(move |path| {
        // Up to its last token, where the compiler looks. rust-analyzer would also
        // explain the others.
        let no_name = Token![_](path.span());
        if path.get_ident().is_none() {
            return quote_spanned!(at=> #[allow(unused_imports)] use #path as #no_name;);
        }
        // On one line, or clippy misses a semicolon at its end.
        let comparison = quote_spanned! {at=>
            use #path as #no_name;
            {
                use #facade::__private::route_prelude::*;
                use #path as #no_name;
            }
        };
        let comparison = braces(comparison, path.span());
        quote_spanned!(at=> #[allow(unused_imports)] #comparison)
    })
}

fn braces(content: TokenStream, at: Span) -> Group {
    let mut group = Group::new(Delimiter::Brace, content);
    group.set_span(at);
    group
}

/// One path of the handler: data, and one call.
fn resource(route: &Route, handler: &Handler, policy: &TokenStream, args: &Args) -> TokenStream {
    let Route {
        path,
        name,
        guards,
        wraps,
        methods,
    } = route;
    // Browsers keep one preflight answer for each path, so it lists the methods of
    // everything served there.
    let is_served = |method: &str| {
        let mut here = handler
            .routes
            .iter()
            .filter(|other| other.path.value() == route.path.value());
        here.any(|other| other.methods.iter().any(|it| it == method))
    };
    let allowed = handler.allowed_methods(args.allow_methods.as_deref(), is_served);
    let (at, function) = (place(handler), handler.name());
    let methods = methods.iter().map(|method| data::literal(method, at));
    let allowed = allowed.iter().map(|method| data::literal(method, at));
    let name = name.as_ref();
    let name = name.map_or_else(|| function.to_string(), LitStr::value);
    let name = data::literal(name, at);
    // The handler's, since the attribute may belong to a whole module.
    let location = quote_spanned!(function.span()=> __corsac::here());
    let policy_path = args.policy.as_ref().map(ToString::to_string);

    quote_spanned! {at=>
        __corsac::route!(
            {
                __corsac::RouteResource::new(
                    #policy, #path, #name, &[#(#methods),*], &[#(#allowed),*], #function
                )
                #(.guard(__corsac::fn_guard(#guards)))*
                #(.wrap(#wraps))*
                .register(__corsac_config)
            }
            #location, #policy_path
        );
    }
}
