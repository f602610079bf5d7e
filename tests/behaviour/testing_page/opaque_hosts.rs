//! Pages of app shells and extensions, whose hosts need not be domains.

use actix_web::{
    App, Responder,
    dev::RequestHead,
    get,
    test::{TestRequest, init_service},
};
use corsac::{Origin, Origins, cors, testing::Page};

const SAFARI: &str = "safari-web-extension://2A8F11C4-3D57-4B1E-9C80-6A5D2F0B7E91";
static SHELLS: Origins = Origins::new();

fn is_shell(origin: &Origin<'_>, _: &RequestHead) -> bool {
    matches!(
        origin.host(),
        "-" | "." | "2A8F11C4-3D57-4B1E-9C80-6A5D2F0B7E91"
    )
}

#[cors(
    allow_origins(
        "app://-",
        "app://.",
        "safari-web-extension://2A8F11C4-3D57-4B1E-9C80-6A5D2F0B7E91"
    ),
    allow_credentials
)]
#[get("/literal")]
async fn literal() -> impl Responder {
    "hello"
}

#[cors(allow_origins(from(SHELLS)), allow_credentials)]
#[get("/set")]
async fn set() -> impl Responder {
    "hello"
}

#[cors(allow_origins(predicate(is_shell)))]
#[get("/predicate")]
async fn predicate() -> impl Responder {
    "hello"
}

#[cors(allow_origins("moz-extension://*"))]
#[get("/extensions")]
async fn extensions() -> impl Responder {
    "hello"
}

#[actix_web::test]
async fn an_opaque_host_is_allowed_wherever_an_origin_can_be_named() {
    SHELLS
        .replace(["app://-", "app://.", SAFARI])
        .expect("origins");
    let app = App::new().service((literal, set, predicate, extensions));
    let app = init_service(app).await;

    for path in ["/literal", "/set", "/predicate"] {
        for (origin, allowed) in [
            ("app://-", true),
            ("app://.", true),
            (SAFARI, true),
            ("app://..", false),
            ("app://a", false),
            (
                "safari-web-extension://2a8f11c4-3d57-4b1e-9c80-6a5d2f0b7e91",
                false,
            ),
        ] {
            let request = TestRequest::get().uri(path);
            let response = Page::at(origin).fetch(&app, request).await;
            assert_eq!(response.is_ok(), allowed, "{path} {origin}: {response:?}");
        }
    }
}

#[actix_web::test]
async fn every_extension_of_a_browser_is_allowed_by_its_wildcard() {
    let app = init_service(App::new().service(extensions)).await;

    for (origin, allowed) in [
        ("moz-extension://8c9f3a4e-1b2d-4c5e-9f6a-7b8c9d0e1f2a", true),
        ("moz-extension://-", true),
        ("moz-extension://a:8080", false),
        ("chrome-extension://abcdefghijklmnopabcdefghijklmnop", false),
        ("https://a.example", false),
    ] {
        let request = TestRequest::get().uri("/extensions");
        let response = Page::at(origin).fetch(&app, request).await;
        assert_eq!(response.is_ok(), allowed, "{origin}: {response:?}");
    }
}
