//! A policy is replaced while requests are served.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use actix_web::{
    App, HttpResponse,
    dev::Service as _,
    rt::System,
    test::{self, TestRequest},
    web,
};
use corsac::{ConfiguredPolicy, PolicyConfig};

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
