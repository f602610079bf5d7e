//! `policy!(...)`, and the routes that name it by `policy(PATH)`.

use actix_web::{App, HttpResponse, Responder, get, post, route, routes};
use corsac::{Policy, cors, policy};

use crate::support::{
    COMPARED, Row, call, check, get,
    grid::{Answers, OF_EVERY_OPTION, check_every_request},
    preflight, row,
    spies::{note, who_sees},
};

const VARY: &str = "Vary: Origin";
const PREFLIGHT_VARY: &str = "Vary: Origin, Access-Control-Request-Method";

static WEB_APP: Policy = policy!(
    allow_origins("https://a.example", "https://*.b.example"),
    allow_headers("X-A", "X-B"),
    expose_headers("X-C"),
    allow_credentials,
    max_age = 600,
);

#[test]
fn a_shared_policy_answers_as_the_same_options_at_the_handler() {
    #[cors(policy(WEB_APP))]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn shared() -> impl Responder {
        "shared"
    }
    #[cors(
        allow_origins("https://a.example", "https://*.b.example"),
        allow_headers("X-A", "X-B"),
        expose_headers("X-C"),
        allow_credentials,
        max_age = 600
    )]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn of_its_own() -> impl Responder {
        "of its own"
    }

    check_every_request(App::new().service(shared), &OF_EVERY_OPTION);
    check_every_request(App::new().service(of_its_own), &OF_EVERY_OPTION);
}

#[test]
fn a_shared_policy_of_any_origin_answers_all_alike() {
    static OPEN: Policy = policy!(allow_origins("*"), allow_headers("*", "Authorization"));
    #[cors(policy(OPEN))]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn items() -> impl Responder {
        "items"
    }
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

    check_every_request(
        App::new().service(items),
        &Answers::the_same_to_all(&["https://a.example"], ACTUAL, PREFLIGHT),
    );
}

#[test]
fn a_shared_policy_mirrors_request_headers_and_lets_null_in() {
    static TRACED: Policy = policy!(
        allow_origins("https://a.example", "null"),
        allow_headers(mirror_request),
        dangerously(null_origin),
    );
    #[cors(policy(TRACED))]
    #[get("/")]
    async fn items() -> impl Responder {
        "items"
    }
    const VARY_OF_ALL: &str =
        "Vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

    check(
        App::new().service(items),
        [
            row(
                "preflight",
                preflight("GET")
                    .origin("https://a.example")
                    .asking("x-trace,x-span"),
                204,
                &[
                    "Access-Control-Allow-Origin: https://a.example",
                    "Access-Control-Allow-Methods: GET",
                    "Access-Control-Allow-Headers: x-trace,x-span",
                    VARY_OF_ALL,
                ],
            ),
            row(
                "preflight from `null`",
                preflight("GET").origin("null"),
                204,
                &[
                    "Access-Control-Allow-Origin: null",
                    "Access-Control-Allow-Methods: GET",
                    VARY_OF_ALL,
                ],
            ),
            row("foreign", get().origin("https://b.example"), 200, &[VARY]),
        ],
    );
}

#[test]
fn a_shared_policy_lifts_prohibitions_with_credentials() {
    static LAX: Policy = policy!(
        allow_origins("http://a.example", "https://*.github.io"),
        allow_credentials,
        dangerously(insecure_origins, public_suffixes),
    );
    #[cors(policy(LAX))]
    #[get("/")]
    async fn items() -> impl Responder {
        "items"
    }
    const CREDENTIALS: &str = "Access-Control-Allow-Credentials: true";

    check(
        App::new().service(items),
        [
            row(
                "insecure",
                get().origin("http://a.example"),
                200,
                &[
                    "Access-Control-Allow-Origin: http://a.example",
                    CREDENTIALS,
                    VARY,
                ],
            ),
            row(
                "below a public suffix",
                get().origin("https://anyone.github.io"),
                200,
                &[
                    "Access-Control-Allow-Origin: https://anyone.github.io",
                    CREDENTIALS,
                    VARY,
                ],
            ),
            row("foreign", get().origin("https://a.example"), 200, &[VARY]),
        ],
    );
}

#[test]
fn a_shared_policy_blocks_before_the_handler() {
    static BLOCKING: Policy = policy!(allow_origins("https://a.example"), block_on_origin_mismatch);
    #[cors(policy(BLOCKING))]
    #[get("/")]
    async fn items() -> impl Responder {
        note("handler");
        "items"
    }
    const BLOCKED_VARY: &[&str] = &[COMPARED];

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
                "the server's own",
                get().origin("http://localhost:8080"),
                200,
                BLOCKED_VARY,
            ),
            row(
                "foreign",
                get().origin("https://b.example"),
                403,
                BLOCKED_VARY,
            ),
        ],
    );
    let foreign = get().origin("https://b.example");
    assert!(who_sees(App::new().service(items), foreign).is_empty());
}

fn preflight_row(path: &str, method: &str, allow_methods: &str) -> Row {
    let allow_methods = format!("Access-Control-Allow-Methods: {allow_methods}");
    row(
        format!("preflight for {method} {path}"),
        preflight(method).at(path).origin("https://a.example"),
        204,
        &[
            "Access-Control-Allow-Origin: https://a.example",
            &allow_methods,
            "Access-Control-Allow-Headers: X-A, X-B",
            "Access-Control-Allow-Credentials: true",
            "Access-Control-Max-Age: 600",
            PREFLIGHT_VARY,
        ],
    )
}

