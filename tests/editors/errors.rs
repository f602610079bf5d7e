//! Where an editor shows our errors, before the compiler has run.

use crate::{analyzer::analyzer, document::Document};

#[track_caller]
fn assert_errors(document: &Document, expected: &[(&str, &str)]) {
    let errors = analyzer().errors(document);
    let errors: Vec<_> = errors
        .iter()
        .map(|(at, message)| (at.as_str(), message.as_str()))
        .collect();
    assert_eq!(errors, expected, "{}", document.text);
}

#[test]
#[ignore = "needs rust-analyzer"]
fn an_error_is_on_the_word_at_fault() {
    let twice = "duplicate option `allow_credentials`; write it once";
    let unit = "`max_age` takes a number of seconds; write `max_age = 600`";
    let unknown = "unknown option `maxAge`; write `max_age = 600`";
    let word = "unknown keyword `http`; write `insecure_origins`, `public_suffixes`, `null_origin`, or `unchecked_origins`";
    for (arguments, at, message) in [
        (
            "allow_credentials, allow_credentials",
            "allow_credentials",
            twice,
        ),
        ("max_age = 1 hour", "1", unit),
        ("maxAge = 600", "maxAge", unknown),
        ("dangerously(http)", "http", word),
    ] {
        let attribute = format!("#[cors(allow_origins(\"https://a.example\"), {arguments})]");

        assert_errors(&Document::handler(&attribute), &[(at, message)]);
    }
}

#[test]
#[ignore = "needs rust-analyzer"]
fn an_error_without_a_word_at_fault_is_on_a_part_of_the_attribute() {
    let missing = r#"missing origins; write `allow_origins("https://a.example")`"#;
    for (arguments, at) in [
        ("max_age = 600", "="),
        (r#"allow_headers("X-A")"#, r#"("X-A")"#),
        ("allow_credentials", "allow_credentials"),
    ] {
        let document = Document::handler(&format!("#[cors({arguments})]"));

        assert_errors(&document, &[(at, missing)]);
    }
}

#[test]
#[ignore = "needs rust-analyzer"]
fn what_is_right_has_no_errors() {
    for arguments in [
        "policy(WEB_APP)",
        "policy(CONFIGURED)",
        r#"allow_origins("https://a.example", from(TENANTS), predicate(is_partner), predicate(async is_tenant))"#,
        r#"allow_origins("https://a.example"), allow_headers(mirror_request)"#,
    ] {
        assert_errors(&Document::handler(&format!("#[cors({arguments})]")), &[]);
    }
}
