//! The errors that `tests/ui/` expects, without a compiler: our own errors are those that
//! it would print, at the same places. Code without expected output has no errors.

use std::{collections::BTreeSet, fs, path::Path};

use proc_macro2::{LineColumn, TokenStream, TokenTree};
use quote::quote;
use syn::{LitStr, Meta, parse2};

use super::tokens;
use crate::{
    attribute::{arguments, conditional, is_cors, is_default},
    expand::{self, Place},
    module::{split_attribute, split_head},
    route::Kind,
};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/ui");

/// What the compiler itself says. Its other errors have codes, such as E0308.
const OF_THE_COMPILER: [&str; 3] = [
    "expected type, found `)`",
    "implementation is not supported in `trait`s or `impl`s",
    "struct is not supported in `trait`s or `impl`s",
];

/// Line, column, and message.
type Mistakes = BTreeSet<(usize, usize, String)>;

#[test]
fn errors_are_those_that_the_compiler_prints() {
    for folder in fs::read_dir(FOLDER).expect(FOLDER) {
        let folder = folder.unwrap().path();
        if folder.is_dir() {
            assert_folder(&folder);
        }
    }
}

fn assert_folder(folder: &Path) {
    for file in fs::read_dir(folder).unwrap() {
        let file = file.unwrap().path();
        if file.extension().is_none_or(|it| it != "rs") {
            continue;
        }
        let source = fs::read_to_string(&file).unwrap();
        let output = fs::read_to_string(file.with_extension("stderr")).unwrap_or_default();

        assert_eq!(found(&source), printed(&output), "{}", file.display());
    }
}

