//! What `#[cors(...)]` and `policy!(...)` expand to: data, and calls to the
//! runtime.

use corsac_policy::OptionName;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{ItemMod, Path, Token, Visibility, spanned::Spanned};

use crate::{
    args::Args,
    data, documentation, editor,
    error::{Attribute, Error, write},
    handler::{self, Handler},
    module, nesting,
    policy::{self, Verdict},
    route::Route,
    written::UserPath,
};

/// With more origins, clippy takes the list for a large array on the stack, unless it is
/// in a `static`.
const FEW_ORIGINS: usize = 100;

/// The place of `#[cors]` among the attributes of a handler.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Where the user wrote it.
    Written,
    /// Just above the route attribute. By then, the macros above it have been
    /// expanded, so no remaining attribute is a macro, known or not.
    AtRoute,
}

/// Expands `#[cors(...)]`. If the attribute has errors, the item stays as written,
/// so they are the only errors.
pub(crate) fn cors(args: &TokenStream, item: TokenStream, place: Place) -> TokenStream {
    if let Err(error) = nesting::check_item(item.clone()) {
        // Without the item, since the next parser would overflow the stack.
        return write(vec![error], Attribute::call());
    }
    if let Err(error) = check_depth(args) {
        let error = write(vec![error], Attribute::call());
        return quote!(#error #item);
    }
    let module = module::parse(&item);
    match (args.to_string().as_str(), module) {
        ("none", Some(module)) => none_of_module(args, module),
        ("none", None) => none_of_handler(args, item),
        (_, Some(module)) => cors_of_module(args, module),
        (_, None) => cors_of_handler(args, item, place),
    }
}

fn check_depth(args: &TokenStream) -> Result<(), Error> {
    nesting::check_arguments(args.clone(), OptionName::AllowOrigins.example())
}

fn none_of_module(args: &TokenStream, module: ItemMod) -> TokenStream {
    let words = editor::words(args, &facade(&Args::default()), &TokenStream::new());
    module::with_first(module, words)
}

/// `#[cors(none)]` only opts out of a module's default. Without a route attribute
/// below, it is in the wrong place.
fn none_of_handler(args: &TokenStream, item: TokenStream) -> TokenStream {
    let words = editor::words(args, &facade(&Args::default()), &item);
    let item = handler::opted_out(item.clone()).unwrap_or_else(|error| {
        let errors = write(vec![error], Attribute::call());
        let item = handler::refused(item);
        quote!(#errors #item)
    });
    quote!(#words #item)
}

/// Expands `policy!(...)`.
pub(crate) fn policy(args: &TokenStream) -> TokenStream {
    let (parsed, errors) = match check_depth(args) {
        Ok(()) => Args::parse(args.clone()),
        Err(error) => (Args::default(), vec![error]),
    };
    let words = editor::words(args, &facade(&parsed), &TokenStream::new());
    let policy = try_policy(&parsed, errors).unwrap_or_else(|errors| {
        let errors = write(errors, Attribute::call());
        // A value of the right type avoids further errors.
        quote!(#errors ::core::panic!())
    });
    quote!({ #words #policy })
}

fn try_policy(args: &Args, mut errors: Vec<Error>) -> Result<TokenStream, Vec<Error>> {
    match policy::check(args, None) {
        Ok(Verdict::Own(policy)) if errors.is_empty() => {
            let (import, options) = (import(args), data::options(&policy));
            return Ok(quote!(#import __corsac::Policy::new(#options)));
        }
        Ok(Verdict::Own(_)) => {}
        Ok(Verdict::Shared(path)) => errors.push(shared_in_shared(path)),
        Err(broken) => errors.extend(broken),
    }
    Err(errors)
}

fn cors_of_module(args: &TokenStream, mut module: ItemMod) -> TokenStream {
    let (parsed, mut errors) = Args::parse(args.clone());
    if module.content.is_none() {
        let message = "modules in separate files cannot have a default; \
                       write `#[cors(...)]` above the handlers, or move the module here";
        errors.push(Error::new(message).at(&module.ident));
    }
    errors.extend(policy::check(&parsed, None).err().into_iter().flatten());
    errors.extend(module::conditional_cors(&module));
    if errors.is_empty() {
        let written = module.clone();
        errors.extend(module::set_default(&mut module, &at_route(args, &parsed)));
        if !errors.is_empty() {
            module = written;
        }
    }
    // Inside the module, since its paths are those that the handlers would write.
    let words = editor::words(args, &facade(&parsed), &TokenStream::new());
    let errors = write(errors, Attribute::call());
    let module = module::with_first(module, words);
    quote!(#module #errors)
}

/// The attribute for the place just above the route attribute.
fn at_route(args: &TokenStream, parsed: &Args) -> TokenStream {
    let facade = facade(parsed);
    quote!(#facade::__private::cors(#args))
}

fn cors_of_handler(tokens: &TokenStream, item: TokenStream, place: Place) -> TokenStream {
    let (args, mut errors) = Args::parse(tokens.clone());
    let handler = Handler::parse(item.clone());
    let verdict = policy::check(&args, handler.as_ref().ok());
    let words = match place {
        Place::Written => editor::words(tokens, &facade(&args), &item),
        // It has their place.
        Place::AtRoute => TokenStream::new(),
    };

    let is_malformed = matches!(&handler, Ok(handler) if !handler.errors.is_empty());
    let is_permitted = errors.is_empty() && verdict.is_ok() && handler.is_ok();
    let has_macros = matches!(&handler, Ok(handler) if handler.may_have_macros());
    if place == Place::Written && has_macros && (is_permitted || is_malformed) {
        let attribute = at_route(tokens, &args);
        // Mistakes in the route attribute are reported there, once.
        if let Some(item) = handler::stepped_down(item.clone(), &quote!(#[#attribute])) {
            return quote!(#words #item);
        }
    }

    let expansion = match (&handler, &verdict) {
        (Ok(handler), _) if is_malformed => unregistered(handler, &args),
        (Ok(handler), Ok(verdict)) if errors.is_empty() => registered(handler, verdict, &args),
        (Ok(_), _) => item,
        (Err(_), _) => handler::refused(item),
    };
    errors.extend(verdict.err().into_iter().flatten());
    let attribute = handler.as_ref().map_or_else(
        |_| Attribute::call(),
        |handler| Attribute::resolved_at(handler.name().span(), tokens),
    );
    errors.extend(handler.map_or_else(|error| vec![error], |handler| handler.errors));
    let errors = write(errors, attribute);
    quote!(#words #errors #expansion)
}

fn shared_in_shared(path: &UserPath) -> Error {
    let message = "policies cannot contain other policies; write their options instead";
    Error::new(message).at_span(path.span())
}

/// The crate that the user depends on.
fn facade(args: &Args) -> TokenStream {
    let path = args.crate_path.as_ref();
    path.map_or_else(|| quote!(::corsac), ToTokens::to_token_stream)
}

/// The name by which generated code finds everything it needs.
fn import(args: &Args) -> TokenStream {
    let facade = facade(args);
    quote!(use #facade::__private as __corsac;)
}

fn registered(handler: &Handler, verdict: &Verdict<'_>, args: &Args) -> TokenStream {
    let import = import(args);
    let (statics, policy) = match verdict {
        Verdict::Shared(path) => {
            let target = path.target();
            // Report a `static` of another type at the path.
            (None, quote_spanned!(path.span()=> &#target))
        }
        Verdict::Own(policy) => {
            let options = data::options(policy);
            let data = quote!(__corsac::OwnPolicy(#options));
            // The compiler checks a `static` as it checks a function, so there is one
            // only where several routes share it, or for a long list.
            let is_short = policy.listed_origins().len() <= FEW_ORIGINS;
            if handler.routes.len() == 1 && is_short {
                (None, quote!(&#data))
            } else {
                let item = quote!(static __CORSAC_POLICY: __corsac::OwnPolicy = #data;);
                (Some(item), quote!(&__CORSAC_POLICY))
            }
        }
    };
    let routes = handler
        .routes
        .iter()
        .map(|route| resource(route, handler, &policy, args));
    let registrations = quote! {
        #import
        #statics
        #(#routes)*
    };
    let documentation = documentation::section(args, handler, verdict);
    factory(handler, &documentation, &registrations, args)
}

/// Keeps a handler usable if its route attribute is malformed. Actix's own
/// attribute would repeat the errors.
fn unregistered(handler: &Handler, args: &Args) -> TokenStream {
    let name = handler.name();
    let mention = quote! {
        let _ = (#name, __corsac_config);
    };
    factory(handler, &TokenStream::new(), &mention, args)
}

/// The item that replaces the handler, as with Actix's own attribute.
fn factory(
    handler: &Handler,
    documentation: &TokenStream,
    registrations: &TokenStream,
    args: &Args,
) -> TokenStream {
    let Handler {
        attributes,
        signature,
        body,
        ..
    } = handler;
    let name = handler.name();
    let visibility = visibility(handler);
    let facade = facade(args);
    let (docs, attributes): (Vec<_>, Vec<_>) = attributes
        .iter()
        .partition(|attribute| attribute.path().is_ident("doc"));
    let imports = handler
        .route_attributes
        .iter()
        .map(|path| import_of_route_attribute(path, &facade));

    quote! {
        #(#docs)*
        #documentation
        // The item has the name of the handler that it replaces.
        #[allow(non_camel_case_types)]
        #visibility struct #name;

        #[automatically_derived]
        impl #facade::__private::HttpServiceFactory for #name {
            fn register(self, __corsac_config: &mut #facade::__private::AppService) {
                #(#imports)*
                #(#attributes)*
                #signature #body
                #registrations
            }
        }
    }
}

/// Uses the user's import, so the compiler still reports a missing one. It also
/// reports a name that isn't Actix's attribute, such as paperclip's `get`, which the
/// path alone doesn't reveal: it would be replaced silently. A name that is imported
/// both by a glob and in an outer scope has to be the same item (E0659).
fn import_of_route_attribute(path: &Path, facade: &TokenStream) -> TokenStream {
    // Up to its last token, where the compiler looks. rust-analyzer would also explain
    // the others.
    let no_name = quote_spanned!(path.span()=> _);
    let import = quote! {
        #[allow(unused_imports)]
        use #path as #no_name;
    };
    let comparison = path.get_ident().map(|_| {
        quote!({
            #[allow(unused_imports)]
            use #facade::__private::route_attributes::*;
            #import
        })
    });
    quote!(#import #comparison)
}

/// See the feature `compat-routing-macros-force-pub` of actix-web.
fn visibility(handler: &Handler) -> Visibility {
    if cfg!(feature = "compat-routing-macros-force-pub") {
        Visibility::Public(Token![pub](Span::call_site()))
    } else {
        handler.visibility.clone()
    }
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
    let (methods, allow_methods) = (data::texts(methods), data::texts(&allowed));
    let function = handler.name();
    let name = name
        .as_ref()
        .map_or_else(|| function.to_string(), syn::LitStr::value);
    // The handler's, since the attribute may belong to a whole module.
    let location = quote_spanned!(function.span()=> __corsac::here());
    let policy_path = args.policy.as_ref().map(ToString::to_string);

    quote! {
        __corsac::route!(
            #policy, #path, #name, #methods, #allow_methods, #function, #location, #policy_path
        )
        #(.guard(__corsac::fn_guard(#guards)))*
        #(.wrap(#wraps))*
        .register(__corsac_config);
    }
}
