//! Attributes beside `#[cors]` and the route attribute: where `#[cors]` then
//! expands, and what is taken for a route attribute.

use expect_test::{Expect, expect};

use super::{expand, parsed, pretty, tokens};
use crate::expand::{Place, cors};

const ARGS: &str = r#"allow_origins("https://a.example")"#;
const HANDLER: &str = r#"pub async fn handler() -> &'static str { "" }"#;

/// Compares what `#[cors]` makes of a handler below `attributes`.
#[track_caller]
fn assert_item(attributes: &str, expected: &Expect) {
    expected.assert_eq(&pretty(expand(ARGS, &format!("{attributes} {HANDLER}"))));
}

/// Whether it takes the handler's place.
#[track_caller]
fn is_expanded(attributes: &str) -> bool {
    let output = expand(ARGS, &format!("{attributes} {HANDLER}"));
    output.to_string().contains("struct handler")
}

/// What it says, if it refuses the handler.
#[track_caller]
fn error(attributes: &str) -> Option<String> {
    let output = expand(ARGS, &format!("{attributes} {HANDLER}"));
    let text = output.to_string();
    let (_, error) = text.split_once("compile_error ! { ")?;
    error.split_once(" }").map(|(error, _)| error.to_owned())
}

#[test]
fn it_steps_down_below_another_macro() {
    assert_item(
        r#"
        /// Documentation.
        #[utoipa::path(get, path = "/")]
        #[must_use]
        #[get("/", name = "a")]
        #[inline]
        "#,
        &expect![[r#"
            /// Documentation.
            #[utoipa::path(get, path = "/")]
            #[must_use]
            #[::corsac::__private::cors(allow_origins("https://a.example"))]
            #[get("/", name = "a")]
            #[inline]
            pub async fn handler() -> &'static str {
                ""
            }
        "#]],
    );
}

#[test]
fn it_steps_down_to_the_first_route_attribute() {
    assert_item(
        r#"#[instrument] #[routes] #[get("/a")] #[put("/b")]"#,
        &expect![[r##"
            #[instrument]
            #[::corsac::__private::cors(allow_origins("https://a.example"))]
            #[routes]
            #[get("/a")]
            #[put("/b")]
            pub async fn handler() -> &'static str {
                ""
            }
        "##]],
    );
}

#[test]
fn it_finds_the_facade_where_that_is_said_to_be() {
    let args = r#"allow_origins("*"), crate = "crate::web""#;

    let output = expand(args, &format!(r#"#[instrument] #[get("/")] {HANDLER}"#));

    let attribute =
        r#"# [crate :: web :: __private :: cors (allow_origins ("*") , crate = "crate::web")]"#;
    assert!(output.to_string().contains(attribute), "{output}");
}

#[test]
fn the_arguments_keep_their_spans() {
    let args = tokens(ARGS);
    let item = tokens(&format!(r#"#[instrument] #[get("/")] {HANDLER}"#));
    let start = args.clone().into_iter().next().unwrap().span().byte_range();

    let output = cors(&args, item, Place::Written);

    let mut all = Vec::new();
    super::token_soup::flatten(output, &mut all);
    let mut all = all.iter();
    let option = all.find(|token| token.to_string() == "allow_origins");
    assert_eq!(option.unwrap().span().byte_range(), start);
}

/// Nothing is left to step over: it would not end.
#[test]
fn it_steps_down_once() {
    let item = format!(r#"#[unknown] #[get("/")] {HANDLER}"#);

    let output = cors(&tokens(ARGS), tokens(&item), Place::AtRoute);

    assert_eq!(parsed(output).items.len(), 2);
}

#[test]
fn what_the_compiler_knows_is_no_macro() {
    for attributes in [
        r#"#[get("/")]"#,
        r#"#[doc = "a"] #[allow(unused)] #[must_use] #[inline] #[get("/")]"#,
        r#"#[rustfmt::skip] #[clippy::cognitive_complexity = "1"] #[get("/")]"#,
        r#"#[cfg(all())] #[cfg_attr(all(), inline)] #[get("/")]"#,
        // Below the route attribute Actix moves them into the item, too.
        r#"#[get("/")] #[instrument]"#,
    ] {
        assert!(is_expanded(attributes), "{attributes}");
    }
    assert!(!is_expanded(r#"#[instrument] #[get("/")]"#));
}

#[test]
fn errors_of_the_arguments_are_reported_before_it_steps_down() {
    let item = format!(r#"#[instrument] #[get("/")] {HANDLER}"#);

    expect![[r#"
        ::core::compile_error! {
            "origins have no trailing slash; write `https://a.example`"
        }
        #[instrument]
        #[get("/")]
        pub async fn handler() -> &'static str {
            ""
        }
    "#]]
    .assert_eq(&pretty(expand(
        r#"allow_origins("https://a.example/")"#,
        &item,
    )));
}

#[test]
fn errors_of_the_route_attribute_are_reported_behind_the_step_and_only_there() {
    for args in [ARGS, r#"allow_origins("https://a.example/")"#] {
        let item = format!(r#"#[instrument] #[get("/{{")] {HANDLER}"#);

        let stepped = expand(args, &item);
        let behind = cors(&tokens(args), tokens(&item), Place::AtRoute);

        assert!(!stepped.to_string().contains("compile_error"), "{stepped}");
        assert!(behind.to_string().contains("malformed"), "{behind}");
    }
}

#[test]
fn a_word_without_a_path_is_another_macro_where_a_route_attribute_is() {
    assert_item(
        r#"#[trace] #[query(a = 1)] #[get("/")]"#,
        &expect![[r##"
            #[trace]
            #[query(a = 1)]
            #[::corsac::__private::cors(allow_origins("https://a.example"))]
            #[get("/")]
            pub async fn handler() -> &'static str {
                ""
            }
        "##]],
    );
    assert!(is_expanded(r#"#[get("/")] #[trace(short_name = true)]"#));
}

#[test]
fn raw_words_are_the_words() {
    assert!(is_expanded(r#"#[r#get("/")]"#));
    assert!(is_expanded(r#"#[r#route("/", method = "GET")]"#));
    assert!(is_expanded(r#"#[actix_web::r#get("/")]"#));
    assert!(is_expanded(r#"#[::actix_web::get("/")]"#));
    assert_eq!(
        error(r#"#[r#cors(allow_origins("*"))] #[get("/")]"#).as_deref(),
        Some(r#""duplicate `#[cors]`; merge the two""#)
    );
}

#[test]
fn what_may_be_a_route_attribute_is_refused_with_what_is_true() {
    let path = r#""missing path; write `#[get(\"/path\")]`""#;
    let unknown = r#""unknown route attribute; import Actix's and write `#[get(\"/\")]`, move the macro that adds it above `#[cors]`, or wrap a `policy!`""#;
    let foreign = r#""this attribute isn't Actix's; write `#[get(\"/path\")]`, or wrap a `policy!` around the other library's route""#;
    let unseen = r#""missing route attribute; write one such as `#[get(\"/\")]` below `#[cors]`, move the macro that adds it above `#[cors]`, or wrap a `policy!` around the resource of `web::get().to(...)`""#;
    let none = r#""missing route attribute; move `#[cors]` above one such as `#[get(\"/\")]`, or wrap a `policy!` around the resource of `web::get().to(...)`""#;
    for (attributes, expected) in [
        ("#[get]", path),
        ("#[get()]", path),
        ("#[actix_web::trace]", path),
        (r#"#[routes] #[get("/")] #[put]"#, path),
        (r#"#[prelude::get("/")]"#, unknown),
        (r#"#[fetch("/")]"#, unknown),
        (r#"#[instrument] #[my_get("/")]"#, unknown),
        (r#"#[get(path = "/")]"#, foreign),
        (r#"#[apistos::get(path = "/")]"#, foreign),
        (r#"#[paperclip::actix::get("/")]"#, foreign),
        ("#[trace]", unseen),
        ("#[instrument]", unseen),
        ("#[my_get]", unseen),
        ("#[must_use]", none),
        ("", none),
    ] {
        assert_eq!(error(attributes).as_deref(), Some(expected), "{attributes}");
    }
}

#[test]
fn none_is_fine_above_what_may_be_a_route_attribute() {
    for (attributes, is_refused) in [
        (r#"#[get("/")]"#, false),
        (r#"#[instrument] #[get("/")]"#, false),
        (r#"#[fetch("/")]"#, false),
        (
            r#"#[instrument] #[cors(allow_origins("*"))] #[get("/")]"#,
            true,
        ),
        (r#"#[instrument] #[cors(allow_origins("*"))]"#, true),
        ("#[must_use]", true),
    ] {
        let output = expand("none", &format!("{attributes} {HANDLER}")).to_string();
        assert_eq!(output.contains("compile_error"), is_refused, "{attributes}");
    }
}
