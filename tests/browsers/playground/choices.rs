//! What is chosen: it stays in the URL, and it goes along to another origin.

use actix_web::rt::System;
use serde_json::json;

use super::visitor::Visitor;

const QUERY: &str = "?route=%2Faccount&method=POST&credentials=include&headers=X-Fox%3A+red";

/// The choices, as the controls have them.
async fn choices(visitor: &Visitor) -> [String; 4] {
    let script = "const form = document.querySelector('form').elements;
        const names = ['route', 'method', 'credentials', 'headers'];
        arguments[0](names.map((name) => form[name].value));";
    visitor.run(script, json!([])).await
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn the_choices_stay_in_the_url_and_go_along_to_another_origin() {
    let expected = ["/account", "POST", "include", "X-Fox: red\nX-Hen: 1"];
    System::new().block_on(async {
        let visitor = Visitor::start().await;
        visitor.open(&visitor.shop).await;
        visitor.choose("method", "POST").await;
        visitor.choose("route", "/account").await;
        visitor.choose("credentials", "include").await;
        visitor.write_headers("X-Fox: red\nX-Hen: 1").await;

        visitor.reload().await;
        assert_eq!(choices(&visitor).await, expected);

        let link = format!("#origins a[href^='{}']", visitor.stranger);
        visitor.follow(&link, &visitor.stranger).await;

        assert_eq!(choices(&visitor).await, expected);
        let current: Vec<String> = visitor
            .run(
                "arguments[0]([...document.querySelectorAll('[aria-current=page]')].map((a) => a.origin));",
                json!([]),
            )
            .await;
        assert_eq!(current, [visitor.stranger.as_str()]);
    });
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn a_url_that_somebody_made_up_chooses_only_what_there_is() {
    System::new().block_on(async {
        let visitor = Visitor::start().await;
        let made_up = "/?route=/nowhere&method=FOX&credentials=all&headers=X&toString=1&length=2";
        visitor.open(&format!("{}{made_up}", visitor.shop)).await;

        assert_eq!(
            choices(&visitor).await,
            ["/orders", "PUT", "same-origin", "X"]
        );
        assert_eq!(visitor.complaints().await, [""; 0]);
    });
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn the_policy_of_the_chosen_route_is_shown() {
    let script =
        "arguments[0](['about', 'source'].map((id) => document.getElementById(id).textContent));";
    System::new().block_on(async {
        let visitor = Visitor::start().await;
        visitor.open(&visitor.shop).await;

        visitor.choose("route", "/internal").await;

        let shown: [String; 2] = visitor.run(script, json!([])).await;
        let about = "No policy: pages of other origins can't read it.";
        let source = "#[get(\"/internal\")]\nasync fn internal() -> impl Responder";
        assert_eq!(shown, [about, source]);
    });
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn another_choice_takes_the_answer_to_the_last_one_away() {
    let script = "arguments[0]([
        document.querySelector('#verdict h2').textContent,
        document.getElementById('exchanges').checkVisibility(),
    ]);";
    System::new().block_on(async {
        let visitor = Visitor::start().await;
        visitor.open(&format!("{}/{QUERY}", visitor.shop)).await;
        visitor.send().await;
        let (_, is_visible): (String, bool) = visitor.run(script, json!([])).await;
        assert!(is_visible);

        visitor.choose("method", "GET").await;

        let now: (String, bool) = visitor.run(script, json!([])).await;
        assert_eq!(now, ("Nothing sent yet".to_owned(), false));
    });
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn what_is_no_request_is_not_sent_and_says_why() {
    System::new().block_on(async {
        let visitor = Visitor::start().await;
        for (headers, expected) in [
            ("fox", "“fox” is no header; write Name: value"),
            (": red", "“: red” is no header; write Name: value"),
            ("X Fox: red", "Invalid name"),
        ] {
            visitor.open(&visitor.shop).await;
            visitor.write_headers(headers).await;

            let shown = visitor.send().await;

            assert_eq!(shown.title, "✗ Not sent", "{headers}");
            assert!(
                shown.sentences[0].contains(expected),
                "{headers}: {shown:?}"
            );
            assert!(
                shown.preflight.is_none() && shown.actual.is_none(),
                "{headers}"
            );
        }
        assert_eq!(visitor.complaints().await, [""; 0]);
    });
}

/// Each link, and what the sentence or the title that follows has in it.
const TO_TRY: &[(&str, &str)] = &[
    ("Read: no preflight", "No preflight was needed, and"),
    (
        "Change: the browser asks first",
        "The preflight allowed the request, and",
    ),
    (
        "A stranger reads",
        "There is no Access-Control-Allow-Origin",
    ),
    (
        "A stranger changes",
        "The preflight was refused: origin not allowed",
    ),
    (
        "Another origin than the one",
        "Access-Control-Allow-Origin is http://shop.localhost:8081,",
    ),
    (
        "A method that is not allowed",
        "method DELETE is not in Access-Control-Allow-Methods",
    ),
    (
        "A method that no route has",
        "The preflight was refused: there is no Access-Control-Allow-Origin in the answer \
         (its status is 404).",
    ),
    (
        "A header that is not allowed",
        "header x-trace is not in Access-Control-Allow-Headers",
    ),
    (
        "* and credentials",
        "Access-Control-Allow-Origin is * but credentials are included",
    ),
    (
        "A cookie",
        "Access-Control-Allow-Origin is this page’s origin",
    ),
    ("Refused before the handler", "which answered 403"),
    (
        "An error that can be read",
        "The script got the API’s answer, 500",
    ),
    ("No policy", "There is no Access-Control-Allow-Origin"),
    ("No policy, but own origin", "CORS has no part in it"),
    ("Your own policy", "The preflight allowed the request, and"),
];

#[test]
#[ignore = "needs chromium and chromedriver"]
fn each_thing_to_try_shows_what_it_promises() {
    System::new().block_on(async {
        let visitor = Visitor::start().await;
        visitor.open(&visitor.shop).await;
        let links: Vec<(String, String)> = visitor
            .run(
                "arguments[0]([...document.querySelectorAll('#try a')].map((a) => [a.textContent, a.href]));",
                json!([]),
            )
            .await;
        let titles: Vec<_> = links.iter().map(|(title, _)| title.as_str()).collect();
        let expected: Vec<_> = TO_TRY.iter().map(|(title, _)| *title).collect();
        assert_eq!(titles, expected);

        for ((title, url), (_, promised)) in links.iter().zip(TO_TRY) {
            visitor.open(url).await;

            let shown = visitor.send().await;

            let said = shown.sentences.join(" ");
            assert!(said.contains(promised), "{title}: {said}");
        }
    });
}
