//! Routes with corsac: policies of every kind.

use actix_web::{
    Error, HttpRequest, HttpResponse,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    error::{ErrorBadRequest, ErrorUnauthorized, InternalError},
    get,
    http::StatusCode,
    middleware::{Next, from_fn},
    put, route,
    rt::task::yield_now,
    scope, web,
};
use corsac::{Policy, cors, policy};
use futures_util::{StreamExt as _, stream};

use super::{annotated, site::Wanted};

/// A route of the app, and what it says of CORS.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    pub(crate) path: String,
    pub(crate) policy: String,
}

/// What every handler answers: what it was, what was asked for, and headers of
/// every kind.
pub(crate) async fn answer(
    req: HttpRequest,
    wanted: web::Query<Wanted>,
) -> Result<HttpResponse, Error> {
    let text = format!("{} {}", req.method(), req.path());
    let status = StatusCode::from_u16(wanted.status).map_err(ErrorBadRequest)?;
    if status.is_client_error() || status.is_server_error() {
        return Err(InternalError::new(text, status).into());
    }
    let mut response = HttpResponse::build(status);
    response
        .insert_header(("X-Total-Count", "3"))
        .append_header(("X-Parts", "a"))
        .append_header(("X-Parts", "b"))
        .insert_header(("X-Secret", "fox"))
        .insert_header(("ETag", "\"1\""))
        .insert_header(("Content-Language", "en"))
        .insert_header(("Set-Cookie", "gone=1; Max-Age=0"));
    Ok(if status == StatusCode::NO_CONTENT {
        response.finish()
    } else {
        response.body(text)
    })
}

static AROUND: Policy = policy!(
    allow_origins("https://frontend.test", "https://other.test"),
    allow_methods("GET", "HEAD", "POST", "PUT"),
    allow_headers("X-A", "Authorization"),
    allow_credentials,
);

static AROUND_OPEN: Policy = policy!(allow_origins("*"), allow_headers("*"), expose_headers("*"));

/// Each method with a policy of its own.
#[cors(allow_origins("*"))]
#[get("/by-method")]
async fn read(req: HttpRequest, wanted: web::Query<Wanted>) -> Result<HttpResponse, Error> {
    answer(req, wanted).await
}

#[cors(
    allow_origins("https://frontend.test"),
    allow_headers("X-A", "Content-Type"),
    allow_credentials
)]
#[put("/by-method")]
async fn write(req: HttpRequest, wanted: web::Query<Wanted>) -> Result<HttpResponse, Error> {
    answer(req, wanted).await
}

/// What the handler says of CORS is not what counts.
#[cors(allow_origins("https://frontend.test", "https://other.test"))]
#[route("/own-headers", method = "GET", method = "POST", method = "PUT")]
async fn own_headers(req: HttpRequest) -> HttpResponse {
    let origin = req.headers().get("Origin").cloned();
    let mut response = HttpResponse::Ok();
    if let Some(origin) = origin {
        response.insert_header(("Access-Control-Allow-Origin", origin));
    }
    response
        .insert_header(("Access-Control-Allow-Credentials", "true"))
        .insert_header(("Access-Control-Expose-Headers", "X-Secret"))
        .insert_header(("X-Secret", "fox"))
        .body("own headers")
}

#[cors(allow_origins("https://frontend.test"), expose_headers("X-Secret"))]
#[route("/streamed", method = "GET", method = "POST", method = "PUT")]
async fn streamed() -> HttpResponse {
    let parts = ["a", "b", "c"].map(|part| Ok::<_, Error>(web::Bytes::from(part)));
    HttpResponse::Ok()
        .insert_header(("X-Secret", "fox"))
        .streaming(stream::iter(parts))
}

#[cors(allow_origins("https://frontend.test"))]
#[route("/broken", method = "GET", method = "POST", method = "PUT")]
async fn broken() -> HttpResponse {
    let parts = stream::iter([Ok(web::Bytes::from("a")), Err(ErrorUnauthorized("no more"))]);
    let parts = parts.then(|part| async {
        // For the first part to be sent before; a browser tries again if nothing comes.
        yield_now().await;
        part
    });
    HttpResponse::Ok().streaming(parts)
}

/// An extractor that fails for most.
#[cors(
    allow_origins("https://frontend.test"),
    allow_headers("Content-Type"),
    allow_credentials
)]
#[route("/json", method = "POST", method = "PUT")]
async fn json(data: web::Json<Vec<u8>>) -> web::Json<Vec<u8>> {
    data
}

async fn authenticate(
    req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if req.headers().contains_key("Authorization") {
        next.call(req).await
    } else {
        Err(ErrorUnauthorized("who are you?"))
    }
}

#[cors(
    allow_origins("https://frontend.test", "https://other.test"),
    allow_headers("Authorization", "X-A"),
    allow_credentials
)]
#[route(
    "/authenticated",
    method = "GET",
    method = "PUT",
    wrap = "from_fn(authenticate)"
)]
async fn authenticated(
    req: HttpRequest,
    wanted: web::Query<Wanted>,
) -> Result<HttpResponse, Error> {
    answer(req, wanted).await
}

