//! The shapes that options have: a list, a bare word, a number, a path; and
//! what to write where one has another.

use std::mem;

use cors_policy::{Danger, OptionName};
use darling::{Error, Result, ast::NestedMeta, error::Accumulator};
use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{
    Expr, ExprLit, Lit, LitInt, LitStr, Macro, Meta, MetaList, MetaNameValue, Path,
    parse::{ParseStream, Parser},
    parse2,
};

use crate::args::{Header, Origin};

const MIRROR_REQUEST: &str = "mirror_request";
const NOTHING_BEFORE_COMMA: &str = "nothing stands before this comma; remove it";

/// Splits a list. An entry that is empty is the comma after it, so that there is
/// something to point at.
pub(crate) fn split_at_commas(tokens: TokenStream) -> Vec<TokenStream> {
    let mut entries = Vec::new();
    let mut entry = TokenStream::new();
    for token in tokens {
        if !matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',') {
            entry.extend([token]);
        } else if entry.is_empty() {
            entries.push(token.into());
        } else {
            entries.push(mem::take(&mut entry));
        }
    }
    if !entry.is_empty() {
        entries.push(entry);
    }
    entries
}

/// One option, of whichever shape.
pub(crate) fn option(tokens: &TokenStream) -> Result<Meta> {
    let parser = |input: ParseStream<'_>| Ok((input.parse()?, input.parse()?));
    let (option, rest): (NestedMeta, TokenStream) =
        parser.parse2(tokens.clone()).map_err(|_| {
            let example = OptionName::AllowOrigins.example();
            let message = match tokens.to_string().as_str() {
                "," => NOTHING_BEFORE_COMMA.to_owned(),
                _ => format!("this is no option; write one such as `{example}`"),
            };
            Error::custom(message).with_span(tokens)
        })?;
    match option {
        NestedMeta::Lit(literal) => Err(stray_literal(&literal)),
        NestedMeta::NameValueInvalidExpr(pair) => Ok(Meta::NameValue(MetaNameValue {
            path: pair.path,
            eq_token: pair.eq_token,
            value: Expr::Verbatim(pair.value),
        })),
        NestedMeta::Meta(meta) if rest.is_empty() => Ok(meta),
        // `max_age = 1 hour`: not for us to say here what the value should be.
        NestedMeta::Meta(Meta::NameValue(mut pair)) => {
            let value = &pair.value;
            pair.value = Expr::Verbatim(quote!(#value #rest));
            Ok(Meta::NameValue(pair))
        }
        NestedMeta::Meta(meta) => Err(Error::custom(stray_rest(&meta)).with_span(&rest)),
    }
}

/// What is wrong with tokens after an option: with `max_age: 600` they should
/// have been its value, else most likely the next option.
fn stray_rest(meta: &Meta) -> String {
    let takes_value = |option: &OptionName| option.example() != option.as_str();
    let option = OptionName::from_word(&name(meta.path()));
    match (meta, option.ok().filter(takes_value)) {
        (Meta::Path(_), Some(option)) => {
            format!(
                "this is not how `{option}` is written; write `{}`",
                option.example()
            )
        }
        _ => "options are separated; write a comma before this".to_owned(),
    }
}

/// `allow_origins("https://a.example", ...)`: a list, each entry by `parse`.
///
/// An entry of the wrong shape goes into `errors`, and is left out.
pub(crate) fn list<T>(
    option: OptionName,
    meta: &Meta,
    parse: fn(&TokenStream) -> Result<T>,
    errors: &mut Accumulator,
) -> Option<Vec<T>> {
    let Meta::List(list) = meta else {
        errors.push(not_a_list(option, meta));
        return None;
    };
    let entries = split_at_commas(list.tokens.clone()).into_iter();
    Some(
        entries
            .filter_map(|entry| errors.handle(parse(&entry)))
            .collect(),
    )
}

fn not_a_list(option: OptionName, meta: &Meta) -> Error {
    let entries = match meta {
        Meta::NameValue(pair) => entries_of_value(&pair.value),
        Meta::Path(_) | Meta::List(_) => None,
    };
    let list = match entries {
        Some(entries) => format!("{option}({entries})"),
        None => option.example().to_owned(),
    };
    Error::custom(format!("`{option}` takes a list; write `{list}`")).with_span(&value(meta))
}

/// `"a"` or `["a", "b"]`, as the entries of a list.
fn entries_of_value(value: &Expr) -> Option<String> {
    let literal = |value: &Expr| match value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(literal),
            ..
        }) => Some(literal.token().to_string()).filter(|text| !text.contains(char::is_control)),
        _ => None,
    };
    match value {
        Expr::Array(array) => {
            let entries: Option<Vec<_>> = array.elems.iter().map(literal).collect();
            entries.map(|entries| entries.join(", "))
        }
        Expr::Path(path) if path.path.is_ident(MIRROR_REQUEST) => Some(MIRROR_REQUEST.to_owned()),
        value => literal(value),
    }
}

