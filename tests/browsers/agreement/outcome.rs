//! What comes of a case, in a browser and by prediction.

use std::fmt;

use actix_web::http::header::HeaderValue;
use corsac::testing::Response;
use serde::Deserialize;
use thirtyfour::WebDriver;

use super::{
    case::{Case, Place},
    site::Servers,
};

/// A response, as far as a script sees it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Seen {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

/// What comes of a case: the verdict on each fetch, and all requests that the
/// app saw.
#[derive(Clone, Debug)]
pub(crate) struct Outcome<E> {
    pub(crate) verdicts: Vec<Result<Seen, E>>,
    pub(crate) requests: Vec<String>,
}

impl<E> Default for Outcome<E> {
    fn default() -> Self {
        Self {
            verdicts: Vec::new(),
            requests: Vec::new(),
        }
    }
}

impl<E> Outcome<E> {
    /// Whether both are the same; what an `Err` says is for us, not for scripts.
    pub(crate) fn agrees_with<T>(&self, other: &Outcome<T>) -> bool {
        let seen = self.verdicts.iter().map(|verdict| verdict.as_ref().ok());
        let others = other.verdicts.iter().map(|verdict| verdict.as_ref().ok());
        seen.eq(others) && self.requests == other.requests
    }

    pub(crate) fn preflights(&self) -> usize {
        let is_preflight = |it: &&String| it.contains("[access-control-request-method: ");
        self.requests.iter().filter(is_preflight).count()
    }
}

impl<E: fmt::Debug> fmt::Display for Outcome<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for verdict in &self.verdicts {
            write!(f, "\n    {verdict:?}")?;
        }
        for request in &self.requests {
            write!(f, "\n    {request}")?;
        }
        Ok(())
    }
}

impl Seen {
    pub(crate) fn of(response: &Response) -> Self {
        let headers = response.headers();
        let mut lines: Vec<_> = headers
            .keys()
            .map(|name| {
                let values = headers.get_all(name).map(HeaderValue::as_bytes);
                let value = values.collect::<Vec<_>>().join(&b", "[..]);
                (
                    name.as_str().to_owned(),
                    String::from_utf8_lossy(&value).into_owned(),
                )
            })
            .collect();
        lines.sort();
        Self {
            status: response.status().as_u16(),
            headers: lines,
            body: String::from_utf8_lossy(response.body()).into_owned(),
        }
        .normalised()
    }

    /// Without what only a connection adds, and with one order of names.
    fn normalised(mut self) -> Self {
        const FRAMING: &[&str] = &[
            "connection",
            "date",
            "transfer-encoding",
            // How Firefox says that it was HTTP/2.
            "x-firefox-spdy",
        ];
        self.headers
            .retain(|(name, _)| !FRAMING.contains(&name.as_str()));
        for (name, value) in &mut self.headers {
            if name == "access-control-expose-headers" {
                // actix-cors has them in another order each time.
                let mut names: Vec<_> = value.split(", ").collect();
                names.sort_unstable();
                *value = names.join(", ");
            }
        }
        self
    }
}

/// What the browser says of `cases`, which are all of one place.
pub(crate) async fn browse(
    driver: &WebDriver,
    place: Place,
    cases: &[&Case],
    servers: &Servers,
) -> Vec<Outcome<String>> {
    /// As many as a script has the time for, by far.
    const AT_ONCE: usize = 200;

    driver
        .goto(format!("{}/page", place.address))
        .await
        .expect("the page");
    if place.in_sandbox {
        driver.enter_frame(0).await.expect("its frame");
    }
    let mut outcomes = Vec::new();
    for cases in cases.chunks(AT_ONCE) {
        let runs = run(driver, cases).await;
        for (&case, first) in cases.iter().zip(runs) {
            outcomes.push(in_time(driver, case, first, servers).await);
        }
    }
    outcomes
}

/// What the script tells of a case.
#[derive(Deserialize)]
struct Run {
    verdicts: Vec<Result<Seen, String>>,
    /// How long it took, without the pauses.
    seconds: f64,
}

async fn run(driver: &WebDriver, cases: &[&Case]) -> Vec<Run> {
    let scripted: Vec<_> = cases.iter().map(|it| it.scripted()).collect();
    let scripted = serde_json::to_value(scripted).expect("JSON");
    let answer = driver
        .execute_async(include_str!("fetch.js"), vec![scripted])
        .await;
    let answer = answer.unwrap_or_else(|error| panic!("of {}: {error}", cases[0]));
    answer.convert().expect("what the script tells")
}

/// The outcome of `first`, or of another run where that took so long that the
/// browser may have forgotten a preflight in between, which it keeps for five
/// seconds at least.
async fn in_time(
    driver: &WebDriver,
    case: &Case,
    first: Run,
    servers: &Servers,
) -> Outcome<String> {
    const SECONDS: f64 = 4.0;
    /// Arbitrary; a machine that is always too slow is to be seen as that.
    const MAX_RUNS: usize = 4;

    let mut case = case.clone();
    let mut last = first;
    for number in 2..=MAX_RUNS {
        if last.seconds < SECONDS {
            break;
        }
        servers.spy.take(&case.id);
        // Of a URL for which nothing is kept.
        case.id = format!("{}-{number}", case.id);
        last = run(driver, &[&case]).await.remove(0);
    }
    let verdicts = last.verdicts.into_iter();
    Outcome {
        verdicts: verdicts.map(|it| it.map(Seen::normalised)).collect(),
        requests: servers.spy.take(&case.id),
    }
}
