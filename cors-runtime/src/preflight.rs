//! CORS-preflight requests: <https://fetch.spec.whatwg.org/#cors-preflight-request>.

use actix_web::{
    HttpResponse,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderValue},
    },
};

use corsac_policy::AllowHeaders;

use crate::{
    actual::CREDENTIALS,
    refusal,
    serving::{self, Serving},
    vary,
};

/// The methods that a preflight may ask about.
#[derive(Debug)]
pub(crate) struct Methods {
    pub(crate) names: Vec<&'static str>,
    /// The value of `Access-Control-Allow-Methods`.
    value: Option<HeaderValue>,
}

impl Methods {
    pub(crate) fn new(names: Vec<&'static str>) -> Self {
        let value = serving::list(&names);
        Self { names, value }
    }
}

/// Answers the preflight `req`.
pub(crate) fn answer(serving: &Serving, methods: &Methods, req: ServiceRequest) -> ServiceResponse {
    let allow_origin = serving.allowed_origin(req.head());
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
    let vary = vary::of_preflight(serving).clone();
    response.headers_mut().append(header::VARY, vary);
    req.into_response(response)
}

fn allow(
    serving: &Serving,
    methods: &Methods,
    origin: HeaderValue,
    request: &HeaderMap,
) -> HttpResponse {
    let mut response = HttpResponse::new(StatusCode::NO_CONTENT);
    let headers = response.headers_mut();

    headers.append(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    if let Some(methods) = &methods.value {
        headers.append(header::ACCESS_CONTROL_ALLOW_METHODS, methods.clone());
    }
    if let Some(names) = &serving.allow_headers_value {
        headers.append(header::ACCESS_CONTROL_ALLOW_HEADERS, names.clone());
    }
    if let AllowHeaders::MirrorRequest = serving.allow_headers {
        mirror_request_headers(headers, request);
    }
    if serving.allow_credentials {
        headers.append(
            header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
            CREDENTIALS.clone(),
        );
    }
    if let Some(seconds) = &serving.max_age {
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
