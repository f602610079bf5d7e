//! Actix's route attributes, parsed as Actix does.

use std::panic::catch_unwind;

use actix_router::ResourceDef;
use proc_macro2::TokenStream;
use syn::{
    Attribute, Expr, ExprLit, Lit, LitStr, Meta, MetaNameValue, Path, Token,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
};

use crate::{
    attribute::{first_string, starts_with_option, words},
    error::{Error, Result},
    nesting, shape,
};

/// One path, and the methods served there.
pub(crate) struct Route {
    pub(crate) path: LitStr,
    pub(crate) name: Option<LitStr>,
    pub(crate) guards: Vec<Path>,
    pub(crate) wraps: Vec<Expr>,
    pub(crate) methods: Vec<String>,
}

/// Which route attribute it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `#[get]` and the like, and the method that it serves.
    Method(&'static str),
    /// `#[route]`
    Route,
    /// `#[routes]`
    Routes,
}

const METHODS: [(&str, &str); 10] = [
    ("connect", "CONNECT"),
    ("delete", "DELETE"),
    ("get", "GET"),
    ("head", "HEAD"),
    ("options", "OPTIONS"),
    ("patch", "PATCH"),
    ("post", "POST"),
    ("put", "PUT"),
    ("query", "QUERY"),
    ("trace", "TRACE"),
];

impl Kind {
    /// `None` if `path` is another attribute.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let words = words(path);
        match words.as_slice() {
            [word] => Self::of_word(word),
            [krate, word] if krate == "actix_web" => Self::of_word(word),
            _ => None,
        }
    }

    fn of_word(word: &str) -> Option<Self> {
        match word {
            "route" => Some(Self::Route),
            "routes" => Some(Self::Routes),
            word => METHODS
                .iter()
                .find(|(name, _)| *name == word)
                .map(|(_, method)| Self::Method(method)),
        }
    }

    /// The kind of an attribute that is also used like Actix's. Other libraries use
    /// the same words, but don't put a path first.
    pub(crate) fn of_used(meta: &Meta) -> Option<Self> {
        Self::of(meta.path()).filter(|kind| match kind {
            Self::Routes => true,
            Self::Method(_) | Self::Route => first_string(meta).is_some(),
        })
    }
}

/// Libraries whose route attributes have the same names as Actix's.
const OTHER_LIBRARIES: [&str; 2] = ["apistos", "paperclip"];

/// Whether it is the route attribute of another library.
pub(crate) fn is_of_other_library(meta: &Meta) -> bool {
    let words = words(meta.path());
    let is_known = words
        .first()
        .is_some_and(|first| OTHER_LIBRARIES.contains(&first.as_str()));
    names_route(meta) && (is_known || starts_with_option(meta, "path"))
}

/// Whether its last segment is one of Actix's.
pub(crate) fn names_route(meta: &Meta) -> bool {
    words(meta.path())
        .last()
        .is_some_and(|word| Kind::of_word(word).is_some())
}

impl Route {
    /// Reads `#[get("/path", ...)]` or `#[route("/path", ...)]`.
    pub(crate) fn parse(kind: Kind, attribute: &Attribute) -> Result<Self> {
        if is_of_other_library(&attribute.meta) {
            return Err(Error::new(OTHER_LIBRARY).at(attribute.path()));
        }
        let list = attribute.meta.require_list();
        let list = list.map_err(|_| Error::new(MISSING_PATH).at(attribute.path()))?;
        nesting::check_arguments(list.tokens.clone(), "name = \"a\"")?;
        let RouteArgs { path, options } = list.parse_args()?;
        check_path(&path)?;

        let mut route = Self {
            path,
            name: None,
            guards: Vec::new(),
            wraps: Vec::new(),
            methods: Vec::new(),
        };
        if let Kind::Method(method) = kind {
            route.methods.push(method.to_owned());
        }
        for option in &options {
            route.set(kind, option)?;
        }
        if route.methods.is_empty() {
            let message = "missing method; write `method = \"GET\"`";
            return Err(Error::new(message).at(attribute.path()));
        }
        Ok(route)
    }

