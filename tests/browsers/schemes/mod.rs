//! Pages of browser extensions, with and without the permission for a host, and of
//! an app's shell get from that host what its policies say.

mod browser;

use std::{
    mem::take,
    sync::{
        Arc, Mutex,
        mpsc::{self, Sender},
    },
    time::Duration,
};

use actix_web::{
    App, Error, HttpResponse, Responder,
    body::MessageBody,
    dev::{RequestHead, ServiceRequest, ServiceResponse},
    middleware::{Next, from_fn},
    put,
    rt::System,
    test::{TestRequest, init_service},
    web::{self, Data, ServiceConfig},
};
use corsac::{Origin, Origins, cors, testing::Page};

use self::browser::{Browser, CHROMIUM, FIREFOX, WEBKIT};
use crate::support::server::Server;

static AT_RUN_TIME: Origins = Origins::new();

fn is_no_website(origin: &Origin<'_>, _: &RequestHead) -> bool {
    ["app", "chrome-extension", "moz-extension"].contains(&origin.scheme())
}

/// Handlers that differ in nothing but their policies, and their paths.
macro_rules! routes {
    ($($name:ident $path:literal $policy:tt;)*) => {
        $(
            #[cors $policy]
            #[put($path)]
            async fn $name() -> impl Responder {
                "done"
            }
        )*

        const PATHS: &[&str] = &[$($path),*];

        fn configure(services: &mut ServiceConfig) {
            $(services.service($name);)*
        }
    };
}

routes! {
    listed "/listed" (
        allow_origins(
            "app://-",
            "chrome-extension://ceioccbdbfnholekjbiicjddienmlhpa",
            "moz-extension://66666666-7777-4888-8999-aaaaaaaaaaaa"
        ),
        allow_headers("X-A")
    );
    of_any "/any" (
        allow_origins("chrome-extension://*", "moz-extension://*"),
        allow_headers("X-A")
    );
    at_run_time "/run-time" (allow_origins(from(AT_RUN_TIME)), allow_headers("X-A"));
    predicate "/predicate" (allow_origins(predicate(is_no_website)), allow_headers("X-A"));
    others "/others" (allow_origins("https://a.example"), allow_headers("X-A"));
    blocking "/blocking" (
        allow_origins("https://a.example"),
        allow_headers("X-A"),
        block_on_origin_mismatch
    );
}

/// What a request for each of [`PATHS`] comes to: what the script gets to know, and the
/// requests that the app sees.
type Outcomes = Vec<(String, Vec<String>)>;

/// The requests, as method, path and origin.
type Spy = Mutex<Vec<String>>;

async fn note(
    req: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let origin = req
        .headers()
        .get("Origin")
        .map(|origin| origin.to_str().unwrap());
    let line = format!(
        "{} {} {}",
        req.method(),
        req.path(),
        origin.unwrap_or("none")
    );
    req.app_data::<Data<Spy>>()
        .unwrap()
        .lock()
        .unwrap()
        .push(line);
    next.call(req).await
}

async fn report(outcomes: String, reports: Data<Sender<String>>) -> impl Responder {
    reports.send(outcomes).unwrap();
    HttpResponse::NoContent()
}

/// What the page gets in a real browser.
fn measured(browser: &Browser, has_permission: bool) -> Outcomes {
    let spy = Arc::new(Spy::default());
    let (reports, reported) = mpsc::channel::<String>();
    let (data, reports) = (Data::from(Arc::clone(&spy)), Data::new(reports));
    let server = Server::start(move |services| {
        let noted = web::scope("").configure(configure).wrap(from_fn(note));
        services
            .app_data(data.clone())
            .app_data(reports.clone())
            .route("/report", web::post().to(report))
            .service(noted);
    });
    let running = browser.start(server.address, PATHS, has_permission);

    let report = reported.recv_timeout(Duration::from_secs(120));

    let report = report.unwrap_or_else(|_| panic!("no page is opened: {}", running.log()));
    let outcomes: Vec<String> = serde_json::from_str(&report).unwrap();
    let requests = take(&mut *spy.lock().unwrap());
    let of_path = |path: &&str| {
        let infix = format!(" {path} ");
        let lines = requests.iter().filter(|line| line.contains(&infix));
        lines.cloned().collect()
    };
    outcomes
        .into_iter()
        .zip(PATHS.iter().map(of_path))
        .collect()
}