/// An origin in quotes, `dev(...)`, `from(PATH)` or `predicate(PATH)`.
pub(crate) fn origins(entry: &TokenStream) -> Result<Vec<Origin>> {
    let list: Option<MetaList> = parse2(entry.clone()).ok();
    let Some(list) = list else {
        return origin(entry).map(|origin| vec![Origin::Literal(origin)]);
    };
    match name(&list.path).as_str() {
        "dev" if list.tokens.is_empty() => {
            let message = "the list is empty; write `dev(\"http://localhost:5173\")`";
            Err(Error::custom(message).with_span(&list.path))
        }
        "dev" => {
            let mut errors = Error::accumulator();
            let entries = split_at_commas(list.tokens);
            let origins = entries
                .iter()
                .filter_map(|entry| errors.handle(origin(entry)));
            let origins = origins.map(Origin::Dev).collect();
            errors.finish_with(origins)
        }
        "from" => path_argument(&list, "from(TENANTS)").map(|path| vec![Origin::From(path)]),
        "predicate" => {
            path_argument(&list, "predicate(is_allowed)").map(|path| vec![Origin::Predicate(path)])
        }
        _ => {
            let message = "unknown word; write origins in quotes, `dev`, `from` or `predicate`";
            Err(Error::custom(message).with_span(&list.path))
        }
    }
}

fn origin(entry: &TokenStream) -> Result<LitStr> {
    if is_constant(entry) {
        let message = "an attribute cannot read a constant; write the origin in quotes, \
                       or `from(ORIGINS)` for what is known at run time";
        return Err(Error::custom(message).with_span(entry));
    }
    quoted(entry, "an origin", |text| match text {
        "*" => text.to_owned(),
        _ => "https://a.example".to_owned(),
    })
}

/// `config::FRONTEND` or `env!("FRONTEND")`
fn is_constant(entry: &TokenStream) -> bool {
    let path: Option<Path> = parse2(entry.clone()).ok();
    let last = path.and_then(|path| path.segments.last().map(|last| last.ident.to_string()));
    let is_upper_case = last.is_some_and(|name| name.to_ascii_uppercase() == name);
    is_upper_case || parse2::<Macro>(entry.clone()).is_ok()
}

fn path_argument(list: &MetaList, example: &str) -> Result<Path> {
    parse2(list.tokens.clone()).map_err(|_| {
        let message = format!("`{}` takes one path; write `{example}`", name(&list.path));
        Error::custom(message).with_span(&value(&Meta::List(list.clone())))
    })
}

pub(crate) fn method(entry: &TokenStream) -> Result<LitStr> {
    // The last word of `Method::PUT`.
    quoted(entry, "a method", |text| match text.rsplit(':').next() {
        None | Some("") => "PUT".to_owned(),
        Some(word) => word.to_ascii_uppercase(),
    })
}

pub(crate) fn header_name(entry: &TokenStream) -> Result<LitStr> {
    quoted(entry, "a header name", |text| {
        match text.rsplit(':').next() {
            None | Some("") => "X-Request-Id".to_owned(),
            // `CONTENT_TYPE`, as the constants of the crate `http` are called.
            Some(name) if name.contains('_') && name.to_ascii_uppercase() == name => name
                .split('_')
                .map(capitalized)
                .collect::<Vec<_>>()
                .join("-"),
            Some(name) => name.to_owned(),
        }
    })
}

fn capitalized(word: &str) -> String {
    let (first, rest) = word.split_at(word.len().min(1));
    format!("{first}{}", rest.to_ascii_lowercase())
}

/// A header name, or `mirror_request`.
pub(crate) fn header(entry: &TokenStream) -> Result<Header> {
    let mut tokens = entry.clone().into_iter();
    match tokens.next() {
        Some(TokenTree::Ident(word)) if word == "any" => {
            let message = "`any` is no header name; write `\"*\"` or `mirror_request`";
            Err(Error::custom(message).with_span(&word))
        }
        Some(TokenTree::Ident(word)) if word == MIRROR_REQUEST => {
            if tokens.next().is_none() {
                return Ok(Header::MirrorRequest(word));
            }
            let message = "`mirror_request` takes no value; write `mirror_request`";
            Err(Error::custom(message).with_span(&word))
        }
        _ => match header_name(entry)? {
            name if name.value() == MIRROR_REQUEST => {
                let message = "this is a word, no header; write `mirror_request` without quotes";
                Err(Error::custom(message).with_span(&name))
            }
            name => Ok(Header::Name(name)),
        },
    }
}

/// A string; what it should have been is for `correct` to say, of the words that
/// stand there without quotes.
fn quoted(entry: &TokenStream, what: &str, correct: fn(&str) -> String) -> Result<LitStr> {
    match parse2::<LitStr>(entry.clone()) {
        Ok(literal) if literal.suffix().is_empty() => Ok(literal),
        _ => Err(not_quoted(entry, what, correct)),
    }
}

