//! The policy as `static` data, for each shape of policy.

use expect_test::{Expect, expect};
use syn::{Item, Stmt, parse_quote};

use super::{expand, registrations};

#[track_caller]
fn assert_policy(args: &str, expected: &Expect) {
    let item = r#"#[get("/")] async fn handler() -> &'static str { "" }"#;

    let mut statements = registrations(expand(args, item)).into_iter();

    let policy = statements.find_map(|statement| match statement {
        Stmt::Item(item @ Item::Static(_)) => Some(item),
        _ => None,
    });
    let policy = policy.expect("the policy is a static");
    expected.assert_eq(&prettyplease::unparse(&parse_quote!(#policy)));
}

#[test]
fn any_origin() {
    assert_policy(
        r#"allow_origins("*")"#,
        &expect![[r#"
            static __CORSAC_POLICY: ::corsac::__private::Policy = ::corsac::__private::Policy {
                allow_origins: ::corsac::__private::AllowOrigins::Any,
                allow_methods: ::core::option::Option::None,
                allow_headers: ::corsac::__private::AllowHeaders::None,
                expose_headers: ::core::option::Option::None,
                allow_credentials: false,
                max_age: ::core::option::Option::None,
                block_on_origin_mismatch: false,
                source: "allow_origins(\"*\")",
                written: ::corsac::__private::written!([Any] []),
            };
        "#]],
    );
}

#[test]
fn exact_origins_are_sorted_for_the_search() {
    assert_policy(
        r#"allow_origins("https://b.example", "https://a.example", "http://c.example:8080")"#,
        &expect![[r#"
            static __CORSAC_POLICY: ::corsac::__private::Policy = ::corsac::__private::Policy {
                allow_origins: ::corsac::__private::AllowOrigins::Listed {
                    exact: &["https://b.example", "https://a.example", "http://c.example:8080"],
                    patterns: &[],
                    sets: &[],
                    predicates: &[],
                },
                allow_methods: ::core::option::Option::None,
                allow_headers: ::corsac::__private::AllowHeaders::None,
                expose_headers: ::core::option::Option::None,
                allow_credentials: false,
                max_age: ::core::option::Option::None,
                block_on_origin_mismatch: false,
                source: "allow_origins(\"https://b.example\", \"https://a.example\", \"http://c.example:8080\")",
                written: ::corsac::__private::written!(
                    [Exact("https://b.example"), Exact("https://a.example"),
                    Exact("http://c.example:8080")] []
                ),
            };
        "#]],
    );
}

#[test]
fn patterns_come_with_their_parts() {
    assert_policy(
        r#"allow_origins("https://*.a.example", "http://localhost:*")"#,
        &expect![[r#"
            static __CORSAC_POLICY: ::corsac::__private::Policy = ::corsac::__private::Policy {
                allow_origins: ::corsac::__private::AllowOrigins::Listed {
                    exact: &[],
                    patterns: &[
                        ::corsac::__private::OriginPattern::from_parts(
                            "https://*.a.example",
                            5usize,
                            19usize,
                        ),
                        ::corsac::__private::OriginPattern::from_parts(
                            "http://localhost:*",
                            4usize,
                            16usize,
                        ),
                    ],
                    sets: &[],
                    predicates: &[],
                },
                allow_methods: ::core::option::Option::None,
                allow_headers: ::corsac::__private::AllowHeaders::None,
                expose_headers: ::core::option::Option::None,
                allow_credentials: false,
                max_age: ::core::option::Option::None,
                block_on_origin_mismatch: false,
                source: "allow_origins(\"https://*.a.example\", \"http://localhost:*\")",
                written: ::corsac::__private::written!(
                    [Pattern("https://*.a.example"), Pattern("http://localhost:*")] []
                ),
            };
        "#]],
    );
}

#[test]
fn exact_origins_stand_apart_from_patterns() {
    assert_policy(
        r#"allow_origins("https://*.a.example", "null", "https://a.example"), dangerously(null_origin)"#,
        &expect![[r#"
            static __CORSAC_POLICY: ::corsac::__private::Policy = ::corsac::__private::Policy {
                allow_origins: ::corsac::__private::AllowOrigins::Listed {
                    exact: &["null", "https://a.example"],
                    patterns: &[
                        ::corsac::__private::OriginPattern::from_parts(
                            "https://*.a.example",
                            5usize,
                            19usize,
                        ),
                    ],
                    sets: &[],
                    predicates: &[],
                },
                allow_methods: ::core::option::Option::None,
                allow_headers: ::corsac::__private::AllowHeaders::None,
                expose_headers: ::core::option::Option::None,
                allow_credentials: false,
                max_age: ::core::option::Option::None,
                block_on_origin_mismatch: false,
                source: "allow_origins(\"https://*.a.example\", \"null\", \"https://a.example\"), dangerously(null_origin)",
                written: ::corsac::__private::written!(
                    [Pattern("https://*.a.example"), Exact("null"), Exact("https://a.example")]
                    [NullOrigin]
                ),
            };
        "#]],
    );
}

#[test]
fn header_names_are_joined_in_the_order_written() {
    assert_policy(
        r#"allow_origins("*"), allow_headers("X-B", "X-A"), expose_headers("X-D", "X-C")"#,
        &expect![[r#"
            static __CORSAC_POLICY: ::corsac::__private::Policy = ::corsac::__private::Policy {
                allow_origins: ::corsac::__private::AllowOrigins::Any,
                allow_methods: ::core::option::Option::None,
                allow_headers: ::corsac::__private::AllowHeaders::Names("X-B, X-A"),
                expose_headers: ::core::option::Option::Some("X-D, X-C"),
                allow_credentials: false,
                max_age: ::core::option::Option::None,
                block_on_origin_mismatch: false,
                source: "allow_origins(\"*\"), allow_headers(\"X-B\", \"X-A\"), expose_headers(\"X-D\", \"X-C\")",
                written: ::corsac::__private::written!([Any] []),
            };
        "#]],
    );
}

#[test]
fn any_header_stays_a_wildcard() {
    assert_policy(
        r#"allow_origins("*"), allow_headers("*", "Authorization"), expose_headers("*")"#,
        &expect![[r#"
            static __CORSAC_POLICY: ::corsac::__private::Policy = ::corsac::__private::Policy {
                allow_origins: ::corsac::__private::AllowOrigins::Any,
                allow_methods: ::core::option::Option::None,
                allow_headers: ::corsac::__private::AllowHeaders::Names("*, Authorization"),
                expose_headers: ::core::option::Option::Some("*"),
                allow_credentials: false,
                max_age: ::core::option::Option::None,
                block_on_origin_mismatch: false,
                source: "allow_origins(\"*\"), allow_headers(\"*\", \"Authorization\"), expose_headers(\"*\")",
                written: ::corsac::__private::written!([Any] []),
            };
        "#]],
    );
}

#[test]
fn headers_are_mirrored() {
    assert_policy(
        r#"allow_origins("*"), allow_headers(mirror_request)"#,
        &expect![[r#"
            static __CORSAC_POLICY: ::corsac::__private::Policy = ::corsac::__private::Policy {
                allow_origins: ::corsac::__private::AllowOrigins::Any,
                allow_methods: ::core::option::Option::None,
                allow_headers: ::corsac::__private::AllowHeaders::MirrorRequest,
                expose_headers: ::core::option::Option::None,
                allow_credentials: false,
                max_age: ::core::option::Option::None,
                block_on_origin_mismatch: false,
                source: "allow_origins(\"*\"), allow_headers(mirror_request)",
                written: ::corsac::__private::written!([Any] []),
            };
        "#]],
    );
}

#[test]
fn credentials_max_age_and_blocking() {
    assert_policy(
        r#"
        allow_origins("https://a.example"),
        allow_credentials,
        max_age = 86_400,
        block_on_origin_mismatch,
        "#,
        &expect![[r#"
            static __CORSAC_POLICY: ::corsac::__private::Policy = ::corsac::__private::Policy {
                allow_origins: ::corsac::__private::AllowOrigins::One("https://a.example"),
                allow_methods: ::core::option::Option::None,
                allow_headers: ::corsac::__private::AllowHeaders::None,
                expose_headers: ::core::option::Option::None,
                allow_credentials: true,
                max_age: ::core::option::Option::Some(86400u32),
                block_on_origin_mismatch: true,
                source: "allow_origins(\"https://a.example\"), allow_credentials, max_age = 86_400, block_on_origin_mismatch",
                written: ::corsac::__private::written!([Exact("https://a.example")] []),
            };
        "#]],
    );
}
