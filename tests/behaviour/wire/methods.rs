//! `allow_methods`, and routes that share a path.

use actix_web::{
    App, HttpResponse, Responder, delete, get, guard::GuardContext, post, route, routes, web,
};
use corsac::cors;

use crate::support::{Call, Row, Site, answer, call, check, get, lines, preflight, row};

const PREFLIGHT_VARY: &str = "Vary: Origin, Access-Control-Request-Method";

#[test]
fn allow_methods_narrows_what_browsers_send_but_not_what_the_route_serves() {
    #[cors(allow_origins("https://a.example"), allow_methods("PUT"))]
    #[route("/", method = "PUT", method = "DELETE", method = "POST")]
    async fn items() -> impl Responder {
        "items"
    }
    const ACTUAL: &[&str] = &["Access-Control-Allow-Origin: https://a.example"];
    const PREFLIGHT: &[&str] = &[
        "Access-Control-Allow-Origin: https://a.example",
        "Access-Control-Allow-Methods: PUT",
        PREFLIGHT_VARY,
    ];
    let from = |call: Call| call.origin("https://a.example");

    check(
        App::new().service(items),
        [
            row(
                "a method in the list",
                from(preflight("PUT")),
                204,
                PREFLIGHT,
            ),
            row(
                "a served one that is not",
                from(preflight("DELETE")),
                204,
                PREFLIGHT,
            ),
            row(
                "a safelisted one that is not",
                from(preflight("POST")),
                204,
                PREFLIGHT,
            ),
            row("one not served", from(preflight("PATCH")), 404, &[]),
            row("lower case", from(preflight("put")), 404, &[]),
            row("actual PUT", from(call("PUT", "/")), 200, ACTUAL),
            row("actual DELETE", from(call("DELETE", "/")), 200, ACTUAL),
            row("actual PATCH", from(call("PATCH", "/")), 404, &[]),
        ],
    );
}

#[test]
fn a_custom_method_is_allowed_like_any_other() {
    #[cors(allow_origins("https://a.example"))]
    #[route("/", method = "PURGE")]
    async fn items() -> impl Responder {
        "items"
    }

    check(
        App::new().service(items),
        [
            row(
                "preflight",
                preflight("PURGE").origin("https://a.example"),
                204,
                &[
                    "Access-Control-Allow-Origin: https://a.example",
                    "Access-Control-Allow-Methods: PURGE",
                    PREFLIGHT_VARY,
                ],
            ),
            row(
                "actual request",
                call("PURGE", "/").origin("https://a.example"),
                200,
                &["Access-Control-Allow-Origin: https://a.example"],
            ),
        ],
    );
}

#[cors(allow_origins("*"))]
#[get("/items/{id}")]
async fn read() -> impl Responder {
    "read"
}

#[cors(allow_origins("https://a.example"), allow_credentials)]
#[delete("/items/{id}")]
async fn remove() -> impl Responder {
    "removed"
}

#[post("/items/{id}")]
async fn add() -> impl Responder {
    "added, from pages of this server only"
}

/// The policy of each method of the path is its own.
fn rows_of_the_shared_path() -> [Row; 10] {
    const ANY: &str = "Access-Control-Allow-Origin: *";
    const A: &str = "Access-Control-Allow-Origin: https://a.example";
    const CREDENTIALS: &str = "Access-Control-Allow-Credentials: true";
    const MAY_GET: &[&str] = &[
        ANY,
        "Access-Control-Allow-Methods: GET",
        "Vary: Access-Control-Request-Method",
    ];
    const MAY_DELETE: &[&str] = &[
        A,
        "Access-Control-Allow-Methods: DELETE",
        CREDENTIALS,
        PREFLIGHT_VARY,
    ];
    let preflight = |method| preflight(method).at("/items/7");
    let actual = |method| call(method, "/items/7");
    let (a, b) = ("https://a.example", "https://b.example");
    [
        row(
            "preflight for GET",
            preflight("GET").origin(a),
            204,
            MAY_GET,
        ),
        row("for GET, of any", preflight("GET").origin(b), 204, MAY_GET),
        row("for DELETE", preflight("DELETE").origin(a), 204, MAY_DELETE),
        row(
            "for DELETE, foreign",
            preflight("DELETE").origin(b),
            403,
            &[PREFLIGHT_VARY],
        ),
        row(
            "for POST, which has no policy",
            preflight("POST").origin(a),
            404,
            &[],
        ),
        row(
            "for PUT, which is not served",
            preflight("PUT").origin(a),
            404,
            &[],
        ),
        row("GET", actual("GET").origin(b), 200, &[ANY]),
        row("DELETE", actual("DELETE").origin(a), 200, &[A, CREDENTIALS]),
        row("POST", actual("POST").origin(a), 200, &[]),
        row("PUT", actual("PUT").origin(a), 404, &[]),
    ]
}

#[test]
fn each_preflight_of_a_shared_path_finds_the_policy_of_its_method() {
    let app = App::new().service(read).service(remove).service(add);

    check(app, rows_of_the_shared_path());
}

#[test]
fn each_preflight_finds_its_policy_in_the_other_order_of_registration_too() {
    let app = App::new().service(add).service(remove).service(read);

    check(app, rows_of_the_shared_path());
}

#[test]
fn routes_of_several_paths_answer_for_each_what_is_served_there() {
    #[cors(allow_origins("https://a.example", "https://b.example"))]
    #[routes]
    #[get("/items")]
    #[put("/items")]
    #[post("/new")]
    async fn items() -> impl Responder {
        "items"
    }
    const A: &str = "Access-Control-Allow-Origin: https://a.example";
    let preflight = |method, path| preflight(method).at(path).origin("https://a.example");
    let of_items = &[A, "Access-Control-Allow-Methods: GET, PUT", PREFLIGHT_VARY];
    let of_new = &[A, "Access-Control-Allow-Methods: POST", PREFLIGHT_VARY];

    check(
        App::new().service(web::scope("/v1").service(items)),
        [
            row("GET", preflight("GET", "/v1/items"), 204, of_items),
            row("PUT", preflight("PUT", "/v1/items"), 204, of_items),
            row("POST", preflight("POST", "/v1/new"), 204, of_new),
            row("POST elsewhere", preflight("POST", "/v1/items"), 404, &[]),
            row("PUT elsewhere", preflight("PUT", "/v1/new"), 404, &[]),
            row("another path", preflight("GET", "/items"), 404, &[]),
        ],
    );
}

/// A path with annotated routes, before a resource of Actix's own, which answers
/// 405 to what it does not serve.
fn shared_with_a_plain_resource() -> impl Site {
    let plain = web::resource("/items/{id}").route(web::patch().to(HttpResponse::Ok));
    App::new().service(read).service(remove).service(plain)
}

#[test]
fn a_405_lists_the_methods_of_annotated_routes() {
    let answer = answer(shared_with_a_plain_resource(), call("PUT", "/items/7"));

    assert_eq!(answer.status(), 405);
    assert_eq!(lines(&answer, "Allow"), ["GET, DELETE, PATCH"]);
}

#[test]
fn a_405_after_a_guard_has_refused_lists_the_methods_of_annotated_routes() {
    fn never(_: &GuardContext<'_>) -> bool {
        false
    }
    #[cors(allow_origins("*"))]
    #[get("/", guard = "never")]
    async fn items() -> impl Responder {
        "items"
    }
    let plain = web::resource("/").route(web::patch().to(HttpResponse::Ok));

    let answer = answer(App::new().service(items).service(plain), get());

    assert_eq!(answer.status(), 405);
    assert_eq!(lines(&answer, "Allow"), ["GET, PATCH"]);
}
