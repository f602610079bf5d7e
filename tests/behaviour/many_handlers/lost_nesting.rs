//! Middlewares between two policies that take away what they could know of each
//! other by.

use std::rc::Rc;

use actix_web::{
    App, Error, HttpMessage as _, HttpResponse, Responder,
    body::{BoxBody, MessageBody},
    dev::{Service, ServiceRequest, ServiceResponse},
    get,
    middleware::{Next, from_fn},
    rt,
    test::{TestRequest, call_service, init_service},
    web,
};
use corsac::{Policy, cors, policy};

use crate::support::spies::{note, who_sees};
use crate::support::{COMPARED, Row, SITE, answer, call, check, lines, row};

const A: &str = "https://a.example";
const B: &str = "https://b.example";
const ALLOW_A: &str = "Access-Control-Allow-Origin: https://a.example";
const VARY: &str = "Vary: Origin";

static OUTER: Policy = policy!(allow_origins("https://a.example", "https://b.example"));

#[cors(allow_origins("https://a.example"))]
#[get("/")]
async fn inner() -> impl Responder {
    note("handler");
    "inner"
}

#[cors(allow_origins("*"))]
#[get("/any")]
async fn any() -> impl Responder {
    note("handler");
    "any"
}

async fn clear_extensions(
    req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    req.extensions_mut().clear();
    let response = next.call(req).await;
    if let Ok(response) = &response {
        response.request().extensions_mut().clear();
    }
    response
}

async fn wait_first(
    req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    rt::task::yield_now().await;
    let response = next.call(req).await;
    rt::task::yield_now().await;
    response
}

async fn answer_anew(
    req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let response = next.call(req).await?;
    let (request, _) = response.into_parts();
    Ok(ServiceResponse::new(
        request,
        HttpResponse::Accepted().finish(),
    ))
}

fn get(path: &str, origin: &str) -> crate::support::Call {
    call("GET", path).origin(origin)
}

#[test]
fn an_inner_policy_refuses_whatever_stands_between() {
    let rows = || -> [Row; 3] {
        [
            row("of both", get("/", A), 200, &[ALLOW_A, VARY]),
            row("of the outer", get("/", B), 403, &[COMPARED]),
            row("no origin", call("GET", "/"), 200, &[VARY]),
        ]
    };

    check(
        App::new()
            .service(inner)
            .wrap(from_fn(clear_extensions))
            .wrap(&OUTER),
        rows(),
    );
    check(
        App::new()
            .service(inner)
            .wrap(from_fn(wait_first))
            .wrap(&OUTER),
        rows(),
    );
}

#[test]
fn an_answer_that_is_made_anew_says_what_all_policies_decide() {
    static BLOCKING: Policy = policy!(allow_origins("https://a.example"), block_on_origin_mismatch);
    let app = App::new()
        .service(inner)
        .service(any)
        .wrap(from_fn(answer_anew))
        .wrap(&BLOCKING)
        .wrap(&OUTER);

    check(
        app,
        [
            row("of all", get("/", A), 202, &[ALLOW_A, VARY]),
            row("any inside", get("/any", A), 202, &[ALLOW_A, VARY]),
            row("of the outer", get("/any", B), 403, &[COMPARED]),
        ],
    );
}

/// It runs where nobody can know what the policies around say, so an inner policy
/// lets in no page but the server's own.
#[test]
fn what_runs_in_another_task_is_refused() {
    fn app() -> impl crate::support::Site {
        App::new()
            .service(web::scope("").service(inner).service(any))
            .wrap_fn(|req, service| {
                // What is inside is called now, and asks at once.
                let response = service.call(req);
                async move { rt::spawn(response).await.expect("no panic") }
            })
            .wrap(&OUTER)
    }
    fn app_of_another_task() -> impl crate::support::Site {
        App::new()
            .service(inner)
            .service(any)
            .wrap(from_fn(elsewhere))
            .wrap(&OUTER)
    }

    check(
        app(),
        [row("called here", get("/", A), 200, &[ALLOW_A, VARY])],
    );

    let own = || get("/", "https://own.example").header("Sec-Fetch-Site", "same-origin");
    check(
        app_of_another_task(),
        [
            // The refusal itself is the outer policy's to show.
            row("of both", get("/", A), 403, &[ALLOW_A, COMPARED]),
            row("any", get("/any", A), 403, &[ALLOW_A, COMPARED]),
            row("own", own(), 200, &[SITE]),
            row("no origin", call("GET", "/"), 200, &[VARY]),
        ],
    );
    assert!(who_sees(app_of_another_task(), get("/any", A)).is_empty());
}

async fn elsewhere(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let next = Rc::new(next);
    rt::spawn(async move {
        rt::task::yield_now().await;
        next.call(req).await
    })
    .await
    .expect("no panic")
}

/// It is another request, though the outer policy is around the code that sends it.
#[test]
fn a_request_that_a_handler_sends_is_inside_no_policy() {
    static OUTER: Policy = policy!(allow_origins("https://a.example"));
    static OTHER: Policy = policy!(allow_origins("https://b.example"));
    async fn relay() -> HttpResponse {
        let other = App::new().route("/", web::get().to(HttpResponse::Ok));
        let other = init_service(other.wrap(&OTHER)).await;
        let request = TestRequest::get().insert_header(("Origin", B));
        let response = call_service(&other, request.to_request()).await;
        let allowed = response
            .headers()
            .contains_key("Access-Control-Allow-Origin");
        HttpResponse::Ok()
            .insert_header(("X-Allowed", allowed.to_string()))
            .finish()
    }
    let app = App::new()
        .service(inner)
        .route("/relay", web::get().to(relay));

    let response = answer(app.wrap(&OUTER), get("/relay", A));

    assert_eq!(lines(&response, "X-Allowed"), ["true"]);
    assert_eq!(lines(&response, "Access-Control-Allow-Origin"), [A]);
}
