//! The guards of a scope are Actix's, and so asked about preflights, too.

use actix_web::{
    App, Responder,
    guard::{self, Guard},
    put,
    test::{TestRequest, init_service},
    web,
};
use corsac::{
    cors,
    testing::{Blocked, Page, Stage},
};

#[cors(allow_origins("https://a.example"))]
#[put("/item")]
async fn of_a() -> impl Responder {
    "a"
}

#[cors(allow_origins("https://b.example"))]
#[put("/item")]
async fn of_b() -> impl Responder {
    "b"
}

fn put_item() -> TestRequest {
    TestRequest::put().uri("/item")
}

#[actix_web::test]
async fn a_preflight_carries_the_host_so_that_scopes_are_told_apart_by_it() -> Result<(), Blocked> {
    let scope = |host: &'static str| web::scope("").guard(guard::Host(host));
    let app = App::new()
        .service(scope("a.localhost").service(of_a))
        .service(scope("b.localhost").service(of_b));
    let app = init_service(app).await;
    let page = |origin, app| Page::at(origin).app_at(app);
    let (to_a, to_b) = ("http://a.localhost:8080", "http://b.localhost:8080");

    let own = page("https://a.example", to_a)
        .fetch(&app, put_item())
        .await?;
    let other = page("https://b.example", to_b)
        .fetch(&app, put_item())
        .await?;
    let crossed = page("https://a.example", to_b)
        .fetch(&app, put_item())
        .await;

    assert_eq!((own.body(), other.body()), (&"a".into(), &"b".into()));
    assert!(crossed.is_err());
    Ok(())
}

#[actix_web::test]
async fn a_guard_for_a_method_or_header_turns_preflights_away() {
    let has_token = guard::fn_guard(|ctx| ctx.head().headers().contains_key("X-Token"));
    let guards: [Box<dyn Guard>; 2] = [Box::new(guard::Put()), Box::new(has_token)];

    for guard in guards {
        let guarded = guard::fn_guard(move |ctx| guard.check(ctx));
        let scope = web::scope("").guard(guarded).service(of_a);
        let app = init_service(App::new().service(scope)).await;
        let request = put_item().insert_header(("X-Token", "1"));

        let outcome = Page::at("https://a.example").fetch(&app, request).await;

        let Err(Blocked::MissingAllowOrigin { stage, status, .. }) = outcome else {
            panic!("{outcome:?}");
        };
        assert_eq!((stage, status.as_u16()), (Stage::Preflight, 404));
    }
}
