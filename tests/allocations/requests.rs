//! What a request costs in allocations, in the steady state: Actix keeps the
//! memory of earlier requests and responses, so each app is asked several times
//! before it counts.

use actix_web::{
    App, HttpRequest, HttpResponse, Resource,
    guard::fn_guard,
    http::{Method, header::HeaderValue},
    rt::System,
    test::{TestRequest, call_service, init_service},
    web::{self, BytesMut, ServiceConfig},
};
use allocation_counter::AllocationInfo;
use futures_util::FutureExt as _;

type Register = fn(&mut ServiceConfig);

mod plain {
    #[actix_web::get("/")]
    pub(crate) async fn handler() -> &'static str {
        "as ever"
    }
}

/// The handler of `plain`, in a module of this name with this policy.
macro_rules! annotated {
    ($($name:ident: ($($policy:tt)*))*) => {
        $(
            mod $name {
                #[corsac::cors($($policy)*)]
                #[actix_web::get("/")]
                pub(crate) async fn handler() -> &'static str {
                    "as ever"
                }
            }
        )*

        const ANNOTATED: &[(&str, Register)] = &[
            $((stringify!($name), |config| { config.service($name::handler); })),*
        ];
    };
}

annotated! {
    any: (allow_origins("*"))
    one: (allow_origins("https://a.example"))
    several: (allow_origins("https://a.example", "https://b.example", "https://c.example"))
    pattern: (allow_origins("https://*.example"))
    credentials: (allow_origins("https://a.example", "https://b.example"), allow_credentials)
    exposed: (
        allow_origins("https://a.example", "https://*.b.example"),
        expose_headers("X-A", "X-B"),
        allow_credentials
    )
}

#[test]
fn an_actual_request_costs_no_more_than_without_the_attribute() {
    let plain: Register = |config| {
        config.service(plain::handler);
    };
    // Actix's method guard allocates, which that of a route with `#[cors]` does
    // not; so the same is asked of a resource whose guard only compares.
    let by_hand: Register = |config| {
        let get = fn_guard(|ctx| ctx.head().method == Method::GET);
        config.service(web::resource("/").guard(get).to(|| async { "as ever" }));
    };

    for origin in [None, Some("https://a.example"), Some("https://evil.test")] {
        let request = || from_origin(TestRequest::get(), origin);
        let (plain, by_hand) = (cost(plain, 200, request), cost(by_hand, 200, request));

        for (policy, annotated) in ANNOTATED {
            let annotated = cost(*annotated, 200, request);

            let row = format!("policy `{policy}`, origin {origin:?}, {annotated:?}");
            assert!(
                annotated.count_total <= plain.count_total,
                "{row} > {plain:?}"
            );
            assert!(
                annotated.count_total <= by_hand.count_total,
                "{row} > {by_hand:?}"
            );
            assert!(
                annotated.bytes_total <= plain.bytes_total,
                "{row} > {plain:?}"
            );
        }
    }
}

#[test]
fn a_policy_around_a_scope_costs_no_more_than_its_headers_set_by_hand() {
    static POLICY: corsac::Policy = corsac::policy!(
        allow_origins("https://a.example"),
        expose_headers("X-A"),
        allow_credentials
    );
    let wrapped: Register = |config| {
        let handler = web::get().to(async || HttpResponse::Ok().body("as ever"));
        config.service(web::scope("").route("/", handler).wrap(&POLICY));
    };
    let by_hand: Register = |config| {
        let handler = web::get().to(async || {
            HttpResponse::Ok()
                .append_header(("Access-Control-Allow-Origin", constant("https://a.example")))
                .append_header(("Access-Control-Allow-Credentials", constant("true")))
                .append_header(("Access-Control-Expose-Headers", constant("X-A")))
                .body("as ever")
        });
        config.service(web::scope("").route("/", handler));
    };
    let request = || from_origin(TestRequest::get(), Some("https://a.example"));
    assert_eq!(headers(wrapped, request), headers(by_hand, request));

    let wrapped = cost(wrapped, 200, request);
    let by_hand = cost(by_hand, 200, request);

    assert!(
        wrapped.count_total <= by_hand.count_total,
        "{wrapped:?} > {by_hand:?}"
    );
}

mod preflights {
    #[corsac::cors(
        allow_origins("https://a.example", "https://*.b.example"),
        allow_headers("Content-Type"),
        allow_credentials,
        max_age = 600
    )]
    #[actix_web::get("/")]
    pub(crate) async fn listed() -> &'static str {
        "as ever"
    }

    #[corsac::cors(allow_origins("*"), allow_headers(mirror_request))]
    #[actix_web::get("/")]
    pub(crate) async fn mirrored() -> &'static str {
        "as ever"
    }
}

