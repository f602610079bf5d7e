//! Whatever is nested deeply is refused; to read it would overflow the stack of
//! the compiler.

use super::{expand, tokens};
use crate::expand::policy;

const ITEM: &str = r#"#[get("/")] async fn handler() -> u8 { 1 }"#;

fn nested(open: &str, innermost: &str, close: &str) -> String {
    let (open, close) = (open.repeat(1000), close.repeat(1000));
    format!("{open} {innermost} {close}")
}

#[track_caller]
fn assert_refused(args: &str, item: &str) {
    let output = expand(args, item).to_string();
    assert_eq!(output.matches("compile_error").count(), 1, "{output}");
    assert!(output.contains("nested too deeply"), "{output}");
}

#[test]
fn deep_arguments_are_refused() {
    for value in [
        nested("(", "1", ")"),
        nested("[", "1", "]"),
        nested("{", "1", "}"),
        nested("(", "1", ",)"),
        nested("-", "1", ""),
        nested("& mut", "1", ""),
        nested("|a, b|", "1", ""),
        nested("A<", "B", ">"),
        nested("A<u8, A<", "B", ">>"),
        nested("if a {} else", "{}", ""),
    ] {
        for args in [
            value.clone(),
            format!("max_age = {value}"),
            format!("{value} = 1"),
            format!("allow_origins({value})"),
            format!("allow_origins(dev({value}), from({value}), predicate({value}))"),
            format!(r#"allow_origins("*"), allow_headers({value})"#),
            format!("dangerously({value})"),
            format!("policy({value})"),
            format!("crate = {value}"),
        ] {
            let policy = policy(&tokens(&args)).to_string();

            assert_refused(&args, ITEM);
            assert_refused(&args, &format!("mod m {{ {ITEM} }}"));
            assert_eq!(policy.matches("compile_error").count(), 1, "{policy}");
        }
    }
}

#[test]
fn deep_items_are_refused() {
    let args = r#"allow_origins("*")"#;
    let [tuple, value] = [nested("(", "u8", ",)"), nested("(", "1", ")")];

    assert_refused(
        args,
        &format!(r#"#[get("/")] fn handler(a: {tuple}) -> u8 {{ 1 }}"#),
    );
    assert_refused(
        args,
        &format!(r#"#[get("/")] fn handler() -> {tuple} {{ 1 }}"#),
    );
    assert_refused(
        args,
        &format!(r#"#[get("/", name = {value})] fn handler() -> u8 {{ 1 }}"#),
    );
    assert_refused(
        args,
        &format!(r#"#[get("/", wrap = "{value}")] fn handler() -> u8 {{ 1 }}"#),
    );
    let minus = nested("-", "1", "");
    assert_refused(
        args,
        &format!(r#"#[get("/", name = {minus})] fn handler() -> u8 {{ 1 }}"#),
    );
    assert_refused(args, &format!("mod m {{ const A: u8 = {value}; {ITEM} }}"));
    assert_refused(
        "none",
        &format!("mod m {{ const A: u8 = {value}; {ITEM} }}"),
    );
}

#[test]
fn what_is_long_is_not_deep() {
    let origins: Vec<_> = (0..1000)
        .map(|i| format!(r#""https://{i}.example""#))
        .collect();
    let args = format!("allow_origins({}, from(a::b::C))", origins.join(", "));
    let documentation = "/// A line.\n".repeat(1000);
    let item = format!(r#"{documentation} #[get("/")] fn handler() -> u8 {{ 1 }}"#);

    for item in [item.clone(), format!("mod m {{ {} }}", item.repeat(100))] {
        let output = expand(&args, &item).to_string();
        assert!(!output.contains("compile_error"), "{output}");
    }
}

#[test]
fn signs_do_not_add_up_over_commas() {
    let args = format!("max_age = 1, {}", "a::b = -1, ".repeat(200));

    let output = expand(&args, ITEM).to_string();

    assert!(output.contains("unknown option `a::b`"), "{output}");
    assert!(!output.contains("nested too deeply"), "{output}");
}
