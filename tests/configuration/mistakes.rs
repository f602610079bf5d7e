//! What is wrong with a configuration: all of it, in one error, by key and index.

use std::fmt::Display;

use corsac::{ConfiguredPolicy, PolicyConfig};
use figment::{
    Figment,
    providers::{Format as _, Toml},
};
use serde::Deserialize;

/// The lines of the error, without the first.
#[track_caller]
fn mistakes_of(policy: &ConfiguredPolicy, config: PolicyConfig) -> Vec<String> {
    let error = policy.replace(config).unwrap_err().to_string();
    let mut lines = error.lines();
    assert_eq!(
        lines.next(),
        Some("the policy is not used, because it has mistakes:")
    );
    lines.map(|line| line.trim_start().to_owned()).collect()
}

#[track_caller]
fn mistakes(json: &str) -> Vec<String> {
    let config = serde_json::from_str(json).unwrap();
    mistakes_of(&ConfiguredPolicy::new(), config)
}

#[test]
fn every_mistake_is_in_one_error() {
    let config = toml::from_str(
        r#"
        allow_origins = ["https://a.example", "https://b.example/", 5, "http://c.example"]
        allowed_headers = "X-A"
        allow_methods = ["put", "GET", "GET"]
        expose_headers = []
        allow_credentials = true
        max_age = "1h"
        dangerously = ["insecure_origins"]
        policy = "API"
        zebra = true
        "#,
    );

    assert_eq!(
        mistakes_of(&ConfiguredPolicy::new(), config.unwrap()),
        [
            "allow_origins[2]: expected a string, found the number 5",
            "allowed_headers: unknown key `allowed_headers`; write `allow_headers`",
            "dangerously: `dangerously` cannot be set in a configuration; remove it, and call `ConfiguredPolicy::new().dangerously_...`",
            "max_age: expected a number of seconds, found the string `1h`; write `600`",
            "policy: `policy` cannot be set in a configuration; remove it",
            "zebra: unknown key `zebra`; the keys are `allow_origins`, `allow_methods`, `allow_headers`, `expose_headers`, `allow_credentials`, `max_age`, `block_on_origin_mismatch`",
            "allow_origins[1]: origins have no trailing slash; write `https://b.example`",
            "allow_origins[3]: network attackers can pose as this origin and get the user's credentials; use an `https` origin",
            "allow_methods[0]: methods are case-sensitive; write `PUT`",
            "allow_methods[2]: duplicate entry; remove it",
            "expose_headers: the list is empty; remove `expose_headers`, or add an entry, as in `[\"X-Total-Count\"]`",
        ]
    );
}

#[test]
fn wrong_types_are_named_with_the_expected_form() {
    for (json, expected) in [
        (
            r#"{ "allow_origins": {} }"#,
            r#"allow_origins: expected a list of strings, found a map; write `["https://a.example"]`"#,
        ),
        (
            r#"{ "allow_origins": [["https://a.example"]] }"#,
            "allow_origins[0]: expected a string, found a list",
        ),
        (
            r#"{ "allow_origins": "*", "allow_methods": 5.5 }"#,
            r#"allow_methods: expected a list of strings, found the number 5.5; write `["PUT"]`"#,
        ),
        (
            r#"{ "allow_origins": "*", "allow_headers": true }"#,
            r#"allow_headers: expected a list of strings, found `true`; write `["Content-Type"]`"#,
        ),
        (
            r#"{ "allow_origins": "*", "expose_headers": [null] }"#,
            "expose_headers[0]: expected a string, found nothing",
        ),
        (
            r#"{ "allow_origins": "*", "allow_credentials": "yes" }"#,
            "allow_credentials: expected `true` or `false`, found the string `yes`; write `true`",
        ),
        (
            r#"{ "allow_origins": "*", "block_on_origin_mismatch": [] }"#,
            "block_on_origin_mismatch: expected `true` or `false`, found a list; write `true`",
        ),
        (
            r#"{ "allow_origins": "*", "max_age": -1 }"#,
            "max_age: expected a number of seconds, found the number -1; write `600`",
        ),
        (
            r#"{ "allow_origins": "*", "max_age": "" }"#,
            "max_age: expected a number of seconds, found an empty string; write `600`",
        ),
    ] {
        assert_eq!(mistakes(json), [expected], "{json}");
    }
}

#[test]
fn numbers_too_large_for_any_type_are_too_large_for_the_rule() {
    for max_age in ["86401", "4294967296", "\"99999999999999999999\""] {
        assert_eq!(
            mistakes(&format!(
                r#"{{ "allow_origins": "*", "max_age": {max_age} }}"#
            )),
            ["max_age: browsers cap this at one day; use at most 86400"]
        );
    }
}

