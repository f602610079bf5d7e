//! Every policy, asked from every place in many ways.

use actix_web::rt::System;

use super::{
    by_hand, cases, comparison::Comparison, difference::Difference, policies, preflight_cache,
};

#[test]
#[ignore = "needs chromium and chromedriver"]
fn chromium_judges_every_case_as_predicted() {
    assert!(policies::all().len() >= 40);
    assert!(by_hand::all().len() >= 40);
    let mut cases = cases::single_fetches();
    cases.extend(cases::repeated_fetches());
    // Some differences are seen by these alone.
    cases.extend(preflight_cache::cases());
    let number = cases.len();
    assert!(number >= 4000, "{number} cases");

    let comparison = System::new().block_on(Comparison::of(cases));

    comparison.assert_agreement();
    assert_eq!(comparison.outcomes.len(), number);
    // Where nothing is allowed, all agree.
    let resolved = comparison.resolved;
    assert!(resolved >= 2000, "{resolved} fetches got a response");
    // All but those that no page can bring about here: a URL that is none, a
    // `Location` that is none, one with user info, and one that leaves the app.
    let reasons = comparison.reasons.len();
    assert_eq!(reasons, 15, "reasons for which a fetch failed");
    for difference in Difference::ALL {
        assert!(
            comparison.differences.contains(&difference),
            "no case sees {difference:?}; it is no difference any more"
        );
    }
}
