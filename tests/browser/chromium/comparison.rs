//! Cases, put to Chromium and to the tested code.

use std::{
    collections::HashSet,
    mem::{Discriminant, discriminant},
    time::Duration,
};

use actix_http::Request;
use actix_web::{
    Error,
    body::MessageBody,
    dev::{Service, ServiceResponse},
    test::init_service,
};
use corsac::testing::Blocked;

use super::{
    annotated,
    case::{Case, PLAIN_APP, SECURE_APP},
    cases::PLACES,
    difference::Difference,
    outcome::{Outcome, browse},
    prediction::Prediction,
    site::{self, Servers, Spy},
};
use crate::browser::Browser;

/// What came of all cases.
#[derive(Default)]
pub(crate) struct Comparison {
    /// In Chromium, by place, and in the order in which the cases were given.
    pub(crate) outcomes: Vec<(Case, Outcome<String>)>,
    /// How many fetches got a response.
    pub(crate) resolved: usize,
    /// Why others were predicted to get none.
    pub(crate) reasons: HashSet<Discriminant<Blocked>>,
    /// The differences without which the prediction is wrong somewhere.
    pub(crate) differences: Vec<Difference>,
    failures: Vec<String>,
}

impl Comparison {
    pub(crate) async fn of(cases: Vec<Case>) -> Self {
        annotated::fill_tenants();
        let servers = Servers::start();
        let browser = Browser::start(&servers.host_rules()).await;
        let patience = browser
            .driver()
            .set_script_timeout(Duration::from_secs(100));
        patience.await.expect("a time limit");
        let spy = Spy::default();
        let app = init_service(site::app(spy.clone())).await;

        for app in [SECURE_APP, PLAIN_APP] {
            // For its cookie.
            let page = format!("{app}/page");
            browser.driver().goto(page).await.expect("a page");
        }
        let mut comparison = Self::default();
        for &place in PLACES {
            let cases: Vec<_> = cases.iter().filter(|it| it.place == place).collect();
            let outcomes = browse(browser.driver(), place, &cases, &servers).await;
            for (case, seen) in cases.into_iter().zip(outcomes) {
                comparison.add(case, seen, &app, &spy).await;
            }
        }
        comparison
    }

    async fn add<S, B>(&mut self, case: &Case, seen: Outcome<String>, app: &S, spy: &Spy)
    where
        S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
        S::Future: 'static,
        B: MessageBody + 'static,
    {
        let with = |differences| Prediction {
            app,
            spy,
            differences,
        };
        let by_standard = with(vec![]).of(case).await;
        let as_chromium = with(Difference::ALL.to_vec()).of(case).await;
        self.count(&as_chromium);
        if !as_chromium.agrees_with(&seen) {
            self.failures.push(format!(
                "{case}\n  predicted by the standard: {by_standard}\
                \n  with the known differences: {as_chromium}\n  seen: {seen}\n"
            ));
        } else if !by_standard.agrees_with(&seen) {
            for difference in Difference::ALL {
                let without = with(difference.others()).of(case).await;
                if !without.agrees_with(&seen) && !self.differences.contains(&difference) {
                    self.differences.push(difference);
                }
            }
        }
        self.outcomes.push((case.clone(), seen));
    }

    fn count(&mut self, predicted: &Outcome<Blocked>) {
        for verdict in &predicted.verdicts {
            match verdict {
                Ok(_) => self.resolved += 1,
                Err(reason) => {
                    self.reasons.insert(discriminant(reason));
                }
            }
        }
    }

    /// Every case ended as predicted.
    #[track_caller]
    pub(crate) fn assert_agreement(&self) {
        /// More than this is too much to read.
        const SHOWN: usize = 20;

        let failures = &self.failures;
        assert!(
            failures.is_empty(),
            "{} of {} cases end otherwise:\n{}",
            failures.len(),
            self.outcomes.len(),
            failures[..failures.len().min(SHOWN)].join("\n")
        );
    }
}
