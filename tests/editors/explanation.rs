//! What an editor explains, and where it leads.

use corsac_policy::{Danger, OptionName};

use crate::{analyzer::analyzer, document::Document};

/// What is explained of the word at the cursor, if it is nothing but a word of ours.
#[track_caller]
fn explanation(word: &str, document: &Document) -> String {
    let hover = analyzer().hover(document);
    let [name, explanation] = hover.as_slice() else {
        panic!("{word}: {hover:?}");
    };
    assert!(name.contains(&format!("pub const {word}: ()")), "{name}");
    explanation.clone()
}

#[test]
#[ignore = "needs rust-analyzer"]
fn every_word_is_explained() {
    // The last of them is a keyword.
    for option in OptionName::ALL
        .into_iter()
        .filter(|it| *it != OptionName::Crate)
    {
        let origins = match option {
            OptionName::AllowOrigins | OptionName::Policy => "",
            _ => "allow_origins(\"https://a.example\"), ",
        };
        assert_explained(option.as_str(), &format!("{origins}{}", option.example()));
    }
    for (word, arguments) in [
        ("dev", r#"allow_origins(dev("http://localhost:*"))"#),
        ("from", "allow_origins(from(TENANTS))"),
        ("predicate", "allow_origins(predicate(async is_tenant))"),
        (
            "mirror_request",
            r#"allow_origins("*"), allow_headers(mirror_request)"#,
        ),
        ("none", "none"),
    ] {
        assert_explained(word, arguments);
    }
    for danger in Danger::ALL {
        // Without an error, which is explained, too.
        let needs_it = match danger {
            Danger::InsecureOrigins => r#"allow_origins("http://a.example"), allow_credentials"#,
            Danger::PublicSuffixes => r#"allow_origins("https://*.com"), allow_credentials"#,
            Danger::NullOrigin => r#"allow_origins("null")"#,
            Danger::UncheckedOrigins => "allow_origins(predicate(is_partner)), allow_credentials",
        };
        assert_explained(
            danger.as_str(),
            &format!("{needs_it}, dangerously({danger})"),
        );
    }
}

#[track_caller]
fn assert_explained(word: &str, arguments: &str) {
    let arguments = arguments.replacen(word, &format!("{word}|"), 1);
    let document = Document::handler(&format!("#[cors({arguments})]"));

    assert!(!explanation(word, &document).is_empty(), "{word}");
}

#[test]
#[ignore = "needs rust-analyzer"]
fn an_option_is_explained_as_the_rulebook_does() {
    let document =
        Document::new("static POLICY: Policy = policy!(allow_origins(\"*\"), max_age| = 600);");

    assert_eq!(
        explanation("max_age", &document),
        "How many seconds browsers may keep the answer to a preflight: `max_age = 600`,\nat most 86400. By default, they keep it for 5 seconds."
    );
}

#[test]
#[ignore = "needs rust-analyzer"]
fn the_macros_are_explained() {
    let cors = Document::handler("#[cors|(allow_origins(\"*\"))]");
    let policy = Document::new("static POLICY: Policy = policy|!(allow_origins(\"*\"));");

    let [cors, policy] = [cors, policy].map(|document| analyzer().hover(&document));

    let start = |hover: &[String]| hover[1].lines().next().unwrap().to_owned();
    assert_eq!(
        start(&cors),
        "Sets which pages of other origins may call a handler."
    );
    assert!(
        start(&policy).starts_with("A policy to share:"),
        "{policy:?}"
    );
}

#[test]
#[ignore = "needs rust-analyzer"]
fn the_route_attribute_is_explained_as_without_ours() {
    for attribute in ["get", "actix_web::get"] {
        let handler = |ours: &str| {
            Document::new(&format!(
                "{ours}\n#[{attribute}|(\"/\")]\nasync fn handler() -> impl Responder {{\n    \"\"\n}}"
            ))
        };
        let [with, without] = ["#[cors(allow_origins(\"*\"))]", ""].map(handler);

        let [with, without] = [with, without].map(|document| analyzer().hover(&document));

        assert_eq!(with, without);
    }
}

#[test]
#[ignore = "needs rust-analyzer"]
fn words_and_paths_lead_to_their_definitions() {
    for (attribute, expected) in [
        (
            "#[cors(allow_origins|(\"*\"))]",
            "AllowOrigins: allow_origins {",
        ),
        (
            "#[cors(allow_origins(\"null\"), dangerously(null_origin|))]",
            "NullOrigin: null_origin,",
        ),
        (
            "#[cors(policy(WEB_APP|))]",
            "static WEB_APP: Policy = policy!(allow_origins(\"https://a.example\"));",
        ),
        (
            "#[cors(allow_origins(from(TENANTS|)))]",
            "static TENANTS: Origins = Origins::new();",
        ),
        (
            "#[cors(allow_origins(predicate(is_partner|)))]",
            "fn is_partner(_: &Origin<'_>, _: &RequestHead) -> bool {",
        ),
    ] {
        let document = Document::handler(attribute);

        assert_eq!(analyzer().definition(&document), expected, "{attribute}");
    }
}

#[test]
#[ignore = "needs rust-analyzer"]
fn uses_of_a_word_are_found() {
    let document = Document::new(
        r#"
        #[cors(allow_origins("https://b.example"), allow_credentials|)]
        #[get("/")]
        async fn one() -> impl Responder { "" }

        static TWO: Policy = policy!(allow_origins("https://b.example"), allow_credentials);

        #[cors(allow_credentials)]
        #[get("/")]
        async fn three() -> impl Responder { "" }

        #[cors(allow_origins("https://b.example"))]
        #[get("/")]
        async fn none() -> impl Responder { "" }
        "#,
    );

    assert_eq!(analyzer().references(&document), 3);
}
