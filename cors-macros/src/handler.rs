//! The item below `#[cors(...)]`: a handler and its route attributes.

use corsac_policy::is_forbidden_method;
use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, Path, parse::Parser as _};

use crate::{
    attribute::{first_string, is_cors, is_default, may_be_macro},
    error::{Accumulator, Error, Result},
    module,
    route::{Kind, OTHER_LIBRARY, Route, is_of_other_library},
    signature::Signature,
    written::Text,
};

/// A handler function without its route attributes.
pub(crate) struct Handler {
    /// Documentation and all other attributes.
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Vec<TokenTree>,
    pub(crate) signature: Signature,
    /// The body as written: the compiler checks it.
    pub(crate) body: Vec<TokenTree>,
    /// The route attributes that have to be in scope: `#[routes]` doesn't need
    /// those below it.
    pub(crate) route_attributes: Vec<Path>,
    /// Empty if a route attribute is malformed.
    pub(crate) routes: Vec<Route>,
    /// Why Actix's own attribute would refuse the item.
    pub(crate) errors: Vec<Error>,
}

impl Handler {
    /// Splits the item.
    ///
    /// # Errors
    ///
    /// If the item isn't a handler with a route attribute. Mistakes in the route
    /// attribute itself go into [`Self::errors`].
    pub(crate) fn parse(item: &[TokenTree]) -> Result<Self> {
        let Function {
            attributes,
            visibility,
            signature,
            body,
        } = Function::parse(item)?;
        let (routes, attributes) = split_attributes(attributes);
        check_place(&signature, &routes, &attributes)?;

        let path = |(_, attribute): &(Kind, Attribute)| attribute.path().clone();
        let route_attributes = match routes.first() {
            Some(several @ (Kind::Routes, _)) => vec![path(several)],
            _ => routes.iter().map(path).collect(),
        };

        let mut errors = Accumulator::default();
        let routes = errors.handle(parse_routes(&routes)).unwrap_or_default();
        if !signature.has_return_type {
            let message = "missing return type; write one as in `-> impl Responder`";
            errors.push(Error::new(message).at(&signature));
        }
        Ok(Self {
            attributes,
            visibility,
            signature,
            body,
            route_attributes,
            routes,
            errors: errors.into_inner(),
        })
    }

    pub(crate) fn name(&self) -> &Ident {
        &self.signature.name
    }

    /// Whether other attribute macros may see the handler.
    pub(crate) fn may_have_macros(&self) -> bool {
        self.attributes.iter().any(|it| may_be_macro(&it.meta))
    }

    /// The methods that the handler serves, on any path.
    pub(crate) fn methods(&self) -> Vec<&str> {
        let mut methods = Vec::new();
        for method in self.routes.iter().flat_map(|route| &route.methods) {
            if !methods.contains(&method.as_str()) {
                methods.push(method);
            }
        }
        methods
    }

    /// The `written` methods, or else those that the handler serves and browsers
    /// send, limited to this route.
    pub(crate) fn allowed_methods<'a>(
        &'a self,
        written: Option<&'a [Text]>,
        is_meant: impl Fn(&str) -> bool,
    ) -> Vec<&'a str> {
        let mut methods = match written {
            Some(written) => written.iter().map(AsRef::as_ref).collect(),
            None => self.methods(),
        };
        methods.retain(|method| !is_forbidden_method(method) && is_meant(method));
        methods
    }
}

/// The item that [`Handler::parse`] refused, without the attributes that would
/// repeat its errors.
pub(crate) fn refused(item: &[TokenTree]) -> TokenStream {
    let Ok(mut function) = Function::parse(item) else {
        return item.iter().cloned().collect();
    };
    let is_method = function.signature.receiver.is_some();
    function.attributes.retain(|attribute| {
        let is_route = Kind::of(attribute.path()).is_some();
        !(is_cors(&attribute.meta) || is_method && is_route)
    });
    function.to_token_stream()
}

