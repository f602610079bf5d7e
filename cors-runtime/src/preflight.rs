//! CORS-preflight requests: <https://fetch.spec.whatwg.org/#cors-preflight-request>.

use actix_web::{
    HttpResponse,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderValue},
    },
};

use crate::{
    cors_headers::credentials,
    refusal,
    serving::{AllowedHeaders, Names, Serving},
};

/// Answers the preflight `req`, whose origin is `allow_origin` if it is allowed.
#[inline]
pub(crate) fn answer(
    serving: &Serving,
    methods: &Names,
    allow_origin: Option<HeaderValue>,
    req: ServiceRequest,
) -> ServiceResponse {
    refusal::explain_preflight(
        serving,
        &methods.names,
        req.request(),
        allow_origin.is_some(),
    );

    let mut response = match allow_origin {
        Some(origin) => allow(serving, methods, origin, req.headers()),
        None => refusal::response(),
    };
    if let Some(vary) = &serving.vary_of_preflights {
        response.headers_mut().append(header::VARY, vary.clone());
    }
    req.into_response(response)
}

#[inline]
fn allow(
    serving: &Serving,
    methods: &Names,
    origin: HeaderValue,
    request: &HeaderMap,
) -> HttpResponse {
    let mut response = HttpResponse::new(StatusCode::NO_CONTENT);
    let headers = response.headers_mut();

    headers.append(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    if let Some(methods) = &methods.value {
        headers.append(header::ACCESS_CONTROL_ALLOW_METHODS, methods.clone());
    }
    match &serving.allow_headers {
        AllowedHeaders::Names(names) => {
            if let Some(names) = &names.value {
                headers.append(header::ACCESS_CONTROL_ALLOW_HEADERS, names.clone());
            }
        }
        AllowedHeaders::MirrorRequest => mirror_request_headers(headers, request),
    }
    if serving.allow_credentials {
        headers.append(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, credentials());
    }
    if let Some(seconds) = &serving.max_age {
        headers.append(header::ACCESS_CONTROL_MAX_AGE, seconds.clone());
    }
    response
}

/// Copies the lines unchanged: text that isn't parsed can't be made expensive.
fn mirror_request_headers(headers: &mut HeaderMap, request: &HeaderMap) {
    for line in request.get_all(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        headers.append(header::ACCESS_CONTROL_ALLOW_HEADERS, line.clone());
    }
}
