//! How browsers are known to differ from the standard, each difference on its own. That
//! they do is the matter of `tests/browsers/agreement/`.

use actix_web::{HttpRequest, http::Method, test::TestRequest};
use corsac::testing::{Credentials, Difference, Engine, Page};

use super::app::{Answer, fetch, fetch_after, respond, seen, seen_lines};

const LISTED: Answer<'_> = (
    204,
    &[
        "Access-Control-Allow-Origin: *",
        "Access-Control-Allow-Methods: PUT",
    ],
);
const PATCH_LISTED: Answer<'_> = (
    204,
    &[
        "Access-Control-Allow-Origin: *",
        "Access-Control-Allow-Methods: PATCH",
    ],
);
const ANY: Answer<'_> = (
    204,
    &[
        "Access-Control-Allow-Origin: *",
        "Access-Control-Allow-Methods: *",
        "Access-Control-Allow-Headers: *",
    ],
);
const GRANTED: Answer<'_> = (200, &["Access-Control-Allow-Origin: *"]);
const REFUSED: Answer<'_> = (403, &[]);

/// One fetch: the answers to its preflight and to itself, and the request.
type Step = (Answer<'static>, Answer<'static>, fn() -> TestRequest);

fn page() -> Page {
    Page::at("http://a.example").app_at("http://b.example")
}

fn get(name: &'static str, value: &'static str) -> TestRequest {
    TestRequest::get().insert_header((name, value))
}

fn patch() -> TestRequest {
    TestRequest::patch()
}

fn put() -> TestRequest {
    TestRequest::put()
}

/// The methods that the app sees.
async fn methods(page: &Page, steps: &[Step]) -> String {
    seen_lines();
    for (preflight, actual, request) in steps {
        // Whether it is blocked shows in what the app sees.
        let _ = fetch_after(page, *preflight, *actual, request()).await;
    }
    seen_lines().join(" ").replace(" /", "")
}

#[actix_web::test]
async fn preflights_differ() {
    use Difference::{
        AnyHeaderCoversAuthorization, ClientHintsAreSafelisted, FailingPreflightsAreKept,
        FailuresKeepPreflights, NewPreflightsForgetOthers, OpaqueOriginsKeepNoPreflights,
        UserAgentIsSafelisted, WildcardsAreNotKept,
    };
    let rows: [(&[Difference], &[Step], _, _); 14] = [
        (
            &[AnyHeaderCoversAuthorization],
            &[(ANY, GRANTED, || get("authorization", "a"))],
            "OPTIONS",
            "OPTIONS GET",
        ),
        (
            &[AnyHeaderCoversAuthorization],
            &[
                (ANY, GRANTED, || get("x-a", "a")),
                (LISTED, GRANTED, || get("authorization", "a")),
            ],
            "OPTIONS GET OPTIONS",
            "OPTIONS GET GET",
        ),
        (
            &[ClientHintsAreSafelisted],
            &[(LISTED, GRANTED, || get("dpr", "2"))],
            "OPTIONS",
            "GET",
        ),
        (
            &[ClientHintsAreSafelisted],
            &[(LISTED, GRANTED, || get("save-data", "on"))],
            "OPTIONS",
            "GET",
        ),
        (
            &[ClientHintsAreSafelisted],
            &[(LISTED, GRANTED, || get("save-data", "off"))],
            "OPTIONS",
            "OPTIONS",
        ),
        (
            &[ClientHintsAreSafelisted],
            &[(LISTED, GRANTED, || get("user-agent", "a"))],
            "OPTIONS",
            "OPTIONS",
        ),
        (
            &[UserAgentIsSafelisted],
            &[(LISTED, GRANTED, || get("user-agent", "a"))],
            "OPTIONS",
            "GET",
        ),
        (
            &[FailuresKeepPreflights],
            &[(LISTED, REFUSED, put), (LISTED, GRANTED, put)],
            "OPTIONS PUT OPTIONS PUT",
            "OPTIONS PUT PUT",
        ),
        (
            &[NewPreflightsForgetOthers],
            &[
                (LISTED, GRANTED, put),
                (PATCH_LISTED, GRANTED, patch),
                (LISTED, GRANTED, put),
            ],
            "OPTIONS PUT OPTIONS PATCH PUT",
            "OPTIONS PUT OPTIONS PATCH OPTIONS PUT",
        ),
        (
            &[FailuresKeepPreflights],
            &[(LISTED, GRANTED, patch), (LISTED, GRANTED, put)],
            "OPTIONS OPTIONS PUT",
            "OPTIONS OPTIONS PUT",
        ),
        (
            &[FailuresKeepPreflights, FailingPreflightsAreKept],
            &[(LISTED, GRANTED, patch), (LISTED, GRANTED, put)],
            "OPTIONS OPTIONS PUT",
            "OPTIONS PUT",
        ),
        (
            &[WildcardsAreNotKept],
            &[(ANY, GRANTED, put), (ANY, GRANTED, put)],
            "OPTIONS PUT PUT",
            "OPTIONS PUT OPTIONS PUT",
        ),
        (
            &[WildcardsAreNotKept],
            &[(LISTED, GRANTED, put), (LISTED, GRANTED, put)],
            "OPTIONS PUT PUT",
            "OPTIONS PUT PUT",
        ),
        (
            &[OpaqueOriginsKeepNoPreflights],
            &[(LISTED, GRANTED, put), (LISTED, GRANTED, put)],
            "OPTIONS PUT PUT",
            "OPTIONS PUT PUT",
        ),
    ];
    for (differences, steps, standard, differing) in rows {
        assert_eq!(methods(&page(), steps).await, standard, "{differences:?}");
        let page = page().differing_by(differences.iter().copied());
        assert_eq!(methods(&page, steps).await, differing, "{differences:?}");
    }
}

