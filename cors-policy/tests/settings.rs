//! What is said of options where they are the keys of a configuration.

use corsac_policy::{OptionName, Problem};

#[test]
fn only_a_program_lifts_prohibitions_and_names_items() {
    let others: Vec<_> = OptionName::ALL
        .into_iter()
        .filter(|option| !option.is_setting())
        .collect();

    assert_eq!(
        others,
        [
            OptionName::Dangerously,
            OptionName::Policy,
            OptionName::Crate
        ]
    );
    let settings: Vec<_> = OptionName::settings().map(OptionName::as_str).collect();
    assert_eq!(
        settings.join(" "),
        "allow_origins allow_methods allow_headers expose_headers allow_credentials max_age \
         block_on_origin_mismatch"
    );
}

#[test]
fn each_setting_has_an_example() {
    let examples: Vec<_> = OptionName::settings()
        .map(OptionName::example_setting)
        .collect();

    assert_eq!(
        examples,
        [
            r#"["https://a.example"]"#,
            r#"["PUT"]"#,
            r#"["Content-Type"]"#,
            r#"["X-Total-Count"]"#,
            "true",
            "600",
            "true",
        ]
    );
}

#[test]
fn an_unknown_key_is_answered_with_a_key() {
    let keys = "`allow_origins`, `allow_methods`, `allow_headers`, `expose_headers`, \
                `allow_credentials`, `max_age`, `block_on_origin_mismatch`";
    for (key, advice) in [
        ("zebra", &*format!("the keys are {keys}")),
        // Only a program can set it.
        ("dangerous", &format!("the keys are {keys}")),
        ("max_agee", "did you mean `max_age`?"),
        ("origins", "write `allow_origins`"),
        ("allow_any_origin", "set `allow_origins`, as in `[\"*\"]`"),
        (
            "allowed_origin_fn",
            "list the origins, since only code can name a function",
        ),
        ("vary", "remove it, since corsac sets `Vary` for you"),
    ] {
        let unknown = OptionName::from_word(key).unwrap_err();

        let expected = format!("unknown key `{key}`; {advice}");
        assert_eq!(unknown.in_settings().to_string(), expected);
    }
}

#[test]
fn a_problem_is_told_without_the_syntax_of_attributes() {
    for (problem, expected) in [
        (
            Problem::NoOrigins,
            r#"missing origins; set `allow_origins`, as in `["https://a.example"]`"#,
        ),
        (
            Problem::EmptyList(OptionName::AllowOrigins),
            r#"the list is empty; add an origin, as in `["https://a.example"]`"#,
        ),
        (
            Problem::EmptyList(OptionName::AllowMethods),
            r#"the list is empty; remove `allow_methods`, or add an entry, as in `["PUT"]`"#,
        ),
        (Problem::Duplicate, "duplicate entry; remove it"),
    ] {
        assert_eq!(problem.in_settings().to_string(), expected);
    }
}
