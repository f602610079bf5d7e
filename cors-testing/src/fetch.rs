//! Main fetch: <https://fetch.spec.whatwg.org/#main-fetch>.

use actix_http::Request as ActixRequest;
use actix_web::{
    Error, HttpResponse,
    body::MessageBody,
    dev::{Service, ServiceResponse},
};
use url::Url;

use crate::{
    Blocked, Difference, Response, Stage, cors_check, header_list::decode, network, port::bad_port,
    preflight, redirect, request::Request, site,
};

/// Fetches, and follows redirects.
pub(crate) async fn main_fetch<S, B>(app: &S, mut request: Request) -> Result<Response, Blocked>
where
    S: Service<ActixRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody + 'static,
{
    check_url(&request, &request.target.url)?;
    let mut needed_permission = false;
    loop {
        let asks_again = request.differs_by(Difference::RedirectsNeedPreflightsAgain);
        let is_unsafe = request.is_cors()
            && (preflight::needs_permission(&request) || needed_permission && asks_again);
        needed_permission |= is_unsafe;
        let outcome = http_fetch(app, &request, is_unsafe).await;
        let forgets = !request.differs_by(Difference::FailuresKeepPreflights);
        if outcome.is_err() && needed_permission && forgets {
            // Step 12, including a request that was redirected here: its HTTP fetch
            // ends with this one, and has the same current URL.
            request.browser.preflight_cache.borrow_mut().clear(&request);
        }
        let (response, location) = outcome?;
        match location {
            Some(url) => {
                // A redirect starts main fetch again, and the preflight cache has
                // no entry for a URL that can't be fetched.
                check_url(&request, &url)?;
                redirect::follow(&mut request, response.status(), url)?;
            }
            None => return Response::filter(&request, response).await,
        }
    }
}

/// Whether a browser requests `url` at all: step 7.
fn check_url(request: &Request, url: &Url) -> Result<(), Blocked> {
    if let Some(port) = bad_port(url) {
        return Err(Blocked::BadPort {
            url: url.to_string(),
            port,
        });
    }
    if site::is_mixed_content(&request.origin, url) {
        return Err(Blocked::MixedContent {
            origin: decode(request.origin.as_bytes()),
            url: url.to_string(),
        });
    }
    Ok(())
}

/// HTTP fetch, <https://fetch.spec.whatwg.org/#http-fetch>: the response, and its
/// redirect target.
async fn http_fetch<S, B>(
    app: &S,
    request: &Request,
    is_unsafe: bool,
) -> Result<(HttpResponse, Option<Url>), Blocked>
where
    S: Service<ActixRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody + 'static,
{
    // Step 4.1.
    if is_unsafe && !preflight::is_cached(request) {
        preflight::fetch(app, request).await?;
    }
    // Steps 4.3 and 4.4.
    let response = network::send(app, request, Stage::Actual).await?;
    if request.is_cors() {
        cors_check::check(request, Stage::Actual, &response)?;
    }
    // Step 6.
    let location = redirect::location(request, &response)?;
    Ok((response, location))
}
