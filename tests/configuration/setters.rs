//! A configuration that the program puts together itself.

use corsac::{ConfiguredPolicy, Origins, PolicyConfig, PolicyConfigError};

fn printed(config: PolicyConfig) -> Result<String, PolicyConfigError> {
    let policy = ConfiguredPolicy::new();
    policy.replace(config)?;
    Ok(policy.to_string())
}

#[test]
fn each_option_is_set_by_itself_or_else_by_default() -> Result<(), PolicyConfigError> {
    let all = |path: &str| {
        PolicyConfig::new()
            .allow_origins([format!("https://{path}.example")])
            .allow_methods(["PUT"])
            .allow_headers([format!("X-{path}")])
            .expose_headers([format!("Y-{path}")])
            .allow_credentials(true)
            .max_age(path.len().try_into().expect("a short path"))
            .block_on_origin_mismatch(true)
    };
    let expected = r#"#[cors(allow_origins("https://a.example"), allow_methods("PUT"), allow_headers("X-a"), expose_headers("Y-a"), allow_credentials, max_age = 1, block_on_origin_mismatch)]"#;

    assert_eq!(printed(all("a"))?, expected);
    assert_eq!(printed(all("a").or(all("bc")))?, expected);
    assert_eq!(printed(PolicyConfig::new().or(all("a")))?, expected);
    let origins = PolicyConfig::new().allow_origins(["https://b.example"]);
    assert_eq!(
        printed(origins.or(all("a")))?,
        expected.replace("a.example", "b.example")
    );
    Ok(())
}

#[test]
fn a_prohibition_can_be_lifted_again_and_again() {
    let origins = (0..9).fold(Origins::new(), |it, _| it.dangerously_insecure_origins());
    let policy = (0..9).fold(ConfiguredPolicy::new(), |it, _| {
        it.dangerously_insecure_origins()
    });

    assert!(origins.replace(["http://a.example"]).is_ok());
    let config = PolicyConfig::new().allow_origins(["http://a.example"]);
    assert!(policy.replace(config.allow_credentials(true)).is_ok());
}

#[test]
fn a_policy_is_printed_as_an_attribute_for_developers_too() -> Result<(), PolicyConfigError> {
    let policy = ConfiguredPolicy::new().owned();
    assert_eq!(
        format!("{policy} {policy:?} {:?}", *policy),
        "no CORS no CORS no CORS"
    );

    policy.replace(PolicyConfig::new().allow_origins(["*"]))?;

    let printed = r#"#[cors(allow_origins("*"))]"#;
    assert_eq!(policy.to_string(), printed);
    assert_eq!(format!("{policy:?}"), printed);
    assert_eq!(format!("{:?}", *policy), printed);
    Ok(())
}
