//! A program whose build script has routes, too: the audit is a feature for the
//! program alone, while Cargo builds the macros for both.

use std::process::Command;

use crate::package::Package;

const MANIFEST: &str = r#"
[package]
name = "host-and-target"
edition = "2024"

[dependencies]
actix-web = { version = "4", default-features = false, features = ["macros"] }
corsac = { path = 'WORKSPACE', features = [FEATURES_OF_TARGET] }

[build-dependencies]
actix-web = { version = "4", default-features = false, features = ["macros"] }
corsac = { path = 'WORKSPACE', features = [FEATURES_OF_HOST] }

[workspace]
"#;

const ROUTES: &str = r#"
mod routes {
    use actix_web::{Responder, get};
    use corsac::{Policy, cors, policy};

    static SHARED: Policy = policy!(allow_origins("https://a.example", dev("http://localhost:*")));

    #[cors(policy(SHARED))]
    #[get("/shared")]
    pub async fn shared() -> impl Responder {
        "shared"
    }

    #[cors(allow_origins("*"))]
    #[get("/own")]
    pub async fn own() -> impl Responder {
        "own"
    }
}
"#;

const SERVES: &str = r"
fn main() {
    let _ = actix_web::App::new().service((routes::shared, routes::own));
}
";

const LISTS: &str = r#"
fn main() {
    let _ = actix_web::App::new().service((routes::shared, routes::own));
    let listed = corsac::audit::routes();
    assert_eq!(listed.iter().len(), 2, "{listed}");
    assert_eq!(listed.iter().next().unwrap().policy().allow_origins().len(), 2);
}
"#;

#[test]
#[ignore = "needs minutes: builds corsac for a program and for its build script"]
fn the_audit_may_be_a_feature_for_the_program_or_its_build_script_alone() {
    for (name, host, target) in [
        ("audit-of-target", ("", SERVES), (r#""audit""#, LISTS)),
        ("audit-of-host", (r#""audit""#, LISTS), ("", SERVES)),
    ] {
        let manifest = MANIFEST
            .replace("host-and-target", name)
            .replace("FEATURES_OF_HOST", host.0)
            .replace("FEATURES_OF_TARGET", target.0);
        let files = [
            ("Cargo.toml", manifest),
            ("build.rs", format!("{ROUTES}{}", host.1)),
            ("src/main.rs", format!("{ROUTES}{}", target.1)),
        ];
        let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
        // Runs the build script.
        let program = Package::write(name, &files).build("dev");

        let output = Command::new(program).output().unwrap();
        assert!(output.status.success(), "{name}: {output:?}");
    }
}
