//! What the feature `audit` adds.

use expect_test::{Expect, expect};
use syn::{Expr, FieldValue, Item, Member, Stmt};

use super::{expand, registrations};

/// Compares the entries of the routes in the list.
#[track_caller]
fn assert_entries(args: &str, item: &str, expected: &Expect) {
    let entries = registrations(expand(args, item))
        .into_iter()
        .filter_map(entry);

    let entries: Vec<_> = entries.collect();

    expected.assert_eq(&entries.join("\n"));
}

/// What the block of a route puts into the list.
fn entry(statement: Stmt) -> Option<String> {
    let Stmt::Expr(Expr::Block(resource), _) = statement else {
        return None;
    };
    let mut statements = resource.block.stmts.into_iter();
    statements.find_map(|statement| match statement {
        Stmt::Macro(submit) => {
            let entry: Expr = submit.mac.parse_body().expect("one value");
            Some(format!("{}! {}", path(&submit.mac.path), pretty(&entry)))
        }
        _ => None,
    })
}

fn path(path: &syn::Path) -> String {
    quote::ToTokens::to_token_stream(path)
        .to_string()
        .replace(' ', "")
}

fn pretty(value: &Expr) -> String {
    let file = syn::parse_quote!(const _: () = #value;);
    let text = prettyplease::unparse(&file);
    text.trim_start_matches("const _: () = ")
        .trim_end_matches(";\n")
        .to_owned()
}

/// Compares what only the audit asks of the policy.
#[track_caller]
fn assert_written(args: &str, expected: &Expect) {
    let item = r#"#[get("/")] async fn handler() -> &'static str { "" }"#;

    let mut statements = registrations(expand(args, item)).into_iter();

    let policy = statements.find_map(|statement| match statement {
        Stmt::Item(Item::Static(item)) => Some(*item.expr),
        _ => None,
    });
    let Some(Expr::Struct(policy)) = policy else {
        panic!("the policy is a static struct")
    };
    let is_written =
        |field: &&FieldValue| matches!(&field.member, Member::Named(name) if name == "written");
    let written = policy.fields.iter().find(is_written);
    let written = &written.expect("the field `written`").expr;
    expected.assert_eq(&pretty(written));
}

#[test]
fn each_route_is_an_entry() {
    assert_entries(
        r#"allow_origins("*")"#,
        r#"#[routes] #[get("/a")] #[put("/b", name = "b")] async fn r#do() -> &'static str { "" }"#,
        &expect![[r#"
            ::corsac::__private::inventory::submit! ::corsac::__private::audit::Route {
                route: &__CORSAC_ROUTE,
                path: "/a",
                handler: "r#do",
                module: ::core::module_path!(),
                location: ::core::panic::Location::caller(),
                policy_path: ::core::option::Option::None,
            }
            ::corsac::__private::inventory::submit! ::corsac::__private::audit::Route {
                route: &__CORSAC_ROUTE,
                path: "/b",
                handler: "r#do",
                module: ::core::module_path!(),
                location: ::core::panic::Location::caller(),
                policy_path: ::core::option::Option::None,
            }"#]],
    );
}

#[test]
fn the_path_of_a_shared_policy_is_kept() {
    assert_entries(
        r#"policy = crate::policies::WEB_APP, crate = "fox""#,
        r#"#[get("/")] async fn handler() -> &'static str { "" }"#,
        &expect![[r#"
            fox::__private::inventory::submit! fox::__private::audit::Route {
                route: &__CORSAC_ROUTE,
                path: "/",
                handler: "handler",
                module: ::core::module_path!(),
                location: ::core::panic::Location::caller(),
                policy_path: ::core::option::Option::Some("crate::policies::WEB_APP"),
            }"#]],
    );
}

#[test]
fn origins_are_told_apart_by_kind() {
    assert_written(
        r#"
        allow_origins(
            "https://a.example", "https://*.a.example", "null", from(tenants::ALL), predicate(is_partner)
        ),
        dangerously(null_origin),
        "#,
        &expect![[r#"
            ::corsac::__private::audit::Written {
                allow_origins: &[
                    ::corsac::__private::audit::AllowOrigin::Exact("https://a.example"),
                    ::corsac::__private::audit::AllowOrigin::Pattern("https://*.a.example"),
                    ::corsac::__private::audit::AllowOrigin::Exact("null"),
                    ::corsac::__private::audit::AllowOrigin::From("tenants::ALL", &tenants::ALL),
                    ::corsac::__private::audit::AllowOrigin::Predicate("is_partner"),
                ],
                dangerously: &[::corsac::__private::audit::Danger::NullOrigin],
            }"#]],
    );
    assert_written(
        r#"allow_origins("*")"#,
        &expect![[r#"
        ::corsac::__private::audit::Written {
            allow_origins: &[::corsac::__private::audit::AllowOrigin::Any],
            dangerously: &[],
        }"#]],
    );
}

#[test]
fn origins_of_debug_builds_are_in_no_other() {
    assert_written(
        r#"
        allow_origins("https://a.example", dev("http://b.example", "http://localhost:*")),
        allow_credentials,
        dangerously(insecure_origins),
        "#,
        &expect![[r#"
            ::corsac::__private::audit::Written {
                allow_origins: {
                    #[cfg(debug_assertions)]
                    {
                        &[
                            ::corsac::__private::audit::AllowOrigin::Exact("https://a.example"),
                            ::corsac::__private::audit::AllowOrigin::Dev("http://b.example"),
                            ::corsac::__private::audit::AllowOrigin::Dev("http://localhost:*"),
                        ]
                    }
                    #[cfg(not(debug_assertions))]
                    { &[::corsac::__private::audit::AllowOrigin::Exact("https://a.example")] }
                },
                dangerously: &[::corsac::__private::audit::Danger::InsecureOrigins],
            }"#]],
    );
}
