//! A policy that comes into use before it is filled.

use std::sync::Mutex;

use actix_web::{App, HttpResponse, Responder, get, web};
use corsac::{ConfiguredPolicy, PolicyConfig, cors};
use log::{Level, LevelFilter, Log, Metadata, Record};

use crate::support::{answer, get};

struct Warnings(Mutex<Vec<String>>);

static WARNINGS: Warnings = Warnings(Mutex::new(Vec::new()));

impl Log for Warnings {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "corsac" && metadata.level() == Level::Warn
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            self.0.lock().unwrap().push(record.args().to_string());
        }
    }

    fn flush(&self) {}
}

#[test]
fn an_empty_policy_is_warned_about_once_and_none_is_not() {
    static ROUTE: ConfiguredPolicy = ConfiguredPolicy::new();
    static WRAP: ConfiguredPolicy = ConfiguredPolicy::new();
    static FILLED: ConfiguredPolicy = ConfiguredPolicy::new();
    static NONE: ConfiguredPolicy = ConfiguredPolicy::new();
    #[cors(policy(ROUTE))]
    #[get("/empty-at-first")]
    async fn empty() -> impl Responder {
        "empty"
    }
    #[cors(policy(FILLED))]
    #[get("/filled")]
    async fn filled() -> impl Responder {
        "filled"
    }
    #[cors(policy(NONE))]
    #[get("/none")]
    async fn none() -> impl Responder {
        "none"
    }
    FILLED
        .replace(PolicyConfig::new().allow_origins(["*"]))
        .unwrap();
    NONE.replace(None).unwrap();
    log::set_logger(&WARNINGS).unwrap();
    log::set_max_level(LevelFilter::Warn);

    for _ in 0..3 {
        let inside = web::scope("/inside").route("", web::get().to(HttpResponse::Ok));
        let app = App::new().service(empty).service(filled).service(none);
        answer(app.service(inside.wrap(&WRAP)), get());
    }
    log::set_max_level(LevelFilter::Off);

    let mut warnings = WARNINGS.0.lock().unwrap().clone();
    // Other tests register empty policies, too.
    warnings.retain(|it| it.contains("/empty-at-first") || it.contains("it wraps"));
    warnings.sort();
    assert_eq!(
        warnings,
        [
            "empty CORS policy: route \"/empty-at-first\" is registered while its \
             `ConfiguredPolicy` is empty, so nothing is allowed until `replace` fills it",
            "empty CORS policy: the service it wraps is registered while its \
             `ConfiguredPolicy` is empty, so nothing is allowed until `replace` fills it",
        ]
    );
}
