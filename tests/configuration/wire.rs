//! The same policy as an attribute has it and as a configuration has it: the same
//! answers.

use actix_web::{App, HttpResponse, Responder, get, post, route, web};
use corsac::{ConfiguredPolicy, Policy, PolicyConfig, cors, policy};

use crate::support::{
    COMPARED, answer, call, check, get,
    grid::{Answers, OF_EVERY_OPTION, check_every_request},
    preflight, row,
    spies::{note, who_sees},
};

const VARY: &str = "Vary: Origin";
const PREFLIGHT_VARY: &str = "Vary: Origin, Access-Control-Request-Method";

#[track_caller]
fn fill(policy: &ConfiguredPolicy, json: &str) {
    let config: PolicyConfig = serde_json::from_str(json).unwrap();
    policy.replace(config).unwrap();
}

/// Checks that a route with `policy!($($option)*)` answers as one with what `$json` says.
macro_rules! check_both {
    ($answers:expr, $json:literal, $($option:tt)*) => {{
        static WRITTEN: Policy = policy!($($option)*);
        static CONFIGURED: ConfiguredPolicy = ConfiguredPolicy::new();
        #[cors(policy(WRITTEN))]
        #[route("/", method = "GET", method = "POST", method = "PUT")]
        async fn written() -> impl Responder {
            "items"
        }
        #[cors(policy(CONFIGURED))]
        #[route("/", method = "GET", method = "POST", method = "PUT")]
        async fn configured() -> impl Responder {
            "items"
        }
        fill(&CONFIGURED, $json);

        assert_eq!(CONFIGURED.to_string(), WRITTEN.to_string());
        check_every_request(App::new().service(written), $answers);
        check_every_request(App::new().service(configured), $answers);
    }};
}

#[test]
fn a_list_with_everything() {
    check_both!(
        &OF_EVERY_OPTION,
        r#"{
            "allow_origins": ["https://a.example", "https://*.b.example"],
            "allow_headers": ["X-A", "X-B"],
            "expose_headers": "X-C",
            "allow_credentials": true,
            "max_age": 600
        }"#,
        allow_origins("https://a.example", "https://*.b.example"),
        allow_headers("X-A", "X-B"),
        expose_headers("X-C"),
        allow_credentials,
        max_age = 600
    );
}

#[test]
fn any_origin() {
    const ACTUAL: (u16, &[&str]) = (200, &["Access-Control-Allow-Origin: *"]);
    const PREFLIGHT: (u16, &[&str]) = (
        204,
        &[
            "Access-Control-Allow-Origin: *",
            "Access-Control-Allow-Methods: GET, POST, PUT",
            "Access-Control-Allow-Headers: *, Authorization",
            "Vary: Access-Control-Request-Method",
        ],
    );
    let answers = Answers::the_same_to_all(&["https://a.example"], ACTUAL, PREFLIGHT);
    check_both!(
        &answers,
        r#"{ "allow_origins": "*", "allow_headers": ["*", "Authorization"] }"#,
        allow_origins("*"),
        allow_headers("*", "Authorization")
    );
}

#[test]
fn one_exact_origin_is_the_same_for_all() {
    const ACTUAL: (u16, &[&str]) = (200, &["Access-Control-Allow-Origin: https://a.example"]);
    let answers = Answers {
        allowed: &["https://a.example"],
        foreign: &["https://b.example"],
        without_origin: ACTUAL,
        to_allowed: ACTUAL,
        to_foreign: ACTUAL,
        preflight_of_allowed: (
            204,
            &[
                "Access-Control-Allow-Origin: https://a.example",
                "Access-Control-Allow-Methods: GET, POST, PUT",
                PREFLIGHT_VARY,
            ],
        ),
        preflight_of_foreign: (403, &[PREFLIGHT_VARY]),
    };
    check_both!(
        &answers,
        r#"{ "allow_origins": "https://a.example" }"#,
        allow_origins("https://a.example")
    );
}

