//! What a feature adds to a program's dependencies.

use std::{collections::BTreeSet, process::Command};

/// Every crate of a build of corsac, with its features.
#[track_caller]
fn crates(features: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "--package",
            "corsac",
            "--edges",
            "normal,build",
        ])
        .args(["--no-default-features", "--features", features])
        .args(["--prefix", "none", "--no-dedupe", "--format", "{p} {f}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let lines = String::from_utf8(output.stdout).unwrap();
    // Its own crates have the feature, of course.
    let lines = lines.lines().filter(|line| !line.starts_with("corsac"));
    lines.map(str::to_owned).collect()
}

#[test]
fn the_feature_config_adds_no_crate_and_no_feature_of_one() {
    let without = crates("");

    assert!(
        without.iter().any(|it| it.starts_with("serde v")),
        "actix-web has it"
    );
    assert_eq!(crates("config"), without);
}
