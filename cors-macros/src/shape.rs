//! The shapes of options: a list, a bare word, a number, a path; and what to write
//! if one has the wrong shape.

use corsac_policy::{MIRROR_REQUEST, OptionName, Shape, UnknownOption};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{
    Expr, ExprLit, Lit, LitInt, LitStr, MacroDelimiter, Meta, MetaList, MetaNameValue, Path, Token,
    parse::{Parse, ParseStream, Parser},
    parse2,
    token::Paren,
};

use crate::{
    entry,
    error::{Accumulator, Error, Result},
    written::UserPath,
};

pub(crate) const NOTHING_BEFORE_COMMA: &str = "extra comma; remove it";

/// Splits a list. An empty entry becomes the comma after it, as something to point
/// at. A closure stays one entry, with the commas of its parameters.
pub(crate) fn split_at_commas(tokens: TokenStream) -> Vec<TokenStream> {
    let mut entries = Vec::new();
    let mut entry = Vec::new();
    let mut in_parameters = false;
    for token in tokens {
        in_parameters ^= is_punct(&token, '|');
        if in_parameters || !is_punct(&token, ',') {
            entry.push(token);
        } else if entry.is_empty() {
            entries.push(token.into());
        } else {
            entries.push(entry.drain(..).collect());
        }
    }
    if !entry.is_empty() {
        entries.push(entry.into_iter().collect());
    }
    entries
}

fn is_punct(token: &TokenTree, expected: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == expected)
}

/// One option, of any shape.
pub(crate) fn option(tokens: &TokenStream) -> Result<Meta> {
    if let Some(meta) = known_option(tokens) {
        return Ok(meta);
    }
    if let Ok((literal, _)) = parse_first::<Lit>(tokens) {
        return Err(stray_literal(&literal));
    }
    if let Ok((path, value)) = parse_value.parse2(tokens.clone()) {
        // `max_age = 1 hour`: the value is judged later.
        let value = parse2(value.clone()).unwrap_or(Expr::Verbatim(value));
        let eq_token = <Token![=]>::default();
        return Ok(Meta::NameValue(MetaNameValue {
            path,
            eq_token,
            value,
        }));
    }
    match parse_first::<Meta>(tokens) {
        Ok((meta, rest)) if rest.is_empty() => Ok(meta),
        Ok((meta, rest)) => Err(Error::new(stray_rest(&meta)).at(rest)),
        Err(_) => {
            let example = OptionName::AllowOrigins.example();
            let message = match tokens.to_string().as_str() {
                "," => NOTHING_BEFORE_COMMA.to_owned(),
                _ => format!("expected an option; write one such as `{example}`"),
            };
            Err(Error::new(message).at(tokens))
        }
    }
}

/// A known option that is a word or a list. Nearly all are, and the parser takes time.
fn known_option(tokens: &TokenStream) -> Option<Meta> {
    let mut tokens = tokens.clone().into_iter();
    let (Some(TokenTree::Ident(word)), value, None) = (tokens.next(), tokens.next(), tokens.next())
    else {
        return None;
    };
    OptionName::from_word(&word.to_string()).ok()?;
    match value {
        None => Some(Meta::Path(word.into())),
        Some(TokenTree::Group(list)) if list.delimiter() == Delimiter::Parenthesis => {
            Some(Meta::List(MetaList {
                path: word.into(),
                delimiter: MacroDelimiter::Paren(Paren(list.span())),
                tokens: list.stream(),
            }))
        }
        Some(_) => None,
    }
}

fn parse_first<T: Parse>(tokens: &TokenStream) -> syn::Result<(T, TokenStream)> {
    let parser = |input: ParseStream<'_>| Ok((input.parse()?, input.parse()?));
    parser.parse2(tokens.clone())
}

/// `option = value`
fn parse_value(input: ParseStream<'_>) -> syn::Result<(Path, TokenStream)> {
    let path = input.call(Path::parse_mod_style)?;
    input.parse::<Token![=]>()?;
    Ok((path, input.parse()?))
}

/// The error about tokens after an option. In `max_age: 600` they were meant as its
/// value; otherwise, most likely as the next option.
fn stray_rest(meta: &Meta) -> String {
    let takes_value = |option: &OptionName| option.shape() != Shape::Word;
    let option = OptionName::from_word(&name(meta.path()));
    match (meta, option.ok().filter(takes_value)) {
        (Meta::Path(_), Some(option)) => {
            format!(
                "invalid syntax for `{option}`; write `{}`",
                option.example()
            )
        }
        _ => "missing comma; write one before this".to_owned(),
    }
}

