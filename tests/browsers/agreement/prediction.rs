//! What `corsac::testing` says of a case.

use std::time::Duration;

use actix_http::Request;
use actix_web::{
    Error,
    body::MessageBody,
    dev::{Service, ServiceResponse},
};
use corsac::testing::{Blocked, Page};

use super::{
    case::{Case, Fetch},
    outcome::{Outcome, Seen},
    site::Spy,
};

/// A case, and the app in process.
pub(crate) struct Prediction<'a, S> {
    pub(crate) app: &'a S,
    pub(crate) spy: &'a Spy,
    pub(crate) case: &'a Case,
}

impl<S, B> Prediction<'_, S>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    S::Future: 'static,
    B: MessageBody + 'static,
{
    /// What comes of it on a page in the browser that `open` chooses.
    pub(crate) async fn of(&self, open: impl FnOnce(Page) -> Page) -> Outcome<Blocked> {
        let Self { spy, case, .. } = self;
        let page = open(Page::at(case.place.origin()).app_at(case.app));
        let mut verdicts = Vec::new();
        for fetch in &case.fetches {
            page.advance(Duration::from_secs(fetch.pause.into()));
            verdicts.push(self.fetch(&page, fetch).await);
        }
        Outcome {
            verdicts,
            requests: spy.take(&case.id),
        }
    }

    async fn fetch(&self, page: &Page, fetch: &Fetch) -> Result<Seen, Blocked> {
        let page = page.clone().credentials(fetch.credentials);
        let response = page.fetch(self.app, self.case.request(fetch)).await?;
        Ok(Seen::of(&response))
    }
}
