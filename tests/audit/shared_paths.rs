//! Paths whose routes differ in policy.

use actix_web::{Responder, get, post, put, routes};
use corsac::{
    Policy,
    audit::{self, Route},
    cors, policy,
};
use expect_test::expect;

static SHARED: Policy = policy!(allow_origins("https://a.example"), allow_methods("PURGE"));

#[cors(allow_origins("https://a.example"), allow_headers("Content-Type"))]
#[put("/several/{id}")]
async fn put_of_a() -> impl Responder {
    "put"
}

#[cors(allow_origins("https://b.example"))]
#[post("/several/{the_number}")]
async fn post_of_b() -> impl Responder {
    "post"
}

#[cors(allow_origins("https://b.example"))]
#[get("/several/{id:[a-f]{8}}")]
async fn get_of_eight() -> impl Responder {
    "get"
}

#[cors(allow_origins("https://a.example"))]
#[put("/several/{id:[a-f]{9}}")]
async fn put_of_nine() -> impl Responder {
    "put"
}

#[cors(policy(SHARED))]
#[get("/one")]
async fn by_a_shared_policy() -> impl Responder {
    "get"
}

#[cors(policy(self::SHARED), allow_methods("PUT"))]
#[put("/one")]
async fn by_the_same() -> impl Responder {
    "put"
}

#[cors(allow_origins("https://a.example"))]
#[post("/one")]
async fn by_the_same_options() -> impl Responder {
    "post"
}

#[cors(allow_origins("https://c.example"))]
#[routes]
#[get("/one/handler")]
#[post("/one/handler")]
#[get("/several")]
async fn of_one_handler() -> impl Responder {
    "any"
}

fn here() -> impl Iterator<Item = &'static Route> {
    let routes = audit::routes().into_iter();
    routes.filter(|route| route.module() == module_path!())
}

#[test]
fn paths_of_several_policies_are_marked_in_the_table() {
    let lines: Vec<_> = here().map(ToString::to_string).collect();

    expect![[r#"
        PUT  /several/{id} (several policies)  audit::shared_paths::put_of_a  allow_origins("https://a.example"), allow_headers("Content-Type")
        POST  /several/{the_number} (several policies)  audit::shared_paths::post_of_b  allow_origins("https://b.example")
        GET  /several/{id:[a-f]{8}}  audit::shared_paths::get_of_eight  allow_origins("https://b.example")
        PUT  /several/{id:[a-f]{9}}  audit::shared_paths::put_of_nine  allow_origins("https://a.example")
        GET  /one  audit::shared_paths::by_a_shared_policy  policy(SHARED): allow_origins("https://a.example")
        PUT  /one  audit::shared_paths::by_the_same  policy(self::SHARED): allow_origins("https://a.example")
        POST  /one  audit::shared_paths::by_the_same_options  allow_origins("https://a.example")
        GET  /one/handler  audit::shared_paths::of_one_handler  allow_origins("https://c.example")
        POST  /one/handler  audit::shared_paths::of_one_handler  allow_origins("https://c.example")
        GET  /several  audit::shared_paths::of_one_handler  allow_origins("https://c.example")"#]].assert_eq(&lines.join("\n"));
}

#[test]
fn the_whole_table_has_the_same_marks() {
    let table = audit::routes().to_string();

    let marked = table
        .lines()
        .filter(|line| line.contains(" (several policies)  "))
        .filter(|line| line.contains(module_path!()));
    assert_eq!(marked.count(), 2, "{table}");
}

#[test]
fn they_are_marked_for_programs_and_for_tests() {
    for route in here() {
        let is_marked = ["put_of_a", "post_of_b"].contains(&route.handler());

        let json = serde_json::to_value(route).unwrap();

        assert_eq!(route.path_has_several_policies(), is_marked, "{route}");
        assert_eq!(json["path_has_several_policies"], is_marked, "{route}");
    }
}
