//! Runs the bench targets, and reads what they measured.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;

/// The instructions that a function of `benches/instructions.rs` counts for one
/// run of each case; it repeats each case `times` times.
///
/// # Panics
///
/// If valgrind, or a gungraun-runner of the same version as gungraun, is missing,
/// or a case doesn't answer as it should; the reason is on standard error.
#[must_use]
pub fn instructions(function: &str, times: u32) -> Vec<f64> {
    let filter = format!("*::{function}::*");
    let output = bench("instructions")
        .args(["--output-format=json", &filter])
        .output()
        .expect("Cargo runs");
    assert!(output.status.success(), "the instructions are not counted");

    let output = String::from_utf8(output.stdout).expect("JSON is UTF-8");
    let counts = output.lines().map(|summary| {
        let summary: Value = serde_json::from_str(summary).expect("a line is a summary");
        let total = "/profiles/0/data/total/metrics/Ir/values/new";
        let total = summary.pointer(total).and_then(Value::as_f64);
        total.expect("a summary of gungraun's format 7") / f64::from(times)
    });
    counts.collect()
}

/// The median time that `benches/times.rs` measured for each of the cases, in
/// nanoseconds.
///
/// # Panics
///
/// If a case doesn't answer as it should; the reason is on standard error.
#[must_use]
pub fn times(cases: usize) -> Vec<f64> {
    let home = scratch("criterion");
    // Criterion's own report, which the table replaces.
    let status = bench("times")
        .arg("--noplot")
        .env("CRITERION_HOME", &home)
        .stdout(Stdio::null())
        .status()
        .expect("Cargo runs");
    assert!(status.success(), "the times are not measured");

    let times = (0..cases).map(|case| {
        let file = home.join(format!("requests/{case}/new/estimates.json"));
        let estimates = fs::read(&file).expect("criterion wrote it");
        let estimates: Value = serde_json::from_slice(&estimates).expect("criterion's format");
        let median = estimates.pointer("/median/point_estimate");
        median.and_then(Value::as_f64).expect("criterion's format")
    });
    times.collect()
}

fn bench(target: &str) -> Command {
    let mut command = cargo();
    command
        .args(["bench", "--quiet", "--bench", target, "--"])
        .stderr(Stdio::inherit());
    command
}

/// Cargo, in this package.
#[must_use]
pub fn cargo() -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

/// A directory for what a measurement leaves behind, among what Cargo builds.
///
/// # Panics
///
/// If it can't be found out.
#[must_use]
pub fn scratch(name: &str) -> PathBuf {
    let program = env::current_exe().expect("a program has a path");
    let directory = program.parent().and_then(Path::parent);
    directory.expect("Cargo's target directory").join(name)
}
