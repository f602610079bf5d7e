//! What `corsac::testing` says of a case.

use std::time::Duration;

use actix_http::Request;
use actix_web::{
    Error,
    body::MessageBody,
    dev::{Service, ServiceResponse},
};
use corsac::testing::{Blocked, Credentials, Page};

use super::{
    case::{Case, Fetch},
    difference::{AsRead, Difference, tell_mode, without_safelisted},
    outcome::{Outcome, Seen, is_preflight},
    site::Spy,
};

/// The app in process, and how the browser differs from the standard.
pub(crate) struct Prediction<'a, S> {
    pub(crate) app: &'a S,
    pub(crate) spy: &'a Spy,
    pub(crate) differences: Vec<Difference>,
}

impl<S, B> Prediction<'_, S>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    S::Future: 'static,
    B: MessageBody + 'static,
{
    pub(crate) async fn of(&self, case: &Case) -> Outcome<Blocked> {
        let mut outcome = self.run(case, false).await;
        let has_failures = outcome.verdicts.iter().any(Result::is_err);
        if has_failures && self.differs_by(Difference::FailuresKeepPreflights) {
            outcome.requests = self.run(case, true).await.requests;
        }
        if self.differs_by(Difference::EveryPreflightTellsItsMode) {
            tell_mode(&mut outcome.requests);
        }
        outcome
    }

    fn differs_by(&self, difference: Difference) -> bool {
        self.differences.contains(&difference)
    }

    /// All fetches; with `passes`, every response passes the CORS check.
    async fn run(&self, case: &Case, passes: bool) -> Outcome<Blocked> {
        let new_page = || Page::at(case.place.origin()).app_at(case.app);
        let mut page = new_page();
        let mut outcome = Outcome::default();
        for fetch in &case.fetches {
            if case.place.in_sandbox && self.differs_by(Difference::OpaqueOriginsKeepNoPreflights) {
                page = new_page();
            }
            page.advance(Duration::from_secs(fetch.pause.into()));
            let verdict = self.fetch(&page, case, fetch, passes).await;
            let requests = self.spy.take(&case.id);
            let has_preflight = requests.iter().any(|it| is_preflight(it));
            outcome.requests.extend(requests);
            if has_preflight
                && outcome.is_about_one_url()
                && self.differs_by(Difference::LastPreflightIsKept)
            {
                // The same again, by a browser that knows nothing before it.
                page = new_page();
                self.fetch(&page, case, fetch, passes).await.ok();
                self.spy.take(&case.id);
            }
            outcome.verdicts.push(verdict);
        }
        outcome
    }

    async fn fetch(
        &self,
        page: &Page,
        case: &Case,
        fetch: &Fetch,
        passes: bool,
    ) -> Result<Seen, Blocked> {
        let fetch = without_safelisted(fetch, &self.differences);
        let app = AsRead {
            app: self.app,
            // With credentials, `*` is no wildcard.
            covers_authorization: fetch.credentials != Credentials::Include
                && self.differs_by(Difference::AnyHeaderCoversAuthorization),
            mends_max_age: self.differs_by(Difference::NegativeMaxAgeIsZero),
            passes,
        };
        let page = page.clone().credentials(fetch.credentials);
        let response = page.fetch(&app, case.request(&fetch)).await?;
        Ok(Seen::of(&response))
    }
}
