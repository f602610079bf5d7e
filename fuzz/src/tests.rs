//! The seeds, on any toolchain.

use std::{fs, path::Path};

use crate::{Verdict, attribute, config, origin, pattern, policies, request};

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("seeds")
        .join(target);
    let entries = fs::read_dir(folder).expect("seeds are checked in");
    entries
        .map(|entry| fs::read(entry.unwrap().path()).unwrap())
        .collect()
}

/// Names the seed that a check panics about.
fn check<T>(target: &str, check: fn(&[u8]) -> T) -> Vec<T> {
    let seeds = seeds(target);
    assert!(seeds.len() >= 24, "{} seeds for {target}", seeds.len());
    let check = |seed: &Vec<u8>| {
        println!("{target}: {:?}", String::from_utf8_lossy(seed));
        check(seed)
    };
    seeds.iter().map(check).collect()
}

#[test]
fn seeds_of_origin_pass() {
    check("origin", origin);
}

#[test]
fn seeds_of_pattern_pass() {
    check("pattern", pattern);
}

#[test]
fn seeds_of_attribute_pass_whether_accepted_or_refused() {
    assert_both(&check("attribute", attribute));
}

#[test]
fn seeds_of_config_pass_whether_accepted_or_refused() {
    assert_both(&check("config", config));
}

#[track_caller]
fn assert_both(verdicts: &[Verdict]) {
    for expected in [Verdict::Accepted, Verdict::Refused] {
        let count = verdicts
            .iter()
            .filter(|verdict| **verdict == expected)
            .count();
        assert!(count >= 10, "{count} {expected:?}");
    }
}

#[test]
fn seeds_of_policies_pass() {
    check("policies", policies);
}

#[test]
fn seeds_of_request_pass() {
    let answered = check("request", request);

    let count = answered.iter().filter(|lines| **lines > 0).count();
    assert!(count >= 16, "{count} answered");
}

#[test]
fn a_request_is_answered_by_both_versions_of_http() {
    let http1 = b"1GET /any HTTP/1.1\r\nHost: a\r\n\r\n";
    let http2 = b"2:method: GET\n:scheme: https\n:authority: a\n:path: /any";

    assert_eq!(request(http1), 2);
    assert_eq!(request(http2), 2);
}
