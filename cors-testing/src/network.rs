//! HTTP-network-or-cache fetch:
//! <https://fetch.spec.whatwg.org/#http-network-or-cache-fetch>. It has no cache, and
//! the network is a function call.

use actix_http::{Message, Payload};
use actix_web::{
    Error, HttpResponse,
    body::{BodySize, MessageBody},
    dev::{RequestHead, Service, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
};

use crate::{Blocked, Credentials, Difference, Stage, request::Request, site};

/// Sends `request` with everything that a browser adds. Answers an `Err` as Actix's
/// server does.
pub(crate) async fn send<S, B>(
    app: &S,
    request: &Request,
    stage: Stage,
) -> Result<HttpResponse, Blocked>
where
    S: Service<actix_http::Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody + 'static,
{
    let mut head = Message::<RequestHead>::new();
    head.clone_from(&request.head);
    head.uri = request.target.uri.clone();
    append_headers(&mut head.headers, request, stage);
    let payload = Payload::from(request.body.clone());
    let (request, _) = actix_http::Request::from(head).replace_payload(payload);
    let mut response = match app.call(request).await {
        Ok(response) => response.map_into_boxed_body().into_parts().1,
        Err(error) => error.error_response(),
    };
    // https://fetch.spec.whatwg.org/#concept-http-network-fetch ignores it and waits
    // for the final response, which an app can no longer send. A 101 answers an
    // `Upgrade`, which scripts can't send.
    if response.status().is_informational() {
        return Err(Blocked::InterimStatus {
            stage,
            status: response.status(),
        });
    }
    set_content_length(&mut response);
    Ok(response)
}

/// As Actix's server does for HTTP/1.1: the body's own length takes precedence over
/// the handler's, except for a streamed body, and for a 304, which has none.
fn set_content_length(response: &mut HttpResponse) {
    let size = match response.status() {
        StatusCode::NOT_MODIFIED => return,
        StatusCode::NO_CONTENT => BodySize::None,
        _ => response.body().size(),
    };
    let headers = response.headers_mut();
    match size {
        BodySize::None => drop(headers.remove(header::CONTENT_LENGTH)),
        BodySize::Sized(len) => drop(headers.insert(header::CONTENT_LENGTH, len.into())),
        BodySize::Stream => {}
    }
}

fn append_headers(headers: &mut HeaderMap, request: &Request, stage: Stage) {
    headers.insert(header::HOST, request.target.host.clone());
    if !headers.contains_key(header::ACCEPT) {
        // https://fetch.spec.whatwg.org/#concept-fetch
        headers.insert(header::ACCEPT, HeaderValue::from_static("*/*"));
    }
    let method = &request.head.method;
    if !request.body.is_empty() || matches!(*method, Method::POST | Method::PUT) {
        headers.insert(header::CONTENT_LENGTH, request.body.len().into());
    }
    // https://fetch.spec.whatwg.org/#append-a-request-origin-header
    let is_safe = matches!(*method, Method::GET | Method::HEAD);
    if request.is_cors() || !is_safe || request.keeps_origin {
        headers.insert(header::ORIGIN, request.origin.clone());
    }
    append_fetch_metadata(headers, request, stage);
    if sends_credentials(request)
        && let Some(cookies) = &request.cookies
    {
        headers.insert(header::COOKIE, cookies.clone());
    }
}

/// <https://www.w3.org/TR/fetch-metadata/#fetch-integration>
fn append_fetch_metadata(headers: &mut HeaderMap, request: &Request, stage: Stage) {
    let mut insert = |name, value| {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    };
    if !site::is_potentially_trustworthy(&request.target.url) {
        if stage == Stage::Preflight && request.differs_by(Difference::EveryPreflightTellsItsMode) {
            insert("sec-fetch-mode", "cors");
        }
        return;
    }
    let site = site::sec_fetch_site(&request.origin, &request.target.url);
    insert("sec-fetch-dest", "empty");
    insert("sec-fetch-mode", "cors");
    insert("sec-fetch-site", site);
}

fn sends_credentials(request: &Request) -> bool {
    match request.credentials {
        Credentials::Omit => false,
        Credentials::SameOrigin => !request.is_cors(),
        Credentials::Include => true,
    }
}
