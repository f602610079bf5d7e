//! The formats that programs have their configuration in.

use std::collections::HashMap;

use corsac::{ConfiguredPolicy, PolicyConfig};
use figment::{
    Figment, Jail,
    providers::{Env, Format as _, Toml},
};
use serde::{Deserialize, de::DeserializeOwned};

#[derive(Deserialize)]
struct Settings {
    cors: Option<PolicyConfig>,
}

/// The policy of the settings, as the attribute would be written.
#[track_caller]
fn printed(settings: Settings) -> String {
    let policy = ConfiguredPolicy::new();
    policy.replace(settings.cors).unwrap();
    policy.to_string()
}

const EVERYTHING: &str = "#[cors(\
    allow_origins(\"https://a.example\", \"https://*.b.example\"), \
    allow_methods(\"GET\", \"PUT\"), \
    allow_headers(\"Content-Type\"), \
    expose_headers(\"X-A\", \"X-B\"), \
    allow_credentials, \
    max_age = 600, \
    block_on_origin_mismatch)]";

#[test]
fn toml_has_every_key() {
    let settings = toml::from_str(
        r#"
        [cors]
        allow_origins = ["https://a.example", "https://*.b.example"]
        allow_methods = ["GET", "PUT"]
        allow_headers = "Content-Type"
        expose_headers = "X-A, X-B"
        allow_credentials = true
        max_age = 600
        block_on_origin_mismatch = true
        "#,
    );

    assert_eq!(printed(settings.unwrap()), EVERYTHING);
}

#[test]
fn yaml_has_every_key() {
    let settings = serde_yaml_ng::from_str(
        "
cors:
  allow_origins:
    - https://a.example
    - https://*.b.example
  allow_methods: [GET, PUT]
  allow_headers: Content-Type
  expose_headers: |
    X-A
    X-B
  allow_credentials: true
  max_age: 600
  block_on_origin_mismatch: true
",
    );

    assert_eq!(printed(settings.unwrap()), EVERYTHING);
}

#[test]
fn json_has_every_key() {
    let settings = serde_json::from_str(
        r#"{ "cors": {
            "allow_origins": ["https://a.example", "https://*.b.example"],
            "allow_methods": ["GET", "PUT"],
            "allow_headers": ["Content-Type"],
            "expose_headers": "X-A,X-B",
            "allow_credentials": true,
            "max_age": 600,
            "block_on_origin_mismatch": true
        } }"#,
    );

    assert_eq!(printed(settings.unwrap()), EVERYTHING);
}

/// Environment variables as a program sees them.
const VARIABLES: [(&str, &str); 7] = [
    (
        "APP_CORS__ALLOW_ORIGINS",
        "https://a.example https://*.b.example",
    ),
    ("APP_CORS__ALLOW_METHODS", "GET, PUT"),
    ("APP_CORS__ALLOW_HEADERS", "Content-Type"),
    ("APP_CORS__EXPOSE_HEADERS", "X-A,X-B"),
    ("APP_CORS__ALLOW_CREDENTIALS", "true"),
    ("APP_CORS__MAX_AGE", "600"),
    ("APP_CORS__BLOCK_ON_ORIGIN_MISMATCH", "TRUE"),
];

fn by_config<T: DeserializeOwned>(variables: &[(&str, &str)]) -> T {
    let variables = variables
        .iter()
        .map(|(name, value)| ((*name).into(), (*value).into()));
    let environment = config::Environment::with_prefix("APP")
        .prefix_separator("_")
        .separator("__")
        .source(Some(variables.collect::<HashMap<_, _>>()));
    let config = config::Config::builder().add_source(environment).build();
    config.unwrap().try_deserialize().unwrap()
}

#[expect(clippy::result_large_err, reason = "the error is figment's")]
fn by_figment<T: DeserializeOwned>(file: &str, variables: &[(&str, &str)]) -> T {
    let mut settings = None;
    Jail::expect_with(|jail| {
        for (name, value) in variables {
            jail.set_env(name, value);
        }
        let figment = Figment::from(Toml::string(file)).merge(Env::prefixed("APP_").split("__"));
        settings = Some(figment.extract()?);
        Ok(())
    });
    settings.unwrap()
}

#[test]
fn environment_variables_have_every_key() {
    assert_eq!(printed(by_config(&VARIABLES)), EVERYTHING);
    assert_eq!(printed(by_figment("", &VARIABLES)), EVERYTHING);
}

#[test]
fn a_file_and_the_environment_add_up() {
    let file = "
        [cors]
        allow_origins = ['https://a.example']
        max_age = 600
    ";
    let expected = r#"#[cors(allow_origins("https://b.example"), max_age = 600)]"#;
    let variables = [("APP_CORS__ALLOW_ORIGINS", "https://b.example")];

    let environment = config::Environment::with_prefix("APP")
        .prefix_separator("_")
        .separator("__")
        .source(Some(HashMap::from(
            variables.map(|(name, value)| (name.into(), value.into())),
        )));
    let settings = config::Config::builder()
        .add_source(config::File::from_str(file, config::FileFormat::Toml))
        .add_source(environment)
        .build()
        .unwrap();

    assert_eq!(printed(settings.try_deserialize().unwrap()), expected);
    assert_eq!(printed(by_figment(file, &variables)), expected);
}

#[test]
fn what_is_not_there_or_null_is_left_out() {
    for text in ["{}", r#"{ "cors": null }"#] {
        assert_eq!(printed(serde_json::from_str(text).unwrap()), "no CORS");
    }
    let with_null =
        r#"{ "cors": { "allow_origins": "*", "max_age": null, "allow_headers": null } }"#;

    assert_eq!(
        printed(serde_json::from_str(with_null).unwrap()),
        r#"#[cors(allow_origins("*"))]"#
    );
}

#[test]
fn mirrored_headers_are_a_word_among_the_names() {
    let settings = r#"{ "cors": { "allow_origins": "https://a.example", "allow_headers": "mirror_request" } }"#;

    assert_eq!(
        printed(serde_json::from_str(settings).unwrap()),
        r#"#[cors(allow_origins("https://a.example"), allow_headers(mirror_request))]"#
    );
}