#[test]
fn what_is_no_map_is_no_policy() {
    for (json, found) in [
        ("true", "`true`"),
        ("[]", "a list"),
        ("7", "the number 7"),
        (r#""*""#, "the string `*`"),
        ("null", "nothing"),
    ] {
        let expected = format!("expected a map of options, found {found}");
        assert_eq!(mistakes(json), [expected]);
    }
    let config = serde_yaml_ng::from_str("!cors {}").unwrap();
    assert_eq!(
        mistakes_of(&ConfiguredPolicy::new(), config),
        ["expected a map of options, found something else"]
    );
}

#[test]
fn keys_that_are_no_names_are_mistakes_too() {
    let config = serde_yaml_ng::from_str("{ allow_origins: '*', 5: x, [a]: y }").unwrap();

    assert_eq!(
        mistakes_of(&ConfiguredPolicy::new(), config),
        [
            "expected the name of an option, found the number 5",
            "expected the name of an option, found a list",
        ]
    );
}

#[test]
fn a_key_that_is_given_twice_is_said_so() {
    assert_eq!(
        mistakes(r#"{ "allow_origins": "*", "max_age": 5, "max_age": 6 }"#),
        ["max_age: duplicate key; write it once"]
    );
}

#[test]
fn words_of_other_libraries_are_translated_into_keys() {
    for (key, expected) in [
        ("origins", "unknown key `origins`; write `allow_origins`"),
        ("maxAge", "unknown key `maxAge`; write `max_age`"),
        (
            "supports_credentials",
            "unknown key `supports_credentials`; write `allow_credentials`",
        ),
        (
            "max_agee",
            "unknown key `max_agee`; did you mean `max_age`?",
        ),
        (
            "allow_any_origin",
            r#"unknown key `allow_any_origin`; set `allow_origins`, as in `["*"]`"#,
        ),
        (
            "allowed_origin_fn",
            "unknown key `allowed_origin_fn`; list the origins, since only code can name a function",
        ),
        (
            "allow_private_network",
            "unknown key `allow_private_network`; remove it, since browsers replaced Private Network Access with a permission prompt",
        ),
    ] {
        assert_eq!(
            mistakes(&format!(r#"{{ "{key}": true }}"#)),
            [format!("{key}: {expected}")]
        );
    }
}

#[test]
fn without_origins_the_message_says_what_to_set() {
    assert_eq!(
        mistakes("{}"),
        [r#"missing origins; set `allow_origins`, as in `["https://a.example"]`"#]
    );
    assert_eq!(
        mistakes(r#"{ "allow_origins": " , " }"#),
        [r#"allow_origins: the list is empty; add an origin, as in `["https://a.example"]`"#]
    );
}

#[test]
fn origins_that_are_not_understood_are_not_missing_as_well() {
    let policy = ConfiguredPolicy::new();
    let read: PolicyConfig = serde_json::from_str(r#"{"allow_origins": 1}"#).unwrap();
    let other = || PolicyConfig::new().max_age(600);

    let alone = mistakes_of(&policy, read.clone());

    assert_eq!(alone.len(), 1, "{alone:?}");
    assert_eq!(mistakes_of(&policy, read.clone().or(other())), alone);
    assert_eq!(mistakes_of(&policy, other().or(read)), alone);
}

#[test]
fn wildcards_with_credentials_are_refused_in_the_rulebooks_words() {
    assert_eq!(
        mistakes(r#"{ "allow_origins": "*", "allow_credentials": true }"#),
        [
            "allow_origins[0]: `*` cannot be combined with `allow_credentials`; list the trusted origins instead",
            "allow_credentials: `allow_credentials` cannot be combined with the `*` in `allow_origins`; remove one of them",
        ]
    );
}

#[test]
fn what_is_prohibited_is_lifted_by_the_program_and_only_where_it_says_so() {
    static EVERYTHING: ConfiguredPolicy = ConfiguredPolicy::new()
        .dangerously_insecure_origins()
        .dangerously_public_suffixes()
        .dangerously_null_origin()
        .dangerously_unchecked_origins();
    let config = |origin: &str| {
        PolicyConfig::new()
            .allow_origins([origin])
            .allow_credentials(true)
    };
    let rows = [
        (ConfiguredPolicy::new(), [false, false, false, false]),
        (
            ConfiguredPolicy::new().dangerously_insecure_origins(),
            [true, false, false, false],
        ),
        (
            ConfiguredPolicy::new().dangerously_public_suffixes(),
            [false, true, false, false],
        ),
        (
            ConfiguredPolicy::new().dangerously_null_origin(),
            [false, false, true, false],
        ),
        (
            ConfiguredPolicy::new().dangerously_unchecked_origins(),
            [false, false, false, true],
        ),
    ];
    let origins = [
        "http://a.example",
        "https://*.github.io",
        "null",
        "moz-extension://*",
    ];

    for (i, (policy, expected)) in rows.into_iter().enumerate() {
        let accepted = origins.map(|origin| policy.replace(config(origin)).is_ok());
        assert_eq!(accepted, expected, "row {i}");
    }
    for origin in origins {
        EVERYTHING.replace(config(origin)).unwrap();
    }
    // What is lifted without need is no mistake, and not said to be in force.
    EVERYTHING.replace(config("https://a.example")).unwrap();
    assert_eq!(
        EVERYTHING.to_string(),
        r#"#[cors(allow_origins("https://a.example"), allow_credentials)]"#
    );
    EVERYTHING.replace(config("http://a.example")).unwrap();
    assert_eq!(
        EVERYTHING.to_string(),
        r#"#[cors(allow_origins("http://a.example"), allow_credentials, dangerously(insecure_origins))]"#
    );
}

#[test]
fn after_a_mistake_the_old_policy_stays() {
    let policy = ConfiguredPolicy::new();
    policy
        .replace(PolicyConfig::new().allow_origins(["https://a.example"]))
        .unwrap();
    let before = policy.to_string();

    assert!(policy.replace(PolicyConfig::new()).is_err());

    assert_eq!(policy.to_string(), before);
}

#[test]
fn messages_are_bounded_and_safe_to_log() {
    let key = "\u{1b}[2J".repeat(1 << 16);
    let origins: Vec<_> = (0..10_000).map(|i| format!("\u{7}{i}/")).collect();
    let config = serde_json::json!({ "allow_origins": origins, key: 1 });

    let config: PolicyConfig = serde_json::from_value(config).unwrap();
    let error = ConfiguredPolicy::new().replace(config).unwrap_err();

    let message = error.to_string();
    assert!(message.len() < 100_000, "{}", message.len());
    assert!(!message.contains(|c: char| c.is_control() && c != '\n'));
    assert!(message.ends_with("\n  ... and 9901 more"), "{message}");
    assert_eq!(format!("{error:?}"), message);
}

#[derive(Deserialize)]
struct Checked {
    #[serde(default, deserialize_with = "PolicyConfig::deserialize_checked")]
    cors: Option<PolicyConfig>,
}

const MISTAKES: &str = "the policy is not used, because it has mistakes:\n  \
    origins: unknown key `origins`; write `allow_origins`\n  \
    allow_origins[0]: origins have no trailing slash; write `https://a.example`";
const TOML: &str = "name = 'x'\n\n[cors]\nallow_origins = ['https://a.example/']\norigins = 5\n";

/// What there is before and after all the mistakes.
#[track_caller]
fn around_mistakes<E: Display>(checked: Result<Checked, E>) -> (String, String) {
    let error = checked.err().unwrap().to_string();
    let (before, after) = error.split_once(MISTAKES).expect(&error);
    (before.to_owned(), after.to_owned())
}

#[test]
fn read_with_the_check_toml_yaml_and_json_add_the_line_to_all_mistakes() {
    let (before, _) = around_mistakes(toml::from_str(TOML));
    assert!(
        before.starts_with("TOML parse error at line 3, column 1\n"),
        "{before}"
    );

    let yaml = "name: x\n\ncors:\n  allow_origins: [https://a.example/]\n  origins: 5\n";
    let (before, after) = around_mistakes(serde_yaml_ng::from_str(yaml));
    assert_eq!((&*before, &*after), ("cors: ", " at line 4 column 3"));

    let json = "{\n\n\"cors\": { \"allow_origins\": \"https://a.example/\", \"origins\": 5 } }";
    let (before, after) = around_mistakes(serde_json::from_str(json));
    assert_eq!((&*before, &*after), ("", " at line 3 column 63"));
}

/// They put several sources together, and keep no lines.
#[test]
fn read_with_the_check_config_and_figment_add_the_key_or_the_source() {
    let file = config::File::from_str(TOML, config::FileFormat::Toml);
    let config = config::Config::builder().add_source(file).build().unwrap();
    assert_eq!(
        around_mistakes(config.try_deserialize()),
        (String::new(), " for key `cors`".to_owned())
    );

    let figment = Figment::from(Toml::string(TOML));
    let (before, after) = around_mistakes(figment.extract());
    assert_eq!(
        (&*before, &*after),
        ("", " for key \"default.cors\" in TOML source string")
    );
}

#[test]
fn what_is_no_document_of_the_format_is_told_by_the_format() {
    let error = toml::from_str::<Checked>("[cors\n")
        .err()
        .unwrap()
        .to_string();

    assert!(
        error.starts_with("TOML parse error at line 1, column 6\n"),
        "{error}"
    );
}

#[test]
fn read_with_the_check_what_is_right_or_absent_is_taken() {
    let origins = |text: &str| toml::from_str::<Checked>(text).unwrap().cors.is_some();

    assert!(!origins(""));
    assert!(origins("cors = { allow_origins = '*' }"));
    // The program may lift it.
    assert!(origins(
        "cors = { allow_origins = 'http://a.example', allow_credentials = true }"
    ));
}
