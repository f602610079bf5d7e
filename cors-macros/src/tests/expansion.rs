//! The generated item, for each kind of route attribute.

use expect_test::{Expect, expect};
use quote::ToTokens;
use syn::{Expr, Item, Stmt, parse_quote};

use super::{expand, pretty, registrations, tokens};

const ARGS: &str = r#"allow_origins("https://a.example")"#;

#[track_caller]
fn assert_expansion(args: &str, item: &str, expected: &Expect) {
    expected.assert_eq(&pretty(expand(args, item)));
}

/// Compares the resources of a handler below `route_attributes`.
#[track_caller]
fn assert_resources(route_attributes: &str, expected: &Expect) {
    assert_resources_with(ARGS, route_attributes, "handler", expected);
}

#[track_caller]
fn assert_resources_with(args: &str, route_attributes: &str, name: &str, expected: &Expect) {
    let item = format!("{route_attributes} async fn {name}() -> &'static str {{ \"\" }}");

    let statements = registrations(expand(args, &item));

    let is_resource = |statement: &Stmt| matches!(statement, Stmt::Macro(_));
    let resources = statements.into_iter().filter(is_resource);
    expected.assert_eq(&prettyplease::unparse(&parse_quote! {
        fn register() {
            #(#resources)*
        }
    }));
}

