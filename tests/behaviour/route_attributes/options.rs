//! `guard` and `wrap`, with Actix's own meaning. For `name`, see `urls.rs`.

use std::future::{Ready, ready};

use actix_web::{
    Error, HttpResponse, Responder,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    get,
    guard::GuardContext,
    http::header::{HeaderName, HeaderValue},
    middleware::{DefaultHeaders, Next, from_fn},
    post, route, routes,
};

use super::twins::{Answer, ask, pair, request, twins};

mod guards {
    use super::GuardContext;

    pub(crate) fn has_key(ctx: &GuardContext<'_>) -> bool {
        ctx.head().headers.contains_key("X-Key")
    }
}

fn has_tenant(ctx: &GuardContext<'_>) -> bool {
    ctx.head().headers.contains_key("X-Tenant")
}

type Answered<B> = Result<ServiceResponse<B>, Error>;

async fn first(req: ServiceRequest, next: Next<impl MessageBody>) -> Answered<impl MessageBody> {
    Ok(stamp("first", next.call(req).await?))
}

async fn second(req: ServiceRequest, next: Next<impl MessageBody>) -> Answered<impl MessageBody> {
    Ok(stamp("second", next.call(req).await?))
}

/// Notes in the response which middleware it came past.
fn stamp<B>(name: &'static str, mut response: ServiceResponse<B>) -> ServiceResponse<B> {
    let header = HeaderName::from_static("x-wrap");
    let headers = response.headers_mut();
    headers.append(header, HeaderValue::from_static(name));
    response
}

/// Lets nobody in.
fn refuse(req: ServiceRequest, _: Next<BoxBody>) -> Ready<Answered<BoxBody>> {
    ready(Ok(
        req.into_response(HttpResponse::Unauthorized().body("log in"))
    ))
}

twins! {
    #[get("/guarded", guard = "guards::has_key")]
    pub(crate) async fn guarded() -> impl Responder { "guarded" }

    #[post("/twice", guard = "guards::has_key", guard = "has_tenant")]
    pub(crate) async fn twice() -> impl Responder { "guarded twice" }

    #[get("/by-guard", guard = "guards::has_key")]
    pub(crate) async fn by_key() -> impl Responder { "by key" }
    #[get("/by-guard", guard = "has_tenant")]
    pub(crate) async fn by_tenant() -> impl Responder { "by tenant" }

    #[get("/wrapped", wrap = "from_fn(first)")]
    pub(crate) async fn wrapped() -> impl Responder { "wrapped" }

    #[route(
        "/in-order",
        method = "GET",
        method = "PURGE",
        wrap = "from_fn(first)",
        wrap = "from_fn(second)",
        wrap = "DefaultHeaders::new().add((\"X-Wrap\", \"default\")).add((\"X-Default\", \"1\"))"
    )]
    pub(crate) async fn in_order() -> impl Responder { HttpResponse::Ok() }

    #[get("/refused", wrap = "from_fn(refuse)")]
    pub(crate) async fn refused() -> impl Responder { "never said" }

    #[routes]
    #[get("/all", guard = "guards::has_key", name = "of-get", wrap = "from_fn(first)")]
    #[post("/all", wrap = "from_fn(second)", guard = "has_tenant", name = "of-post")]
    pub(crate) async fn all() -> impl Responder { "all options" }
}

#[test]
fn a_guard_decides_which_actual_requests_a_route_serves() {
    let (key, tenant) = (("X-Key", "1"), ("X-Tenant", "1"));
    let by_guard = pair!(by_key, by_tenant);

    for (description, twins, method, uri, admitted, turned_down) in [
        (
            "a guard",
            pair!(guarded),
            "GET",
            "/guarded",
            &[key][..],
            &[tenant][..],
        ),
        (
            "two guards",
            pair!(twice),
            "POST",
            "/twice",
            &[key, tenant],
            &[key],
        ),
        (
            "two guards, the other",
            pair!(twice),
            "POST",
            "/twice",
            &[key, tenant],
            &[tenant],
        ),
        (
            "two routes, first",
            by_guard,
            "GET",
            "/by-guard",
            &[key],
            &[],
        ),
        (
            "two routes, second",
            by_guard,
            "GET",
            "/by-guard",
            &[tenant],
            &[],
        ),
        (
            "`routes`, first",
            pair!(all),
            "GET",
            "/all",
            &[key],
            &[tenant],
        ),
        (
            "`routes`, second",
            pair!(all),
            "POST",
            "/all",
            &[tenant],
            &[key],
        ),
    ] {
        let with = |headers: &[(&'static str, &'static str)]| {
            let headers = headers.iter();
            headers.fold(request(method, uri), |request, header| {
                request.append_header(*header)
            })
        };

        twins.agree_on(description, || with(admitted));
        twins.turn_down(description, || with(turned_down));
    }
}

#[test]
fn no_guard_is_asked_about_a_preflight() {
    for (description, twins, method, uri, allow_methods) in [
        ("a guard", pair!(guarded), "GET", "/guarded", "GET"),
        ("two guards", pair!(twice), "POST", "/twice", "POST"),
        (
            "two routes",
            pair!(by_key, by_tenant),
            "GET",
            "/by-guard",
            "GET",
        ),
        ("`routes`, first", pair!(all), "GET", "/all", "GET, POST"),
        ("`routes`, second", pair!(all), "POST", "/all", "GET, POST"),
    ] {
        twins.answer_preflight(description, (method, uri), Some(allow_methods));
    }
}

#[test]
fn wraps_run_in_the_order_that_actix_gives_them() {
    let with_key = || request("GET", "/all").insert_header(("X-Key", "1"));
    let stamps = |answer: &Answer| {
        let stamps = answer.headers.iter().filter(|(name, _)| name == "x-wrap");
        stamps.map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };

    pair!(wrapped).agree_on("one wrap", || request("GET", "/wrapped"));
    pair!(in_order).agree_on("several wraps", || request("PURGE", "/in-order"));
    pair!(all).agree_on("wraps of `routes`", with_key);

    let answer = ask(pair!(in_order).annotated, request("GET", "/in-order"));
    assert_eq!(stamps(&answer), ["first", "second"]);
}

#[test]
fn a_wrap_never_sees_a_preflight_and_what_it_answers_has_the_headers() {
    pair!(refused).agree_on("a wrap that refuses", || request("GET", "/refused"));

    for (description, twins, method, uri) in [
        ("a wrap that refuses", pair!(refused), "GET", "/refused"),
        (
            "a wrap that adds a header",
            pair!(wrapped),
            "GET",
            "/wrapped",
        ),
    ] {
        twins.answer_preflight(description, (method, uri), Some(method));
    }
    let preflight = ("PURGE", "/in-order");
    pair!(in_order).answer_preflight("several wraps", preflight, Some("GET, PURGE"));
}