/// The item with `attribute` just above its first route attribute, if a macro comes
/// before it. That macro then expands first and sees the route attribute, as it
/// would without `#[cors]`.
pub(crate) fn stepped_down(item: &[TokenTree], attribute: &TokenStream) -> Option<TokenStream> {
    let mut function = Function::parse(item).ok()?;
    let attributes = &mut function.attributes;
    let first = kinds(attributes).iter().position(Option::is_some)?;
    let is_needed = attributes[..first].iter().any(|it| may_be_macro(&it.meta));
    let below = attributes.split_off(first);
    let Function {
        attributes: above,
        visibility,
        signature,
        body,
    } = function;
    is_needed.then(|| quote!(#(#above)* #attribute #(#below)* #(#visibility)* #signature #(#body)*))
}

/// The item of `#[cors(none)]`, without a module's default. The default doesn't
/// recognize `#[cors(none)]` if `cors` is imported by another name.
///
/// # Errors
///
/// If no route attribute follows, nor a macro that may add one.
pub(crate) fn opted_out(item: &[TokenTree]) -> Result<TokenStream> {
    let function = Function::parse(item)?;
    let attributes = &function.attributes;
    let may_become_one = kinds(attributes).iter().all(Option::is_none)
        && attributes.iter().any(|it| may_be_macro(&it.meta))
        && !attributes.iter().any(|it| is_cors(&it.meta));
    if !may_become_one {
        Handler::parse(item)?;
    }
    Ok(function.to_token_stream())
}

struct Function {
    attributes: Vec<Attribute>,
    visibility: Vec<TokenTree>,
    signature: Signature,
    body: Vec<TokenTree>,
}

impl Function {
    /// Splits the item by its tokens. Only the attributes are parsed, and a signature that
    /// isn't plain: to parse the body would take more time than all the rest.
    fn parse(item: &[TokenTree]) -> Result<Self> {
        let mut below = item;
        while let Some((_, rest)) = module::split_attribute(below) {
            below = rest;
        }
        let (attributes, below) = item.split_at(item.len() - below.len());
        let (visibility, below) = below.split_at(length_of_visibility(below));
        let (signature, body) = split_body(below);

        let attributes = attributes.iter().cloned().collect();
        let mut attributes = Attribute::parse_outer.parse2(attributes)?;
        // The handler's own attribute takes precedence over its module's default.
        attributes.retain(|attribute| !is_default(&attribute.meta));
        Ok(Self {
            attributes,
            visibility: visibility.to_vec(),
            signature: Signature::parse(signature.to_vec())?,
            body: body.to_vec(),
        })
    }
}

/// A function up to its body, and the body: the last token, which is the argument of a
/// `macro_rules!` if it isn't in braces. A type may have braces, too.
pub(crate) fn split_body(function: &[TokenTree]) -> (&[TokenTree], &[TokenTree]) {
    let is_body = |token: &TokenTree| match token {
        TokenTree::Group(group) => {
            matches!(group.delimiter(), Delimiter::Brace | Delimiter::None)
        }
        TokenTree::Punct(sign) => sign.as_char() == ';',
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    };
    let has_body = function.last().is_some_and(is_body);
    function.split_at(function.len() - usize::from(has_body))
}

/// Of `pub`, perhaps with parentheses, or `$visibility` in a `macro_rules!`.
fn length_of_visibility(tokens: &[TokenTree]) -> usize {
    match tokens {
        [TokenTree::Ident(word), below @ ..] if word == "pub" => {
            1 + usize::from(matches!(below, [TokenTree::Group(_), ..]))
        }
        [TokenTree::Group(group), ..] if group.delimiter() == Delimiter::None => {
            let is_pub = |token| matches!(token, TokenTree::Ident(word) if word == "pub");
            usize::from(group.stream().into_iter().next().is_none_or(is_pub))
        }
        _ => 0,
    }
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self {
            attributes,
            visibility,
            signature,
            body,
        } = self;
        tokens.extend(quote!(#(#attributes)* #(#visibility)* #signature #(#body)*));
    }
}

type RouteAttributes = Vec<(Kind, Attribute)>;

fn split_attributes(attributes: Vec<Attribute>) -> (RouteAttributes, Vec<Attribute>) {
    let kinds = kinds(&attributes);
    let mut routes = Vec::new();
    let mut others = Vec::new();
    for (attribute, kind) in attributes.into_iter().zip(kinds) {
        match kind {
            Some(kind) => routes.push((kind, attribute)),
            None => others.push(attribute),
        }
    }
    (routes, others)
}

/// Which of the attributes are Actix's: those that are used like one, and below
/// `#[routes]` all that are named like one, since Actix checks only the name. If
/// there are none, those without a path most likely are.
fn kinds(attributes: &[Attribute]) -> Vec<Option<Kind>> {
    let mut is_below_routes = false;
    let kind = |attribute: &Attribute| {
        let named = Kind::of(attribute.path()).filter(|_| is_below_routes);
        let kind = named.or_else(|| Kind::of_used(&attribute.meta));
        is_below_routes |= kind == Some(Kind::Routes);
        kind
    };
    let kinds: Vec<_> = attributes.iter().map(kind).collect();
    if kinds.iter().any(Option::is_some) {
        return kinds;
    }
    // Tracing libraries use this word, too, mostly without arguments.
    let is_other = |attribute: &&Attribute| attribute.path().is_ident("trace");
    let attributes = attributes
        .iter()
        .map(|it| Some(it).filter(|it| !is_other(it)));
    attributes.map(|it| Kind::of(it?.path())).collect()
}

fn check_place(
    signature: &Signature,
    routes: &RouteAttributes,
    others: &[Attribute],
) -> Result<()> {
    if let Some(second) = others.iter().find(|attribute| is_cors(&attribute.meta)) {
        let message = "duplicate `#[cors]`; merge the two";
        return Err(Error::new(message).at(second.path()));
    }
    if let Some(receiver) = &signature.receiver {
        let message = "Actix handlers cannot be methods; write `#[cors]` above a free function";
        return Err(Error::new(message).at(receiver));
    }
    if routes.is_empty() {
        return Err(no_route(signature, others));
    }
    Ok(())
}

/// The error if Actix's own route attribute is missing.
fn no_route(signature: &Signature, others: &[Attribute]) -> Error {
    let mut macros = others.iter().filter(|it| may_be_macro(&it.meta)).peekable();
    let is_any = macros.peek().is_some();
    let like_route = macros.find_map(|attribute| {
        let message = if is_of_other_library(&attribute.meta) {
            OTHER_LIBRARY
        } else {
            first_string(&attribute.meta)?;
            "unknown route attribute; import Actix's and write `#[get(\"/\")]`, move the macro \
             that adds it above `#[cors]`, or wrap a `policy!`"
        };
        Some(Error::new(message).at(attribute.path()))
    });
    like_route.unwrap_or_else(|| {
        let message = if is_any {
            "missing route attribute; write one such as `#[get(\"/\")]` below `#[cors]`, move \
             the macro that adds it above `#[cors]`, or wrap a `policy!` around the resource of \
             `web::get().to(...)`"
        } else {
            "missing route attribute; move `#[cors]` above one such as \
             `#[get(\"/\")]`, or wrap a `policy!` around the resource of `web::get().to(...)`"
        };
        Error::new(message).at(&signature.name)
    })
}

fn parse_routes(attributes: &RouteAttributes) -> Result<Vec<Route>> {
    let is_several = attributes.iter().any(|(kind, _)| *kind == Kind::Routes);
    let mut errors = Accumulator::default();
    let mut routes = Vec::new();
    let single = attributes.iter().filter(|(kind, _)| *kind != Kind::Routes);
    for (i, (kind, attribute)) in single.enumerate() {
        if i > 0 && !is_several {
            let message = "several route attributes need `#[routes]`; write it above them";
            errors.push(Error::new(message).at(attribute.path()));
        } else if is_several && *kind == Kind::Route {
            let message =
                "`#[routes]` takes single-method attributes; write one such as `#[get(\"/\")]`";
            errors.push(Error::new(message).at(attribute.path()));
        } else {
            routes.extend(errors.handle(Route::parse(*kind, attribute)));
        }
    }
    let mut below_the_first = attributes.iter().skip(1);
    if let Some((_, attribute)) = below_the_first.find(|(kind, _)| *kind == Kind::Routes) {
        let message = "`#[routes]` must come first; write it above the other route attributes";
        errors.push(Error::new(message).at(attribute.path()));
    }
    if let [(Kind::Routes, attribute)] = attributes.as_slice() {
        let message = "`#[routes]` needs attributes below it; write one such as `#[get(\"/\")]`";
        errors.push(Error::new(message).at(attribute.path()));
    }
    errors.finish_with(routes)
}
