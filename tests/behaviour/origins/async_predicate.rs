//! `predicate(async PATH)`: origins that a function lets in which has to wait.

use std::{cell::RefCell, future::pending, panic, time::Duration};

use actix_web::{
    App, HttpRequest, HttpResponse, Responder,
    dev::RequestHead,
    get,
    middleware::DefaultHeaders,
    post, route,
    rt::{task::yield_now, time::timeout},
    web,
};
use corsac::{ConfiguredPolicy, Origin, Policy, PolicyConfig, cors, policy};

use crate::support::{
    COMPARED, answer, call, check, get,
    grid::{Answers, OF_A_LIST, check_every_request},
    preflight, row,
    spies::{note, who_sees},
};

const VARY: &str = "Vary: Origin";
const PREFLIGHT_VARY: &str = "Vary: Origin, Access-Control-Request-Method";
const PARTNER: &str = "https://p.example";
const ALLOW_PARTNER: &str = "Access-Control-Allow-Origin: https://p.example";

thread_local! {
    static ASKED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

async fn is_partner(origin: &Origin<'_>, _: &HttpRequest) -> bool {
    yield_now().await;
    ASKED.with_borrow_mut(|all| all.push(origin.host().to_owned()));
    yield_now().await;
    origin.scheme() == "https" && ["p.example", "q.example"].contains(&origin.host())
}

const OF_PARTNERS: Answers<'_> = Answers {
    allowed: &["https://p.example", "https://q.example:8443"],
    foreign: &["http://p.example", "https://x.p.example"],
    ..OF_A_LIST
};

#[test]
fn it_decides_alone_and_on_a_route_with_middlewares() {
    #[cors(allow_origins(predicate(async is_partner)))]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn plain() -> impl Responder {
        "items"
    }
    #[cors(allow_origins(predicate(async is_partner)))]
    #[route(
        "/",
        method = "GET",
        method = "POST",
        method = "PUT",
        wrap = "DefaultHeaders::new().add((\"X-A\", \"1\"))"
    )]
    async fn wrapped() -> impl Responder {
        "items"
    }

    check_every_request(App::new().service(plain), &OF_PARTNERS);
    check_every_request(App::new().service(wrapped), &OF_PARTNERS);
}

#[test]
fn it_adds_to_all_other_entries() {
    fn is_local(origin: &Origin<'_>, _: &RequestHead) -> bool {
        origin.host() == "localhost"
    }
    async fn is_second(origin: &Origin<'_>, _: &HttpRequest) -> bool {
        yield_now().await;
        origin.host() == "second.example"
    }
    #[cors(allow_origins(
        predicate(async is_partner),
        "https://a.example",
        predicate(async is_second),
        predicate(is_local)
    ))]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn items() -> impl Responder {
        "items"
    }

    check_every_request(
        App::new().service(items),
        &Answers {
            allowed: &[
                "https://a.example",
                "https://p.example",
                "https://second.example",
                "http://localhost:3000",
            ],
            foreign: &["https://b.example", "http://a.example"],
            ..OF_A_LIST
        },
    );
}

#[test]
fn it_is_asked_last_and_only_about_origins() {
    fn is_local(origin: &Origin<'_>, _: &RequestHead) -> bool {
        origin.host() == "localhost"
    }
    #[cors(allow_origins(
        predicate(async is_partner),
        "https://a.example",
        predicate(is_local)
    ))]
    #[get("/")]
    async fn items() -> impl Responder {
        "items"
    }
    ASKED.take();

    for unasked in [
        get(),
        get().origin("https://a.example"),
        get().origin("http://localhost"),
        get().origin("null"),
        get().origin("https://p.example/"),
        get().origin(PARTNER).origin(PARTNER),
        preflight("GET").origin("https://a.example"),
    ] {
        answer(App::new().service(items), unasked);
    }
    assert!(ASKED.take().is_empty());

    answer(App::new().service(items), get().origin("https://b.example"));
    answer(App::new().service(items), preflight("GET").origin(PARTNER));
    assert_eq!(ASKED.take(), ["b.example", "p.example"]);
}

#[test]
fn it_sees_the_request_and_the_apps_data() {
    struct Pool(&'static str);

    async fn is_tenant(origin: &Origin<'_>, req: &HttpRequest) -> bool {
        let pool = req.app_data::<web::Data<Pool>>().unwrap();
        yield_now().await;
        let id = req.match_info().get("id");
        id == Some("7") && origin.host() == pool.0
    }
    #[cors(allow_origins(predicate(async is_tenant)))]
    #[post("/items/{id}")]
    async fn items(req: HttpRequest) -> impl Responder {
        req.match_info()["id"].to_owned()
    }
    let app = || {
        App::new()
            .app_data(web::Data::new(Pool("p.example")))
            .service(items)
    };
    let post = |path| call("POST", path).origin(PARTNER);

    check(
        app(),
        [
            row("tenant", post("/items/7"), 200, &[ALLOW_PARTNER, VARY]),
            row("another path", post("/items/8"), 200, &[VARY]),
            row(
                "preflight",
                preflight("POST").at("/items/7").origin(PARTNER),
                204,
                &[
                    ALLOW_PARTNER,
                    "Access-Control-Allow-Methods: POST",
                    PREFLIGHT_VARY,
                ],
            ),
        ],
    );
}

#[test]
fn with_credentials_and_blocking() {
    #[cors(
        allow_origins("https://a.example", predicate(async is_partner)),
        allow_credentials,
        block_on_origin_mismatch,
        dangerously(unchecked_origins)
    )]
    #[get("/")]
    async fn items() -> impl Responder {
        note("handler");
        "items"
    }
    let app = || App::new().service(items);

    check(
        app(),
        [
            row("no origin", get(), 200, &[VARY]),
            row(
                "partner",
                get().origin(PARTNER),
                200,
                &[
                    ALLOW_PARTNER,
                    "Access-Control-Allow-Credentials: true",
                    VARY,
                ],
            ),
            row(
                "foreign",
                get().origin("https://b.example"),
                403,
                &[COMPARED],
            ),
            row(
                "the server's own",
                get().origin("http://localhost:8080"),
                200,
                &[COMPARED],
            ),
        ],
    );
    assert!(who_sees(app(), get().origin("https://b.example")).is_empty());
    assert_eq!(who_sees(app(), get().origin(PARTNER)), ["handler"]);
}

