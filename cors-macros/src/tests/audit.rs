//! What the expansion says for the audit.

use expect_test::{Expect, expect};
use quote::ToTokens;
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
        Stmt::Macro(list) => Some(text(&list.mac)),
        _ => None,
    })
}

fn text(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
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
    expected.assert_eq(&text(written));
}

#[test]
fn each_route_is_an_entry() {
    assert_entries(
        r#"allow_origins("*")"#,
        r#"#[routes] #[get("/a")] #[put("/b", name = "b")] async fn r#do() -> &'static str { "" }"#,
        &expect![[r#"
            :: corsac :: __private :: list_route ! (__CORSAC_ROUTE , "/a" , "r#do" , :: core :: panic :: Location :: caller () , :: core :: option :: Option :: None)
            :: corsac :: __private :: list_route ! (__CORSAC_ROUTE , "/b" , "r#do" , :: core :: panic :: Location :: caller () , :: core :: option :: Option :: None)"#]],
    );
}

#[test]
fn the_path_of_a_shared_policy_is_kept() {
    assert_entries(
        r#"policy(crate::policies::WEB_APP), crate = "fox""#,
        r#"#[get("/")] async fn handler() -> &'static str { "" }"#,
        &expect![[
            r#"fox :: __private :: list_route ! (__CORSAC_ROUTE , "/" , "handler" , :: core :: panic :: Location :: caller () , :: core :: option :: Option :: Some ("crate::policies::WEB_APP"))"#
        ]],
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
        &expect![[
            r#":: corsac :: __private :: written ! ([Exact ("https://a.example") , Pattern ("https://*.a.example") , Exact ("null") , From ("tenants::ALL" , & tenants :: ALL) , Predicate ("is_partner")] [NullOrigin])"#
        ]],
    );
    assert_written(
        r#"allow_origins("*")"#,
        &expect![":: corsac :: __private :: written ! ([Any] [])"],
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
        &expect![[
            r#"{ # [cfg (debug_assertions)] { :: corsac :: __private :: written ! ([Exact ("https://a.example") , Dev ("http://b.example") , Dev ("http://localhost:*")] [InsecureOrigins]) } # [cfg (not (debug_assertions))] { :: corsac :: __private :: written ! ([Exact ("https://a.example")] [InsecureOrigins]) } }"#
        ]],
    );
}
