//! A policy is replaced while requests are served.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use actix_web::{
    App, HttpResponse, Responder,
    dev::Service as _,
    get,
    rt::System,
    test::{self, TestRequest},
    web,
};
use corsac::{ConfiguredPolicy, PolicyConfig, cors};

use crate::support::{SITE, call, check, get, preflight, row};

const VARY: &str = "Vary: Origin";
const ALLOWED: &str = "Access-Control-Allow-Origin: https://a.example";

/// `PUT /policy/{name}` replaces a policy by the one of that name.
fn named(name: &str) -> Option<PolicyConfig> {
    let of = |origins: &[&str]| PolicyConfig::new().allow_origins(origins.iter().copied());
    match name {
        "one" => Some(of(&["https://a.example"])),
        "two" => Some(of(&["https://a.example", "https://b.example"])),
        "blocking" => Some(of(&["https://a.example"]).block_on_origin_mismatch(true)),
        "none" => None,
        name => panic!("{name}"),
    }
}

#[test]
fn a_running_app_meets_the_new_policy() {
    let policy = ConfiguredPolicy::new().owned();
    let replaced = policy.clone();
    let replace = move |name: web::Path<String>| {
        replaced.replace(named(&name)).unwrap();
        async { HttpResponse::NoContent().finish() }
    };
    let app = App::new()
        .route("/", web::get().to(HttpResponse::Ok))
        .route("/policy/{name}", web::put().to(replace))
        .wrap(policy);
    let put = |name: &str| call("PUT", &format!("/policy/{name}")).origin("https://a.example");
    let a = || get().origin("https://a.example");
    let b = || get().origin("https://b.example");
    let asks = || preflight("GET").origin("https://a.example");
    let methods = "Access-Control-Allow-Methods: GET, HEAD, POST";
    let preflight_vary = "Vary: Origin, Access-Control-Request-Method";
    let allowed_b = "Access-Control-Allow-Origin: https://b.example";

    check(
        app,
        [
            row("empty", a(), 200, &[VARY]),
            row("empty", asks(), 403, &[preflight_vary]),
            row("still empty", put("two"), 204, &[VARY]),
            row("two", a(), 200, &[ALLOWED, VARY]),
            row("two", b(), 200, &[allowed_b, VARY]),
            row("still two", put("one"), 204, &[ALLOWED, VARY]),
            row("one", a(), 200, &[ALLOWED]),
            row("one", b(), 200, &[ALLOWED]),
            row("one", asks(), 204, &[ALLOWED, methods, preflight_vary]),
            row("still one", put("blocking"), 204, &[ALLOWED]),
            row("blocking", a(), 200, &[ALLOWED, VARY]),
            row(
                "blocking",
                b().header("Sec-Fetch-Site", "cross-site"),
                403,
                &[SITE],
            ),
            row("still blocking", put("none"), 204, &[ALLOWED, VARY]),
            row("none", a(), 200, &[VARY]),
            row("none", asks(), 403, &[preflight_vary]),
            row("still none", put("two"), 204, &[VARY]),
            row("two", b(), 200, &[allowed_b, VARY]),
        ],
    );
}

#[test]
fn each_route_meets_the_new_policy() {
    static API: ConfiguredPolicy = ConfiguredPolicy::new();
    #[cors(policy(API))]
    #[get("/first")]
    async fn first() -> impl Responder {
        "first"
    }
    #[cors(policy(API))]
    #[get("/second")]
    async fn second() -> impl Responder {
        "second"
    }
    let replace = async |name: web::Path<String>| {
        API.replace(named(&name)).unwrap();
        HttpResponse::NoContent().finish()
    };
    let app = App::new()
        .service(first)
        .service(second)
        .route("/policy/{name}", web::put().to(replace));
    let put = |name: &str| call("PUT", &format!("/policy/{name}"));
    let ask = |path| get().at(path).origin("https://a.example");

    check(
        app,
        [
            row("empty", ask("/first"), 200, &[VARY]),
            row("two", put("two"), 204, &[]),
            row("two", ask("/first"), 200, &[ALLOWED, VARY]),
            row("one", put("one"), 204, &[]),
            row("one", ask("/second"), 200, &[ALLOWED]),
            row("none", put("none"), 204, &[]),
            row("none", ask("/second"), 200, &[VARY]),
            row("none", ask("/first"), 200, &[VARY]),
        ],
    );
}

/// All of them have `first` and `last`, and one of the two tells them apart.
fn config(count: usize, name: &str) -> PolicyConfig {
    let between = (2..count).map(|i| format!("https://{name}-{i}.example"));
    let origins = [format!("https://{name}.example")]
        .into_iter()
        .chain(between);
    PolicyConfig::new().allow_origins(origins.chain(["https://always.example".to_owned()]))
}

#[test]
fn every_request_is_decided_by_the_old_policy_or_the_new_one() {
    static API: ConfiguredPolicy = ConfiguredPolicy::new();
    static DONE: AtomicBool = AtomicBool::new(false);
    API.replace(config(10_000, "old")).unwrap();
    let serve = || {
        System::new().block_on(async {
            let app = App::new()
                .route("/", web::get().to(HttpResponse::Ok))
                .wrap(&API);
            let app = test::init_service(app).await;
            let (mut served, mut longest) = (0, Duration::ZERO);
            while !DONE.load(Ordering::Acquire) || served == 0 {
                let request =
                    TestRequest::get().insert_header(("Origin", "https://always.example"));
                let request = request.to_request();
                let start = Instant::now();
                let response = app.call(request).await.unwrap();
                longest = longest.max(start.elapsed());
                assert_eq!(
                    response
                        .headers()
                        .get("Access-Control-Allow-Origin")
                        .unwrap(),
                    "https://always.example"
                );
                served += 1;
            }
            let request = TestRequest::get().insert_header(("Origin", "https://old.example"));
            let response = app.call(request.to_request()).await.unwrap();
            let allowed = response.headers().get("Access-Control-Allow-Origin");
            assert_eq!(allowed.unwrap(), "https://old.example", "the last one");
            (served, longest)
        })
    };

    let (mut replacements, workers) = thread::scope(|scope| {
        let workers = [(); 2].map(|()| scope.spawn(serve));
        let replacements = (0..20).map(|i| {
            let config = config(10_000, if i % 2 == 0 { "new" } else { "old" });
            let start = Instant::now();
            API.replace(config).unwrap();
            start.elapsed()
        });
        let replacements: Vec<_> = replacements.collect();
        DONE.store(true, Ordering::Release);
        (replacements, workers.map(|worker| worker.join().unwrap()))
    });

    replacements.sort();
    println!("replacements: {replacements:?}; workers, served and longest wait: {workers:?}");
    // In a build that is optimized; the fastest, on a machine that may do other things.
    if !cfg!(debug_assertions) {
        assert!(
            replacements[0] < Duration::from_millis(10),
            "{replacements:?}"
        );
    }
}