#[actix_web::test]
async fn permissions_of_opaque_origins_may_not_be_kept() {
    let page = Page::at("null");
    let steps: [Step; 2] = [(LISTED, GRANTED, put), (LISTED, GRANTED, put)];

    assert_eq!(methods(&page, &steps).await, "OPTIONS PUT PUT");
    let page = page.differing_by([Difference::OpaqueOriginsKeepNoPreflights]);
    assert_eq!(methods(&page, &steps).await, "OPTIONS PUT OPTIONS PUT");
}

#[actix_web::test]
async fn permissions_with_credentials_may_be_kept_apart() {
    const LISTED: Answer<'_> = (
        204,
        &[
            "Access-Control-Allow-Origin: http://a.example",
            "Access-Control-Allow-Credentials: true",
            "Access-Control-Allow-Methods: PUT",
        ],
    );
    const GRANTED: Answer<'_> = (200, LISTED.1);
    for (differences, expected) in [
        (vec![], "PUT"),
        (
            vec![Difference::CredentialsKeepPreflightsApart],
            "OPTIONS PUT",
        ),
    ] {
        let page = page().differing_by(differences);
        let with = page.clone().credentials(Credentials::Include);
        let step: Step = (LISTED, GRANTED, put);

        assert_eq!(methods(&with, &[step]).await, "OPTIONS PUT");
        assert_eq!(methods(&page, &[step]).await, expected);
    }
}

fn redirect(req: &HttpRequest) -> actix_web::HttpResponse {
    let is_preflight = req.headers().contains_key("Access-Control-Request-Method");
    match req.path() {
        _ if is_preflight => respond(LISTED),
        "/old" => respond((303, &["Access-Control-Allow-Origin: *", "Location: /new"])),
        _ => respond(GRANTED),
    }
}

#[actix_web::test]
async fn redirects_may_need_another_preflight() {
    for (method, differences, expected) in [
        (Method::PUT, vec![], "OPTIONS /old, PUT /old, GET /new"),
        (
            Method::PUT,
            vec![Difference::RedirectsNeedPreflightsAgain],
            "OPTIONS /old, PUT /old, OPTIONS /new, GET /new",
        ),
        (
            Method::GET,
            vec![Difference::RedirectsNeedPreflightsAgain],
            "GET /old, GET /new",
        ),
    ] {
        let page = page().differing_by(differences);
        let request = TestRequest::with_uri("/old").method(method);
        seen_lines();

        let outcome = fetch(&page, redirect, request).await;

        assert!(outcome.is_ok(), "{outcome:?}");
        assert_eq!(seen_lines().join(", "), expected);
    }
}

#[actix_web::test]
async fn redirects_may_keep_the_own_origin() {
    for (method, differences, expected) in [
        (Method::POST, vec![], None),
        (
            Method::POST,
            vec![Difference::RedirectsKeepOrigin],
            Some("http://a.example"),
        ),
        (Method::GET, vec![Difference::RedirectsKeepOrigin], None),
    ] {
        let page = page().app_at("http://a.example").differing_by(differences);
        let request = TestRequest::with_uri("/old").method(method);
        seen_lines();

        let outcome = fetch(&page, redirect, request).await;

        assert!(outcome.is_ok(), "{outcome:?}");
        assert_eq!(seen()[1].header("origin"), expected);
    }
}

#[actix_web::test]
async fn preflights_to_insecure_urls_may_tell_their_mode() {
    for (differences, expected) in [
        (vec![], None),
        (vec![Difference::EveryPreflightTellsItsMode], Some("cors")),
    ] {
        let page = page().differing_by(differences);
        seen_lines();

        let outcome = fetch_after(&page, LISTED, GRANTED, put()).await;

        assert!(outcome.is_ok(), "{outcome:?}");
        let modes: Vec<_> = seen()
            .iter()
            .map(|seen| seen.header("sec-fetch-mode").map(str::to_owned))
            .collect();
        assert_eq!(modes, [expected.map(str::to_owned), None]);
    }
}

#[test]
fn each_engine_has_its_differences() {
    for (difference, seen_in) in [
        (
            Difference::AnyHeaderCoversAuthorization,
            [Some("156"), Some("153"), Some("2.50")],
        ),
        (Difference::UserAgentIsSafelisted, [Some("156"), None, None]),
        (Difference::WildcardsAreNotKept, [None, Some("153"), None]),
        (Difference::RedirectsKeepOrigin, [None, None, Some("2.50")]),
    ] {
        let seen = Engine::ALL.map(|engine| difference.seen_in(engine));
        assert_eq!(seen, seen_in, "{difference:?}");
        let has = Engine::ALL.map(|engine| engine.differences().contains(&difference));
        assert_eq!(has, seen_in.map(|it| it.is_some()), "{difference:?}");
    }
    let names = Engine::ALL.map(|engine| engine.to_string());
    assert_eq!(names, ["Chromium", "Firefox", "WebKit"]);
}

#[actix_web::test]
async fn a_fetch_is_tried_in_all_engines() {
    for (request, blocked_by) in [
        (TestRequest::get as fn() -> TestRequest, &[][..]),
        (|| get("dpr", "2"), &[Engine::Firefox, Engine::WebKit]),
        (patch, &Engine::ALL),
    ] {
        let app =
            actix_web::App::new().default_service(actix_web::web::to(async || respond(GRANTED)));
        let app = actix_web::test::init_service(app).await;

        let blocked = page().engines_that_block(&app, request).await;

        let engines: Vec<_> = blocked.into_iter().map(|(engine, _)| engine).collect();
        assert_eq!(engines, blocked_by);
    }
}
