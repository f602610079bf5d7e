//! CORS-preflight requests: <https://fetch.spec.whatwg.org/#cors-preflight-request>.

use actix_web::{
    HttpResponse,
    dev::{RequestHead, ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, HeaderMap, HeaderValue},
    },
};

use crate::{AllowHeaders, actual::CREDENTIALS, cors::Cors, refusal, vary};

/// The method that a preflight asks about; `None` if the request is no
/// preflight: it has to be an `OPTIONS` request with `Origin` and (in one line)
/// `Access-Control-Request-Method`.
#[inline]
pub(crate) fn requested_method(head: &RequestHead) -> Option<&HeaderValue> {
    if head.method != Method::OPTIONS || !head.headers.contains_key(header::ORIGIN) {
        return None;
    }
    let mut lines = head.headers.get_all(header::ACCESS_CONTROL_REQUEST_METHOD);
    lines.next().filter(|_| lines.next().is_none())
}

/// Answers the preflight `req`.
pub(crate) fn answer(cors: &Cors, req: ServiceRequest) -> ServiceResponse {
    let allow_origin = cors.allowed_origin(req.head());
    refusal::explain_preflight(cors, req.request(), allow_origin.is_some());

    let mut response = match allow_origin {
        Some(origin) => allow(cors, origin, req.headers()),
        None => refusal::response(),
    };
    let vary = vary::of_preflight(cors.policy).clone();
    response.headers_mut().append(header::VARY, vary);
    req.into_response(response)
}

fn allow(cors: &Cors, origin: HeaderValue, request: &HeaderMap) -> HttpResponse {
    let Cors { policy, values, .. } = cors;
    let mut response = HttpResponse::new(StatusCode::NO_CONTENT);
    let headers = response.headers_mut();

    headers.append(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    if let Some(methods) = &values.allow_methods {
        headers.append(header::ACCESS_CONTROL_ALLOW_METHODS, methods.clone());
    }
    if let Some(names) = &values.allow_headers {
        headers.append(header::ACCESS_CONTROL_ALLOW_HEADERS, names.clone());
    }
    if let AllowHeaders::MirrorRequest = policy.allow_headers {
        mirror_request_headers(headers, request);
    }
    if policy.allow_credentials {
        headers.append(
            header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
            CREDENTIALS.clone(),
        );
    }
    if let Some(seconds) = &values.max_age {
        headers.append(header::ACCESS_CONTROL_MAX_AGE, seconds.clone());
    }
    response
}

/// Copies the lines as they are: what is not parsed cannot be made expensive.
fn mirror_request_headers(headers: &mut HeaderMap, request: &HeaderMap) {
    for line in request.get_all(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        headers.append(header::ACCESS_CONTROL_ALLOW_HEADERS, line.clone());
    }
}
