//! `predicate(PATH)`: origins that a function lets in.

use std::cell::RefCell;

use actix_web::{App, Responder, dev::RequestHead, get, post, route};
use corsac::{Origin, Policy, cors, policy};

use crate::support::{
    COMPARED, Call, answer, call, check, get,
    grid::{Answers, MALFORMED, OF_A_LIST, check_every_request},
    preflight, row,
};

const VARY: &str = "Vary: Origin";
const PREFLIGHT_VARY: &str = "Vary: Origin, Access-Control-Request-Method";

thread_local! {
    static ASKED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn is_partner(origin: &Origin<'_>, _: &RequestHead) -> bool {
    origin.scheme() == "https" && ["p.example", "q.example"].contains(&origin.host())
}

#[test]
fn a_predicate_alone_decides() {
    #[cors(allow_origins(predicate(is_partner)))]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn items() -> impl Responder {
        "items"
    }

    check_every_request(
        App::new().service(items),
        &Answers {
            allowed: &["https://p.example", "https://q.example:8443"],
            foreign: &["http://p.example", "https://x.p.example"],
            ..OF_A_LIST
        },
    );
}

#[test]
fn a_predicate_adds_to_exact_origins_patterns_and_other_predicates() {
    fn is_local(origin: &Origin<'_>, _: &RequestHead) -> bool {
        origin.host() == "localhost"
    }
    #[cors(allow_origins(
        "https://a.example",
        predicate(is_partner),
        "https://*.b.example",
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
                "https://x.b.example",
                "https://p.example",
                "http://localhost:3000",
            ],
            foreign: &["https://b.example", "http://a.example", "https://c.example"],
            ..OF_A_LIST
        },
    );
}

#[test]
fn one_exact_origin_with_a_predicate_is_no_constant() {
    #[cors(allow_origins("https://a.example", predicate(is_partner)))]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn items() -> impl Responder {
        "items"
    }

    check_every_request(
        App::new().service(items),
        &Answers {
            allowed: &["https://a.example", "https://p.example"],
            foreign: &["https://c.example"],
            ..OF_A_LIST
        },
    );
}

#[test]
fn a_predicate_sees_the_origin_in_parts_and_the_head_of_the_request() {
    fn note(origin: &Origin<'_>, request: &RequestHead) -> bool {
        let tenant = request.headers.get("X-Tenant");
        let asked = format!(
            "{} {} {:?}, {} {} {:?}",
            origin.scheme(),
            origin.host(),
            origin.port(),
            request.method,
            request.uri,
            tenant.and_then(|tenant| tenant.to_str().ok()),
        );
        ASKED.with_borrow_mut(|all| all.push(asked));
        false
    }
    #[cors(allow_origins(predicate(note)))]
    #[post("/items/{id}")]
    async fn items() -> impl Responder {
        "items"
    }
    let path = "/items/7?all";

    for (call, expected) in [
        (
            call("POST", path)
                .origin("https://a.example:8443")
                .header("X-Tenant", "fox"),
            r#"https a.example Some(8443), POST /items/7?all Some("fox")"#,
        ),
        (
            call("POST", path).origin("http://[::1]"),
            "http [::1] None, POST /items/7?all None",
        ),
        (
            preflight("POST").at(path).origin("tauri://localhost"),
            "tauri localhost None, OPTIONS /items/7?all None",
        ),
    ] {
        ASKED.take();

        answer(App::new().service(items), call);

        assert_eq!(ASKED.take(), [expected]);
    }
}

#[test]
fn a_predicate_may_decide_by_the_request() {
    fn is_of_its_tenant(origin: &Origin<'_>, request: &RequestHead) -> bool {
        let tenant = origin.host().strip_suffix(".tenants.example");
        tenant.is_some_and(|tenant| request.uri.path() == format!("/{tenant}"))
    }
    #[cors(allow_origins(predicate(is_of_its_tenant)))]
    #[get("/{tenant}")]
    async fn items() -> impl Responder {
        "items"
    }
    const FOX: &str = "https://fox.tenants.example";
    const ALLOW_FOX: &str = "Access-Control-Allow-Origin: https://fox.tenants.example";

    check(
        App::new().service(items),
        [
            row(
                "its own",
                call("GET", "/fox").origin(FOX),
                200,
                &[ALLOW_FOX, VARY],
            ),
            row("another", call("GET", "/hen").origin(FOX), 200, &[VARY]),
            row(
                "preflight of its own",
                preflight("GET").at("/fox").origin(FOX),
                204,
                &[
                    ALLOW_FOX,
                    "Access-Control-Allow-Methods: GET",
                    PREFLIGHT_VARY,
                ],
            ),
            row(
                "preflight of another",
                preflight("GET").at("/hen").origin(FOX),
                403,
                &[PREFLIGHT_VARY],
            ),
        ],
    );
}

