//! Annotated routes, as their pages see them.

use actix_web::{
    App, HttpResponse, Responder,
    cookie::Cookie,
    delete, get,
    http::header::{ContentType, HeaderValue},
    post, put,
    test::{TestRequest, init_service},
    web::Json,
};
use corsac::{
    Policy, cors, policy,
    testing::{Blocked, Credentials, Page},
};

#[cors(
    allow_origins("https://frontend.com", "https://*.preview.frontend.com"),
    allow_headers("Content-Type"),
    expose_headers("X-Total-Count"),
    allow_credentials,
    max_age = 600
)]
#[put("/items")]
async fn save(items: Json<Vec<u8>>) -> impl Responder {
    HttpResponse::Ok()
        .insert_header(("X-Total-Count", items.len().to_string()))
        .insert_header(("X-Internal", "1"))
        .json(items.into_inner())
}

#[cors(allow_origins("*"))]
#[get("/items")]
async fn list() -> impl Responder {
    "items"
}

#[cors(allow_origins("https://a.example"), block_on_origin_mismatch)]
#[post("/blocking")]
pub(crate) async fn blocking() -> impl Responder {
    "posted"
}

static ADMIN: Policy = policy!(allow_origins("https://admin.com"));

#[cors(policy(ADMIN))]
#[delete("/items")]
async fn clear() -> impl Responder {
    "cleared"
}

fn page() -> Page {
    Page::at("https://frontend.com")
        .app_at("https://api.frontend.com")
        .credentials(Credentials::Include)
}

fn put_items() -> TestRequest {
    TestRequest::put().uri("/items").set_json([1, 2])
}

#[actix_web::test]
async fn a_page_that_is_allowed_reads_what_is_exposed() -> Result<(), Blocked> {
    let app = init_service(App::new().service(list).service(save)).await;

    let request = put_items().cookie(Cookie::new("session", "1"));
    let response = page().fetch(&app, request).await?;

    assert_eq!(response.status().as_u16(), 200);
    assert_eq!(response.json::<Vec<u8>>().ok(), Some(vec![1, 2]));
    assert_eq!(
        response
            .headers()
            .get("X-Total-Count")
            .map(HeaderValue::as_bytes),
        Some(&b"2"[..])
    );
    assert_eq!(
        response
            .headers()
            .get("Content-Type")
            .map(HeaderValue::as_bytes),
        Some(ContentType::json().to_string().as_bytes()),
    );
    assert!(!response.headers().contains_key("X-Internal"));
    Ok(())
}

#[actix_web::test]
async fn an_error_of_the_extractor_is_readable() -> Result<(), Blocked> {
    let app = init_service(App::new().service(save)).await;
    let request = TestRequest::put().uri("/items").set_json("no list");

    let response = page().fetch(&app, request).await?;

    assert_eq!(response.status().as_u16(), 400);
    Ok(())
}

#[actix_web::test]
async fn pages_of_other_origins_are_told_why_not() {
    let app = init_service(App::new().service(save)).await;
    for origin in [
        "https://evil.com",
        "http://frontend.com",
        "https://frontend.com.evil.com",
        "https://preview.frontend.com",
        "null",
    ] {
        let page = Page::at(origin).credentials(Credentials::Include);

        let outcome = page.fetch(&app, put_items()).await;

        assert!(
            matches!(&outcome, Err(Blocked::MissingAllowOrigin { status, .. }) if *status == 403),
            "{origin}: {outcome:?}",
        );
    }
    let page = Page::at("https://pr-7.preview.frontend.com").credentials(Credentials::Include);
    assert!(page.fetch(&app, put_items()).await.is_ok());
}

#[actix_web::test]
async fn a_header_that_the_policy_lacks_is_named() {
    let app = init_service(App::new().service(save)).await;

    let outcome = page()
        .fetch(&app, put_items().insert_header(("X-Trace", "1")))
        .await;

    assert_eq!(
        outcome.map(|response| response.status().as_u16()),
        Err(Blocked::HeaderNotAllowed {
            name: "x-trace".to_owned(),
            found: Some("Content-Type".to_owned()),
        }),
    );
}

#[actix_web::test]
async fn each_method_of_a_path_has_its_own_policy() -> Result<(), Blocked> {
    let app = App::new().service(list).service(save).service(clear);
    let app = init_service(app).await;
    let get = || TestRequest::get().uri("/items");
    let delete = || TestRequest::delete().uri("/items");
    let anybody = Page::at("https://anybody.com");
    let admin = Page::at("https://admin.com");

    assert_eq!(anybody.fetch(&app, get()).await?.text(), Ok("items"));
    assert_eq!(admin.fetch(&app, delete()).await?.text(), Ok("cleared"));
    assert!(anybody.fetch(&app, delete()).await.is_err());
    assert!(admin.fetch(&app, put_items()).await.is_err());
    // `*` is for requests without credentials.
    assert!(matches!(
        page().fetch(&app, get()).await,
        Err(Blocked::AnyOriginWithCredentials { .. })
    ));
    Ok(())
}
