//! `from(PATH)`: a set of origins that is filled and replaced at run time.

use std::sync::LazyLock;

use actix_web::{App, Responder, get, route};
use corsac::{Origins, Policy, cors, policy};

use crate::support::{
    COMPARED, call, check, get,
    grid::{Answers, OF_A_LIST, check_every_request},
    preflight, row,
};

const VARY: &str = "Vary: Origin";
const PREFLIGHT_VARY: &str = "Vary: Origin, Access-Control-Request-Method";

static PARTNERS: Origins = Origins::new();

#[test]
fn a_set_adds_to_the_other_origins() {
    static TENANTS: Origins = Origins::new();
    #[cors(allow_origins(
        from(TENANTS),
        "https://a.example",
        from(self::PARTNERS),
        "https://*.b.example"
    ))]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn items() -> impl Responder {
        "items"
    }
    TENANTS
        .replace(["https://t.example", "https://*.t.example:8443"])
        .unwrap();
    PARTNERS.replace(["https://p.example"]).unwrap();

    check_every_request(
        App::new().service(items),
        &Answers {
            allowed: &[
                "https://a.example",
                "https://x.b.example",
                "https://t.example",
                "https://x.t.example:8443",
                "https://p.example",
            ],
            foreign: &[
                "http://t.example",
                "https://x.t.example",
                "https://t.example:8443",
                "https://x.p.example",
            ],
            ..OF_A_LIST
        },
    );
}

#[test]
fn a_set_may_be_filled_when_it_is_first_used() {
    static TENANTS: LazyLock<Origins> = LazyLock::new(|| {
        let tenants = Origins::new();
        tenants.replace(["https://t.example"]).unwrap();
        tenants
    });
    #[cors(allow_origins(from(TENANTS)))]
    #[get("/")]
    async fn items() -> impl Responder {
        "items"
    }
    static SHARED: Policy = policy!(allow_origins(from(TENANTS)));
    #[cors(policy(SHARED))]
    #[get("/shared")]
    async fn shared() -> impl Responder {
        "shared"
    }

    let allowed = ["Access-Control-Allow-Origin: https://t.example", VARY];
    let ask = |path| get().at(path).origin("https://t.example");
    check(
        App::new().service(items).service(shared),
        [
            row("own", ask("/"), 200, &allowed),
            row("shared", ask("/shared"), 200, &allowed),
        ],
    );
}

#[test]
fn a_set_that_is_empty_allows_nobody_and_varies_as_ever() {
    static NOBODY: Origins = Origins::new();
    #[cors(allow_origins(from(NOBODY)))]
    #[get("/alone")]
    async fn alone() -> impl Responder {
        "alone"
    }
    #[cors(allow_origins(from(NOBODY), "https://a.example"))]
    #[get("/beside")]
    async fn beside() -> impl Responder {
        "beside"
    }
    let of = |path| call("GET", path).origin("https://a.example");

    check(
        App::new().service(alone).service(beside),
        [
            row("alone", of("/alone"), 200, &[VARY]),
            row("alone, no origin", call("GET", "/alone"), 200, &[VARY]),
            row(
                "alone, preflight",
                preflight("GET").at("/alone").origin("https://a.example"),
                403,
                &[PREFLIGHT_VARY],
            ),
            row(
                "beside one exact origin",
                of("/beside"),
                200,
                &["Access-Control-Allow-Origin: https://a.example", VARY],
            ),
            row("beside, no origin", call("GET", "/beside"), 200, &[VARY]),
        ],
    );
}

#[test]
fn a_set_is_replaced_for_all_routes_that_name_it() {
    static TENANTS: Origins = Origins::new();
    static SHARED: Policy = policy!(allow_origins(from(TENANTS)), allow_credentials);
    #[cors(policy(SHARED))]
    #[get("/shared")]
    async fn shared() -> impl Responder {
        "shared"
    }
    #[cors(allow_origins(from(TENANTS)), allow_credentials)]
    #[get("/own")]
    async fn own() -> impl Responder {
        "own"
    }
    #[track_caller]
    fn allowed(origin: &str) {
        let headers = [
            &format!("Access-Control-Allow-Origin: {origin}"),
            "Access-Control-Allow-Credentials: true",
            VARY,
        ];
        check(
            App::new().service(shared).service(own),
            ["/shared", "/own"]
                .map(|path| row(path, call("GET", path).origin(origin), 200, &headers)),
        );
    }
    #[track_caller]
    fn foreign(origin: &str) {
        check(
            App::new().service(shared).service(own),
            ["/shared", "/own"]
                .map(|path| row(path, call("GET", path).origin(origin), 200, &[VARY])),
        );
    }
    let (old, new) = ("https://old.example", "https://new.example");

    foreign(old);
    TENANTS.replace([old]).unwrap();
    allowed(old);
    foreign(new);
    TENANTS.replace([new]).unwrap();
    allowed(new);
    foreign(old);
    TENANTS.replace([old, "*"]).unwrap_err();
    allowed(new);
    foreign(old);
    TENANTS.replace([""; 0]).unwrap();
    foreign(new);
}

#[test]
fn a_set_blocks_what_is_not_in_it() {
    static TENANTS: Origins = Origins::new();
    #[cors(allow_origins(from(TENANTS)), block_on_origin_mismatch)]
    #[get("/")]
    async fn items() -> impl Responder {
        "items"
    }
    TENANTS.replace(["https://a.example"]).unwrap();

    check(
        App::new().service(items),
        [
            row(
                "of the set",
                get().origin("https://a.example"),
                200,
                &["Access-Control-Allow-Origin: https://a.example", VARY],
            ),
            row(
                "foreign",
                get().origin("https://b.example"),
                403,
                &[COMPARED],
            ),
        ],
    );
}
