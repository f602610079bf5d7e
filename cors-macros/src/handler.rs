//! The item below `#[cors(...)]`: a handler and its route attributes.

use corsac_policy::is_forbidden_method;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{
    Attribute, FnArg, Path, PathArguments, ReturnType, Signature, Type, Visibility,
    parse::{Parse, ParseStream},
    parse2,
};

use crate::{
    attribute::{first_string, is_cors, is_default, may_be_macro},
    error::{Accumulator, Error, Result},
    route::{Kind, OTHER_LIBRARY, Route, is_of_other_library},
    written::Text,
};

/// A handler function without its route attributes.
pub(crate) struct Handler {
    /// Documentation and all other attributes.
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    /// The body as written: the compiler checks it.
    pub(crate) body: TokenStream,
    /// The route attributes that have to be in scope: `#[routes]` doesn't need
    /// those below it.
    pub(crate) route_attributes: Vec<Path>,
    /// Empty if a route attribute is malformed.
    pub(crate) routes: Vec<Route>,
    /// The span of a parameter `Json<_>`.
    pub(crate) json_parameter: Option<Span>,
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
    pub(crate) fn parse(item: TokenStream) -> Result<Self> {
        let Function {
            attributes,
            visibility,
            signature,
            body,
        } = parse2(item)?;
        let (routes, attributes) = split_attributes(attributes);
        check_place(&signature, &routes, &attributes)?;

        let path = |(_, attribute): &(Kind, Attribute)| attribute.path().clone();
        let route_attributes = match routes.first() {
            Some(several @ (Kind::Routes, _)) => vec![path(several)],
            _ => routes.iter().map(path).collect(),
        };

        let mut errors = Accumulator::default();
        let routes = errors.handle(parse_routes(&routes)).unwrap_or_default();
        if matches!(signature.output, ReturnType::Default) {
            let message = "missing return type; write one as in `-> impl Responder`";
            errors.push(Error::new(message).at(&signature));
        }
        Ok(Self {
            json_parameter: json_parameter(&signature),
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
        &self.signature.ident
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
pub(crate) fn refused(item: TokenStream) -> TokenStream {
    let Ok(mut function) = parse2::<Function>(item.clone()) else {
        return item;
    };
    let is_method = function.signature.receiver().is_some();
    function.attributes.retain(|attribute| {
        let is_route = Kind::of(attribute.path()).is_some();
        !(is_cors(&attribute.meta) || is_method && is_route)
    });
    function.to_token_stream()
}

/// The item with `attribute` just above its first route attribute, if a macro comes
/// before it. That macro then expands first and sees the route attribute, as it
/// would without `#[cors]`.
pub(crate) fn stepped_down(item: TokenStream, attribute: &TokenStream) -> Option<TokenStream> {
    let Function {
        attributes,
        visibility,
        signature,
        body,
    } = parse2(item).ok()?;
    let first = kinds(&attributes).iter().position(Option::is_some)?;
    let (above, rest) = attributes.split_at(first);
    let is_needed = above.iter().any(|it| may_be_macro(&it.meta));
    is_needed.then(|| quote!(#(#above)* #attribute #(#rest)* #visibility #signature #body))
}

/// The item of `#[cors(none)]`, without a module's default. The default doesn't
/// recognize `#[cors(none)]` if `cors` is imported by another name.
///
/// # Errors
///
/// If no route attribute follows, nor a macro that may add one.
pub(crate) fn opted_out(item: TokenStream) -> Result<TokenStream> {
    let function: Function = parse2(item.clone())?;
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
    visibility: Visibility,
    signature: Signature,
    body: TokenStream,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut attributes = input.call(Attribute::parse_outer)?;
        // The handler's own attribute takes precedence over its module's default.
        attributes.retain(|attribute| !is_default(&attribute.meta));
        let visibility = input.parse()?;
        let start = input.span();
        let fork = input.fork();
        let signature = input.parse().map_err(|error| {
            let rest = fork.parse().unwrap_or_else(|_| TokenStream::new());
            if name_within(&rest.into_iter().collect::<Vec<_>>()).is_some() {
                // An unfinished function, which the compiler also reports.
                return error;
            }
            syn::Error::new(
                start,
                "expected a handler; write `#[cors]` above a function and its route attribute",
            )
        })?;
        Ok(Self {
            attributes,
            visibility,
            signature,
            body: input.parse()?,
        })
    }
}

/// The name in `fn name`, whatever follows.
pub(crate) fn name_within(head: &[TokenTree]) -> Option<&Ident> {
    let mut tokens = head.iter();
    tokens.find(|token| matches!(token, TokenTree::Ident(word) if word == "fn"))?;
    match tokens.next()? {
        TokenTree::Ident(name) => Some(name),
        TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => None,
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
        tokens.extend(quote!(#(#attributes)* #visibility #signature #body));
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
    if let Some(receiver) = signature.receiver() {
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
        Error::new(message).at(&signature.ident)
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

/// The type of a body that only a preflighted request can carry. A type that merely
/// contains `Json`, such as `Either<Json<_>, Form<_>>`, also takes other bodies,
/// and a conditional parameter may be absent.
fn json_parameter(signature: &Signature) -> Option<Span> {
    let is_conditional =
        |it: &Attribute| it.path().is_ident("cfg") || it.path().is_ident("cfg_attr");
    let is_json = |argument: &FnArg| {
        let FnArg::Typed(argument) = argument else {
            return None;
        };
        if argument.attrs.iter().any(is_conditional) {
            return None;
        }
        let Type::Path(path) = &*argument.ty else {
            return None;
        };
        let last = path.path.segments.last()?;
        let has_type = matches!(last.arguments, PathArguments::AngleBracketed(_));
        (last.ident == "Json" && has_type).then(|| last.ident.span())
    };
    signature.inputs.iter().find_map(is_json)
}