/// Leads to another route, which decides for itself.
#[cors(
    allow_origins("https://frontend.test", "https://other.test"),
    allow_headers("X-A", "Authorization"),
    allow_credentials
)]
#[route(
    "/redirect/{status}/{target:.*}",
    method = "GET",
    method = "HEAD",
    method = "POST",
    method = "PUT",
    method = "DELETE"
)]
async fn redirect(req: HttpRequest, path: web::Path<(u16, String)>) -> Result<HttpResponse, Error> {
    let (status, target) = path.into_inner();
    let location = format!("/{target}?{}", req.query_string());
    Ok(
        HttpResponse::build(StatusCode::from_u16(status).map_err(ErrorBadRequest)?)
            .insert_header(("Location", location))
            .finish(),
    )
}

/// Leads to itself.
#[cors(allow_origins("https://frontend.test"))]
#[get("/loop")]
async fn endless(req: HttpRequest) -> HttpResponse {
    HttpResponse::Found()
        .insert_header(("Location", req.uri().to_string()))
        .finish()
}

#[cors(allow_origins("https://frontend.test"), allow_headers("X-A"))]
#[scope("/module")]
mod module {
    use actix_web::{Error, HttpRequest, HttpResponse, get, put, web};
    use corsac::cors;

    use super::{Wanted, answer};

    #[put("/default")]
    pub(super) async fn of_default(
        req: HttpRequest,
        wanted: web::Query<Wanted>,
    ) -> Result<HttpResponse, Error> {
        answer(req, wanted).await
    }

    #[cors(allow_origins("*"))]
    #[get("/own")]
    pub(super) async fn of_its_own(
        req: HttpRequest,
        wanted: web::Query<Wanted>,
    ) -> Result<HttpResponse, Error> {
        answer(req, wanted).await
    }

    #[cors(none)]
    #[get("/none")]
    pub(super) async fn of_none(
        req: HttpRequest,
        wanted: web::Query<Wanted>,
    ) -> Result<HttpResponse, Error> {
        answer(req, wanted).await
    }
}

/// Narrower than the policy around it.
#[cors(allow_origins("https://frontend.test"), allow_headers("X-A"))]
#[route("/narrower", method = "GET", method = "PUT")]
async fn narrower(req: HttpRequest, wanted: web::Query<Wanted>) -> Result<HttpResponse, Error> {
    answer(req, wanted).await
}

const OTHERS: &[(&str, &str)] = &[
    ("/by-method", "GET: any origin; PUT: one, with credentials"),
    ("/own-headers", "two origins; headers by hand beside it"),
    ("/streamed", "one origin, a streamed body"),
    ("/broken", "one origin, a body that breaks off"),
    ("/json", "one origin with credentials, a JSON body"),
    (
        "/authenticated",
        "two origins with credentials, a wrap that refuses",
    ),
    ("/redirect/302/credentials-of-several", "to another route"),
    (
        "/redirect/307/credentials-of-several",
        "to another route, with method and body",
    ),
    ("/redirect/303/any", "to any origin"),
    ("/redirect/308/exact", "to one origin without headers"),
    (
        "/redirect/301/redirect/307/list",
        "to a route that leads to another",
    ),
    ("/redirect/302/module/none", "to a route without CORS"),
    ("/redirect/302/redirect/302", "to nothing"),
    ("/loop", "to itself"),
    ("/module/default", "the default of its module"),
    ("/module/own", "another policy than that of its module"),
    ("/module/none", "none"),
    ("/around/plain", "a wrap around a scope"),
    (
        "/around/narrower",
        "a narrower policy in a wrap around a scope",
    ),
    (
        "/around/authenticated",
        "two policies and an authentication in a scope",
    ),
    ("/around/missing", "a wrap around a scope, and no route"),
    ("/open/plain", "an open wrap around a scope"),
    (
        "/open/narrower",
        "a narrow policy in an open wrap around a scope",
    ),
    ("/plain", "none"),
    ("/missing", "no route"),
];

pub(crate) fn all() -> Vec<Route> {
    let routes = annotated::ROUTES.iter().chain(OTHERS);
    let route = |&(path, policy): &(&str, &str)| Route {
        path: path.to_owned(),
        policy: policy.to_owned(),
    };
    routes.map(route).collect()
}

pub(crate) fn configure(config: &mut web::ServiceConfig) {
    annotated::configure(config);
    config
        .service(read)
        .service(write)
        .service(own_headers)
        .service(streamed)
        .service(broken)
        .service(json)
        .service(authenticated)
        .service(redirect)
        .service(endless)
        .service((module::of_default, module::of_its_own, module::of_none))
        .service(
            web::scope("/around")
                .service(narrower)
                .service(
                    web::resource("/authenticated")
                        .wrap(from_fn(authenticate))
                        .to(answer),
                )
                .route("/plain", web::to(answer))
                .wrap(&AROUND),
        )
        .service(
            web::scope("/open")
                .service(narrower)
                .route("/plain", web::to(answer))
                .wrap(&AROUND_OPEN),
        )
        .route("/plain", web::to(answer));
}