/// The error about an unknown option, with the values as written.
pub(crate) fn unknown_option(meta: &Meta, unknown: &UnknownOption) -> Error {
    let written = match unknown.translated() {
        Some(option) => rewritten(option, meta),
        None => entry::constant(&meta.to_token_stream())
            .map(|path| OptionName::Policy.with_value(&name(&path))),
    };
    let message = match written {
        Some(written) => format!("unknown option `{}`; write `{written}`", name(meta.path())),
        None => unknown.to_string(),
    };
    Error::new(message).at(meta.path())
}

/// `option` with the value of `meta`, if that fits.
fn rewritten(option: OptionName, meta: &Meta) -> Option<String> {
    if option.shape() == Shape::Number {
        let seconds = seconds(meta).ok()?;
        return Some(option.with_value(&seconds.to_string()));
    }
    let entries = match meta {
        Meta::Path(_) => None,
        Meta::List(list) => {
            let entries = &list.tokens;
            entries_of_value(&parse2(quote!([#entries])).ok()?)
        }
        Meta::NameValue(pair) => entries_of_value(&pair.value),
    };
    let entries = entries.filter(|entries| option.shape() == Shape::List && !entries.is_empty());
    entries.map(|entries| option.with_value(&entries))
}

/// `allow_origins("https://a.example", ...)`: a list, each entry by `parse`.
///
/// An entry of the wrong shape is left out, with an error in `errors`.
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
        Some(entries) => option.with_value(&entries),
        None => option.example().to_owned(),
    };
    Error::new(format!("`{option}` takes a list; write `{list}`")).at(value(meta))
}

/// `"a"` or `["a", "b"]`, as the entries of a list.
pub(crate) fn entries_of_value(value: &Expr) -> Option<String> {
    let literal = |value: &Expr| match value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(literal),
            ..
        }) if literal.suffix().is_empty() => {
            Some(literal.token().to_string()).filter(|text| !text.contains(char::is_control))
        }
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

/// `allow_credentials`: a word and nothing else.
pub(crate) fn word(option: OptionName, meta: &Meta) -> Result<()> {
    if let Meta::Path(_) = meta {
        return Ok(());
    }
    let message = format!("`{option}` takes no value; write `{option}`, or remove it");
    Err(Error::new(message).at(value(meta)))
}

/// `max_age = 600`
pub(crate) fn seconds(meta: &Meta) -> Result<LitInt> {
    let value = value(meta);
    let seconds: Option<LitInt> = parse2(value.clone()).ok();
    // `"600"` only needs its quotes removed.
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
            let message =
                format!("`max_age` takes a number of seconds; write `max_age = {example}`");
            Err(Error::new(message).at(&value))
        }
    }
}

/// `policy(PATH)`
pub(crate) fn policy_path(meta: &Meta) -> Result<UserPath> {
    let tokens = match meta {
        Meta::List(list) => &list.tokens,
        Meta::Path(_) | Meta::NameValue(_) => &TokenStream::new(),
    };
    parse2(tokens.clone()).map(Path::into).map_err(|_| {
        let within = match meta {
            Meta::NameValue(pair) => &pair.value.to_token_stream(),
            Meta::Path(_) | Meta::List(_) => tokens,
        };
        let example = entry::path_within(within).map_or_else(
            || OptionName::Policy.example().to_owned(),
            |path| OptionName::Policy.with_value(&path),
        );
        let message = format!("`policy` takes one path; write `{example}`");
        Error::new(message).at(value(meta))
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
        let message = "`crate` takes a quoted path; write `crate = \"corsac\"`";
        Error::new(message).at(meta)
    })
}

/// A literal without an option.
fn stray_literal(literal: &Lit) -> Error {
    let message = format!(
        "expected an option, found a literal; write `{}`",
        OptionName::AllowOrigins.example(),
    );
    Error::new(message).at(literal)
}

/// `a::b` as written, without generic arguments.
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

/// The value of `meta`, or its name if there is none, as something to point at.
pub(crate) fn value(meta: &Meta) -> TokenStream {
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
