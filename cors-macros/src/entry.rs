//! The entries of lists: origins, methods, header names, and keywords; and what to
//! write if one has the wrong shape.

use corsac_policy::{Danger, MIRROR_REQUEST, OptionName};
use proc_macro2::{Delimiter, Ident, Literal, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Attribute, Expr, ExprLit, Lit, LitStr, Macro, Meta, MetaList, Path, Token,
    parse::{ParseStream, Parser},
    parse2,
};

use crate::{
    attribute::arguments,
    error::{Accumulator, Error, Result},
    shape::{NOTHING_BEFORE_COMMA, entries_of_value, name, split_at_commas, value},
    written::{AllowOrigin, Predicate, Text},
};

const CLOSURE: &str =
    "expected a path, found a closure; make it a function and write `predicate(is_allowed)`";

/// A quoted origin, `dev(...)`, `from(PATH)`, or `predicate(PATH)`.
pub(crate) fn origins(entry: &TokenStream) -> Result<Vec<AllowOrigin>> {
    let list = literal(entry)
        .is_none()
        .then(|| parse2::<MetaList>(entry.clone()));
    let Some(Ok(list)) = list else {
        return origin(entry).map(|origin| vec![AllowOrigin::Literal(origin.into())]);
    };
    match name(&list.path).as_str() {
        "dev" if list.tokens.is_empty() => {
            let message = "the list is empty; write `dev(\"http://localhost:5173\")`";
            Err(Error::new(message).at(&list.path))
        }
        "dev" => {
            let mut errors = Accumulator::default();
            let entries = split_at_commas(list.tokens);
            let origins = entries
                .iter()
                .filter_map(|entry| errors.handle(origin(entry)));
            let origins = origins
                .map(|origin| AllowOrigin::Dev(origin.into()))
                .collect();
            errors.finish_with(origins)
        }
        "from" => path_argument(&list, "TENANTS").map(|path| vec![AllowOrigin::From(path.into())]),
        "predicate" => predicate(&list).map(|predicate| vec![AllowOrigin::Predicate(predicate)]),
        _ => {
            let message = "unknown keyword; write a quoted origin, `dev`, `from`, or `predicate`";
            Err(Error::new(message).at(&list.path))
        }
    }
}

fn origin(entry: &TokenStream) -> Result<LitStr> {
    if literal(entry).is_none()
        && let Some(message) = not_an_origin(entry)
    {
        return Err(Error::new(message).at(entry));
    }
    quoted(entry, "origins", |text| match text {
        "*" => text.to_owned(),
        _ => "https://a.example".to_owned(),
    })
}

/// Nearly all entries are a literal, and an attempt to parse anything else takes time.
fn literal(entry: &TokenStream) -> Option<Literal> {
    let mut tokens = entry.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Literal(literal)), None) => Some(literal),
        _ => None,
    }
}

fn not_an_origin(entry: &TokenStream) -> Option<String> {
    if is_closure(entry) {
        return Some(CLOSURE.to_owned());
    }
    only_in_debug_builds(entry).or_else(|| {
        let is_constant = constant(entry).is_some() || parse2::<Macro>(entry.clone()).is_ok();
        let message = "attributes cannot read constants; write the origin in quotes, \
                       or `from(ORIGINS)` for run-time origins";
        is_constant.then(|| message.to_owned())
    })
}

/// `config::FRONTEND`
pub(crate) fn constant(tokens: &TokenStream) -> Option<Path> {
    let path = Path::parse_mod_style.parse2(tokens.clone()).ok()?;
    let last = path.segments.last()?.ident.to_string();
    (last.to_ascii_uppercase() == last).then_some(path)
}

fn is_closure(tokens: &TokenStream) -> bool {
    matches!(parse2(tokens.clone()), Ok(Expr::Closure(_)))
}

/// `#[cfg(debug_assertions)] "http://localhost:5173"`
fn only_in_debug_builds(entry: &TokenStream) -> Option<String> {
    let parser = |input: ParseStream<'_>| Ok((input.call(Attribute::parse_outer)?, input.parse()?));
    let (attributes, rest): (_, TokenStream) = parser.parse2(entry.clone()).ok()?;
    let is_debug = |it: &Attribute| {
        let condition = arguments(&it.meta).map(ToString::to_string);
        it.path().is_ident("cfg") && condition.as_deref() == Some("debug_assertions")
    };
    if !attributes.iter().any(is_debug) {
        return None;
    }
    let origin = origin(&rest).ok().map(|origin| origin.token().to_string());
    let origin = origin.filter(|text| text != "\"*\"" && !text.contains(char::is_control));
    let origin = origin.unwrap_or_else(|| "\"http://localhost:5173\"".to_owned());
    Some(format!(
        "lists cannot contain attributes; write `dev({origin})` for debug builds"
    ))
}

/// `predicate(PATH)` or `predicate(async PATH)`
fn predicate(list: &MetaList) -> Result<Predicate> {
    let parser = |input: ParseStream<'_>| {
        let word: Option<Token![async]> = input.parse()?;
        Ok((word.is_some(), input.parse()?))
    };
    let (is_async, path): (_, Path) = match parser.parse2(list.tokens.clone()) {
        Ok(argument) => argument,
        Err(_) => (false, path_argument(list, "is_allowed")?),
    };
    let path = path.into();
    Ok(Predicate { path, is_async })
}