fn not_quoted(entry: &TokenStream, what: &str, correct: fn(&str) -> String) -> Error {
    let tokens: Vec<_> = entry.clone().into_iter().collect();
    match tokens.as_slice() {
        [TokenTree::Punct(comma)] if comma.as_char() == ',' => {
            Error::custom(NOTHING_BEFORE_COMMA).with_span(comma)
        }
        [TokenTree::Literal(_), second @ TokenTree::Literal(_), ..] => {
            let message = "entries are separated; write a comma before this";
            Error::custom(message).with_span(second)
        }
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Bracket => {
            let array: Option<Expr> = parse2(entry.clone()).ok();
            let entries = array.as_ref().and_then(entries_of_value);
            let entries = entries.unwrap_or_else(|| format!("\"{}\"", correct("")));
            let message = format!("entries stand without brackets; write `{entries}`");
            Error::custom(message).with_span(group)
        }
        _ => {
            let words = correct(&unquoted_words(entry));
            let message = format!("{what} stands in quotes; write `\"{words}\"`");
            Error::custom(message).with_span(entry)
        }
    }
}

/// `X-A` or `Method::PUT` as it is written; nothing where it is something else.
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

/// A word of `dangerously`.
pub(crate) fn danger(entry: &TokenStream) -> Result<(Danger, Ident)> {
    let word: Ident = parse2(entry.clone()).map_err(|_| {
        let message = match entry.to_string().as_str() {
            "," => NOTHING_BEFORE_COMMA.to_owned(),
            _ => format!(
                "`dangerously` takes words; write `{}`",
                OptionName::Dangerously.example()
            ),
        };
        Error::custom(message).with_span(entry)
    })?;
    match Danger::from_word(&word.to_string()) {
        Ok(danger) => Ok((danger, word)),
        Err(unknown) => Err(Error::custom(unknown).with_span(&word)),
    }
}

/// `allow_credentials`: a word and nothing else.
pub(crate) fn word(option: OptionName, meta: &Meta) -> Result<()> {
    if let Meta::Path(_) = meta {
        return Ok(());
    }
    let message = format!("`{option}` takes no value; write `{option}`, or remove it");
    Err(Error::custom(message).with_span(&value(meta)))
}

/// `max_age = 600`
pub(crate) fn seconds(meta: &Meta) -> Result<LitInt> {
    let value = value(meta);
    let seconds: Option<LitInt> = parse2(value.clone()).ok();
    // `"600"` only has to lose its quotes.
    let quoted: Option<LitStr> = parse2(value.clone()).ok();
    let quoted: Option<LitInt> = quoted.and_then(|quoted| quoted.parse().ok());
    // `1h` and `-1` are literals, too.
    let is_plain = |it: &LitInt| it.suffix().is_empty() && !it.base10_digits().starts_with('-');
    let seconds = seconds.filter(is_plain);
    match (meta, seconds) {
        (Meta::NameValue(_), Some(seconds)) => Ok(seconds),
        (_, seconds) => {
            let example = seconds.or(quoted.filter(is_plain));
            let example = example.map_or_else(|| "600".to_owned(), |it| it.to_string());
            let message = format!("`max_age` is a number of seconds; write `max_age = {example}`");
            Err(Error::custom(message).with_span(&value))
        }
    }
}

/// `policy = PATH`
pub(crate) fn policy_path(meta: &Meta) -> Result<Path> {
    let path = match meta {
        Meta::NameValue(pair) => parse2(pair.value.to_token_stream()).ok(),
        Meta::Path(_) | Meta::List(_) => None,
    };
    path.ok_or_else(|| {
        let message = "`policy` is the path of a static; write `policy = WEB_APP`";
        Error::custom(message).with_span(&value(meta))
    })
}

/// `crate = "path"`
pub(crate) fn crate_path(meta: &Meta) -> Result<Path> {
    let literal = match meta {
        Meta::NameValue(pair) => parse2::<LitStr>(pair.value.to_token_stream()).ok(),
        Meta::Path(_) | Meta::List(_) => None,
    };
    let path = literal.and_then(|literal| literal.parse_with(Path::parse_mod_style).ok());
    path.ok_or_else(|| {
        let message = "`crate` is a path in quotes; write `crate = \"corsac\"`";
        Error::custom(message).with_span(meta)
    })
}

/// A literal that belongs to no option.
fn stray_literal(literal: &Lit) -> Error {
    let message = format!(
        "a value stands in an option; write `{}`",
        OptionName::AllowOrigins.example(),
    );
    Error::custom(message).with_span(literal)
}

/// `a::b` as it is written, but for generic arguments.
pub(crate) fn name(path: &Path) -> String {
    let segments = path
        .segments
        .iter()
        .map(|segment| segment.ident.to_string());
    let name = segments.collect::<Vec<_>>().join("::");
    match path.leading_colon {
        Some(_) => format!("::{name}"),
        None => name,
    }
}

/// What `meta` gives to its option, or the name if that is nothing: something
/// to point at.
fn value(meta: &Meta) -> TokenStream {
    let value = match meta {
        Meta::Path(_) => TokenStream::new(),
        Meta::List(list) => list.tokens.clone(),
        Meta::NameValue(pair) => pair.value.to_token_stream(),
    };
    if value.is_empty() {
        meta.path().to_token_stream()
    } else {
        value
    }
}