/// What a preflight is compared with: the least that a server can do by hand,
/// a resource whose guard only compares, and whose handler makes the same
/// response of constants.
fn options(answer: fn(&HttpRequest) -> HttpResponse) -> Resource {
    let options = fn_guard(|ctx| ctx.head().method == Method::OPTIONS);
    let handler = move |req: HttpRequest| async move { answer(&req) };
    web::resource("/").guard(options).to(handler)
}

fn constant(value: &'static str) -> HeaderValue {
    HeaderValue::from_static(value)
}

#[test]
fn a_preflight_costs_no_more_than_the_same_response_made_by_hand() {
    type Row = (&'static str, Register, Register, &'static str, u16);
    let rows: [Row; 3] = [
        (
            "allowed",
            |config| {
                config.service(preflights::listed);
            },
            |config| {
                config.service(options(|_| {
                    HttpResponse::NoContent()
                        .insert_header((
                            "Access-Control-Allow-Origin",
                            constant("https://a.example"),
                        ))
                        .insert_header(("Access-Control-Allow-Methods", constant("GET")))
                        .insert_header(("Access-Control-Allow-Headers", constant("Content-Type")))
                        .insert_header(("Access-Control-Allow-Credentials", constant("true")))
                        .insert_header(("Access-Control-Max-Age", constant("600")))
                        .insert_header(("Vary", constant("Origin, Access-Control-Request-Method")))
                        .finish()
                }));
            },
            "https://a.example",
            204,
        ),
        (
            "refused",
            |config| {
                config.service(preflights::listed);
            },
            |config| {
                config.service(options(|_| {
                    HttpResponse::Forbidden()
                        .insert_header(("Content-Type", constant("text/plain; charset=utf-8")))
                        .insert_header(("Vary", constant("Origin, Access-Control-Request-Method")))
                        .body("this origin is not allowed")
                }));
            },
            "https://evil.test",
            403,
        ),
        (
            "mirrored",
            |config| {
                config.service(preflights::mirrored);
            },
            |config| {
                config.service(options(|req| {
                    let names = req.headers().get("Access-Control-Request-Headers").unwrap();
                    HttpResponse::NoContent()
                        .insert_header(("Access-Control-Allow-Origin", constant("*")))
                        .insert_header(("Access-Control-Allow-Methods", constant("GET")))
                        .insert_header(("Access-Control-Allow-Headers", names.clone()))
                        .insert_header((
                            "Vary",
                            constant(
                                "Access-Control-Request-Method, Access-Control-Request-Headers",
                            ),
                        ))
                        .finish()
                }));
            },
            "https://a.example",
            204,
        ),
    ];
    for (description, annotated, by_hand, origin, status) in rows {
        let request = || {
            from_origin(TestRequest::default().method(Method::OPTIONS), Some(origin))
                .insert_header(("Access-Control-Request-Method", as_received("GET")))
                .insert_header((
                    "Access-Control-Request-Headers",
                    as_received("content-type"),
                ))
        };

        assert_eq!(
            headers(annotated, request),
            headers(by_hand, request),
            "{description}"
        );
        let annotated = cost(annotated, status, request);
        let by_hand = cost(by_hand, status, request);

        assert!(
            annotated.count_total <= by_hand.count_total,
            "{description}: {annotated:?} > {by_hand:?}",
        );
    }
}

fn from_origin(request: TestRequest, origin: Option<&'static str>) -> TestRequest {
    match origin {
        Some(origin) => request.insert_header(("Origin", as_received(origin))),
        None => request,
    }
}

/// A header value as Actix makes it of what comes in: a part of a shared buffer,
/// which is cloned without allocating.
fn as_received(value: &str) -> HeaderValue {
    let part = BytesMut::from(value).split().freeze();
    HeaderValue::from_maybe_shared(part).unwrap()
}

/// What an app of these routes allocates for one of several requests.
#[track_caller]
fn cost(routes: Register, status: u16, request: impl Fn() -> TestRequest) -> AllocationInfo {
    const WARM_UP: usize = 10;

    System::new().block_on(async {
        let app = init_service(App::new().configure(routes)).await;
        let mut costs = (0..=WARM_UP).map(|_| {
            let request = request().to_request();
            let mut answered = None;
            let cost = allocation_counter::measure(|| {
                let response = call_service(&app, request).now_or_never();
                answered = response.map(|response| response.status().as_u16());
            });
            assert_eq!(answered, Some(status), "the answer is there at once");
            cost
        });
        costs.nth(WARM_UP).unwrap()
    })
}

/// The header lines that an app of these routes answers with.
#[track_caller]
fn headers(routes: Register, request: impl Fn() -> TestRequest) -> Vec<String> {
    System::new().block_on(async {
        let app = init_service(App::new().configure(routes)).await;
        let response = call_service(&app, request().to_request()).await;
        let headers = response.headers().iter();
        let mut lines: Vec<_> = headers.map(|line| format!("{line:?}")).collect();
        lines.sort();
        lines
    })
}