fn actual_row(path: &str, method: &str) -> Row {
    row(
        format!("{method} {path}"),
        call(method, path).origin("https://a.example"),
        200,
        &[
            "Access-Control-Allow-Origin: https://a.example",
            "Access-Control-Allow-Credentials: true",
            "Access-Control-Expose-Headers: X-C",
            VARY,
        ],
    )
}

#[test]
fn one_policy_serves_several_routes_each_with_its_own_methods() {
    #[cors(policy(WEB_APP))]
    #[get("/items")]
    async fn list() -> impl Responder {
        "list"
    }
    #[cors(policy(WEB_APP))]
    #[post("/items")]
    async fn add() -> impl Responder {
        "add"
    }
    #[cors(policy(WEB_APP))]
    #[routes]
    #[get("/users")]
    #[put("/users")]
    #[delete("/user")]
    async fn users() -> impl Responder {
        "users"
    }

    check(
        App::new().service(list).service(add).service(users),
        [
            preflight_row("/items", "GET", "GET"),
            preflight_row("/items", "POST", "POST"),
            preflight_row("/users", "GET", "GET, PUT"),
            preflight_row("/users", "PUT", "GET, PUT"),
            preflight_row("/user", "DELETE", "DELETE"),
            actual_row("/items", "GET"),
            actual_row("/items", "POST"),
            actual_row("/users", "GET"),
            actual_row("/users", "PUT"),
            actual_row("/user", "DELETE"),
        ],
    );
}

#[test]
fn allow_methods_beside_a_shared_policy_narrows() {
    #[cors(policy(WEB_APP), allow_methods("PUT"))]
    #[route("/", method = "GET", method = "POST", method = "PUT")]
    async fn items() -> impl Responder {
        "items"
    }
    #[cors(allow_methods("GET", "DELETE"), policy(WEB_APP))]
    #[routes]
    #[get("/all")]
    #[put("/all")]
    #[delete("/one")]
    async fn several() -> impl Responder {
        "several"
    }

    check(
        App::new().service(items).service(several),
        [
            preflight_row("/", "GET", "PUT"),
            preflight_row("/", "PUT", "PUT"),
            actual_row("/", "POST"),
            preflight_row("/all", "GET", "GET"),
            preflight_row("/all", "PUT", "GET"),
            preflight_row("/one", "DELETE", "DELETE"),
        ],
    );
}

#[test]
fn the_methods_of_a_shared_policy_are_for_wraps_and_not_for_routes() {
    static OF_METHODS: Policy = policy!(allow_origins("https://a.example"), allow_methods("PATCH"));
    #[cors(policy(OF_METHODS))]
    #[route("/", method = "GET", method = "PUT")]
    async fn items() -> impl Responder {
        "items"
    }

    check(
        App::new().service(items),
        [row(
            "preflight",
            preflight("PUT").origin("https://a.example"),
            204,
            &[
                "Access-Control-Allow-Origin: https://a.example",
                "Access-Control-Allow-Methods: GET, PUT",
                PREFLIGHT_VARY,
            ],
        )],
    );
}

mod elsewhere {
    use corsac::{Policy, policy};

    pub(crate) static DEEP: Policy = policy!(allow_origins("https://deep.example"));

    pub(super) mod deeper {
        pub(crate) use super::DEEP as RENAMED;
    }
}

#[test]
fn any_path_names_a_shared_policy() {
    static LOCAL: Policy = policy!(allow_origins("https://deep.example"));
    #[cors(policy(LOCAL))]
    #[get("/local")]
    async fn local() -> impl Responder {
        "local"
    }
    #[cors(policy(elsewhere::DEEP))]
    #[get("/relative")]
    async fn relative() -> impl Responder {
        "relative"
    }
    #[cors(policy(self::elsewhere::deeper::RENAMED))]
    #[get("/renamed")]
    async fn renamed() -> impl Responder {
        "renamed"
    }
    #[cors(policy(crate::many_handlers::shared_policy::elsewhere::DEEP))]
    #[get("/absolute")]
    async fn absolute() -> impl Responder {
        "absolute"
    }
    let app = App::new()
        .service(local)
        .service(relative)
        .service(renamed)
        .service(absolute);

    check(
        app,
        ["/local", "/relative", "/renamed", "/absolute"].map(|path| {
            row(
                path,
                call("GET", path),
                200,
                &["Access-Control-Allow-Origin: https://deep.example"],
            )
        }),
    );
}

#[test]
fn headers_that_a_handler_sets_by_hand_give_way_to_the_shared_policy() {
    #[cors(policy(WEB_APP))]
    #[get("/")]
    async fn items() -> impl Responder {
        HttpResponse::Ok()
            .insert_header(("Access-Control-Allow-Origin", "*"))
            .insert_header(("Access-Control-Expose-Headers", "X-Secret"))
            .finish()
    }

    check(
        App::new().service(items),
        [
            actual_row("/", "GET"),
            row("foreign", get().origin("https://c.example"), 200, &[VARY]),
        ],
    );
}
