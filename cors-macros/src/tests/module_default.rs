//! Where the default of a module goes, and what it does not reach.

use expect_test::{Expect, expect};
use proc_macro2::TokenStream;

use super::{expand, pretty};

/// Compares a module that has `content` and a default.
#[track_caller]
fn assert_module(content: &str, expected: &Expect) {
    expected.assert_eq(&pretty(expand(
        r#"allow_origins("*")"#,
        &format!("mod m {{ {content} }}"),
    )));
}

/// Whether all of it has a policy, or needs none.
#[track_caller]
fn error(content: &str) -> Option<String> {
    let taken = r#"#[get("/taken")] fn taken() -> u8 { 1 }"#;
    let module = format!("mod m {{ {taken} {content} }}");
    let text = expand(r#"allow_origins("*")"#, &module).to_string();
    let (_, error) = text.split_once("compile_error ! { ")?;
    error.split_once(" }").map(|(error, _)| error.to_owned())
}

#[test]
fn the_default_goes_just_above_the_route_attribute() {
    assert_module(
        r#"
        /// Documentation.
        #[utoipa::path]
        #[get("/a")]
        #[instrument]
        fn a() -> u8 { 1 }

        #[trace]
        #[r#post("/b")]
        fn b() -> u8 { 1 }

        #[trace]
        fn helper() {}
        "#,
        &expect![[r#"
            mod m {
                /// Documentation.
                #[utoipa::path]
                #[::corsac::__private::cors(allow_origins("*"))]
                #[get("/a")]
                #[instrument]
                fn a() -> u8 {
                    1
                }
                #[trace]
                #[::corsac::__private::cors(allow_origins("*"))]
                #[r#post("/b")]
                fn b() -> u8 {
                    1
                }
                #[trace]
                fn helper() {}
            }
        "#]],
    );
}

#[test]
fn the_default_goes_under_the_condition_of_the_route_attribute() {
    assert_module(
        r#"
        #[cfg_attr(a, inline, get("/a"), cold)]
        #[cfg_attr(not(a), cfg_attr(b, routes, get("/b"), put("/b")))]
        fn a() -> u8 { 1 }

        #[cfg_attr(a, inline)]
        #[routes]
        #[cfg_attr(a, get("/b"))]
        #[get("/c")]
        fn b() -> u8 { 1 }
        "#,
        &expect![[r#"
            mod m {
                #[cfg_attr(
                    a,
                    inline,
                    ::corsac::__private::cors(allow_origins("*")),
                    get("/a"),
                    cold
                )]
                #[cfg_attr(
                    not(a),
                    cfg_attr(
                        b,
                        ::corsac::__private::cors(allow_origins("*")),
                        routes,
                        get("/b"),
                        put("/b")
                    )
                )]
                fn a() -> u8 {
                    1
                }
                #[cfg_attr(a, inline)]
                #[::corsac::__private::cors(allow_origins("*"))]
                #[routes]
                #[cfg_attr(a, get("/b"))]
                #[get("/c")]
                fn b() -> u8 {
                    1
                }
            }
        "#]],
    );
}

#[test]
fn what_is_written_at_the_handler_comes_before_the_default() {
    let default = r#"#[::corsac::__private::cors(allow_origins("https://default.example"))]"#;
    let handler = format!(r#"{default} #[get("/")] fn handler() -> u8 {{ 1 }}"#);

    let own = expand(r#"allow_origins("https://own.example")"#, &handler).to_string();
    let none = expand("none", &handler).to_string();

    assert!(
        own.contains("own.example") && !own.contains("default.example"),
        "{own}"
    );
    assert_eq!(none, r#"# [get ("/")] fn handler () -> u8 { 1 }"#);
}

#[test]
fn a_module_that_is_opted_out_stays_as_written() {
    let content = r#"#[get("/")] fn handler() -> u8 { 1 }"#;

    for (module, expected) in [
        (format!("mod m {{ {content} }}"), content),
        ("mod m;".to_owned(), "mod m ;"),
    ] {
        let output = expand("none", &module).to_string();

        assert!(!output.contains("compile_error"), "{output}");
        assert!(output.contains("mod m"), "{output}");
        let expected = expected.parse::<TokenStream>().unwrap().to_string();
        assert!(output.contains(&expected), "{output}");
    }
}

#[test]
fn what_the_default_does_not_reach_is_refused() {
    let unreached =
        r#""the module's default does not reach this handler; write `#[cors(...)]` above it""#;
    let unknown = r#""unknown route attribute; import Actix's and write `#[get(\"/\")]`, or opt out of the module's default with `#[cors(none)]`""#;
    let foreign = r#""this attribute isn't Actix's; write `#[get(\"/path\")]`, or wrap a `policy!` around the other library's route""#;
    let included = r#""included files don't get the module's default; move their handlers here, or include them in a module with `#[cors(none)]`""#;
    let undecided = r#""cannot tell whether the module's default applies; write `#[cfg]` on two handlers instead""#;
    let conditional = r#""cannot tell which route attribute comes first; write `#[cfg]` on two handlers instead""#;
    for (content, expected) in [
        (
            r#"fn f() { #[get("/")] async fn h() -> u8 { 1 } }"#,
            unreached,
        ),
        (
            r#"const _: () = { #[get("/")] async fn h() -> u8 { 1 } };"#,
            unreached,
        ),
        (
            r#"impl S { fn f() { if true { #[routes] #[get("/")] fn h() -> u8 { 1 } } } }"#,
            unreached,
        ),
        (
            r#"macro_rules! m { () => { #[post("/")] pub async fn h() -> u8 { 1 } }; }"#,
            unreached,
        ),
        (
            r#"macro_rules! m { ($path:literal) => { #[post($path)] fn h() -> u8 { 1 } }; }"#,
            unreached,
        ),
        (
            r#"m! { #[cfg_attr(all(), post("/"))] fn h() -> u8 { 1 } }"#,
            unreached,
        ),
        (
            r#"mod inner { m! { #[post("/")] fn h() -> u8 { 1 } } }"#,
            unreached,
        ),
        (r#"#[prelude::get("/")] fn h() -> u8 { 1 }"#, unknown),
        (r#"#[fetch("/")] fn h() -> u8 { 1 }"#, unknown),
        (
            r#"#[cfg_attr(all(), fetch("/"))] fn h() -> u8 { 1 }"#,
            unknown,
        ),
        (
            r#"#[my_get("/x/{id}", a = 1)] async fn h() -> u8 { 1 }"#,
            unknown,
        ),
        (r#"#[get(path = "/")] fn h() -> u8 { 1 }"#, foreign),
        (
            r#"#[paperclip::actix::get("/")] fn h() -> u8 { 1 }"#,
            foreign,
        ),
        (
            r#"#[cors(none)] #[get("/")] fn h() -> u8 { #[get("/")] fn i() -> u8 { 1 } 1 }"#,
            unreached,
        ),
        (
            r#"mod inner { #[cfg_attr(a, cors(none))] #[get("/")] fn h() -> u8 { 1 } }"#,
            undecided,
        ),
        (r#"include!("handlers.rs");"#, included),
        (r#"mod inner { include!("handlers.rs"); }"#, included),
        (
            r#"#[cfg_attr(a, get("/a"))] #[put("/a")] fn h() -> u8 { 1 }"#,
            conditional,
        ),
        (
            r#"#[cfg_attr(a, cfg_attr(b, get("/a")), put("/a"))] fn h() -> u8 { 1 }"#,
            conditional,
        ),
    ] {
        assert_eq!(error(content).as_deref(), Some(expected), "{content}");
    }
}

#[test]
fn what_is_decided_or_no_handler_is_left_alone() {
    for content in [
        r#"fn f() { #[cors(none)] #[get("/")] fn h() -> u8 { 1 } }"#,
        r#"m! { #[cors(allow_origins("*"))] #[get("/")] fn h() -> u8 { 1 } }"#,
        r#"#[cors(none)] #[fetch("/")] fn h() -> u8 { 1 }"#,
        r#"#[cors(none)] mod inner { include!("types.rs"); #[fetch("/")] fn h() -> u8 { 1 } }"#,
        r#"#[corsac::cors(none)] pub(crate) mod inner { m! { #[get("/")] fn h() -> u8 { 1 } } }"#,
        // A client's, or a router's of another framework.
        r#"trait Api { #[get("/")] fn list(&self) -> u8; }"#,
        r#"enum Page { #[route("/")] Home {} }"#,
        r#"struct S { #[get("/")] field: u8 }"#,
        r#"#[test_case("/a")] #[case("/b")] fn test(path: &str) {}"#,
        r#"#[protect("ADMIN")] fn by_hand() -> u8 { 1 }"#,
        r#"#[deprecated("/")] #[doc("/")] fn by_hand() -> u8 { 1 }"#,
        "#[trace] fn helper() {} #[query] fn other() {}",
        r#"m! { ![get("/")] fn h() -> u8 { 1 } }"#,
        r#"const TABLE: [u8; 1] = include!("table.in");"#,
        r#"fn f(pair: (u8, u8)) { let a = b[0]; call(#[allow(unused)] a); }"#,
    ] {
        assert_eq!(error(content), None, "{content}");
    }
}