#[test]
fn around_an_app_and_inside_and_around_other_policies() {
    static ASKING: Policy = policy!(allow_origins(predicate(async is_partner)));
    static CONFIGURED: ConfiguredPolicy = ConfiguredPolicy::new();
    static LISTED: Policy = policy!(allow_origins("https://p.example", "https://c.example"));
    #[cors(policy(ASKING))]
    #[get("/asking")]
    async fn asking() -> impl Responder {
        "asking"
    }
    #[cors(policy(LISTED))]
    #[get("/listed")]
    async fn listed() -> impl Responder {
        "listed"
    }
    let routes = || App::new().service(asking).service(listed);
    let plain = || App::new().route("/", web::get().to(HttpResponse::Ok));
    CONFIGURED
        .replace(PolicyConfig::new().allow_origins(["https://p.example", "https://c.example"]))
        .unwrap();

    check_wrap(plain().wrap(&ASKING));
    // In both orders, and twice.
    for path in ["/asking", "/listed"] {
        let rows = || {
            [
                row(
                    format!("{path}, partner"),
                    call("GET", path).origin(PARTNER),
                    200,
                    &[ALLOW_PARTNER, VARY],
                ),
                row(
                    format!("{path}, preflight"),
                    preflight("GET").at(path).origin(PARTNER),
                    204,
                    &[
                        ALLOW_PARTNER,
                        "Access-Control-Allow-Methods: GET, HEAD, POST",
                        PREFLIGHT_VARY,
                    ],
                ),
            ]
        };
        check(routes().wrap(&ASKING), rows());
        check(routes().wrap(&CONFIGURED), rows());
        check(routes().wrap(&CONFIGURED).wrap(&ASKING), rows());
        check(routes().wrap(&ASKING).wrap(&CONFIGURED), rows());
    }
    let from = |path: &'static str, origin: &'static str, status: u16, vary: &'static str| {
        row(
            format!("{path} from {origin}"),
            call("GET", path).origin(origin),
            status,
            &[vary],
        )
    };
    check(
        routes().wrap(&CONFIGURED),
        [
            // Only what is around allows it, so the one inside refuses.
            from("/asking", "https://c.example", 403, COMPARED),
            // Only the one inside allows it.
            from("/asking", "https://q.example", 200, VARY),
        ],
    );
    check(
        routes().wrap(&ASKING),
        [
            from("/listed", "https://q.example", 403, COMPARED),
            from("/listed", "https://c.example", 200, VARY),
        ],
    );
}

#[track_caller]
fn check_wrap(app: impl crate::support::Site) {
    check(
        app,
        [
            row(
                "partner",
                get().origin(PARTNER),
                200,
                &[ALLOW_PARTNER, VARY],
            ),
            row("foreign", get().origin("https://b.example"), 200, &[VARY]),
            row(
                "preflight",
                preflight("PUT").origin(PARTNER),
                204,
                &[
                    ALLOW_PARTNER,
                    "Access-Control-Allow-Methods: GET, HEAD, POST",
                    PREFLIGHT_VARY,
                ],
            ),
            row(
                "foreign preflight",
                preflight("GET").origin("https://b.example"),
                403,
                &[PREFLIGHT_VARY],
            ),
        ],
    );
}

#[test]
fn a_timeout_is_an_answer() {
    async fn in_time(_: &Origin<'_>, _: &HttpRequest) -> bool {
        timeout(Duration::from_millis(1), pending())
            .await
            .unwrap_or(false)
    }
    #[cors(allow_origins(predicate(async in_time)))]
    #[get("/")]
    async fn items() -> impl Responder {
        "items"
    }

    check(
        App::new().service(items),
        [row("late", get().origin(PARTNER), 200, &[VARY])],
    );
}

#[test]
fn a_panic_fails_the_request_and_no_other() {
    async fn panics(origin: &Origin<'_>, _: &HttpRequest) -> bool {
        yield_now().await;
        assert_ne!(origin.host(), "bad.example");
        true
    }
    static AROUND: Policy = policy!(allow_origins("https://p.example", "https://bad.example"));
    #[cors(allow_origins(predicate(async panics)))]
    #[get("/")]
    async fn items() -> impl Responder {
        "items"
    }
    let app = || App::new().service(items).wrap(&AROUND);

    let failed = panic::catch_unwind(|| answer(app(), get().origin("https://bad.example")));

    assert!(failed.is_err());
    check(
        app(),
        [row(
            "partner",
            get().origin(PARTNER),
            200,
            &[ALLOW_PARTNER, VARY],
        )],
    );
}

#[test]
fn it_is_printed_as_it_is_written() {
    static POLICY: Policy = policy!(allow_origins(predicate(async self::is_partner)));

    assert_eq!(
        POLICY.to_string(),
        "#[cors(allow_origins(predicate(async self::is_partner)))]"
    );
}
