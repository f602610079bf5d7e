//! The visitor's own policy: judged while the visitor types, and obeyed by the fetches.

use std::collections::BTreeMap;

use actix_web::rt::System;
use corsac::{ConfiguredPolicy, PolicyConfig};
use serde::Deserialize;
use serde_json::{Value, json};

use super::visitor::Visitor;

/// What the page shows about the policy.
#[derive(Debug, Deserialize, PartialEq)]
struct Judgement {
    title: String,
    attribute: Option<String>,
    /// Each with its line and its key, if it has them.
    mistakes: Vec<String>,
    is_invalid: bool,
}

impl Judgement {
    fn in_force(attribute: &str) -> Self {
        Self {
            title: "✓ In force".to_owned(),
            attribute: Some(attribute.to_owned()),
            mistakes: Vec::new(),
            is_invalid: false,
        }
    }

    fn not_in_force(mistakes: &[&str]) -> Self {
        Self {
            title: "✗ Not in force".to_owned(),
            attribute: None,
            mistakes: mistakes.iter().copied().map(str::to_owned).collect(),
            is_invalid: true,
        }
    }
}

/// Waits until the text in the field has been judged.
async fn judgement(visitor: &Visitor) -> Judgement {
    let script = "const judgement = document.getElementById('judgement');
        const text = (selector) => judgement.querySelector(selector)?.textContent ?? null;
        arguments[0]({
            title: text('h3'),
            attribute: text('pre'),
            mistakes: [...judgement.querySelectorAll('li')].map((item) => item.textContent),
            is_invalid: document.getElementById('policy').ariaInvalid === 'true',
        });";
    visitor
        .wait_for("document.getElementById('judgement').ariaBusy === 'false'")
        .await;
    visitor.run(script, json!([])).await
}

/// The selected part of the policy, if the field has the focus.
async fn selected(visitor: &Visitor) -> Option<String> {
    let script = "const { id, value, selectionStart, selectionEnd } = document.activeElement;
        arguments[0](id === 'policy' ? value.slice(selectionStart, selectionEnd) : null);";
    visitor.run(script, json!([])).await
}

const WITH_MISTAKES: &str = r#"allow_origins = ["http://shop.localhost:*", "http://stranger.localhost:*/"]
allow_method = ["PUT"]
allow_headers = "Content-Type"
max_age = 100000"#;