#[test]
fn one_that_blocks() {
    static CONFIGURED: ConfiguredPolicy = ConfiguredPolicy::new();
    #[cors(policy(CONFIGURED))]
    #[get("/")]
    async fn items() -> impl Responder {
        note("handler");
        "items"
    }
    fill(
        &CONFIGURED,
        r#"{ "allow_origins": "https://a.example", "block_on_origin_mismatch": true }"#,
    );

    check(
        App::new().service(items),
        [
            row("no origin", get(), 200, &[VARY]),
            row(
                "allowed",
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
    let foreign = get().origin("https://b.example");
    assert!(who_sees(App::new().service(items), foreign).is_empty());
}

/// No CORS.
const NOTHING: Answers<'_> = Answers {
    allowed: &["https://a.example"],
    foreign: &["https://b.example"],
    without_origin: (200, &[VARY]),
    to_allowed: (200, &[VARY]),
    to_foreign: (200, &[VARY]),
    preflight_of_allowed: (403, &[PREFLIGHT_VARY]),
    preflight_of_foreign: (403, &[PREFLIGHT_VARY]),
};

#[test]
fn an_empty_policy_and_none_allow_nothing() {
    static EMPTY: ConfiguredPolicy = ConfiguredPolicy::new();
    static NONE: ConfiguredPolicy = ConfiguredPolicy::new();
    #[cors(policy(EMPTY))]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn empty() -> impl Responder {
        HttpResponse::Ok()
            .insert_header(("Access-Control-Allow-Origin", "*"))
            .finish()
    }
    #[cors(policy(NONE))]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn none() -> impl Responder {
        "items"
    }
    fill(&NONE, r#"{ "allow_origins": "*" }"#);
    NONE.replace(None).unwrap();

    check_every_request(App::new().service(empty), &NOTHING);
    check_every_request(App::new().service(none), &NOTHING);
}

#[test]
fn in_a_wrap_the_methods_are_those_in_force() {
    static API: ConfiguredPolicy = ConfiguredPolicy::new();
    let app = || {
        App::new()
            .route("/", web::get().to(HttpResponse::Ok))
            .wrap(&API)
    };
    let methods = |expected: &str| {
        row(
            "preflight",
            preflight("PUT").origin("https://a.example"),
            204,
            &[
                "Access-Control-Allow-Origin: https://a.example",
                &format!("Access-Control-Allow-Methods: {expected}"),
                PREFLIGHT_VARY,
            ],
        )
    };

    fill(&API, r#"{ "allow_origins": "https://a.example" }"#);
    check(app(), [methods("GET, HEAD, POST")]);
    fill(
        &API,
        r#"{ "allow_origins": "https://a.example", "allow_methods": "GET PUT" }"#,
    );
    check(app(), [methods("GET, PUT")]);
}

#[test]
fn on_a_route_the_methods_are_the_routes() {
    static API: ConfiguredPolicy = ConfiguredPolicy::new();
    #[cors(policy(API), allow_methods("PUT"))]
    #[route("/", method = "GET", method = "PUT")]
    async fn items() -> impl Responder {
        "items"
    }
    fill(
        &API,
        r#"{ "allow_origins": "https://a.example", "allow_methods": "PATCH" }"#,
    );

    check(
        App::new().service(items),
        [row(
            "preflight",
            preflight("GET").origin("https://a.example"),
            204,
            &[
                "Access-Control-Allow-Origin: https://a.example",
                "Access-Control-Allow-Methods: PUT",
                PREFLIGHT_VARY,
            ],
        )],
    );
}

static OF_MODULE: ConfiguredPolicy = ConfiguredPolicy::new();

#[cors(policy(super::OF_MODULE))]
mod of_module {
    use super::{Responder, cors, get, post};

    #[get("/list")]
    async fn list() -> impl Responder {
        "list"
    }

    #[cors(none)]
    #[post("/list")]
    async fn add() -> impl Responder {
        "add"
    }
}

#[test]
fn on_a_module_it_is_the_default() {
    fill(&OF_MODULE, r#"{ "allow_origins": "https://a.example" }"#);
    let app = App::new().service(of_module::list).service(of_module::add);

    check(
        app,
        [
            row(
                "default",
                call("GET", "/list").origin("https://a.example"),
                200,
                &["Access-Control-Allow-Origin: https://a.example"],
            ),
            row(
                "none",
                call("POST", "/list").origin("https://a.example"),
                200,
                &[],
            ),
        ],
    );
}

#[test]
fn policies_around_and_inside_intersect() {
    static OUTER: ConfiguredPolicy = ConfiguredPolicy::new();
    static INNER: ConfiguredPolicy = ConfiguredPolicy::new();
    static WRITTEN: Policy = policy!(allow_origins("https://a.example", "https://c.example"));
    #[cors(policy(INNER))]
    #[get("/configured")]
    async fn configured() -> impl Responder {
        "configured"
    }
    #[cors(policy(WRITTEN))]
    #[get("/written")]
    async fn written() -> impl Responder {
        "written"
    }
    let app = || App::new().service(configured).service(written).wrap(&OUTER);
    let rows = |path: &'static str, origins: [(&'static str, u16, bool); 3]| {
        origins.map(|(origin, status, is_allowed)| {
            let headers = format!("Access-Control-Allow-Origin: {origin}");
            let vary = if status == 403 { COMPARED } else { VARY };
            let headers = [headers.as_str(), vary];
            let headers = if is_allowed {
                &headers[..]
            } else {
                &headers[1..]
            };
            row(
                format!("{path} from {origin}"),
                call("GET", path).origin(origin),
                status,
                headers,
            )
        })
    };

    fill(
        &OUTER,
        r#"{ "allow_origins": "https://a.example https://b.example" }"#,
    );
    fill(
        &INNER,
        r#"{ "allow_origins": "https://a.example https://c.example" }"#,
    );
    for path in ["/configured", "/written"] {
        check(
            app(),
            rows(
                path,
                [
                    ("https://a.example", 200, true),
                    ("https://b.example", 403, false),
                    ("https://c.example", 200, false),
                ],
            ),
        );
    }

    OUTER.replace(None).unwrap();
    for path in ["/configured", "/written"] {
        let response = answer(app(), call("GET", path).origin("https://a.example"));
        assert!(
            response
                .headers()
                .get("Access-Control-Allow-Origin")
                .is_none()
        );
    }
}
