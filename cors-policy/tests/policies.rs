//! What a policy that keeps every rule says of itself.

use corsac_policy::{AllowHeaders, AllowOrigin, AllowOrigins, Danger, OptionName};

type Draft = corsac_policy::Draft<'static, &'static str, &'static str, &'static str>;

#[test]
fn a_policy_keeps_what_is_written() {
    let origins = &[
        AllowOrigin::Literal("https://b.example"),
        AllowOrigin::Literal("https://a.example"),
        AllowOrigin::Dev("http://localhost:*"),
        AllowOrigin::From("TENANTS"),
        AllowOrigin::Predicate("is_partner"),
    ];
    let draft: Draft = Draft {
        allow_origins: Some(origins),
        allow_methods: Some(&["PUT", "GET"]),
        allow_headers: Some(&["X-B", "X-A"]),
        expose_headers: Some(&["X-D", "X-C"]),
        allow_credentials: true,
        max_age: Some(600),
        block_on_origin_mismatch: true,
        dangerously: Some(&[Danger::UncheckedOrigins]),
        ..Draft::EMPTY
    };

    let policy = draft.check().unwrap();

    assert_eq!(policy.listed_origins(), origins);
    assert_eq!(policy.allow_methods(), Some(&["PUT", "GET"][..]));
    assert_eq!(policy.allow_headers(), AllowHeaders::Names(&["X-B", "X-A"]));
    assert_eq!(policy.expose_headers(), ["X-D", "X-C"]);
    assert!(policy.allow_credentials());
    assert_eq!(policy.max_age(), Some(600));
    assert!(policy.block_on_origin_mismatch());
    assert_eq!(policy.dangerously(), [Danger::UncheckedOrigins]);
    assert_eq!(
        policy.to_string(),
        r#"allow_origins("https://b.example", "https://a.example", dev("http://localhost:*"), from(TENANTS), predicate(is_partner)), allow_methods("PUT", "GET"), allow_headers("X-B", "X-A"), expose_headers("X-D", "X-C"), allow_credentials, max_age = 600, block_on_origin_mismatch, dangerously(unchecked_origins)"#,
    );
}

#[test]
fn a_policy_has_nothing_that_is_not_written() {
    let draft: Draft = Draft {
        allow_origins: Some(&[AllowOrigin::Literal("*")]),
        ..Draft::EMPTY
    };

    let policy = draft.check().unwrap();

    assert_eq!(policy.allow_origins(), AllowOrigins::Any);
    assert_eq!(policy.listed_origins(), []);
    assert_eq!(policy.allow_methods(), None);
    assert_eq!(policy.allow_headers(), AllowHeaders::Names(&[]));
    assert!(policy.expose_headers().is_empty());
    assert!(!policy.allow_credentials());
    assert_eq!(policy.max_age(), None);
    assert!(!policy.block_on_origin_mismatch());
    assert_eq!(policy.dangerously(), []);
    assert_eq!(policy.to_string(), r#"allow_origins("*")"#);
}

#[test]
fn any_header_that_is_asked_for_is_a_word() {
    let draft: Draft = Draft {
        allow_origins: Some(&[AllowOrigin::Literal("https://a.example")]),
        allow_headers: Some(&["mirror_request"]),
        ..Draft::EMPTY
    };

    let policy = draft.check().unwrap();

    assert_eq!(policy.allow_headers(), AllowHeaders::MirrorRequest);
    assert!(!policy.allow_credentials());
    assert!(!policy.block_on_origin_mismatch());
    assert_eq!(
        policy.to_string(),
        r#"allow_origins("https://a.example"), allow_headers(mirror_request)"#
    );
}

#[test]
fn an_option_is_printed_with_its_value() {
    for (option, value, printed) in [
        (
            OptionName::AllowOrigins,
            r#""https://a.example""#,
            r#"allow_origins("https://a.example")"#,
        ),
        (OptionName::AllowCredentials, "", "allow_credentials"),
        (OptionName::MaxAge, "600", "max_age = 600"),
        (OptionName::Policy, "WEB_APP", "policy(WEB_APP)"),
        (OptionName::Crate, "a::b", r#"crate = "a::b""#),
    ] {
        assert_eq!(option.with_value(value), printed);
    }
}
