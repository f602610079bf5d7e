//! Where and when something was measured.

use std::{fs, process::Command, thread};

/// One line, to print above a table.
///
/// # Panics
///
/// If this isn't Linux, or Rust is not installed.
#[must_use]
pub fn line() -> String {
    let cpu_info = fs::read_to_string("/proc/cpuinfo").expect("Linux");
    let cpu = cpu_info
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("unknown processor", |(_, model)| model);
    let cores = thread::available_parallelism().expect("a number of cores");
    let date = output("date", "+%F");
    let rustc = output("rustc", "--version");
    let rustc = rustc.split(" (").next().unwrap_or_default();
    let [actix_web, actix_cors] = ["actix-web", "actix-cors"].map(locked_version);
    format!(
        "*{date}; {cpu}, {cores} cores; {rustc}, actix-web {actix_web}, actix-cors {actix_cors}.*"
    )
}

fn output(program: &str, argument: &str) -> String {
    let output = Command::new(program).arg(argument).output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}"));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// The version of a dependency that is measured here.
fn locked_version(name: &str) -> &'static str {
    let entry = format!("name = \"{name}\"\nversion = \"");
    let (_, rest) = include_str!("../Cargo.lock")
        .split_once(&entry)
        .expect("a dependency");
    rest.split('"').next().unwrap_or_default()
}
