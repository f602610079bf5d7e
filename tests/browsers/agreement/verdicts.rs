//! Every policy, asked from every place in many ways.

use actix_web::rt::System;
use corsac::testing::Engine;

use super::{by_hand, cases, comparison::Comparison, policies, preflight_cache};

#[test]
#[ignore = "needs chromium and chromedriver"]
fn chromium_judges_every_case_as_predicted() {
    judges_every_case_as_predicted(Engine::Chromium);
}

#[test]
#[ignore = "needs firefox-esr and geckodriver"]
fn firefox_judges_every_case_as_predicted() {
    judges_every_case_as_predicted(Engine::Firefox);
}

#[test]
#[ignore = "needs WebKitWebDriver and Xvfb"]
fn webkit_judges_every_case_as_predicted() {
    judges_every_case_as_predicted(Engine::WebKit);
}

#[track_caller]
fn judges_every_case_as_predicted(engine: Engine) {
    assert!(policies::all().len() >= 40);
    assert!(by_hand::all().len() >= 40);
    let mut cases = cases::single_fetches();
    cases.extend(cases::repeated_fetches());
    // Some differences are seen by these alone.
    cases.extend(preflight_cache::cases());
    let left_out = cases::leave_out(engine, &mut cases);
    let number = cases.len();
    assert!(number >= 8000, "{number} cases");

    let comparison = System::new().block_on(Comparison::of(engine, cases));

    comparison.assert_agreement();
    assert_eq!(comparison.outcomes.len(), number);
    // Where nothing is allowed, all agree.
    let resolved = comparison.resolved;
    assert!(resolved >= 2000, "{resolved} fetches got a response");
    // All but those that no page can bring about here: a URL that is none, a
    // `Location` that is none, one with user info, and one that leaves the app.
    // Each route that is left out has a reason that no other has.
    let reasons = comparison.reasons.len() + left_out;
    assert_eq!(reasons, 15, "reasons for which a fetch failed");
    for difference in engine.differences() {
        assert!(
            comparison.differences.contains(&difference),
            "no case sees {difference:?}; {engine} does not differ by it any more"
        );
    }
}
