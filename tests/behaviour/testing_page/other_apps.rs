//! Apps whose CORS is not of this crate.

use actix_cors::Cors;
use actix_web::{
    App, HttpResponse, Responder, get,
    http::header,
    middleware::{DefaultHeaders, from_fn},
    test::{TestRequest, init_service},
    web,
};
use corsac::testing::{Blocked, Credentials, Page};

use crate::support::spies::authenticate;

#[get("/")]
async fn hello() -> impl Responder {
    "hello"
}

#[actix_web::test]
async fn an_app_without_cors_is_for_its_own_pages() -> Result<(), Blocked> {
    let app = init_service(App::new().service(hello)).await;
    let get = TestRequest::get;

    let own = Page::at("http://localhost:8080").fetch(&app, get()).await?;
    let foreign = Page::at("http://localhost:5173").fetch(&app, get()).await;

    assert_eq!(own.text(), Ok("hello"));
    assert!(matches!(foreign, Err(Blocked::MissingAllowOrigin { .. })));
    Ok(())
}

#[actix_web::test]
async fn an_app_with_headers_by_hand_forgets_preflights() -> Result<(), Blocked> {
    let headers = DefaultHeaders::new().add(("Access-Control-Allow-Origin", "*"));
    let app = init_service(App::new().wrap(headers).service(hello)).await;
    let page = Page::at("https://a.example");

    let simple = page.fetch(&app, TestRequest::get()).await?;
    let with_header = TestRequest::get().insert_header(("X-A", "1"));
    let preflighted = page.fetch(&app, with_header).await;

    assert_eq!(simple.text(), Ok("hello"));
    assert!(
        matches!(&preflighted, Err(Blocked::PreflightStatus { status }) if *status == 404),
        "{preflighted:?}",
    );
    Ok(())
}

#[actix_web::test]
async fn an_app_with_actix_cors_is_asked_in_the_same_way() -> Result<(), Blocked> {
    let cors = Cors::default()
        .allowed_origin("https://a.example")
        .allowed_methods(["GET", "PUT"])
        .allowed_header(header::CONTENT_TYPE)
        .expose_headers(["X-A"])
        .supports_credentials()
        .max_age(600);
    let save = async || HttpResponse::Ok().insert_header(("X-A", "1")).body("saved");
    let app = App::new().wrap(cors).route("/", web::put().to(save));
    let app = init_service(app).await;
    let page = Page::at("https://a.example").credentials(Credentials::Include);
    let put = || TestRequest::put().set_json([1]);

    let response = page.fetch(&app, put()).await?;
    let with_header = page.fetch(&app, put().insert_header(("X-B", "1"))).await;
    let foreign = Page::at("https://b.example").fetch(&app, put()).await;

    assert_eq!(response.text(), Ok("saved"));
    assert!(response.headers().contains_key("X-A"));
    assert!(with_header.is_err());
    assert!(foreign.is_err());
    Ok(())
}

#[actix_web::test]
async fn an_authentication_around_the_cors_refuses_preflights() {
    let app = App::new()
        .wrap(Cors::permissive())
        .wrap(from_fn(authenticate))
        .service(hello);
    let app = init_service(app).await;
    let request = TestRequest::get().insert_header(("Authorization", "1"));

    let blocked = Page::at("https://a.example")
        .fetch(&app, request)
        .await
        .expect_err("a refused preflight");

    assert_eq!(
        blocked.to_string(),
        "the response to the preflight request has no `Access-Control-Allow-Origin`, and its status is 401; answer `OPTIONS` for this path before any authentication, and allow the page's origin (corsac: `allow_origins`)",
    );
}
