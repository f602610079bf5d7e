//! The preflight cache of a browser knows a URL, and not its routes:
//! <https://fetch.spec.whatwg.org/#concept-cache-match>. So what one policy allows
//! opens the way to another.

use std::cell::Cell;

use actix_web::{
    App, Responder, post, put,
    test::{TestRequest, init_service},
    web::Json,
};
use corsac::{
    cors,
    testing::{Blocked, Page},
};

thread_local! {
    static POSTS: Cell<u32> = const { Cell::new(0) };
}

#[cors(allow_origins("https://a.example"), allow_headers("Content-Type"))]
#[put("/items")]
async fn replace(items: Json<Vec<u8>>) -> impl Responder {
    items
}

#[cors(allow_origins("https://b.example"), allow_headers("Content-Type"))]
#[post("/items")]
async fn append(items: Json<Vec<u8>>) -> impl Responder {
    POSTS.set(POSTS.get() + 1);
    items
}

#[cors(
    allow_origins("https://b.example"),
    allow_headers("Content-Type"),
    block_on_origin_mismatch
)]
#[post("/items")]
async fn append_blocking(items: Json<Vec<u8>>) -> impl Responder {
    POSTS.set(POSTS.get() + 1);
    items
}

fn put_items() -> TestRequest {
    TestRequest::put().uri("/items").set_json([1])
}

fn post_items() -> TestRequest {
    TestRequest::post().uri("/items").set_json([1])
}

#[actix_web::test]
async fn a_preflight_of_one_policy_lets_a_request_reach_the_handler_of_another()
-> Result<(), Blocked> {
    let app = init_service(App::new().service((replace, append))).await;
    let page = Page::at("https://a.example");

    let blocked = page.fetch(&app, post_items()).await;
    assert!(
        matches!(blocked, Err(Blocked::MissingAllowOrigin { .. })),
        "{blocked:?}"
    );
    assert_eq!(POSTS.take(), 0, "its own preflight was refused");

    page.fetch(&app, put_items()).await?;
    let hidden = page.fetch(&app, post_items()).await;

    assert!(
        matches!(hidden, Err(Blocked::OriginNotAllowed { .. })),
        "{hidden:?}"
    );
    assert_eq!(POSTS.take(), 1);
    Ok(())
}

#[actix_web::test]
async fn blocking_keeps_it_from_the_handler() -> Result<(), Blocked> {
    let app = init_service(App::new().service((replace, append_blocking))).await;
    let page = Page::at("https://a.example");

    page.fetch(&app, put_items()).await?;
    let hidden = page.fetch(&app, post_items()).await;

    assert!(hidden.is_err());
    assert_eq!(POSTS.take(), 0);
    Ok(())
}
