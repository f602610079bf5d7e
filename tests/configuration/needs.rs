//! What programs take from their configuration today, each as a program would.

use std::collections::HashMap;

use actix_web::{App, HttpResponse, web};
use corsac::{ConfiguredPolicy, OwnedPolicy, PolicyConfig, PolicyConfigError};
use serde::Deserialize;

use crate::support::{Site, check, get, preflight, row};

fn of(config: impl Into<Option<PolicyConfig>>) -> Result<OwnedPolicy, PolicyConfigError> {
    let policy = ConfiguredPolicy::new().owned();
    policy.replace(config)?;
    Ok(policy)
}

fn printed(config: impl Into<Option<PolicyConfig>>) -> String {
    of(config).unwrap().to_string()
}

fn server(config: impl Into<Option<PolicyConfig>>) -> impl Site {
    App::new()
        .route("/", web::get().to(HttpResponse::Ok))
        .wrap(of(config).unwrap())
}

#[test]
fn any_origin_if_the_list_is_empty_or_has_a_wildcard_else_the_list_and_the_programs_own() {
    #[derive(Deserialize)]
    struct Settings {
        url: String,
        origins: Vec<String>,
    }
    fn policy(json: &str) -> String {
        let Settings { url, mut origins } = serde_json::from_str(json).unwrap();
        if origins.is_empty() || origins.iter().any(|origin| origin == "*") {
            origins = vec!["*".to_owned()];
        } else if !origins.contains(&url) {
            origins.push(url);
        }
        printed(PolicyConfig::new().allow_origins(origins))
    }

    let any = r#"#[cors(allow_origins("*"))]"#;
    assert_eq!(
        policy(r#"{ "url": "https://own.example", "origins": [] }"#),
        any
    );
    assert_eq!(
        policy(r#"{ "url": "https://own.example", "origins": ["https://a.example", "*"] }"#),
        any
    );
    assert_eq!(
        policy(r#"{ "url": "https://own.example", "origins": ["https://a.example"] }"#),
        r#"#[cors(allow_origins("https://a.example", "https://own.example"))]"#
    );
}

#[test]
fn cors_is_a_switch_or_a_map() {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Cors {
        Switch(bool),
        Policy(Option<PolicyConfig>),
    }
    #[derive(Deserialize)]
    struct Settings {
        cors: Cors,
    }
    fn default() -> PolicyConfig {
        PolicyConfig::new()
            .allow_origins(["*"])
            .allow_methods(["GET"])
    }
    fn policy(yaml: &str) -> Result<OwnedPolicy, PolicyConfigError> {
        let settings: Settings = serde_yaml_ng::from_str(yaml).unwrap();
        of(match settings.cors {
            Cors::Switch(true) => Some(default()),
            Cors::Switch(false) => None,
            Cors::Policy(policy) => policy.map(|policy| policy.or(default())),
        })
    }

    for (yaml, expected) in [
        (
            "cors: true",
            r#"#[cors(allow_origins("*"), allow_methods("GET"))]"#,
        ),
        (
            "cors: { max_age: 60 }",
            r#"#[cors(allow_origins("*"), allow_methods("GET"), max_age = 60)]"#,
        ),
        ("cors: false", "no CORS"),
        ("cors:", "no CORS"),
        (
            "cors: { allow_origins: https://a.example }",
            r#"#[cors(allow_origins("https://a.example"), allow_methods("GET"))]"#,
        ),
    ] {
        assert_eq!(policy(yaml).unwrap().to_string(), expected, "{yaml}");
    }
    // Whatever is wrong with the map, it is told in our words, and all of it.
    let error = policy("cors: { allow_origins: https://a.example/, origins: 5, max_age: x }");
    let error = error.unwrap_err();
    let keys: Vec<_> = error
        .mistakes()
        .iter()
        .map(|mistake| mistake.key())
        .collect();
    assert_eq!(
        keys,
        [Some("origins"), Some("max_age"), Some("allow_origins")]
    );
}

#[test]
fn methods_max_age_and_origins_from_settings_and_credentials_only_without_a_wildcard() {
    #[derive(Deserialize)]
    struct Settings {
        origins: Vec<String>,
        methods: Vec<String>,
        max_age: u32,
    }
    let config = |origin: &str| {
        let settings =
            format!("origins = ['{origin}']\nmethods = ['GET', 'PUT', 'DELETE']\nmax_age = 3600");
        let Settings {
            origins,
            methods,
            max_age,
        } = toml::from_str(&settings).unwrap();
        PolicyConfig::new()
            .allow_origins(origins)
            .allow_methods(methods)
            .max_age(max_age)
    };

    check(
        server(config("https://a.example").allow_credentials(true)),
        [row(
            "preflight",
            preflight("DELETE").origin("https://a.example"),
            204,
            &[
                "Access-Control-Allow-Origin: https://a.example",
                "Access-Control-Allow-Methods: GET, PUT, DELETE",
                "Access-Control-Allow-Credentials: true",
                "Access-Control-Max-Age: 3600",
                "Vary: Origin, Access-Control-Request-Method",
            ],
        )],
    );
    assert!(of(config("*")).is_ok());
    let refused = of(config("*").allow_credentials(true))
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("`*` cannot be combined with `allow_credentials`"),
        "{refused}"
    );
}

#[test]
fn an_optional_list_and_otherwise_any_origin() {
    #[derive(Deserialize)]
    struct Settings {
        allow_list: Option<Vec<String>>,
    }
    let policy = |toml: &str| {
        let Settings { allow_list } = toml::from_str(toml).unwrap();
        let origins = allow_list.unwrap_or_else(|| vec!["*".to_owned()]);
        printed(PolicyConfig::new().allow_origins(origins))
    };

    assert_eq!(policy(""), r#"#[cors(allow_origins("*"))]"#);
    assert_eq!(
        policy("allow_list = ['https://a.example']"),
        r#"#[cors(allow_origins("https://a.example"))]"#
    );
}

#[test]
fn everything_from_everywhere_behind_a_flag_with_a_key_in_a_header() {
    let config = |is_open: bool| {
        is_open.then(|| {
            PolicyConfig::new()
                .allow_origins(["*"])
                .allow_methods(["*"])
                .allow_headers(["*", "Authorization"])
                .expose_headers(["*"])
        })
    };
    let request = || {
        preflight("PURGE")
            .origin("https://anywhere.example")
            .asking("x-api-key,authorization")
    };

    check(
        server(config(true)),
        [
            row(
                "open",
                request(),
                204,
                &[
                    "Access-Control-Allow-Origin: *",
                    "Access-Control-Allow-Methods: *",
                    "Access-Control-Allow-Headers: *, Authorization",
                    "Vary: Access-Control-Request-Method",
                ],
            ),
            row(
                "actual",
                get().origin("https://anywhere.example"),
                200,
                &[
                    "Access-Control-Allow-Origin: *",
                    "Access-Control-Expose-Headers: *",
                ],
            ),
        ],
    );
    check(
        server(config(false)),
        [row(
            "closed",
            request(),
            403,
            &["Vary: Origin, Access-Control-Request-Method"],
        )],
    );
}

#[test]
fn one_origin_by_environment_variables_alone() {
    #[derive(Deserialize)]
    struct Settings {
        cors: Option<PolicyConfig>,
    }
    let variables = HashMap::from([
        (
            "CORS__ALLOW_ORIGINS".to_owned(),
            "https://a.example".to_owned(),
        ),
        ("CORS__ALLOW_CREDENTIALS".to_owned(), "true".to_owned()),
        ("CORS__ALLOW_HEADERS".to_owned(), "Content-Type".to_owned()),
    ]);
    let environment = config::Environment::default()
        .separator("__")
        .source(Some(variables));
    let settings = config::Config::builder()
        .add_source(environment)
        .build()
        .unwrap();
    let settings: Settings = settings.try_deserialize().unwrap();

    check(
        server(settings.cors),
        [row(
            "preflight",
            preflight("POST")
                .origin("https://a.example")
                .asking("content-type"),
            204,
            &[
                "Access-Control-Allow-Origin: https://a.example",
                "Access-Control-Allow-Methods: GET, HEAD, POST",
                "Access-Control-Allow-Headers: Content-Type",
                "Access-Control-Allow-Credentials: true",
                "Vary: Origin, Access-Control-Request-Method",
            ],
        )],
    );
}
