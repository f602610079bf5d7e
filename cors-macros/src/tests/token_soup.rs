//! Whatever is written, the macro answers with an item or with errors that
//! point at something.

use proc_macro2::{Delimiter, Group, Literal, Span, TokenStream, TokenTree};
use proptest::{collection::vec, prelude::*, sample::select};
use quote::quote;
use syn::{File, Item};

use super::tokens;
use crate::expand::{self, Place};

/// What attributes and items are made of, and some of what they are not.
const WORDS: [&str; 70] = [
    "allow_origins",
    "allow_methods",
    "allow_headers",
    "expose_headers",
    "allow_credentials",
    "max_age",
    "block_on_origin_mismatch",
    "dangerously",
    "crate",
    "mirror_request",
    "insecure_origins",
    "public_suffixes",
    "null_origin",
    "unchecked_origins",
    "allowed_origin",
    "policy",
    "async",
    "fn",
    "pub",
    "struct",
    "impl",
    "self",
    "handler",
    "get",
    "put",
    "route",
    "routes",
    "actix_web",
    "cors",
    "method",
    "name",
    "guard",
    "wrap",
    "Json",
    "r#fn",
    "r#get",
    "mod",
    "macro_rules",
    "include",
    "cfg",
    "cfg_attr",
    "instrument",
    "path",
    "none",
    "$",
    "#",
    "!",
    ",",
    ",",
    ",",
    "=",
    "=",
    "::",
    "->",
    "<",
    ">",
    "&",
    ";",
    "*",
    "-",
    "\"https://a.example\"",
    "\"https://*.a.example:*\"",
    "\"*\"",
    "\"GET\"",
    "\"/{id}\"",
    "\"/{\"",
    "\"é\\u{0}\"",
    "600",
    "1.5e9",
    "b'a'",
];

const ARGS: [&str; 4] = [
    r#"allow_origins("https://a.example", "https://*.b.example", "http://localhost:*")"#,
    r#"allow_origins("*"), allow_headers("*", "Authorization"), expose_headers("X-A"), max_age = 600"#,
    r#"allow_origins("null"), dangerously(null_origin), allow_headers(mirror_request), crate = "a::b""#,
    r#"allow_origins("https://a.example"), allow_methods("PUT"), allow_credentials, block_on_origin_mismatch"#,
];

