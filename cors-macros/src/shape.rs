//! The shapes that options have: a list, a bare word, a number, a path; and
//! what to write where one has another.

use std::mem;

use cors_policy::{Danger, OptionName};
use darling::{Error, Result, ast::NestedMeta, error::Accumulator};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{
    Expr, ExprLit, Lit, LitInt, LitStr, Meta, MetaNameValue, Path,
    parse::{ParseStream, Parser},
    parse2,
};

use crate::args::Header;

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
        NestedMeta::Meta(_) => {
            let message = "options are separated; write a comma before this";
            Err(Error::custom(message).with_span(&rest))
        }
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
        }) => Some(literal.token().to_string()),
        _ => None,
    };
    match value {
        Expr::Array(array) => {
            let entries: Option<Vec<_>> = array.elems.iter().map(literal).collect();
            entries.map(|entries| entries.join(", "))
        }
        value => literal(value),
    }
}

pub(crate) fn origin(entry: &TokenStream) -> Result<LitStr> {
    quoted(entry, "an origin", |_| "https://a.example".to_owned())
}

pub(crate) fn method(entry: &TokenStream) -> Result<LitStr> {
    // The last word of `Method::PUT`.
    let correct = |text: &str| text.rsplit(':').next().unwrap_or(text).to_ascii_uppercase();
    quoted(entry, "a method", correct)
}

pub(crate) fn header_name(entry: &TokenStream) -> Result<LitStr> {
    quoted(entry, "a header name", str::to_owned)
}

/// A header name, or `mirror_request`.
pub(crate) fn header(entry: &TokenStream) -> Result<Header> {
    let mut tokens = entry.clone().into_iter();
    match tokens.next() {
        Some(TokenTree::Ident(word)) if word == "mirror_request" => {
            if tokens.next().is_none() {
                return Ok(Header::MirrorRequest(word));
            }
            let message = "`mirror_request` takes no value; write `mirror_request`";
            Err(Error::custom(message).with_span(&word))
        }
        _ => header_name(entry).map(Header::Name),
    }
}

fn quoted(entry: &TokenStream, what: &str, correct: fn(&str) -> String) -> Result<LitStr> {
    parse2(entry.clone()).map_err(|_| {
        let mut tokens = entry.clone().into_iter();
        if let (Some(first), Some(second)) = (tokens.next(), tokens.next())
            && parse2::<LitStr>(first.into()).is_ok()
        {
            let message = "entries are separated; write a comma before this";
            return Error::custom(message).with_span(&second);
        }
        // Without the spaces that printing puts between `X`, `-` and `A`.
        let text: String = entry.to_string().split_whitespace().collect();
        let text = text.trim_matches('"');
        let message = match text {
            "," => NOTHING_BEFORE_COMMA.to_owned(),
            text => format!("{what} stands in quotes; write `\"{}\"`", correct(text)),
        };
        Error::custom(message).with_span(entry)
    })
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
    // `1h` and `-1` are literals, too.
    let is_plain = |it: &LitInt| it.suffix().is_empty() && !it.base10_digits().starts_with('-');
    let seconds = seconds.filter(is_plain);
    match (meta, seconds) {
        (Meta::NameValue(_), Some(seconds)) => Ok(seconds),
        (_, seconds) => {
            let example = seconds.map_or_else(|| "600".to_owned(), |seconds| seconds.to_string());
            let message = format!("`max_age` is a number of seconds; write `max_age = {example}`");
            Err(Error::custom(message).with_span(&value))
        }
    }
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

/// `a::b` as it is written.
pub(crate) fn name(path: &Path) -> String {
    let segments: Vec<_> = path
        .segments
        .iter()
        .map(|segment| segment.ident.to_string())
        .collect();
    segments.join("::")
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