/// What `corsac::testing` says that a script of a page of `origin` gets.
fn predicted(origin: &str) -> Vec<String> {
    System::new().block_on(async {
        let app = init_service(App::new().configure(configure)).await;
        let mut outcomes = Vec::new();
        for path in PATHS {
            let request = TestRequest::put().uri(path).insert_header(("X-A", "1"));
            let response = Page::at(origin).fetch(&app, request).await;
            outcomes.push(match response {
                Ok(response) => {
                    let body = String::from_utf8_lossy(response.body());
                    format!("{} {body}", response.status().as_u16())
                }
                Err(_) => "TypeError".to_owned(),
            });
        }
        outcomes
    })
}

/// An outcome, and the methods of the requests before it.
type Expected = [(&'static str, &'static [&'static str]); 6];

#[track_caller]
fn check(browser: &Browser, has_permission: bool, expected: Expected) {
    let origin = browser.origin;
    AT_RUN_TIME
        .replace([CHROMIUM.origin, FIREFOX.origin, WEBKIT.origin])
        .unwrap();

    let outcomes = measured(browser, has_permission);

    let expected = expected
        .iter()
        .zip(PATHS)
        .map(|((outcome, methods), path)| {
            let line = |method| format!("{method} {path} {origin}");
            ((*outcome).to_owned(), methods.iter().map(line).collect())
        });
    assert_eq!(outcomes, expected.collect::<Outcomes>());
    if !has_permission {
        let outcomes = outcomes.into_iter().map(|(outcome, _)| outcome);
        assert_eq!(predicted(origin), outcomes.collect::<Vec<_>>());
    }
}

/// As for every page.
const WITHOUT_PERMISSION: Expected = [
    ("200 done", &["OPTIONS", "PUT"]),
    ("200 done", &["OPTIONS", "PUT"]),
    ("200 done", &["OPTIONS", "PUT"]),
    ("200 done", &["OPTIONS", "PUT"]),
    ("TypeError", &["OPTIONS"]),
    ("TypeError", &["OPTIONS"]),
];

/// The browser does not ask, so that only a policy which blocks keeps it out.
const WITH_PERMISSION: Expected = [
    ("200 done", &["PUT"]),
    ("200 done", &["PUT"]),
    ("200 done", &["PUT"]),
    ("200 done", &["PUT"]),
    ("200 done", &["PUT"]),
    ("403 this origin is not allowed", &["PUT"]),
];

#[test]
#[ignore = "needs chromium"]
fn a_chromium_extension_without_permission_gets_what_the_policy_says() {
    check(&CHROMIUM, false, WITHOUT_PERMISSION);
}

#[test]
#[ignore = "needs chromium"]
fn a_chromium_extension_with_permission_is_kept_out_by_blocking_alone() {
    check(&CHROMIUM, true, WITH_PERMISSION);
}

#[test]
#[ignore = "needs firefox-esr"]
fn a_firefox_extension_without_permission_gets_what_the_policy_says() {
    check(&FIREFOX, false, WITHOUT_PERMISSION);
}

/// Firefox calls the extension `same-origin` in `Sec-Fetch-Site`, and not even blocking
/// keeps it out.
#[test]
#[ignore = "needs firefox-esr"]
fn a_firefox_extension_with_permission_is_taken_for_the_server_s_own() {
    let mut expected = WITH_PERMISSION;
    expected[5] = ("200 done", &["PUT"]);

    check(&FIREFOX, true, expected);
}

#[test]
#[ignore = "needs python3-gi, gir1.2-webkit2-4.1 and xvfb"]
fn a_page_of_an_app_gets_what_the_policy_says() {
    let mut expected = WITHOUT_PERMISSION;
    // The one for extensions.
    expected[1] = expected[4];

    check(&WEBKIT, false, expected);
}
