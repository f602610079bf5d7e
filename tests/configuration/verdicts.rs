//! Whatever says it, attribute, file or environment: the verdict is the same.

use std::collections::HashMap;

use corsac::{ConfiguredPolicy, PolicyConfig};
use corsac_policy::{AllowOrigin, Danger, Draft, OptionName, Place, Problem};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{select, subsequence},
};
use serde_json::{Map, Value, json};

/// What may be written, right or wrong.
#[derive(Debug)]
struct Written {
    allow_origins: Option<Vec<&'static str>>,
    allow_methods: Option<Vec<&'static str>>,
    allow_headers: Option<Vec<&'static str>>,
    expose_headers: Option<Vec<&'static str>>,
    allow_credentials: bool,
    max_age: Option<u32>,
    block_on_origin_mismatch: bool,
    /// What the attribute lifts, and the program for a configuration.
    dangerously: Vec<Danger>,
}

fn list(entries: &'static [&'static str]) -> impl Strategy<Value = Option<Vec<&'static str>>> {
    option::of(vec(select(entries), 0..4))
}

fn written() -> impl Strategy<Value = Written> {
    let origins: &[_] = &[
        "*",
        "null",
        "https://a.example",
        "https://*.a.example",
        "https://b.a.example",
        "https://a.example/",
        "https://a.example:443",
        "http://a.example",
        "http://localhost:*",
        "https://*.github.io",
        "a.example",
        "HTTPS://a.example",
        "moz-extension://*",
    ];
    let methods: &[_] = &["*", "GET", "PUT", "put", "patch", "TRACE", "a(b"];
    let names: &[_] = &[
        "*",
        "mirror_request",
        "Content-Type",
        "content-type",
        "X-A",
        "Authorization",
        "Cookie",
        "Set-Cookie",
        "a:b",
    ];
    (
        list(origins),
        list(methods),
        list(names),
        list(names),
        any::<bool>(),
        option::of(select(&[0, 600, 86_400, 86_401, u32::MAX][..])),
        any::<bool>(),
        subsequence(Danger::ALL.to_vec(), 0..=Danger::ALL.len()),
    )
        .prop_map(
            |(origins, methods, headers, exposed, credentials, max_age, blocks, lifted)| Written {
                allow_origins: origins,
                allow_methods: methods,
                allow_headers: headers,
                expose_headers: exposed,
                allow_credentials: credentials,
                max_age,
                block_on_origin_mismatch: blocks,
                dangerously: lifted,
            },
        )
}

/// A policy as the attribute would be written; or where it is wrong, and how.
type Verdict = Result<String, Vec<(Option<String>, Option<usize>, String)>>;