/// The library's messages about `allow_origins`, `allow_method` and `max_age`.
fn messages(policy: &str) -> [String; 3] {
    let config: PolicyConfig = toml::from_str(policy).unwrap();
    let error = ConfiguredPolicy::new().replace(config).unwrap_err();
    ["allow_origins", "allow_method", "max_age"].map(|key| {
        let of_key = error.mistakes().iter();
        let mut of_key = of_key.filter(|mistake| mistake.key() == Some(key));
        let mistake = of_key.next().unwrap();
        mistake.message().to_owned()
    })
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn a_policy_is_judged_while_it_is_typed_and_the_fetches_obey_it() {
    System::new().block_on(async {
        let visitor = Visitor::start().await;
        visitor.open(&visitor.shop).await;
        visitor.choose("route", "/own").await;
        visitor.write("#policy", WITH_MISTAKES).await;
        let [origin, methods, age] = messages(WITH_MISTAKES);
        let expected = Judgement::not_in_force(&[
            &format!("line 1: allow_origins[1] {origin}"),
            &format!("line 2: allow_method {methods}"),
            &format!("line 4: max_age {age}"),
        ]);
        assert_eq!(judgement(&visitor).await, expected);

        // Its button selects what to replace.
        for (wrong, right) in [
            ("\"http://stranger.localhost:*/\"", "\"https://a.example\""),
            ("allow_method", "allow_methods"),
            ("max_age", "#max_age"),
        ] {
            visitor.press_button("#judgement button").await;
            assert_eq!(selected(&visitor).await.as_deref(), Some(wrong));
            visitor.press(right).await;
            judgement(&visitor).await;
        }
        let attribute = "#[cors(allow_origins(\"http://shop.localhost:*\", \"https://a.example\"), \
                         allow_methods(\"PUT\"), allow_headers(\"Content-Type\"))]";
        assert_eq!(judgement(&visitor).await, Judgement::in_force(attribute));

        let shown = visitor.send().await;
        assert_eq!(shown.title, "✓ Allowed", "{shown:?}");
        assert_eq!(shown.body.as_deref(), Some("your own policy at work"));

        // The policy goes along to a page that it doesn't allow.
        let link = format!("#origins a[href^='{}']", visitor.stranger);
        visitor.follow(&link, &visitor.stranger).await;
        assert_eq!(judgement(&visitor).await, Judgement::in_force(attribute));
        let shown = visitor.send().await;
        assert_eq!(shown.title, "✗ Blocked by the browser", "{shown:?}");

        visitor
            .write(
                "#policy",
                "allow_origins = '*'\nallow_methods = '*'\nallow_headers = '*'",
            )
            .await;
        let shown = visitor.send().await;
        assert_eq!(shown.title, "✓ Allowed", "{shown:?}");
        assert_eq!(visitor.complaints().await, [""; 0]);
    });
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn what_is_not_toml_is_told_at_its_line_and_nothing_is_sent() {
    System::new().block_on(async {
        let visitor = Visitor::start().await;
        visitor.open(&format!("{}/?route=/own", visitor.shop)).await;
        visitor
            .write("#policy", "max_age = 5\nallow_origins == \"*\"")
            .await;

        let judged = judgement(&visitor).await;
        let [mistake] = &judged.mistakes[..] else {
            panic!("{judged:?}");
        };
        assert!(mistake.starts_with("line 2 "), "{mistake}");
        assert!(judged.is_invalid);

        let shown = visitor.send().await;

        assert_eq!(shown.title, "✗ Not sent");
        assert!(
            shown.sentences[0].starts_with("Your policy is not in force: "),
            "{shown:?}"
        );
        assert!(shown.preflight.is_none() && shown.actual.is_none());
    });
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn what_a_mistake_is_about_is_found_after_any_characters() {
    let policy = "%23 ü €😀%0Aallow_origins = '*' %23 😀%0Amax_age = 'ü😀'";
    System::new().block_on(async {
        let visitor = Visitor::start().await;
        visitor
            .open(&format!("{}/?route=/own&policy={policy}", visitor.shop))
            .await;
        judgement(&visitor).await;

        visitor.press_button("#judgement button").await;

        assert_eq!(selected(&visitor).await.as_deref(), Some("max_age"));
    });
}

/// The policies of the routes, without their methods: a handler has most of these
/// in its route attribute.
async fn attributes(visitor: &Visitor) -> BTreeMap<String, String> {
    let script = "fetch('/settings.json').then((response) => response.json())
        .then(({ routes }) => arguments[0](routes.map(({ path, source }) => [path, source])));";
    let routes: Vec<(String, Option<String>)> = visitor.run(script, json!([])).await;
    let attribute = |source: &str| source.split(")]").next().map(normalized);
    routes
        .into_iter()
        .filter_map(|(path, source)| Some((path, attribute(&source?)?)))
        .collect()
}

fn normalized(attribute: &str) -> String {
    let options = attribute
        .trim_start_matches("#[cors(")
        .trim_end_matches(")]");
    let options: String = options.split_whitespace().collect();
    match options.split_once("allow_methods(") {
        Some((before, after)) => {
            let (_, after) = after.split_once("),").unwrap_or_default();
            format!("{before}{after}")
        }
        None => options,
    }
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn each_example_is_the_policy_of_its_route() {
    let names = "arguments[0]([...document.querySelectorAll('#examples button')]
        .map((button) => button.textContent));";
    System::new().block_on(async {
        let visitor = Visitor::start().await;
        visitor.open(&format!("{}/?route=/own", visitor.shop)).await;
        let attributes = attributes(&visitor).await;
        let names: Vec<String> = visitor.run(names, json!([])).await;
        assert_eq!(names.len(), 7);
        for (i, name) in names.iter().enumerate() {
            visitor
                .press_button(&format!("#examples li:nth-child({}) button", i + 1))
                .await;

            let judged = judgement(&visitor).await;

            match attributes.get(name) {
                Some(expected) => {
                    let attribute = judged.attribute.unwrap_or_default();
                    assert_eq!(&normalized(&attribute), expected, "{name}");
                }
                None => assert_eq!((name.as_str(), judged.mistakes.len()), ("with mistakes", 5)),
            }
        }
    });
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn an_example_in_place_of_a_text_can_be_undone() {
    let text = "allow_origins = '*'";
    System::new().block_on(async {
        let visitor = Visitor::start().await;
        visitor.open(&format!("{}/?route=/own", visitor.shop)).await;
        visitor.write("#policy", text).await;
        visitor.press_button("#examples button").await;
        assert_eq!(selected(&visitor).await.as_deref(), Some(""));

        visitor.press_with_control("z").await;

        let policy = "arguments[0](document.getElementById('policy').value);";
        let policy: String = visitor.run(policy, json!([])).await;
        assert_eq!(policy, text);
    });
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn an_answer_that_is_late_is_not_shown_for_the_next_text() {
    let hold_the_first = "const { fetch } = window;
        window.fetch = async (...request) => {
            window.fetch = fetch;
            const answer = await fetch(...request);
            await new Promise((resolve) => { window.release = resolve; });
            return answer;
        };
        arguments[0](null);";
    System::new().block_on(async {
        let visitor = Visitor::start().await;
        visitor.open(&format!("{}/?route=/own", visitor.shop)).await;
        judgement(&visitor).await;
        let _: Value = visitor.run(hold_the_first, json!([])).await;
        visitor.write("#policy", "allow_origins = 5").await;
        visitor.wait_for("window.release").await;
        visitor.write("#policy", "allow_origins = '*'").await;

        let _: Value = visitor
            .run("window.release(); arguments[0](null);", json!([]))
            .await;

        let expected = Judgement::in_force("#[cors(allow_origins(\"*\"))]");
        assert_eq!(judgement(&visitor).await, expected);
    });
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn a_page_of_another_origin_puts_no_policy_in_force() {
    let put = "const [url, done] = arguments;
        fetch(url, { method: 'PUT', body: 'allow_origins = \"*\"' })
            .then(({ status }) => done(status), (error) => done(String(error)));";
    System::new().block_on(async {
        let visitor = Visitor::start().await;
        visitor
            .open(&format!(
                "{}/?route=/own&method=GET&headers=",
                visitor.stranger
            ))
            .await;
        judgement(&visitor).await;

        let outcome: Value = visitor
            .run(put, json!([format!("{}/policy", visitor.api)]))
            .await;

        assert_eq!(outcome, "TypeError: Failed to fetch");
        let get = "const [url, done] = arguments;
            fetch(url).then(({ status }) => done(status), (error) => done(String(error)));";
        let outcome: Value = visitor
            .run(get, json!([format!("{}/own", visitor.api)]))
            .await;
        assert_eq!(outcome, "TypeError: Failed to fetch");
    });
}
