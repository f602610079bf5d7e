//! The audit of a program lists the routes of the libraries that are linked into
//! it, whatever the linker is told to leave out.

use std::{path::Path, process::Command};

use crate::package::Package;

const MANIFEST: &str = r#"
[package]
name = "linked-libraries"
edition = "2024"

[dependencies]
actix-web = { version = "4", default-features = false, features = ["macros"] }
corsac = { path = 'WORKSPACE', features = ["audit"] }
registered = { path = "registered" }
unused = { path = "unused" }
used = { path = "used" }

[workspace]

[profile.release]
codegen-units = 1
lto = "fat"
panic = "abort"
strip = true

[profile.thin]
inherits = "release"
lto = "thin"
"#;

const LIBRARY: &str = r#"
[package]
name = "NAME"
edition = "2024"

[dependencies]
actix-web = { version = "4", default-features = false, features = ["macros"] }
corsac = { path = 'WORKSPACE' }
"#;

const LIBRARY_CODE: &str = r#"
#![forbid(unsafe_code)]
#![deny(warnings)]

pub fn name() -> &'static str {
    "NAME"
}

pub mod handlers {
    use actix_web::{Responder, get};
    use corsac::cors;

    #[cors(allow_origins("https://NAME.example"))]
    #[get("/NAME")]
    pub async fn handler() -> impl Responder {
        "NAME"
    }
}
"#;

const PROGRAM: &str = r#"
use actix_web::{App, Responder, get, rt::System, test};
use corsac::{audit, cors};

#[cors(allow_origins("*"))]
#[get("/program")]
async fn of_the_program() -> impl Responder {
    "program"
}

fn main() {
    assert_eq!(used::name(), "used");
    System::new().block_on(async {
        let app = App::new().service(registered::handlers::handler).service(of_the_program);
        test::init_service(app).await;
    });
    print!("{}", audit::routes());
}
"#;

#[test]
#[ignore = "needs minutes: builds a program in three profiles"]
fn routes_of_a_library_are_listed_once_anything_of_it_is_used() {
    let library = |name: &str| {
        let text = |text: &str| text.replace("NAME", name);
        [
            (format!("{name}/Cargo.toml"), text(LIBRARY)),
            (format!("{name}/src/lib.rs"), text(LIBRARY_CODE)),
        ]
    };
    let libraries: Vec<_> = ["registered", "unused", "used"]
        .map(library)
        .into_iter()
        .flatten()
        .collect();
    let mut files = vec![("Cargo.toml", MANIFEST), ("src/main.rs", PROGRAM)];
    files.extend(
        libraries
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str())),
    );
    let package = Package::write("linked-libraries", &files);

    for profile in ["dev", "release", "thin"] {
        assert_eq!(
            table(&package.build(profile)),
            r#"
methods  path         handler                           policy
GET      /registered  registered::handlers::handler     allow_origins("https://registered.example")
GET      /program     linked_libraries::of_the_program  allow_origins("*")
GET      /used        used::handlers::handler           allow_origins("https://used.example")
"#
            .trim_start(),
            "{profile}"
        );
    }
}

fn table(program: &Path) -> String {
    let output = Command::new(program).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}
