//! What `#[cors(...)]` and `policy!(...)` expand to: data, and calls to the
//! runtime; or errors.

use corsac_policy::OptionName;
use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::quote;
use syn::ItemMod;

use crate::{
    args::Args,
    data, editor,
    error::{Attribute, Error, write},
    facade::Facade,
    factory,
    handler::{self, Handler},
    module, nesting,
    policy::{self, Verdict},
    written::UserPath,
};

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
    let item = tokens_of(item);
    if let Err(error) = nesting::check_item(&item) {
        // Without the item, since the next parser would overflow the stack.
        return write(vec![error], Attribute::call());
    }
    if let Err(error) = check_depth(args) {
        let error = write(vec![error], Attribute::call());
        return quote!(#error #(#item)*);
    }
    let module = module::parse(&item);
    match (args.to_string().as_str(), module) {
        ("none", Some(module)) => none_of_module(args, module),
        ("none", None) => none_of_handler(args, &item),
        (_, Some(module)) => cors_of_module(args, module),
        (_, None) => cors_of_handler(args, &item, place),
    }
}

/// The tokens of an item, which may be the argument of a `macro_rules!`.
fn tokens_of(item: TokenStream) -> Vec<TokenTree> {
    let tokens: Vec<_> = item.into_iter().collect();
    match tokens.as_slice() {
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::None => {
            tokens_of(group.stream())
        }
        _ => tokens,
    }
}

fn check_depth(args: &TokenStream) -> Result<(), Error> {
    nesting::check_arguments(args.clone(), OptionName::AllowOrigins.example())
}

fn none_of_module(args: &TokenStream, module: ItemMod) -> TokenStream {
    let words = editor::words(args, &Args::default(), &[]);
    module::with_first(module, words)
}

/// `#[cors(none)]` only opts out of a module's default. Without a route attribute
/// below, it is in the wrong place.
fn none_of_handler(args: &TokenStream, item: &[TokenTree]) -> TokenStream {
    let words = editor::words(args, &Args::default(), item);
    let item = handler::opted_out(item).unwrap_or_else(|error| {
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
    let words = editor::words(args, &parsed, &[]);
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
            let facade = Facade::of(args, Span::call_site());
            let options = data::options(&policy, Span::call_site());
            return Ok(quote! {
                use #facade::__private as __corsac;
                __corsac::Policy::new(&[#(__corsac::PolicyOption::#options),*])
            });
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
    let words = editor::words(args, &parsed, &[]);
    let errors = write(errors, Attribute::call());
    let module = module::with_first(module, words);
    quote!(#module #errors)
}

/// The attribute for the place just above the route attribute.
fn at_route(args: &TokenStream, parsed: &Args) -> TokenStream {
    let facade = Facade::of(parsed, Span::call_site());
    quote!(#facade::__private::cors(#args))
}

fn cors_of_handler(tokens: &TokenStream, item: &[TokenTree], place: Place) -> TokenStream {
    let (args, mut errors) = Args::parse(tokens.clone());
    let handler = Handler::parse(item);
    let verdict = policy::check(&args, handler.as_ref().ok());
    let words = match place {
        Place::Written => editor::words(tokens, &args, item),
        // It has their place.
        Place::AtRoute => TokenStream::new(),
    };

    let is_malformed = matches!(&handler, Ok(handler) if !handler.errors.is_empty());
    let is_permitted = errors.is_empty() && verdict.is_ok() && handler.is_ok();
    let has_macros = matches!(&handler, Ok(handler) if handler.may_have_macros());
    if place == Place::Written && has_macros && (is_permitted || is_malformed) {
        let attribute = at_route(tokens, &args);
        // Mistakes in the route attribute are reported there, once.
        if let Some(item) = handler::stepped_down(item, &quote!(#[#attribute])) {
            return quote!(#words #item);
        }
    }

    let expansion = match (&handler, &verdict) {
        (Ok(handler), _) if is_malformed => factory::unregistered(handler, &args),
        (Ok(handler), Ok(verdict)) if errors.is_empty() => {
            factory::registered(handler, verdict, &args)
        }
        (Ok(_), _) => item.iter().cloned().collect(),
        (Err(_), _) => handler::refused(item),
    };
    errors.extend(verdict.err().into_iter().flatten());
    let attribute = handler.as_ref().map_or_else(
        |_| Attribute::call(),
        |handler| Attribute::resolved_at(handler.name().span(), tokens),
    );
    errors.extend(handler.map_or_else(|error| vec![error], |handler| handler.errors));
    [words, write(errors, attribute), expansion]
        .into_iter()
        .collect()
}

fn shared_in_shared(path: &UserPath) -> Error {
    let message = "policies cannot contain other policies; write their options instead";
    Error::new(message).at_span(path.span())
}