fn everyone(_: &Origin<'_>, _: &RequestHead) -> bool {
    ASKED.with_borrow_mut(|all| all.push("everyone".to_owned()));
    true
}

#[cors(allow_origins(predicate(everyone)))]
#[get("/")]
async fn open() -> impl Responder {
    "open"
}

#[test]
fn a_predicate_is_not_asked_about_what_is_no_origin() {
    let several = |call: Call| call.origin("https://a.example").origin("https://a.example");
    let not_utf8 = b"https://a.example\xff";
    let not_one = MALFORMED.map(|origin| (origin, get().origin(origin)));
    let not_one_in_a_preflight = MALFORMED.map(|origin| (origin, preflight("GET").origin(origin)));
    let others = [
        ("none", get()),
        ("several", several(get())),
        ("several in a preflight", several(preflight("GET"))),
        ("not UTF-8", get().origin(not_utf8)),
        (
            "not UTF-8 in a preflight",
            preflight("GET").origin(not_utf8),
        ),
    ];
    ASKED.take();

    for (about, call) in not_one
        .into_iter()
        .chain(not_one_in_a_preflight)
        .chain(others)
    {
        let answer = answer(App::new().service(open), call);

        assert!(ASKED.take().is_empty(), "{about:?}");
        let allow_origin = answer.headers().get("Access-Control-Allow-Origin");
        assert_eq!(allow_origin, None, "{about:?}");
    }
}

#[test]
fn a_predicate_that_lets_everyone_in_still_varies_and_names_the_origin() {
    check(
        App::new().service(open),
        [
            row("no origin", get(), 200, &[VARY]),
            row("null", get().origin("null"), 200, &[VARY]),
            row(
                "anyone",
                get().origin("http://anyone.example:81"),
                200,
                &[
                    "Access-Control-Allow-Origin: http://anyone.example:81",
                    VARY,
                ],
            ),
        ],
    );
}

#[test]
fn null_beside_a_predicate_is_allowed_without_asking_it() {
    fn nobody(_: &Origin<'_>, _: &RequestHead) -> bool {
        false
    }
    #[cors(allow_origins("null", predicate(nobody)), dangerously(null_origin))]
    #[get("/")]
    async fn items() -> impl Responder {
        "items"
    }

    check(
        App::new().service(items),
        [
            row(
                "null",
                get().origin("null"),
                200,
                &["Access-Control-Allow-Origin: null", VARY],
            ),
            row("another", get().origin("https://a.example"), 200, &[VARY]),
        ],
    );
}

#[test]
fn a_predicate_has_credentials_where_that_is_spelled_out() {
    static CREDENTIALED: Policy = policy!(
        allow_origins(predicate(self::is_partner)),
        allow_credentials,
        dangerously(unchecked_origins),
    );
    #[cors(policy(CREDENTIALED))]
    #[get("/shared")]
    async fn shared() -> impl Responder {
        "shared"
    }
    #[cors(
        allow_origins(predicate(crate::origins::predicate::is_partner)),
        allow_credentials,
        dangerously(unchecked_origins)
    )]
    #[get("/own")]
    async fn own() -> impl Responder {
        "own"
    }
    let rows_of = |path| {
        [
            row(
                "partner",
                call("GET", path).origin("https://p.example"),
                200,
                &[
                    "Access-Control-Allow-Origin: https://p.example",
                    "Access-Control-Allow-Credentials: true",
                    VARY,
                ],
            ),
            row(
                "foreign",
                call("GET", path).origin("https://c.example"),
                200,
                &[VARY],
            ),
        ]
    };

    let rows = rows_of("/shared").into_iter().chain(rows_of("/own"));
    check(App::new().service(shared).service(own), rows);
}

#[test]
fn a_predicate_blocks_what_it_does_not_let_in() {
    #[cors(allow_origins(predicate(is_partner)), block_on_origin_mismatch)]
    #[get("/")]
    async fn items() -> impl Responder {
        "items"
    }
    const BLOCKED_VARY: &[&str] = &[COMPARED];

    check(
        App::new().service(items),
        [
            row(
                "partner",
                get().origin("https://p.example"),
                200,
                &["Access-Control-Allow-Origin: https://p.example", VARY],
            ),
            row(
                "foreign",
                get().origin("https://c.example"),
                403,
                BLOCKED_VARY,
            ),
            row("null", get().origin("null"), 403, BLOCKED_VARY),
            row(
                "the server's own",
                get().origin("http://localhost:8080"),
                200,
                BLOCKED_VARY,
            ),
        ],
    );
}
