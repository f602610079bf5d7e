//! The example, as the program that a user runs.

use std::process::{Command, Output};

use serde_json::Value;

/// What the example says to `arguments`.
#[track_caller]
fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--example", "audit"])
        .args(["--features", "audit", "--"])
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

#[test]
fn the_table_has_the_routes_and_where_they_stand() {
    let output = run(&[]);

    let table = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<_> = table.lines().collect();
    assert_eq!(lines.len(), 5, "{table}");
    let clear = "DELETE   /api/messages (several policies)  audit::api::clear   examples/audit.rs:";
    assert!(lines[3].starts_with(clear), "{table}");
}

#[test]
fn the_same_routes_are_there_as_json() {
    let output = run(&["--json"]);

    let routes: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let handlers: Vec<_> = routes.iter().map(|route| &route["handler"]).collect();
    assert_eq!(handlers, ["list", "send", "clear", "status"]);
}

#[test]
fn the_findings_are_there_for_people_and_for_code_hosts() {
    let list = run(&["--findings"]);
    let log = run(&["--sarif"]);

    let log: Value = serde_json::from_slice(&log.stdout).unwrap();
    assert_eq!(String::from_utf8(list.stdout).unwrap(), "no findings\n");
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(log["runs"][0]["results"], Value::Array(Vec::new()));
}

#[test]
fn an_unknown_argument_is_an_error() {
    let output = run(&["--jsn"]);

    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        error.contains("write `--json`, `--findings`, `--sarif`, `--serve` or none"),
        "{error}"
    );
}