#[test]
fn handler_becomes_an_item_that_registers_it() {
    assert_expansion(
        ARGS,
        r#"
        /// Says hello.
        #[get("/hello/{name}")]
        #[allow(clippy::unused_async)]
        pub async fn hello(name: web::Path<String>) -> impl Responder {
            format!("Hello, {name}!")
        }
        "#,
        &expect![[r#"
            /// Says hello.
            /**
             # CORS

             | option | value |
             |---|---|
             | `allow_origins` | `"https://a.example"` |
             | `allow_methods` | `"GET"` |*/
            #[allow(non_camel_case_types)]
            pub struct hello;
            impl ::corsac::__private::HttpServiceFactory for hello {
                fn register(self, __corsac_config: &mut ::corsac::__private::AppService) {
                    #[allow(clippy::unused_async)]
                    async fn hello(name: web::Path<String>) -> impl Responder {
                        format!("Hello, {name}!")
                    }
                    use ::corsac::__private as __corsac;
                    #[allow(unused_imports)]
                    {
                        use get as _;
                        {
                            use ::corsac::__private::route_prelude::*;
                            use get as _;
                        }
                    }
                    __corsac::route!(
                        { __corsac::RouteResource::new(& __corsac::OwnPolicy(&
                        [__corsac::PolicyOption::AllowOrigins(&
                        [__corsac::AllowOrigin::Literal("https://a.example")])]), "/hello/{name}",
                        "hello", & ["GET"], & ["GET"], hello).register(__corsac_config) }
                        __corsac::here(),
                    );
                }
            }
        "#]],
    );
}

#[test]
fn handler_is_as_visible_as_with_the_attribute_of_actix() {
    let item = r#"#[get("/")] pub(crate) async fn handler() -> &'static str { "" }"#;

    let output = pretty(expand(ARGS, item));

    let visibility = if cfg!(feature = "compat-routing-macros-force-pub") {
        "pub"
    } else {
        "pub(crate)"
    };
    let expected = format!("\n{visibility} struct handler;\n");
    assert!(output.contains(&expected), "{output}");
}

/// To tell the body from the rest, the signature isn't always parsed.
#[test]
fn a_type_may_have_braces() {
    for parameters in ["()", "(_: web::Json<u8>)", "<'a>()"] {
        let handler = format!("async fn handler{parameters} -> Buffer<{{ 8 * 2 }}> {{ Buffer }}");
        let item = format!(r#"#[get("/")] {handler}"#);
        let args = format!(r#"{ARGS}, allow_headers("Content-Type")"#);

        let output = expand(&args, &item).to_string();
        let none = expand("none", &item).to_string();

        let [handler, item] = [handler, item].map(|text| tokens(&text).to_string());
        assert!(!output.contains("compile_error"), "{output}");
        assert!(output.contains(&handler), "{output}");
        assert_eq!(none, item);
    }
}

#[test]
fn facade_may_live_elsewhere() {
    assert_expansion(
        r#"allow_origins("*"), crate = "crate::web""#,
        r#"#[get("/")] pub async fn handler() -> &'static str { "" }"#,
        &expect![[r#"
            /**
             # CORS

             | option | value |
             |---|---|
             | `allow_origins` | `"*"` |
             | `allow_methods` | `"GET"` |*/
            #[allow(non_camel_case_types)]
            pub struct handler;
            impl crate::web::__private::HttpServiceFactory for handler {
                fn register(self, __corsac_config: &mut crate::web::__private::AppService) {
                    async fn handler() -> &'static str {
                        ""
                    }
                    use crate::web::__private as __corsac;
                    #[allow(unused_imports)]
                    {
                        use get as _;
                        {
                            use crate::web::__private::route_prelude::*;
                            use get as _;
                        }
                    }
                    __corsac::route!(
                        { __corsac::RouteResource::new(& __corsac::OwnPolicy(&
                        [__corsac::PolicyOption::AllowOrigins(&
                        [__corsac::AllowOrigin::Literal("*")])]), "/", "handler", & ["GET"], &
                        ["GET"], handler).register(__corsac_config) } __corsac::here(),
                    );
                }
            }
        "#]],
    );
}

#[test]
fn connect_is_served_but_never_allowed() {
    assert_resources(
        r#"#[connect("/")]"#,
        &expect![[r#"
            fn register() {
                __corsac::route!(
                    { __corsac::RouteResource::new(& __corsac::OwnPolicy(&
                    [__corsac::PolicyOption::AllowOrigins(&
                    [__corsac::AllowOrigin::Literal("https://a.example")])]), "/", "handler", &
                    ["CONNECT"], & [], handler).register(__corsac_config) } __corsac::here(),
                );
            }
        "#]],
    );
}

#[test]
fn route_serves_its_methods_in_the_order_written() {
    assert_resources(
        r#"#[route("/", method = "PUT", method = "GET", method = "PURGE")]"#,
        &expect![[r#"
            fn register() {
                __corsac::route!(
                    { __corsac::RouteResource::new(& __corsac::OwnPolicy(&
                    [__corsac::PolicyOption::AllowOrigins(&
                    [__corsac::AllowOrigin::Literal("https://a.example")])]), "/", "handler", &
                    ["PUT", "GET", "PURGE"], & ["PUT", "GET", "PURGE"], handler)
                    .register(__corsac_config) } __corsac::here(),
                );
            }
        "#]],
    );
}

#[test]
fn name_guards_and_wraps_are_kept_in_the_order_written() {
    assert_resources(
        r#"#[get("/", name = "root", wrap = "A", guard = "a", wrap = "B::new(1)", guard = "b::c")]"#,
        &expect![[r#"
            fn register() {
                __corsac::route!(
                    { __corsac::RouteResource::new(& __corsac::OwnPolicy(&
                    [__corsac::PolicyOption::AllowOrigins(&
                    [__corsac::AllowOrigin::Literal("https://a.example")])]), "/", "root", & ["GET"],
                    & ["GET"], handler).guard(__corsac::fn_guard(a)).guard(__corsac::fn_guard(b::c))
                    .wrap(A).wrap(B::new(1)).register(__corsac_config) } __corsac::here(),
                );
            }
        "#]],
    );
}

#[test]
fn routes_become_a_resource_each() {
    assert_resources(
        r#"#[routes] #[get("/a")] #[put("/b", name = "b")]"#,
        &expect![[r#"
            fn register() {
                __corsac::route!(
                    { __corsac::RouteResource::new(& __CORSAC_POLICY, "/a", "handler", & ["GET"], &
                    ["GET"], handler).register(__corsac_config) } __corsac::here(),
                );
                __corsac::route!(
                    { __corsac::RouteResource::new(& __CORSAC_POLICY, "/b", "b", & ["PUT"], &
                    ["PUT"], handler).register(__corsac_config) } __corsac::here(),
                );
            }
        "#]],
    );
}

#[test]
fn only_several_routes_and_long_lists_have_a_static() {
    let statics = |args: &str, route_attributes: &str| {
        let item = format!("{route_attributes} async fn handler() -> &'static str {{ \"\" }}");
        let is_static = |it: &Stmt| matches!(it, Stmt::Item(Item::Static(_)));
        let statements = registrations(expand(args, &item));
        statements.into_iter().filter(is_static).count()
    };
    let list = |origins| {
        let origins = (0..origins).map(|i| format!(r#""https://{i}.example","#));
        format!("allow_origins({})", origins.collect::<String>())
    };

    assert_eq!(statics(ARGS, r#"#[get("/a")]"#), 0);
    assert_eq!(statics(ARGS, r#"#[routes] #[get("/a")] #[put("/b")]"#), 1);
    assert_eq!(statics(&list(100), r#"#[get("/a")]"#), 0);
    assert_eq!(statics(&list(101), r#"#[get("/a")]"#), 1);
}

#[test]
fn routes_on_one_path_allow_all_its_methods() {
    assert_resources(
        r#"#[routes] #[get("/a")] #[put("/a")]"#,
        &expect![[r#"
            fn register() {
                __corsac::route!(
                    { __corsac::RouteResource::new(& __CORSAC_POLICY, "/a", "handler", & ["GET"], &
                    ["GET", "PUT"], handler).register(__corsac_config) } __corsac::here(),
                );
                __corsac::route!(
                    { __corsac::RouteResource::new(& __CORSAC_POLICY, "/a", "handler", & ["PUT"], &
                    ["GET", "PUT"], handler).register(__corsac_config) } __corsac::here(),
                );
            }
        "#]],
    );
}

#[test]
fn each_method_has_its_attribute_with_and_without_a_path() {
    for (attribute, method) in [
        ("delete", "DELETE"),
        ("get", "GET"),
        ("head", "HEAD"),
        ("options", "OPTIONS"),
        ("patch", "PATCH"),
        ("post", "POST"),
        ("put", "PUT"),
        ("query", "QUERY"),
    ] {
        let handler = r#"async fn handler() -> &'static str { "" }"#;
        let route = format!(r#"#[route("/", method = "{method}")] {handler}"#);
        let short = format!(r#"#[{attribute}("/")] {handler}"#);
        let by_path = format!(r#"#[actix_web::{attribute}("/")] {handler}"#);

        let [route, short, by_path] =
            [route, short, by_path].map(|item| expand(ARGS, &item).to_string());

        let imported = |path: &str| format!("use {path} as _ ;");
        let expected = route.replace(&imported("route"), &imported(attribute));
        assert_eq!(short, expected, "{attribute}");
        // A name is compared with that of Actix's attribute, a path is not.
        let (before, comparison) = short.split_once("# [allow (unused_imports)] {").unwrap();
        let (_, after) = comparison.split_once("} }").unwrap();
        let path = imported(&format!("actix_web :: {attribute}"));
        let expected = format!("{before}# [allow (unused_imports)] {path}{after}");
        assert_eq!(by_path, expected, "{path}");
    }
}

#[test]
fn connect_and_trace_differ_in_their_method_only() {
    let handler = r#"async fn handler() -> &'static str { "" }"#;

    let [connect, trace] = ["connect", "trace"]
        .map(|attribute| expand(ARGS, &format!(r#"#[{attribute}("/")] {handler}"#)).to_string());

    let connect = connect
        .replace("connect", "trace")
        .replace("CONNECT", "TRACE");
    assert_eq!(connect, trace);
}

#[test]
fn documentation_has_paths_as_written() {
    let args = r#"allow_origins(from(a::B), predicate(async c::d), predicate(e))"#;

    let output = expand(args, r#"#[get("/")] fn handler() -> u8 { 1 }"#).to_string();

    let expected = "`from(a::B), predicate(async c::d), predicate(e)`";
    assert!(output.contains(expected), "{output}");
}

#[test]
fn item_stays_as_written_where_the_attribute_is_refused() {
    assert_expansion(
        "allow_origins()",
        r#"#[get("/")] async fn handler() -> &'static str { "" }"#,
        &expect![[r#"
            ::core::compile_error! {
                "the list is empty; add an origin, as in `allow_origins(\"https://a.example\")`"
            }
            #[get("/")]
            async fn handler() -> &'static str {
                ""
            }
        "#]],
    );
}

#[test]
fn item_stays_as_written_even_if_the_rest_is_a_policy() {
    let item = r#"#[get("/")] fn handler() -> u8 { 1 }"#;

    for args in [
        r#"allow_origins("*"), max_agee"#,
        r#"allow_origins("*"), max_age = 1, max_age = 2"#,
    ] {
        let output = expand(args, item).to_string();

        assert_eq!(output.matches("compile_error").count(), 1, "{output}");
        assert!(output.ends_with(&tokens(item).to_string()), "{output}");
    }
}

#[test]
fn what_is_no_handler_stays_without_what_would_repeat_the_error() {
    for (item, expected) in [
        ("pub struct Handler;", "pub struct Handler;"),
        (
            "#[inline] fn a() -> u8 { 1 }",
            "#[inline] fn a() -> u8 { 1 }",
        ),
        (
            r#"#[cors(allow_origins("*"))] #[get("/")] fn a() -> u8 { 1 }"#,
            r#"#[get("/")] fn a() -> u8 { 1 }"#,
        ),
        (
            r#"#[inline] #[get("/")] fn a(&self) -> u8 { 1 }"#,
            "#[inline] fn a(&self) -> u8 { 1 }",
        ),
    ] {
        let output = expand(ARGS, item).to_string();

        assert_eq!(output.matches("compile_error").count(), 1, "{output}");
        let (_, rest) = output.rsplit_once("\" }").expect("an error");
        assert_eq!(rest.trim(), tokens(expected).to_string());
    }
}

#[test]
fn below_routes_the_other_attributes_need_no_import() {
    let output = expand(
        ARGS,
        r#"#[routes] #[get("/a")] #[put("/b")] fn handler() -> u8 { 1 }"#,
    );

    let imports: Vec<_> = registrations(output)
        .into_iter()
        .filter_map(|statement| match statement {
            Stmt::Expr(Expr::Block(comparison), _) => comparison.block.stmts.into_iter().next(),
            _ => None,
        })
        .map(|import| import.to_token_stream().to_string())
        .collect();
    assert_eq!(imports, ["use routes as _ ;"]);
}

#[test]
fn handler_stays_usable_where_its_route_attribute_is_refused() {
    assert_expansion(
        ARGS,
        r#"#[get("/{")] pub async fn handler() -> &'static str { "" }"#,
        &expect![[r#"
            ::core::compile_error! {
                "pattern \"{\" contains malformed dynamic segment"
            }
            #[allow(non_camel_case_types)]
            pub struct handler;
            impl ::corsac::__private::HttpServiceFactory for handler {
                fn register(self, __corsac_config: &mut ::corsac::__private::AppService) {
                    async fn handler() -> &'static str {
                        ""
                    }
                    #[allow(unused_imports)]
                    {
                        use get as _;
                        {
                            use ::corsac::__private::route_prelude::*;
                            use get as _;
                        }
                    }
                    let _ = (handler, __corsac_config);
                }
            }
        "#]],
    );
}

#[test]
fn same_input_gives_the_same_tokens() {
    let args = r#"
        allow_origins("https://c.example", "https://a.example", "https://*.b.example"),
        allow_headers("X-B", "X-A"),
        expose_headers("X-D", "X-C"),
        max_age = 600,
    "#;
    let item = r#"
        #[route("/", method = "PUT", method = "GET")]
        async fn handler() -> &'static str { "" }
    "#;

    let first = expand(args, item).to_string();

    for _ in 0..10 {
        assert_eq!(expand(args, item).to_string(), first);
    }
}

#[test]
fn a_module_in_a_file_of_its_own_has_no_default() {
    let output = expand(r#"allow_origins("*")"#, "mod handlers;").to_string();

    assert!(
        output.contains("modules in separate files cannot have a default"),
        "{output}"
    );
}

#[test]
fn the_path_of_a_shared_policy_is_kept() {
    assert_resources_with(
        r#"policy(crate::policies::WEB_APP), crate = "fox""#,
        r#"#[get("/")]"#,
        "handler",
        &expect![[r#"
            fn register() {
                __corsac::route!(
                    { __corsac::RouteResource::new(& crate ::policies::WEB_APP, "/", "handler", &
                    ["GET"], & ["GET"], handler).register(__corsac_config) } __corsac::here(),
                    "crate::policies::WEB_APP"
                );
            }
        "#]],
    );
}

#[test]
fn a_raw_name_stays_raw() {
    assert_resources_with(
        ARGS,
        r#"#[get("/a")]"#,
        "r#do",
        &expect![[r#"
            fn register() {
                __corsac::route!(
                    { __corsac::RouteResource::new(& __corsac::OwnPolicy(&
                    [__corsac::PolicyOption::AllowOrigins(&
                    [__corsac::AllowOrigin::Literal("https://a.example")])]), "/a", "r#do", &
                    ["GET"], & ["GET"], r#do).register(__corsac_config) } __corsac::here(),
                );
            }
        "#]],
    );
}

#[test]
fn a_json_parameter_that_may_not_be_there_is_not_judged() {
    let judged = |parameter: &str| {
        let item = format!(r#"#[post("/")] async fn handler({parameter}) -> u8 {{ 1 }}"#);
        expand(ARGS, &item).to_string().contains("compile_error")
    };

    assert!(judged("_: Json<u8>"));
    assert!(judged("#[allow(unused)] _: Json<u8>"));
    assert!(!judged(r#"#[cfg(feature = "json")] _: Json<u8>"#));
    assert!(!judged("#[cfg_attr(all(), cfg(any()))] _: Json<u8>"));
    assert!(judged("#[cfg(any())] _: Json<u8>, _: Json<u8>"));
}
