//! That everybody can use it: names, headings, contrast, narrow screens.

use actix_web::rt::System;
use serde_json::{Value, json};

use super::visitor::Visitor;

const ALLOWED: &str = "?route=/orders&method=PUT&headers=Content-Type: application/json";
const BLOCKED: &str = "?route=/orders&method=PUT&headers=X-Fox: red";
const OWN: &str = "?route=/own&method=PUT&headers=Content-Type: application/json";
const MISTAKES: &str = "?route=/own&policy=allow_origins=['https://a.example/']";

async fn prefer(visitor: &Visitor, scheme: &str) {
    let preference = json!({ "name": "prefers-color-scheme", "value": scheme });
    let features = json!({ "features": [preference] });
    visitor
        .emulate("Emulation.setEmulatedMedia", &features)
        .await;
}

/// The least contrast there is, and the text that has it; and how bright the
/// page is.
const CONTRAST: &str = include_str!("contrast.js");

/// WCAG 2.2, success criterion 1.4.3, asks for 4.5.
#[test]
#[ignore = "needs chromium and chromedriver"]
fn each_text_can_be_read_in_light_and_in_dark() {
    System::new().block_on(async {
        let visitor = Visitor::start().await;
        for (scheme, is_bright) in [("light", true), ("dark", false)] {
            prefer(&visitor, scheme).await;
            for (choices, title) in [
                (ALLOWED, "✓ Allowed"),
                (BLOCKED, "✗ Blocked by the browser"),
                (OWN, "✓ Allowed"),
                (MISTAKES, "✗ Not sent"),
            ] {
                visitor.open(&format!("{}/{choices}", visitor.shop)).await;
                let shown = visitor.send().await;
                assert_eq!(shown.title, title, "{scheme}");

                let (contrast, text, texts, brightness): (f64, String, usize, f64) =
                    visitor.run(CONTRAST, json!([])).await;

                assert!(contrast >= 4.5, "{scheme}: {contrast} of {text:?}");
                assert!(texts > 40, "{scheme}: {texts} texts");
                assert_eq!(brightness > 0.5, is_bright, "{scheme}: {brightness}");
            }
        }
        assert_eq!(visitor.complaints().await, [""; 0]);
    });
}

/// WCAG 2.2, success criterion 1.4.10: no scrolling sideways at 320 pixels.
#[test]
#[ignore = "needs chromium and chromedriver"]
fn nothing_is_wider_than_a_narrow_screen() {
    let script = "const { clientWidth, scrollWidth } = document.documentElement;
        arguments[0]([scrollWidth, clientWidth, innerWidth]);";
    System::new().block_on(async {
        let visitor = Visitor::start().await;
        for (width, choices) in [320, 600, 1024]
            .into_iter()
            .flat_map(|width| [ALLOWED, OWN, MISTAKES].map(|choices| (width, choices)))
        {
            let screen = json!({
                "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false,
            });
            visitor
                .emulate("Emulation.setDeviceMetricsOverride", &screen)
                .await;
            visitor.open(&format!("{}/{choices}", visitor.shop)).await;
            visitor.send().await;

            let (needed, there, with_scroll_bar): (u32, u32, u32) =
                visitor.run(script, json!([])).await;

            assert_eq!(with_scroll_bar, width);
            assert!(needed <= there, "{width}, {choices}: {needed} of {there}");
        }
    });
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn controls_have_names_and_headings_their_order() {
    let names = "const named = (control) => [...control.labels].map((label) => label.textContent);
        const controls = [...document.querySelectorAll('input, select, textarea')];
        arguments[0](controls.map(named));";
    let headings = "const headings = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')];
        arguments[0](headings.map(({ localName }) => Number(localName[1])));";
    let rest = "const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
        const references = [...document.querySelectorAll('[aria-labelledby], [aria-describedby]')]
            .map((it) => it.getAttribute('aria-labelledby') ?? it.getAttribute('aria-describedby'));
        arguments[0]([
            document.documentElement.lang,
            document.title,
            ['judgement', 'verdict'].map((id) => document.getElementById(id).role),
            ids.filter((id, index) => ids.indexOf(id) !== index).concat(
                references.filter((id) => !ids.includes(id))),
        ]);";
    System::new().block_on(async {
        let visitor = Visitor::start().await;
        visitor.open(&format!("{}/{OWN}", visitor.shop)).await;
        visitor.send().await;

        let names: Vec<Vec<String>> = visitor.run(names, json!([])).await;
        let headings: Vec<u8> = visitor.run(headings, json!([])).await;
        let rest: Value = visitor.run(rest, json!([])).await;

        assert_eq!(
            names,
            [
                ["Method"],
                ["Route"],
                ["Credentials"],
                ["Headers"],
                ["Your policy"]
            ]
        );
        assert_eq!(headings[0], 1);
        for pair in headings.windows(2) {
            assert!(pair[1] > 1 && pair[1] <= pair[0] + 1, "{headings:?}");
        }
        assert_eq!(
            rest,
            json!(["en", "corsac playground", ["status", "status"], []])
        );
    });
}
