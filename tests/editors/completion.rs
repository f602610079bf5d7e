//! What an editor offers while an attribute is typed, character by character.

use crate::{analyzer::analyzer, document::Document};

/// Every word that may be written, and paths wherever they may be.
const ARGUMENTS: &str = r#"allow_origins("https://a.example", dev("http://localhost:5173"), from(TENANTS), predicate(is_partner), predicate(async is_tenant)), allow_methods("GET"), allow_headers(mirror_request), expose_headers("X-A"), allow_credentials, max_age = 600, block_on_origin_mismatch, dangerously(insecure_origins, public_suffixes, null_origin, unchecked_origins)"#;

const SHARED: &str = r#"policy(WEB_APP), allow_methods("GET")"#;

/// Types `arguments` in the place of `ARGUMENTS`, and expects that each word is offered
/// at every position in it, the first included.
#[track_caller]
fn assert_offered(place: &str, arguments: &str) {
    let mut analyzer = analyzer();
    for (start, word) in words(arguments) {
        for typed in 0..=word.len() {
            let typed = &arguments[..start + typed];
            let document = Document::new(&place.replace("ARGUMENTS", &with_cursor(typed)));

            let offered = analyzer.completions(&document);

            assert!(
                offered.contains(&word.to_owned()),
                "`{word}` at {typed}: {offered:?}"
            );
        }
    }
    assert_eq!(analyzer.panics(), [""; 0]);
}

/// The words outside of strings, and where they start. A keyword isn't ours to offer.
fn words(text: &str) -> Vec<(usize, &str)> {
    let is_string = |start: usize| text[..start].matches('"').count() % 2 == 1;
    let is_word = |c: char| c.is_ascii_alphabetic() || c == '_';
    let words = text.split(|c| !is_word(c)).filter(|word| !word.is_empty());
    let start = |word: &str| word.as_ptr().addr() - text.as_ptr().addr();
    let words = words.map(|word| (start(word), word));
    words
        .filter(|(start, word)| !is_string(*start) && *word != "async")
        .collect()
}

/// What is typed, with the parentheses that an editor closes.
fn with_cursor(typed: &str) -> String {
    let open = typed.matches('(').count() - typed.matches(')').count();
    format!("{typed}|{}", ")".repeat(open))
}

#[test]
#[ignore = "needs rust-analyzer"]
fn every_word_is_offered_above_a_handler() {
    let handler =
        "#[cors(ARGUMENTS)]\n#[get(\"/\")]\nasync fn handler() -> impl Responder {\n    \"\"\n}";

    assert_offered(handler, ARGUMENTS);
    assert_offered(handler, SHARED);
}

#[test]
#[ignore = "needs rust-analyzer"]
fn every_word_is_offered_above_a_module() {
    let module = "#[cors(ARGUMENTS)]\nmod api {\n    use super::*;\n\n    #[get(\"/\")]\n    async fn handler() -> impl Responder {\n        \"\"\n    }\n}";

    assert_offered(module, ARGUMENTS);
    assert_offered(module, SHARED);
}

#[test]
#[ignore = "needs rust-analyzer"]
fn every_word_is_offered_in_a_policy() {
    assert_offered("static POLICY: Policy = policy!(ARGUMENTS);", ARGUMENTS);
}

#[test]
#[ignore = "needs rust-analyzer"]
fn every_word_is_offered_where_other_attributes_and_the_function_are_not_finished() {
    for item in [
        "async fn handler() -> impl Responder {\n    \"\"\n}",
        "#[unknown]\n#[get(\"/\")]\nasync fn handler() -> impl Responder {\n    \"\"\n}",
        "#[get()]\nasync fn handler() -> impl Responder {\n    \"\"\n}",
        "#[get(\"/\")]\nasync fn handler() {}",
        "struct Handler;",
    ] {
        assert_offered(
            &format!("#[cors(ARGUMENTS)]\n{item}"),
            "allow_origins(from(TENANTS)), max_age",
        );
    }
    assert_offered(
        "struct Handlers;\n\nimpl Handlers {\n    #[cors(ARGUMENTS)]\n    fn handler() {}\n}",
        "allow_credentials",
    );
}

#[test]
#[ignore = "needs rust-analyzer"]
fn the_word_of_an_opted_out_handler_is_offered() {
    assert_offered(
        "#[cors(allow_origins(\"*\"))]\nmod api {\n    use super::*;\n\n    #[cors(ARGUMENTS)]\n    #[get(\"/\")]\n    async fn handler() -> impl Responder {\n        \"\"\n    }\n}",
        "none",
    );
}

#[test]
#[ignore = "needs rust-analyzer"]
fn what_has_the_right_type_comes_first() {
    for (arguments, expected) in [
        ("policy(|)", "WEB_APP"),
        ("allow_origins(from(|))", "TENANTS"),
    ] {
        let document = Document::handler(&format!("#[cors({arguments})]"));

        let offered = analyzer().completions(&document);

        assert_eq!(offered[0], expected, "{arguments}: {offered:?}");
    }
}

#[test]
#[ignore = "needs rust-analyzer"]
fn a_list_offers_its_own_words_alone() {
    for (arguments, expected) in [
        ("allow_origins(|)", ["dev", "from", "predicate"].as_slice()),
        ("allow_headers(|)", &["mirror_request"]),
        (
            "dangerously(|)",
            &[
                "insecure_origins",
                "null_origin",
                "public_suffixes",
                "unchecked_origins",
            ],
        ),
    ] {
        let document = Document::handler(&format!("#[cors({arguments})]"));

        let mut offered = analyzer().completions(&document);

        // An import may be of the module itself.
        offered.retain(|word| word != "self");
        offered.sort();
        assert_eq!(offered, expected, "{arguments}");
    }
}
