//! CORS check: <https://fetch.spec.whatwg.org/#concept-cors-check>.

use actix_web::HttpResponse;

use crate::{
    Blocked, Stage,
    header_list::{decode, get_decoded},
    request::Request,
};

/// Whether `response` may be shared with the page that sent `request`.
pub(crate) fn check(
    request: &Request,
    stage: Stage,
    response: &HttpResponse,
) -> Result<(), Blocked> {
    let origin = decode(request.origin.as_bytes());
    // Steps 1 and 2.
    let Some(found) = get_decoded(response.headers(), "access-control-allow-origin") else {
        return Err(Blocked::MissingAllowOrigin {
            stage,
            method: request.head.method.to_string(),
            origin,
            status: response.status(),
        });
    };
    // Step 3.
    if found == "*" && !request.includes_credentials() {
        return Ok(());
    }
    // Step 4.
    if found != origin {
        return Err(refused_origin(stage, origin, found));
    }
    // Step 5.
    if !request.includes_credentials() {
        return Ok(());
    }
    // Steps 6 to 8.
    match get_decoded(response.headers(), "access-control-allow-credentials") {
        Some(found) if found == "true" => Ok(()),
        found => Err(Blocked::CredentialsNotAllowed {
            stage,
            origin,
            found,
        }),
    }
}

fn refused_origin(stage: Stage, origin: String, found: String) -> Blocked {
    if found == "*" {
        Blocked::AnyOriginWithCredentials { stage, origin }
    } else if found.contains(',') {
        Blocked::SeveralAllowOrigins {
            stage,
            origin,
            found,
        }
    } else {
        Blocked::OriginNotAllowed {
            stage,
            origin,
            found,
        }
    }
}
