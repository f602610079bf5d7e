//! The policy as data, for each shape of policy.

use expect_test::{Expect, expect};
use syn::{Expr, Stmt, parse_quote, parse2};

use super::tokens;
use crate::expand::policy;

#[track_caller]
fn assert_policy(args: &str, expected: &Expect) {
    let mut block: syn::Block = parse2(policy(&tokens(args))).expect("a block");

    let Some(Stmt::Expr(policy, None)) = block.stmts.pop() else {
        panic!("the policy is a value");
    };
    expected.assert_eq(&prettyplease::unparse(&parse_quote! {
        const POLICY: __corsac::Policy = #policy;
    }));
}

#[test]
fn a_policy_to_share_is_a_value() {
    let args = tokens(r#"crate = "web::cors", allow_origins("*")"#);

    let value: Expr = parse2(policy(&args)).expect("an expression");

    expect![[r#"
        fn value() {
            {
                use web::cors::__private as __corsac;
                __corsac::Policy::new(
                    &[
                        __corsac::PolicyOption::AllowOrigins(
                            &[__corsac::AllowOrigin::Literal("*")],
                        ),
                    ],
                )
            }
        }
    "#]]
    .assert_eq(&prettyplease::unparse(&parse_quote!(fn value() { #value })));
}

#[test]
fn any_origin() {
    assert_policy(
        r#"allow_origins("*")"#,
        &expect![[r#"
            const POLICY: __corsac::Policy = __corsac::Policy::new(
                &[__corsac::PolicyOption::AllowOrigins(&[__corsac::AllowOrigin::Literal("*")])],
            );
        "#]],
    );
}

#[test]
fn origins_are_kept_in_the_order_written() {
    assert_policy(
        r#"allow_origins("https://b.example", "https://a.example", "http://c.example:8080")"#,
        &expect![[r#"
            const POLICY: __corsac::Policy = __corsac::Policy::new(
                &[
                    __corsac::PolicyOption::AllowOrigins(
                        &[
                            __corsac::AllowOrigin::Literal("https://b.example"),
                            __corsac::AllowOrigin::Literal("https://a.example"),
                            __corsac::AllowOrigin::Literal("http://c.example:8080"),
                        ],
                    ),
                ],
            );
        "#]],
    );
}

#[test]
fn patterns_are_kept_as_they_are_written() {
    assert_policy(
        r#"allow_origins("https://*.a.example", "http://localhost:*")"#,
        &expect![[r#"
            const POLICY: __corsac::Policy = __corsac::Policy::new(
                &[
                    __corsac::PolicyOption::AllowOrigins(
                        &[
                            __corsac::AllowOrigin::Literal("https://*.a.example"),
                            __corsac::AllowOrigin::Literal("http://localhost:*"),
                        ],
                    ),
                ],
            );
        "#]],
    );
}

#[test]
fn null_is_listed_like_any_other_origin() {
    assert_policy(
        r#"allow_origins("https://*.a.example", "null", "https://a.example"), dangerously(null_origin)"#,
        &expect![[r#"
            const POLICY: __corsac::Policy = __corsac::Policy::new(
                &[
                    __corsac::PolicyOption::AllowOrigins(
                        &[
                            __corsac::AllowOrigin::Literal("https://*.a.example"),
                            __corsac::AllowOrigin::Literal("null"),
                            __corsac::AllowOrigin::Literal("https://a.example"),
                        ],
                    ),
                    __corsac::PolicyOption::Dangerously(&[__corsac::Danger::NullOrigin]),
                ],
            );
        "#]],
    );
}

#[test]
fn header_names_are_joined_in_the_order_written() {
    assert_policy(
        r#"allow_origins("*"), allow_headers("X-B", "X-A"), expose_headers("X-D", "X-C")"#,
        &expect![[r#"
            const POLICY: __corsac::Policy = __corsac::Policy::new(
                &[
                    __corsac::PolicyOption::AllowOrigins(&[__corsac::AllowOrigin::Literal("*")]),
                    __corsac::PolicyOption::AllowHeaders(&["X-B", "X-A"]),
                    __corsac::PolicyOption::ExposeHeaders(&["X-D", "X-C"]),
                ],
            );
        "#]],
    );
}

#[test]
fn any_header_stays_a_wildcard() {
    assert_policy(
        r#"allow_origins("*"), allow_headers("*", "Authorization"), expose_headers("*")"#,
        &expect![[r#"
            const POLICY: __corsac::Policy = __corsac::Policy::new(
                &[
                    __corsac::PolicyOption::AllowOrigins(&[__corsac::AllowOrigin::Literal("*")]),
                    __corsac::PolicyOption::AllowHeaders(&["*", "Authorization"]),
                    __corsac::PolicyOption::ExposeHeaders(&["*"]),
                ],
            );
        "#]],
    );
}

#[test]
fn headers_are_mirrored() {
    assert_policy(
        r#"allow_origins("*"), allow_headers(mirror_request)"#,
        &expect![[r#"
            const POLICY: __corsac::Policy = __corsac::Policy::new(
                &[
                    __corsac::PolicyOption::AllowOrigins(&[__corsac::AllowOrigin::Literal("*")]),
                    __corsac::PolicyOption::AllowHeaders(&["mirror_request"]),
                ],
            );
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
            const POLICY: __corsac::Policy = __corsac::Policy::new(
                &[
                    __corsac::PolicyOption::AllowOrigins(
                        &[__corsac::AllowOrigin::Literal("https://a.example")],
                    ),
                    __corsac::PolicyOption::AllowCredentials,
                    __corsac::PolicyOption::BlockOnOriginMismatch,
                    __corsac::PolicyOption::MaxAge(86400),
                ],
            );
        "#]],
    );
}

#[test]
fn run_time_origins_know_their_path() {
    assert_policy(
        r#"
        allow_origins(
            "https://a.example", from(tenants::ALL), predicate(is_partner), "https://b.example"
        )
        "#,
        &expect![[r#"
            const POLICY: __corsac::Policy = __corsac::Policy::new(
                &[
                    __corsac::PolicyOption::AllowOrigins(
                        &[
                            __corsac::AllowOrigin::Literal("https://a.example"),
                            __corsac::AllowOrigin::From(__corsac::FromOrigins {
                                path: "tenants::ALL",
                                origins: || &tenants::ALL,
                            }),
                            __corsac::AllowOrigin::Predicate(
                                __corsac::PredicateFn::Sync("is_partner", is_partner),
                            ),
                            __corsac::AllowOrigin::Literal("https://b.example"),
                        ],
                    ),
                ],
            );
        "#]],
    );
}

#[test]
fn origins_of_debug_builds_are_in_no_other() {
    assert_policy(
        r#"
        allow_origins("https://a.example", dev("http://b.example", "http://localhost:*")),
        allow_credentials,
        dangerously(insecure_origins),
        "#,
        &expect![[r#"
            const POLICY: __corsac::Policy = __corsac::Policy::new(
                &[
                    __corsac::PolicyOption::AllowOrigins(
                        &[
                            __corsac::AllowOrigin::Literal("https://a.example"),
                            #[cfg(debug_assertions)]
                            __corsac::AllowOrigin::Dev("http://b.example"),
                            #[cfg(debug_assertions)]
                            __corsac::AllowOrigin::Dev("http://localhost:*"),
                        ],
                    ),
                    __corsac::PolicyOption::AllowCredentials,
                    __corsac::PolicyOption::Dangerously(&[__corsac::Danger::InsecureOrigins]),
                ],
            );
        "#]],
    );
}

#[test]
fn the_methods_of_a_policy_are_what_is_written() {
    assert_policy(
        r#"allow_origins("*"), allow_methods("GET")"#,
        &expect![[r#"
            const POLICY: __corsac::Policy = __corsac::Policy::new(
                &[
                    __corsac::PolicyOption::AllowOrigins(&[__corsac::AllowOrigin::Literal("*")]),
                    __corsac::PolicyOption::AllowMethods(&["GET"]),
                ],
            );
        "#]],
    );
}

#[test]
fn a_predicate_that_waits_is_called_by_a_function_of_one_type() {
    assert_policy(
        "allow_origins(predicate(async self::is_tenant))",
        &expect![[r#"
            const POLICY: __corsac::Policy = __corsac::Policy::new(
                &[
                    __corsac::PolicyOption::AllowOrigins(
                        &[
                            __corsac::AllowOrigin::Predicate(
                                __corsac::PredicateFn::Async(
                                    "self::is_tenant",
                                    |__corsac_origin, __corsac_request| __corsac::Boxed::pin(
                                        self::is_tenant(__corsac_origin, __corsac_request),
                                    ),
                                ),
                            ),
                        ],
                    ),
                ],
            );
        "#]],
    );
}
