//! What editors are told about the words of an attribute.

use super::{expand, token_soup::errors, tokens};
use crate::{args::Args, editor};

/// What is between the braces of `__words!`, for the arguments of a handler.
#[track_caller]
fn words(args: &str) -> String {
    let item: Vec<_> = tokens("async fn handler() -> u8 { 1 }")
        .into_iter()
        .collect();
    let output = editor::constant(&tokens(args), &Args::default(), &item).to_string();
    let (_, words) = output.split_once("__words ! {").expect("a call");
    let (words, _) = words.split_once('}').expect("an end");
    words.trim().to_owned()
}

#[test]
fn each_word_and_path_is_told_with_its_place() {
    for (args, expected) in [
        ("", ";"),
        ("allow_", "allow_ ;"),
        (
            r#"allow_origins("https://a.example"), max_age = 600, crate = "a""#,
            "allow_origins max_age ; origins ()",
        ),
        (
            r#"allow_origins(dev("http://a.example"), from(A::B), predicate(async c), pre)"#,
            "allow_origins ; origins (dev from predicate pre) from (A :: B) predicate (async c)",
        ),
        (
            r#"allow_headers("X-A", mirror_request), expose_headers(a), allow_methods(b)"#,
            "allow_headers expose_headers allow_methods ; headers (mirror_request)",
        ),
        (
            "dangerously(null_origin, pub), allow_credentials",
            "dangerously allow_credentials ; dangers (null_origin pub)",
        ),
        (
            "policy(crate::WEB_APP)",
            "policy ; policy (crate :: WEB_APP)",
        ),
        ("zebra(a)", "zebra ;"),
    ] {
        assert_eq!(words(args), expected, "{args}");
    }
}

#[test]
fn the_words_are_in_a_constant_that_fits_beside_the_item() {
    for (item, name) in [
        ("pub async fn a() {}", Some("const __corsac_words_of_a :")),
        ("struct A;", Some("const _ :")),
        ("", Some("const _ :")),
        // It may be in the `impl` of a trait.
        ("fn a(&self) {}", None),
    ] {
        let tokens_of_item: Vec<_> = tokens(item).into_iter().collect();
        let output = editor::constant(&tokens("a"), &Args::default(), &tokens_of_item).to_string();

        match name {
            Some(name) => assert!(output.contains(name), "{item}: {output}"),
            None => assert_eq!(output, "", "{item}"),
        }
    }
}

/// Otherwise, rust-analyzer would explain that word with `compile_error!`.
#[test]
fn an_error_of_the_whole_attribute_is_at_no_word() {
    for (args, expected) in [
        ("max_age = 600", "="),
        (r#"expose_headers("X-A"), max_age = 600"#, r#"("X-A")"#),
        ("allow_credentials", "allow_credentials"),
    ] {
        let errors = errors(expand(args, r#"#[get("/")] fn handler() -> u8 { 1 }"#));

        let [(span, message)] = errors.as_slice() else {
            panic!("{args}: {errors:?}");
        };
        assert!(message.contains("missing origins"), "{args}: {message}");
        assert_eq!(span.source_text().as_deref(), Some(expected), "{args}");
    }
}