impl Written {
    /// As `#[cors]` asks the rulebook.
    fn by_attribute(&self) -> Verdict {
        let origins = self.allow_origins.as_ref();
        let origins = origins.map(|list| list.iter().copied().map(AllowOrigin::Literal));
        let origins: Option<Vec<_>> = origins.map(Iterator::collect);
        let draft: Draft<'_, &str, &str, &str> = Draft {
            allow_origins: origins.as_deref(),
            allow_methods: self.allow_methods.as_deref(),
            allow_headers: self.allow_headers.as_deref(),
            expose_headers: self.expose_headers.as_deref(),
            allow_credentials: self.allow_credentials,
            max_age: self.max_age,
            block_on_origin_mismatch: self.block_on_origin_mismatch,
            ..Draft::EMPTY
        };
        let needed = self.needed(&draft);
        let draft = Draft {
            dangerously: Some(&*needed).filter(|needed| !needed.is_empty()),
            ..draft
        };
        let policy = draft.check().map_err(|violations| {
            let violations = violations.iter().map(|violation| {
                let (option, position) = match violation.place {
                    Place::Entry(OptionName::MaxAge, _) => (Some(OptionName::MaxAge), None),
                    Place::Entry(option, i) => (Some(option), Some(i)),
                    Place::Option(option) => (Some(option), None),
                    Place::Attribute | Place::JsonParameter => (None, None),
                };
                let message = violation.problem.in_settings().to_string();
                (option.map(|option| option.to_string()), position, message)
            });
            violations.collect::<Vec<_>>()
        })?;
        Ok(format!("#[cors({policy})]"))
    }

    /// A program may lift what nothing needs, while an attribute may not.
    fn needed(&self, draft: &Draft<'_, &str, &str, &str>) -> Vec<Danger> {
        let lifting_all = Draft {
            dangerously: Some(&self.dangerously),
            ..draft.clone()
        };
        let violations = lifting_all.check().err().unwrap_or_default();
        let is_idle = |danger: &Danger| {
            let idle = Problem::NothingToLift(*danger);
            violations.iter().any(|violation| violation.problem == idle)
        };
        let mut needed = self.dangerously.clone();
        needed.retain(|danger| !is_idle(danger));
        needed
    }

    /// What the program lifts.
    fn empty_policy(&self) -> ConfiguredPolicy {
        let lift = |policy: ConfiguredPolicy, danger: &Danger| match danger {
            Danger::InsecureOrigins => policy.dangerously_insecure_origins(),
            Danger::PublicSuffixes => policy.dangerously_public_suffixes(),
            Danger::NullOrigin => policy.dangerously_null_origin(),
            Danger::UncheckedOrigins => policy.dangerously_unchecked_origins(),
        };
        self.dangerously.iter().fold(ConfiguredPolicy::new(), lift)
    }

    fn by_configuration(&self, config: PolicyConfig) -> Verdict {
        verdict(&self.empty_policy(), config)
    }

    /// As a file has it, which has no say in what is lifted.
    fn as_map(&self) -> Map<String, Value> {
        let Self {
            allow_origins,
            allow_methods,
            allow_headers,
            expose_headers,
            allow_credentials,
            max_age,
            block_on_origin_mismatch,
            dangerously: _,
        } = self;
        let lists = [
            ("allow_origins", allow_origins),
            ("allow_methods", allow_methods),
            ("allow_headers", allow_headers),
            ("expose_headers", expose_headers),
        ];
        let mut map: Map<_, _> = lists
            .into_iter()
            .filter_map(|(key, list)| Some((key.to_owned(), json!(list.as_ref()?))))
            .collect();
        map.insert("allow_credentials".into(), json!(allow_credentials));
        map.insert(
            "block_on_origin_mismatch".into(),
            json!(block_on_origin_mismatch),
        );
        if let Some(seconds) = max_age {
            map.insert("max_age".into(), json!(seconds));
        }
        map
    }

    /// All in strings.
    fn by_environment(&self) -> Verdict {
        let map = self.as_map().into_iter();
        let variables = map.map(|(key, value)| {
            let text = match value {
                Value::Array(entries) => {
                    let entries = entries.iter().filter_map(Value::as_str);
                    entries.collect::<Vec<_>>().join(", ")
                }
                value => value.to_string(),
            };
            (format!("CORS_{}", key.to_uppercase()), text)
        });
        let environment = config::Environment::with_prefix("CORS")
            .prefix_separator("_")
            .source(Some(variables.collect::<HashMap<_, _>>()));
        let config = config::Config::builder().add_source(environment).build();
        self.by_configuration(config.unwrap().try_deserialize().unwrap())
    }
}

fn verdict(policy: &ConfiguredPolicy, config: PolicyConfig) -> Verdict {
    policy.replace(config).map_err(|error| {
        let mistakes = error.mistakes().iter().map(|mistake| {
            let key = mistake.key().map(str::to_owned);
            (key, mistake.position(), mistake.message().to_owned())
        });
        mistakes.collect::<Vec<_>>()
    })?;
    Ok(policy.to_string())
}

proptest! {
    #[test]
    fn the_verdict_is_the_same_by_attribute_json_toml_yaml_and_environment(written in written()) {
        let map = Value::Object(written.as_map());
        let (json, toml) = (map.to_string(), toml::to_string(&map).unwrap());
        let yaml = serde_yaml_ng::to_string(&map).unwrap();

        let expected = written.by_attribute();

        prop_assert_eq!(&written.by_configuration(serde_json::from_str(&json).unwrap()), &expected);
        prop_assert_eq!(&written.by_configuration(toml::from_str(&toml).unwrap()), &expected);
        prop_assert_eq!(&written.by_configuration(serde_yaml_ng::from_str(&yaml).unwrap()), &expected);
        prop_assert_eq!(&written.by_environment(), &expected);
    }

    /// Whatever there is, there is a verdict, and no panic.
    #[test]
    fn any_value_is_judged(text in "[\\[\\]{}:,\" a-z_*/0-9.-]{0,40}", key in "[a-z_]{0,12}") {
        for yaml in [text.clone(), format!("{key}: {text}"), format!("allow_origins: [{text}]")] {
            if let Ok(config) = serde_yaml_ng::from_str(&yaml) {
                let _ = verdict(&ConfiguredPolicy::new(), config);
            }
        }
    }
}