/// What only a few people would write.
#[test]
fn rare_mistakes_are_answered_like_frequent_ones() {
    let quoted = "origins must be quoted; write `\"https://a.example\"`";
    let in_list =
        "lists cannot contain attributes; write `dev(\"http://localhost:5173\")` for debug builds";
    let literal =
        "expected an option, found a literal; write `allow_origins(\"https://a.example\")`";
    for (policy, expected) in [
        (
            r#"allow_origins(#[cfg(feature = "a")] "https://b.example")"#,
            (15, quoted),
        ),
        (
            r#"allow_origins(#[allow(debug_assertions)] "https://b.example")"#,
            (15, quoted),
        ),
        (
            r#"allow_origins(#[cfg(debug_assertions)] "*")"#,
            (15, in_list),
        ),
        (r#"allow_origins(("https://b.example"))"#, (15, quoted)),
        (
            "origins()",
            (
                1,
                "unknown option `origins`; write `allow_origins(\"https://a.example\")`",
            ),
        ),
        (
            r#"allow_origins = "https://b.example"x"#,
            (
                17,
                "`allow_origins` takes a list; write `allow_origins(\"https://a.example\")`",
            ),
        ),
        (
            // The keyword may have been `null_origin`.
            r#"allow_origins("null"), dangerously(http)"#,
            (
                36,
                "unknown keyword `http`; write `insecure_origins`, `public_suffixes`, `null_origin`, or `unchecked_origins`",
            ),
        ),
        (r#"allow_origins("*"), true"#, (21, literal)),
        (r#"allow_origins("*"), false("a")"#, (21, literal)),
        (
            r#"allow_origins("*"), max_agee"#,
            (21, "unknown option `max_agee`; did you mean `max_age`?"),
        ),
    ] {
        let [cors, policy] = [
            format!("#[cors({policy})] #[get(\"/\")] fn handler() -> u8 {{ 1 }}"),
            format!("policy!({policy})"),
        ];
        let (column, message) = expected;

        let place = |start: &str| Mistakes::from([(1, start.len() + column, message.to_owned())]);
        assert_eq!(found(&cors), place("#[cors("));
        assert_eq!(found(&policy), place("policy!("));
    }
}

/// The errors in what `source` expands to.
fn found(source: &str) -> Mistakes {
    let mut mistakes = Mistakes::new();
    let nowhere = LineColumn { line: 0, column: 0 };
    expand(tokens(source), nowhere, &mut mistakes);
    mistakes
}

/// The errors in what the compiler printed.
fn printed(output: &str) -> Mistakes {
    let lines: Vec<_> = output.lines().collect();
    let error = |lines: &[&str]| {
        let message = lines[0].strip_prefix("error: ")?;
        let (_, place) = lines[1].split_once(".rs:")?;
        let (line, column) = place.split_once(':')?;
        Some((line.parse().ok()?, column.parse().ok()?, message.to_owned()))
    };
    let errors = lines.windows(2).filter_map(error);
    let ours = errors.filter(|(_, _, message)| !OF_THE_COMPILER.contains(&message.as_str()));
    ours.collect()
}

/// Expands the macros in the order of the compiler, and collects the errors. Generated
/// tokens are where the macro is called.
fn expand(tokens: TokenStream, call: LineColumn, mistakes: &mut Mistakes) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut rest = tokens.as_slice();
    while let Some((token, tail)) = rest.split_first() {
        let span = token.span();
        let is_generated = span.byte_range().is_empty();
        let place = if is_generated { call } else { span.start() };
        rest = if let Some((output, below)) = attribute(rest).or_else(|| policy(rest)) {
            expand(output, place, mistakes);
            below
        } else if let Some((message, below)) = error(rest) {
            mistakes.insert((place.line, place.column + 1, message));
            below
        } else {
            if let TokenTree::Group(group) = token {
                expand(group.stream(), call, mistakes);
            }
            tail
        };
    }
}

/// What an item with `#[cors]` expands to, and what follows the item.
fn attribute(tokens: &[TokenTree]) -> Option<(TokenStream, &[TokenTree])> {
    let mut attributes: Vec<Meta> = Vec::new();
    let mut item = tokens;
    while let Some((attribute, below)) = split_attribute(item) {
        attributes.extend(unconditional(parse2(attribute.stream()).ok()?));
        item = below;
    }
    let (_, below) = split_head(item);
    let item = &item[..item.len() - below.len()];

    let at = attributes.iter().position(is_cors)?;
    let cors = attributes.remove(at);
    let is_route = |meta: &Meta| Kind::of(meta.path()).is_some();
    if attributes[..at].iter().any(is_route) {
        // Actix's attribute is expanded first, and takes all of them away.
        attributes.retain(|it| !is_route(it));
    }
    let args = arguments(&cors).cloned().unwrap_or_default();
    let place = if is_default(&cors) {
        Place::AtRoute
    } else {
        Place::Written
    };
    let item = quote!(#(#[#attributes])* #(#item)*);
    Some((expand::cors(&args, item, place), below))
}

/// The attributes of a `cfg_attr` whose condition holds, or the attribute itself.
fn unconditional(meta: Meta) -> Vec<Meta> {
    match conditional(&meta) {
        Some((condition, entries)) if condition.to_string() == "all ()" => {
            entries.into_iter().flat_map(parse2).collect()
        }
        _ => vec![meta],
    }
}

/// What `policy!(...)` expands to, and what follows.
fn policy(tokens: &[TokenTree]) -> Option<(TokenStream, &[TokenTree])> {
    match tokens {
        [
            TokenTree::Ident(name),
            TokenTree::Punct(sign),
            TokenTree::Group(args),
            below @ ..,
        ] if name == "policy" && sign.as_char() == '!' => {
            Some((expand::policy(&args.stream()), below))
        }
        _ => None,
    }
}

/// The text of `::core::compile_error! { "text" }`, and what follows.
fn error(tokens: &[TokenTree]) -> Option<(String, &[TokenTree])> {
    let (path, rest) = tokens.split_at_checked(7)?;
    let path = path.iter().map(ToString::to_string).collect::<String>();
    match rest {
        [TokenTree::Group(text), below @ ..] if path == "::core::compile_error!" => {
            let text: LitStr = parse2(text.stream()).expect("a string");
            Some((text.value(), below))
        }
        _ => None,
    }
}
