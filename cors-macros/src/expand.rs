//! What `#[cors(...)]` becomes: data, and calls of the runtime.

use cors_policy::{AllowHeaders, AllowOrigins, CheckedPolicy, OriginPattern};
use darling::Error;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Visibility, parse_quote, spanned::Spanned};

use crate::{
    args::Args,
    documentation,
    handler::{self, Handler},
    policy,
    route::Route,
};

/// Expands `#[cors(...)]`. On errors of the attribute the item is kept as it
/// is written, so that they are the only ones.
pub(crate) fn cors(args: TokenStream, item: TokenStream) -> TokenStream {
    let (args, mut errors) = Args::parse(args);
    let handler = Handler::parse(item.clone());
    let policy = policy::check(&args, handler.as_ref().ok());
    let private = private_module(&args);

    let expansion = match (&handler, &policy) {
        (Ok(handler), _) if !handler.errors.is_empty() => unregistered(handler, &private),
        (Ok(handler), Ok(policy)) if errors.is_empty() => registered(handler, policy, &private),
        (Ok(_), _) => item,
        (Err(_), _) => handler::refused(item),
    };
    errors.extend(handler.map_or_else(|error| vec![error], |handler| handler.errors));
    errors.extend(policy.err().into_iter().flatten());
    if errors.is_empty() {
        return expansion;
    }
    errors.sort_by_key(place_in_source);
    let errors = Error::multiple(errors).write_errors();
    quote!(#errors #expansion)
}

fn place_in_source(error: &Error) -> (usize, usize) {
    let start = error.span().start();
    (start.line, start.column)
}

/// Where generated code finds what it needs.
fn private_module(args: &Args) -> TokenStream {
    let facade = args.crate_path.as_ref();
    facade.map_or_else(
        || quote!(::corsac::__private),
        |path| quote!(#path::__private),
    )
}

fn registered(handler: &Handler, policy: &CheckedPolicy, private: &TokenStream) -> TokenStream {
    let policy_data = policy_data(policy, private);
    let routes = handler.routes.iter().map(|route| {
        let methods = allowed_methods(route, handler, policy);
        resource(route, &methods, handler, private)
    });
    let documentation = documentation::section(policy);
    let registrations = quote! {
        static __CORSAC_POLICY: #private::Policy = #policy_data;
        #(#routes)*
    };
    factory(handler, &documentation, &registrations, private)
}

/// What keeps a handler usable whose route attribute is malformed: Actix's own
/// attribute would repeat the errors that are reported already.
fn unregistered(handler: &Handler, private: &TokenStream) -> TokenStream {
    let name = handler.name();
    let mention = quote! {
        let _ = (#name, __corsac_config);
    };
    factory(handler, &TokenStream::new(), &mention, private)
}

/// The one item that takes the handler's place, as with Actix's own attribute.
fn factory(
    handler: &Handler,
    documentation: &TokenStream,
    registrations: &TokenStream,
    private: &TokenStream,
) -> TokenStream {
    let Handler {
        attributes,
        signature,
        body,
        ..
    } = handler;
    let name = handler.name();
    let visibility = visibility(handler);
    let docs = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"));
    // Its import stays in use, and the compiler still says if it is missing.
    let imports = handler.route_attributes.iter().map(|path| {
        quote_spanned! {path.span()=>
            #[allow(unused_imports)]
            use #path as _;
        }
    });

    quote! {
        #(#docs)*
        #documentation
        // The item is named like the handler that it stands for.
        #[allow(non_camel_case_types)]
        #visibility struct #name;

        #[automatically_derived]
        impl #private::HttpServiceFactory for #name {
            fn register(self, __corsac_config: &mut #private::AppService) {
                #(#imports)*
                #(#attributes)*
                #signature #body
                #registrations
            }
        }
    }
}

/// See the feature `compat-routing-macros-force-pub` of actix-web.
fn visibility(handler: &Handler) -> Visibility {
    if cfg!(feature = "compat-routing-macros-force-pub") {
        parse_quote!(pub)
    } else {
        handler.visibility.clone()
    }
}

/// What of the policy's methods is served at the path of `route`. A browser
/// keeps one preflight answer for a path, so all of them belong into it.
fn allowed_methods(route: &Route, handler: &Handler, policy: &CheckedPolicy) -> Vec<String> {
    let is_served = |method: &&String| {
        let mut here = handler
            .routes
            .iter()
            .filter(|other| other.path.value() == route.path.value());
        here.any(|other| other.methods.contains(method))
    };
    policy
        .allow_methods
        .iter()
        .filter(is_served)
        .cloned()
        .collect()
}

fn resource(
    route: &Route,
    allowed_methods: &[String],
    handler: &Handler,
    private: &TokenStream,
) -> TokenStream {
    let Route {
        path,
        name,
        guards,
        wraps,
        methods,
    } = route;
    let allow_methods = joined(allowed_methods, private);
    let handler = handler.name();
    let name = name
        .as_ref()
        .map_or_else(|| handler.to_string(), syn::LitStr::value);

    quote! {{
        static __CORSAC_ROUTE: #private::Route = #private::Route {
            policy: &__CORSAC_POLICY,
            methods: &[#(#methods),*],
            allow_methods: #allow_methods,
        };
        let __corsac_resource = #private::Resource::new(#path)
            .name(#name)
            .guard(
                #private::RouteGuard::new(&__CORSAC_ROUTE)
                    #(.and(#private::fn_guard(#guards)))*
            )
            #(.wrap(#wraps))*
            .wrap(#private::Cors::new(&__CORSAC_ROUTE))
            .to(#handler);
        #private::HttpServiceFactory::register(__corsac_resource, __corsac_config);
    }}
}

fn policy_data(policy: &CheckedPolicy, private: &TokenStream) -> TokenStream {
    let allow_origins = origins_data(&policy.allow_origins, private);
    let allow_headers = match &policy.allow_headers {
        AllowHeaders::MirrorRequest => quote!(MirrorRequest),
        AllowHeaders::Names(names) if names.is_empty() => quote!(None),
        AllowHeaders::Names(names) => {
            let names = header_value(&names.join(", "), private);
            quote!(Names(#names))
        }
    };
    let expose_headers = joined(&policy.expose_headers, private);
    let max_age: Vec<_> = policy.max_age.iter().map(u32::to_string).collect();
    let max_age = joined(&max_age, private);
    let allow_credentials = policy.allow_credentials;
    let block_on_origin_mismatch = policy.block_on_origin_mismatch;

    quote! {
        #private::Policy {
            allow_origins: #private::AllowOrigins::#allow_origins,
            allow_headers: #private::AllowHeaders::#allow_headers,
            expose_headers: #expose_headers,
            allow_credentials: #allow_credentials,
            max_age: #max_age,
            block_on_origin_mismatch: #block_on_origin_mismatch,
        }
    }
}

fn origins_data(origins: &AllowOrigins, private: &TokenStream) -> TokenStream {
    let AllowOrigins::Listed { exact, patterns } = origins else {
        return quote!(Any);
    };
    // The runtime searches them.
    let mut exact: Vec<_> = exact.iter().collect();
    exact.sort();
    let count = exact.len();
    let exact = exact
        .into_iter()
        .map(|origin| header_value(origin, private));
    let patterns = patterns
        .iter()
        .map(|pattern| pattern_data(pattern, private));
    quote! {
        Listed {
            // By name, since a temporary of this type may not live on in a static.
            exact: {
                static __CORSAC_ORIGINS: [#private::HeaderValue; #count] = [#(#exact),*];
                &__CORSAC_ORIGINS
            },
            patterns: &[#(#patterns),*],
        }
    }
}

fn pattern_data(pattern: &OriginPattern, private: &TokenStream) -> TokenStream {
    let text = pattern.as_str();
    let parts = pattern.parts();
    let (scheme_end, host_end) = (parts.scheme_end, parts.host_end);
    quote!(#private::OriginPattern::from_parts(#text, #scheme_end, #host_end))
}

/// The value of a list header, if there is anything to list.
fn joined(names: &[String], private: &TokenStream) -> TokenStream {
    if names.is_empty() {
        return quote!(::core::option::Option::None);
    }
    let value = header_value(&names.join(", "), private);
    quote!(::core::option::Option::Some(#value))
}

fn header_value(text: &str, private: &TokenStream) -> TokenStream {
    quote!(#private::HeaderValue::from_static(#text))
}
