//! Cases, put to a browser and to the tested code.

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
use corsac::testing::{Blocked, Difference, Engine};

use super::{
    annotated,
    case::{Case, PLAIN_APP, SECURE_APP},
    cases::PLACES,
    outcome::{Outcome, browse},
    prediction::Prediction,
    site::{self, Servers, Spy},
};
use crate::browser::Browser;

/// What came of all cases.
pub(crate) struct Comparison {
    engine: Engine,
    /// In the browser, by place, and in the order in which the cases were given.
    pub(crate) outcomes: Vec<(Case, Outcome<String>)>,
    /// How many fetches got a response.
    pub(crate) resolved: usize,
    /// Why others were predicted to get none.
    pub(crate) reasons: HashSet<Discriminant<Blocked>>,
    /// The differences without which the prediction is wrong somewhere.
    pub(crate) differences: HashSet<Difference>,
    failures: Vec<String>,
}

/// By what `engine` differs, but for one.
fn others(engine: Engine, difference: Difference) -> impl Iterator<Item = Difference> {
    let differences = engine.differences().into_iter();
    differences.filter(move |it| *it != difference)
}

impl Comparison {
    fn new(engine: Engine) -> Self {
        Self {
            engine,
            outcomes: Vec::new(),
            resolved: 0,
            reasons: HashSet::new(),
            differences: HashSet::new(),
            failures: Vec::new(),
        }
    }

    pub(crate) async fn of(engine: Engine, cases: Vec<Case>) -> Self {
        annotated::fill_tenants();
        let servers = Servers::start(|_| {});
        let browser = Browser::start(engine, &servers.network()).await;
        let patience = browser
            .driver()
            .set_script_timeout(Duration::from_secs(100));
        patience.await.expect("a time limit");
        let spy = Spy::default();
        let app = init_service(site::app(spy.clone(), |_| {})).await;

        for app in [SECURE_APP, PLAIN_APP] {
            // For its cookie.
            let page = format!("{app}/page");
            browser.driver().goto(page).await.expect("a page");
        }
        let mut comparison = Self::new(engine);
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
        let engine = self.engine;
        let prediction = Prediction { app, spy, case };
        let by_standard = prediction.of(|page| page).await;
        let by_engine = prediction.of(|page| page.in_engine(engine)).await;
        self.count(&by_engine);
        if !by_engine.agrees_with(&seen) {
            self.failures.push(format!(
                "{case}\n  predicted by the standard: {by_standard}\
                \n  with the known differences: {by_engine}\n  seen: {seen}\n"
            ));
        } else if !by_standard.agrees_with(&seen) {
            for difference in engine.differences() {
                let others = || others(engine, difference);
                let without = prediction.of(|page| page.differing_by(others())).await;
                if !without.agrees_with(&seen) {
                    self.differences.insert(difference);
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