    fn set(&mut self, kind: Kind, option: &MetaNameValue) -> Result<()> {
        let literal = string(option);
        if option.path.is_ident("name") {
            self.name = Some(literal?);
        } else if option.path.is_ident("guard") {
            let example = "guard = \"is_local\"";
            self.guards.push(parsed(&literal?, "a path", example)?);
        } else if option.path.is_ident("wrap") {
            let example = "wrap = \"Logger::default()\"";
            self.wraps
                .push(parsed(&literal?, "an expression", example)?);
        } else if option.path.is_ident("method") && kind == Kind::Route {
            let literal = literal?;
            let method = custom_method(&literal)?;
            if self.methods.contains(&method) {
                let message = format!("duplicate method `{method}`; remove it");
                return Err(Error::new(message).at(&literal));
            }
            self.methods.push(method);
        } else if option.path.is_ident("method") {
            let message = "this attribute serves one method; use `route` for several";
            return Err(Error::new(message).at(option));
        } else {
            let message = "unknown route option; write `name`, `guard`, `wrap`, or `method`";
            return Err(Error::new(message).at(&option.path));
        }
        Ok(())
    }
}

const MISSING_PATH: &str = "missing path; write `#[get(\"/path\")]`";

/// These keys are apistos's. Actix's path comes first, without a key.
pub(crate) const OTHER_LIBRARY: &str = "this attribute isn't Actix's; write \
    `#[get(\"/path\")]`, or wrap a `policy!` around the other library's route";

struct RouteArgs {
    path: LitStr,
    options: Punctuated<MetaNameValue, Token![,]>,
}

impl Parse for RouteArgs {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let words = |words| move |error: syn::Error| syn::Error::new(error.span(), words);
        let path = input.parse().map_err(words(MISSING_PATH))?;
        if !input.is_empty() {
            let comma: syn::Result<Token![,]> = input.parse();
            comma.map_err(words("missing comma; write one before this"))?;
        }
        if let Ok(second) = input.fork().parse::<LitStr>() {
            let message = "expected one path, found several; use `routes` for several";
            return Err(syn::Error::new(second.span(), message));
        }
        let options = Punctuated::parse_terminated(input).map_err(words(
            "expected an option; write one such as `name = \"a\"`",
        ))?;
        Ok(Self { path, options })
    }
}

fn string(option: &MetaNameValue) -> Result<LitStr> {
    if let Expr::Lit(ExprLit {
        lit: Lit::Str(literal),
        ..
    }) = &option.value
    {
        return Ok(literal.clone());
    }
    let name = shape::name(&option.path);
    let message = format!("values must be quoted; write `{name} = \"...\"`");
    Err(Error::new(message).at(&option.value))
}

/// The content of a string, parsed as Rust.
fn parsed<T: Parse>(literal: &LitStr, what: &str, example: &str) -> Result<T> {
    let is_deep = |tokens: TokenStream| nesting::check_arguments(tokens, example).is_err();
    if literal.parse().is_ok_and(is_deep) {
        let message = format!("nested too deeply; write one as in `{example}`");
        return Err(Error::new(message).at(literal));
    }
    literal.parse().map_err(|_| {
        let message = format!("expected {what}; write one as in `{example}`");
        Error::new(message).at(literal)
    })
}

/// A method that Actix accepts: uppercase letters.
fn custom_method(literal: &LitStr) -> Result<String> {
    let method = literal.value();
    if !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Ok(method)
    } else {
        let message = "methods are uppercase; write one such as `\"GET\"`";
        Err(Error::new(message).at(literal))
    }
}

/// Has Actix's router parse the pattern, which panics if it is invalid.
fn check_path(path: &LitStr) -> Result<()> {
    let pattern = path.value();
    catch_unwind(|| ResourceDef::new(pattern))
        .map(drop)
        .map_err(|panic| {
            let reason = panic.downcast_ref::<String>().map(String::as_str);
            let reason = reason.or_else(|| panic.downcast_ref::<&str>().copied());
            Error::new(reason.unwrap_or("invalid path pattern")).at(path)
        })
}
