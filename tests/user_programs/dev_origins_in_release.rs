//! Origins of `dev(...)` in a program that is built in both profiles: a release
//! build has no trace of them.

use std::{fs, path::Path, process::Command};

use crate::package::Package;

const MANIFEST: &str = r#"
[package]
name = "two-profiles"
edition = "2024"

[dependencies]
actix-web = { version = "4", default-features = false, features = ["macros"] }
corsac = { path = 'WORKSPACE' }

[workspace]
"#;

/// Prints its policies, then what each of its routes answers to pages of the
/// origins that it is given.
const PROGRAM: &str = r#"
use actix_web::{App, Responder, get, rt::System, test};
use corsac::{Policy, cors, policy};

static SHARED: Policy = policy!(
    allow_origins("https://always.example", dev("http://localhost:5173")),
    allow_credentials,
);
static DEV_ALONE: Policy = policy!(allow_origins(dev("http://devbox.example:*")));

/// An attribute of its own.
#[cors(allow_origins("https://always.example", dev("http://127.0.0.1:3000")))]
#[get("/own")]
async fn own() -> impl Responder {
    "own"
}

#[cors(policy(SHARED))]
#[get("/shared")]
async fn shared() -> impl Responder {
    "shared"
}

#[cors(policy(DEV_ALONE))]
#[get("/dev_alone")]
async fn dev_alone() -> impl Responder {
    "dev alone"
}

fn main() {
    println!("{SHARED}\n{DEV_ALONE}");
    System::new().block_on(async {
        let app = App::new().service(own).service(shared).service(dev_alone);
        let app = test::init_service(app).await;
        for origin in std::env::args().skip(1) {
            for path in ["/own", "/shared", "/dev_alone"] {
                let request = test::TestRequest::with_uri(path)
                    .insert_header(("Origin", origin.as_str()))
                    .to_request();
                let response = test::call_service(&app, request).await;
                let allowed = response.headers().get("Access-Control-Allow-Origin");
                println!("{path} {origin} {allowed:?}");
            }
        }
    });
}
"#;

const ALWAYS: &str = "https://always.example";
/// Each is written in one place of the program.
const DEV: [&str; 3] = [
    "http://127.0.0.1:3000",
    "http://localhost:5173",
    "http://devbox.example:8080",
];

#[test]
#[ignore = "needs minutes: builds a program in two profiles"]
fn dev_origins_are_allowed_in_debug_builds_and_absent_from_release_builds() {
    let package = Package::write(
        "two-profiles",
        &[("Cargo.toml", MANIFEST), ("src/main.rs", PROGRAM)],
    );
    let debug = package.build("dev");
    let release = package.build("release");

    assert_eq!(
        answers(&debug),
        r#"
#[cors(allow_origins("https://always.example", dev("http://localhost:5173")), allow_credentials)]
#[cors(allow_origins(dev("http://devbox.example:*")))]
/own https://always.example Some("https://always.example")
/shared https://always.example Some("https://always.example")
/dev_alone https://always.example None
/own http://127.0.0.1:3000 Some("http://127.0.0.1:3000")
/shared http://127.0.0.1:3000 None
/dev_alone http://127.0.0.1:3000 None
/own http://localhost:5173 None
/shared http://localhost:5173 Some("http://localhost:5173")
/dev_alone http://localhost:5173 None
/own http://devbox.example:8080 None
/shared http://devbox.example:8080 None
/dev_alone http://devbox.example:8080 Some("http://devbox.example:8080")
"#
        .trim_start()
    );
    // With one origin left, every answer of a route names it; see docs/guide/caches.md on `Vary`.
    assert_eq!(
        answers(&release),
        r#"
#[cors(allow_origins("https://always.example"), allow_credentials)]
#[cors(allow_origins())]
/own https://always.example Some("https://always.example")
/shared https://always.example Some("https://always.example")
/dev_alone https://always.example None
/own http://127.0.0.1:3000 Some("https://always.example")
/shared http://127.0.0.1:3000 Some("https://always.example")
/dev_alone http://127.0.0.1:3000 None
/own http://localhost:5173 Some("https://always.example")
/shared http://localhost:5173 Some("https://always.example")
/dev_alone http://localhost:5173 None
/own http://devbox.example:8080 Some("https://always.example")
/shared http://devbox.example:8080 Some("https://always.example")
/dev_alone http://devbox.example:8080 None
"#
        .trim_start()
    );

    let (debug, release) = (fs::read(debug).unwrap(), fs::read(release).unwrap());
    assert!(contains(&debug, ALWAYS));
    assert!(contains(&release, ALWAYS));
    for text in [
        "http://127.0.0.1:3000",
        "127.0.0.1:3000",
        "http://localhost:5173",
        "localhost:5173",
        "http://devbox.example:*",
        "devbox.example",
    ] {
        assert!(contains(&debug, text), "{text} is not in the debug build");
        assert!(!contains(&release, text), "{text} is in the release build");
    }
}

fn answers(program: &Path) -> String {
    let origins = [ALWAYS].into_iter().chain(DEV);
    let output = Command::new(program).args(origins).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn contains(binary: &[u8], text: &str) -> bool {
    binary
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}