/// `from(PATH)` or `predicate(PATH)`
fn path_argument(list: &MetaList, example: &str) -> Result<Path> {
    parse2(list.tokens.clone()).map_err(|_| {
        let word = name(&list.path);
        let message = if is_closure(&list.tokens) {
            CLOSURE.to_owned()
        } else {
            let path = path_within(&list.tokens).unwrap_or_else(|| example.to_owned());
            format!("`{word}` takes one path; write `{word}({path})`")
        };
        Error::new(message).at(value(&Meta::List(list.clone())))
    })
}

/// The path in `"TENANTS"`, `&TENANTS` or `TENANTS` itself.
pub(crate) fn path_within(tokens: &TokenStream) -> Option<String> {
    let plain = Path::parse_mod_style;
    let path = match parse2(tokens.clone()).ok()? {
        Expr::Lit(ExprLit {
            lit: Lit::Str(literal),
            ..
        }) => literal.parse_with(plain),
        Expr::Reference(reference) => plain.parse2(reference.expr.to_token_stream()),
        _ => plain.parse2(tokens.clone()),
    };
    path.ok().map(|path| name(&path))
}

pub(crate) fn method(entry: &TokenStream) -> Result<Text> {
    // The last word of `Method::PUT`.
    quoted(entry, "methods", |text| match text.rsplit(':').next() {
        None | Some("") => "PUT".to_owned(),
        Some(word) => word.to_ascii_uppercase(),
    })
    .map(Text::from)
}

pub(crate) fn header_name(entry: &TokenStream) -> Result<Text> {
    quoted(entry, "header names", |text| {
        match text.rsplit(':').next() {
            None | Some("") => "X-Request-Id".to_owned(),
            // `CONTENT_TYPE`, as the crate `http` names its constants.
            Some(name) if name.contains('_') && name.to_ascii_uppercase() == name => name
                .split('_')
                .map(capitalized)
                .collect::<Vec<_>>()
                .join("-"),
            Some(name) => name.to_owned(),
        }
    })
    .map(Text::from)
}

fn capitalized(word: &str) -> String {
    let (first, rest) = word.split_at(word.len().min(1));
    format!("{first}{}", rest.to_ascii_lowercase())
}

/// A header name, or `mirror_request`.
pub(crate) fn header(entry: &TokenStream) -> Result<Text> {
    let mut tokens = entry.clone().into_iter();
    match tokens.next() {
        Some(TokenTree::Ident(word)) if word == "any" => {
            let message = "unknown keyword `any`; write `\"*\"` or `mirror_request`";
            Err(Error::new(message).at(&word))
        }
        Some(TokenTree::Ident(word)) if word == MIRROR_REQUEST => {
            if tokens.next().is_none() {
                return Ok(word.into());
            }
            let message = "`mirror_request` takes no value; write `mirror_request`";
            Err(Error::new(message).at(&word))
        }
        _ => match header_name(entry)? {
            name if name.as_ref() == MIRROR_REQUEST => {
                let message = "`mirror_request` is a keyword; remove the quotes";
                Err(Error::new(message).at_span(name.span))
            }
            name => Ok(name),
        },
    }
}

/// A string. For an entry without quotes, `correct` makes the string that was
/// meant.
fn quoted(entry: &TokenStream, what: &str, correct: fn(&str) -> String) -> Result<LitStr> {
    let literal = match literal(entry) {
        Some(literal) => Ok(Lit::new(literal)),
        // It may be the argument of a `macro_rules!`.
        None => parse2(entry.clone()),
    };
    match literal {
        Ok(Lit::Str(literal)) if literal.suffix().is_empty() => Ok(literal),
        _ => Err(not_quoted(entry, what, correct)),
    }
}

fn not_quoted(entry: &TokenStream, what: &str, correct: fn(&str) -> String) -> Error {
    let tokens: Vec<_> = entry.clone().into_iter().collect();
    match tokens.as_slice() {
        [TokenTree::Punct(comma)] if comma.as_char() == ',' => {
            Error::new(NOTHING_BEFORE_COMMA).at(comma)
        }
        [TokenTree::Literal(_), second @ TokenTree::Literal(_), ..] => {
            let message = "missing comma; write one before this";
            Error::new(message).at(second)
        }
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Bracket => {
            let array: Option<Expr> = parse2(entry.clone()).ok();
            let entries = array.as_ref().and_then(entries_of_value);
            let entries = entries.unwrap_or_else(|| format!("\"{}\"", correct("")));
            let message = format!("remove the brackets; write `{entries}`");
            Error::new(message).at(group)
        }
        _ => {
            let words = correct(&unquoted_words(entry));
            let message = format!("{what} must be quoted; write `\"{words}\"`");
            Error::new(message).at(entry)
        }
    }
}

/// `X-A` or `Method::PUT` as written; empty for anything else.
fn unquoted_words(entry: &TokenStream) -> String {
    // Without the spaces that printing puts between `X`, `-` and `A`.
    let text: String = entry.to_string().split_whitespace().collect();
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b"-_:*".contains(&byte);
    if text.bytes().all(is_word) {
        text
    } else {
        String::new()
    }
}

/// A keyword of `dangerously`.
pub(crate) fn danger(entry: &TokenStream) -> Result<(Danger, Span)> {
    let word: Ident = parse2(entry.clone()).map_err(|_| {
        let message = match entry.to_string().as_str() {
            "," => NOTHING_BEFORE_COMMA.to_owned(),
            _ => format!(
                "`dangerously` takes keywords; write `{}`",
                OptionName::Dangerously.example()
            ),
        };
        Error::new(message).at(entry)
    })?;
    match Danger::from_word(&word.to_string()) {
        Ok(danger) => Ok((danger, word.span())),
        Err(unknown) => Err(Error::new(unknown).at(&word)),
    }
}