const ITEMS: [&str; 8] = [
    r#"/// Documentation.
       #[get("/a/{b}", name = "a", guard = "b::c", wrap = "D::new(1)")]
       pub(crate) async fn handler(a: Json<u8>) -> impl Responder { a }"#,
    r#"#[route("/", method = "GET", method = "PUT")] async fn handler() -> u8 { 1 }"#,
    r#"#[routes] #[get("/a")] #[actix_web::put("/b")] async fn handler() -> u8 { 1 }"#,
    r#"#[cfg_attr(all(), get("/"))] fn handler(&self) -> u8 { 1 }"#,
    "pub struct Handler { field: u8 }",
    r#"#[instrument(skip(a))] #[utoipa::path] #[get("/")] fn handler(#[cfg(a)] a: Json<u8>) -> u8 { 1 }"#,
    r#"mod handlers {
        use actix_web::get;
        #[utoipa::path] #[cfg_attr(all(), inline, get("/"))] async fn a() -> u8 { 1 }
        #[cors(none)] #[get("/")] async fn b() -> u8 { 1 }
        #[routes] #[get("/a")] #[put("/b")] async fn c() -> u8 { 1 }
       }"#,
    r#"pub mod handlers {
        macro_rules! handler { ($path:literal) => { #[get($path)] async fn a() -> u8 { 1 } } }
        mod inner { #[fetch("/")] fn a() {} include!("b.rs"); }
        impl A { fn new() { #[get("/")] fn a() -> u8 { 1 } } }
       }"#,
];

/// The tokens of a text. `none { ... }` in it becomes a group without
/// delimiters, as a `macro_rules` macro puts around what it was given.
fn with_invisible_groups(tokens: TokenStream) -> TokenStream {
    let mut output: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let TokenTree::Group(group) = token else {
            output.push(token);
            continue;
        };
        let is_marked = matches!(output.last(), Some(TokenTree::Ident(word)) if word == "none");
        let delimiter = if is_marked {
            Delimiter::None
        } else {
            group.delimiter()
        };
        if is_marked {
            output.pop();
        }
        let mut inner = Group::new(delimiter, with_invisible_groups(group.stream()));
        inner.set_span(group.span());
        output.push(inner.into());
    }
    output.into_iter().collect()
}

fn soup() -> impl Strategy<Value = TokenStream> {
    let word = select(&WORDS[..]).prop_map(str::to_owned);
    let text = word.prop_recursive(4, 64, 8, |inner| {
        let delimiters = select(vec![("(", ")"), ("[", "]"), ("{", "}"), ("none {", "}")]);
        (delimiters, vec(inner, 0..8))
            .prop_map(|((open, close), inner)| format!("{open} {} {close}", inner.join(" ")))
    });
    vec(text, 0..12).prop_map(|words| with_invisible_groups(tokens(&words.join(" "))))
}

#[derive(Clone, Copy, Debug)]
enum Edit {
    Delete(usize),
    Duplicate(usize),
    Swap(usize, usize),
    Replace(usize, &'static str),
}

fn edit() -> impl Strategy<Value = Edit> {
    let place = any::<usize>;
    prop_oneof![
        place().prop_map(Edit::Delete),
        place().prop_map(Edit::Duplicate),
        (place(), place()).prop_map(|(a, b)| Edit::Swap(a, b)),
        (place(), select(&WORDS[..])).prop_map(|(place, word)| Edit::Replace(place, word)),
    ]
}

/// One of `texts`, with a few tokens out of place.
fn mutated(texts: &'static [&'static str]) -> impl Strategy<Value = TokenStream> {
    let edits = vec(edit(), 0..4);
    (select(texts), edits).prop_map(|(text, edits)| edits.into_iter().fold(tokens(text), apply))
}

fn apply(original: TokenStream, edit: Edit) -> TokenStream {
    let mut all = Vec::new();
    flatten(original.clone(), &mut all);
    if all.is_empty() {
        return original;
    }
    let at = |place: usize| place % all.len();
    rebuild(original, &mut 0, &|i, token| match edit {
        Edit::Delete(place) if at(place) == i => vec![],
        Edit::Duplicate(place) if at(place) == i => vec![token.clone(), token],
        Edit::Swap(a, b) if at(a) == i => vec![all[at(b)].clone()],
        Edit::Swap(a, b) if at(b) == i => vec![all[at(a)].clone()],
        Edit::Replace(place, word) if at(place) == i => tokens(word).into_iter().collect(),
        _ => vec![token],
    })
}

/// All tokens, each group before what is in it.
pub(super) fn flatten(tokens: TokenStream, all: &mut Vec<TokenTree>) {
    for token in tokens {
        all.push(token.clone());
        if let TokenTree::Group(group) = token {
            flatten(group.stream(), all);
        }
    }
}

/// Replaces tokens by their number in the order of [`flatten`].
fn rebuild(
    tokens: TokenStream,
    next: &mut usize,
    replace: &impl Fn(usize, TokenTree) -> Vec<TokenTree>,
) -> TokenStream {
    let mut output = Vec::new();
    for token in tokens {
        let i = *next;
        *next += 1;
        let token = match token {
            TokenTree::Group(group) => {
                let inner = rebuild(group.stream(), next, replace);
                let mut edited = Group::new(group.delimiter(), inner);
                edited.set_span(group.span());
                edited.into()
            }
            token => token,
        };
        output.extend(replace(i, token));
    }
    output.into_iter().collect()
}

/// The errors in an expansion: where, and the message.
pub(super) fn errors(output: TokenStream) -> Vec<(Span, String)> {
    let mut all = Vec::new();
    flatten(output, &mut all);
    let is_error =
        |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "compile_error");
    all.windows(4)
        .filter(|tokens| is_error(&tokens[0]))
        .map(|tokens| (tokens[0].span(), tokens[3].to_string()))
        .collect()
}

fn assert_answer(args: &TokenStream, item: &TokenStream) {
    for place in [Place::Written, Place::AtRoute] {
        assert_answer_at(place, args, item);
    }
}

fn assert_answer_at(place: Place, args: &TokenStream, item: &TokenStream) {
    let is_item = syn::parse2::<Item>(item.clone()).is_ok();

    let output = expand::cors(args, item.clone(), place);

    let errors = errors(output.clone());
    // The compiler calls an attribute only for what it could parse.
    if is_item && errors.is_empty() {
        let parsed = syn::parse2::<File>(output.clone());
        assert!(parsed.is_ok(), "{:?}: {output}", parsed.err());
    }
    for (span, message) in errors.iter().filter(|_| is_item) {
        // What is missing is nowhere.
        let is_missing = message.contains("missing origins");
        assert!(is_missing || !span.byte_range().is_empty(), "{message}");
    }
    let again = expand::cors(args, item.clone(), place);
    assert_eq!(again.to_string(), output.to_string());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_arguments_are_answered(args in soup(), item in select(&ITEMS[..])) {
        assert_answer(&args, &tokens(item));
    }

    #[test]
    fn any_item_is_answered(args in select(&ARGS[..]), item in soup()) {
        assert_answer(&tokens(args), &item);
    }

    #[test]
    fn damaged_arguments_are_answered(args in mutated(&ARGS), item in select(&ITEMS[..])) {
        assert_answer(&args, &tokens(item));
    }

    #[test]
    fn damaged_items_are_answered(args in mutated(&ARGS), item in mutated(&ITEMS)) {
        assert_answer(&args, &item);
    }

    #[test]
    fn any_text_is_answered(text in any::<String>(), path in "[/a{}:.*+\\[\\]()?]{0,12}") {
        let [text, path] = [text, path].map(|text| Literal::string(&text));
        let args = quote! {
            allow_origins(#text), allow_methods(#text), allow_headers(#text), expose_headers(#text),
            crate = #text,
        };
        let item = quote! {
            #[get(#path, name = #text, guard = #text, wrap = #text)]
            async fn handler() -> u8 { 1 }
        };

        assert_answer(&tokens(&args.to_string()), &tokens(&item.to_string()));
    }
}
