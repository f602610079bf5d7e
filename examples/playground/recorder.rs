//! What goes over the wire, kept for the page that caused it.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

use actix_web::{
    Error, HttpResponse, Responder,
    body::{BodySize, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    get,
    http::header::{self, Date, HeaderMap, TryIntoHeaderValue as _},
    middleware::Next,
    web::{Bytes, Data, Path, Query, ServiceConfig},
};
use corsac::cors;
use serde::{Deserialize, Serialize};

/// Arbitrary; a fetch leaves two exchanges at most, and asks for them at once.
const MAX_EXCHANGES: usize = 100;
/// A page names its fetches by UUIDs.
const MAX_NAME_LEN: usize = 36;

/// The latest exchanges whose URL names the fetch they belong to.
#[derive(Default)]
pub(crate) struct Recorder(Mutex<VecDeque<(String, Exchange)>>);

impl Recorder {
    fn exchanges(&self) -> MutexGuard<'_, VecDeque<(String, Exchange)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, name: String, exchange: Exchange) {
        let mut exchanges = self.exchanges();
        if exchanges.len() == MAX_EXCHANGES {
            exchanges.pop_front();
        }
        exchanges.push_back((name, exchange));
    }
}

#[derive(Clone, Serialize)]
struct Exchange {
    method: String,
    path: String,
    request: Lines,
    status: u16,
    reason: Option<&'static str>,
    response: Lines,
}

/// The lines of a header, each a name and a value.
type Lines = Vec<(String, String)>;

fn lines(headers: &HeaderMap) -> Lines {
    let lines = headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        (name.to_string(), value.into_owned())
    });
    lines.collect()
}

/// The fetch that a request belongs to, a part of its URL: so the preflight
/// names it, too, and no cache knows the URL yet.
#[derive(Deserialize)]
struct Fetch {
    fetch: String,
}

/// The middleware that keeps an exchange, before the browser gets the answer.
pub(crate) async fn record(
    recorder: Data<Recorder>,
    mut req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let fetch = Query::<Fetch>::from_query(req.query_string());
    let method = req.method().to_string();
    let path = req.path().to_owned();
    let request = lines(req.headers());
    // If nobody reads the body, the server adds to the answer that it closes the
    // connection.
    let body = req.extract::<Bytes>().await?;
    req.set_payload(body.into());

    let mut response = next.call(req).await?;

    // The server would add it after this.
    let now = Date(SystemTime::now().into()).try_into_value()?;
    response
        .response_mut()
        .headers_mut()
        .insert(header::DATE, now);
    if let Ok(Query(Fetch { fetch })) = fetch
        && fetch.len() <= MAX_NAME_LEN
    {
        let exchange = Exchange {
            method,
            path,
            request,
            status: response.status().as_u16(),
            reason: response.status().canonical_reason(),
            response: response_lines(&response),
        };
        recorder.add(fetch, exchange);
    }
    Ok(response)
}

/// The lines as they are sent, with the length, which the server puts before
/// the body.
fn response_lines(response: &ServiceResponse<impl MessageBody>) -> Lines {
    let mut lines = lines(response.headers());
    if let BodySize::Sized(len) = response.response().body().size()
        && response.status() != 204
    {
        lines.push((header::CONTENT_LENGTH.to_string(), len.to_string()));
    }
    lines
}

/// What became of a fetch, for the page that made it.
#[cors(allow_origins("*"))]
#[get("/exchanges/{fetch}")]
async fn exchanges_of(recorder: Data<Recorder>, fetch: Path<Fetch>) -> impl Responder {
    let exchanges = recorder.exchanges();
    let of_fetch = exchanges
        .iter()
        .filter(|(name, _)| *name == fetch.fetch)
        .map(|(_, exchange)| exchange);
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(of_fetch.collect::<Vec<_>>())
}

pub(crate) fn configure(config: &mut ServiceConfig) {
    config.service(exchanges_of);
}
