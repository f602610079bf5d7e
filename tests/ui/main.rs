//! What `#[cors]` refuses, and what the compiler then says of it: a folder for
//! each kind of mistake, a file for each mistake. `accepted` has a file for each
//! kind, with what resembles the mistakes and is none.

use std::{collections::BTreeSet, fs, path::Path};

use trybuild::TestCases;

const FOLDER: &str = "tests/ui";
const ACCEPTED: &str = "accepted";
/// Of no kind of its own: several mistakes of the other kinds.
const SEVERAL: &str = "several";

#[test]
#[ignore = "needs rustc 1.95, whose frames are around the expected messages"]
fn mistakes_are_refused_on_the_token_at_fault() {
    let cases = TestCases::new();
    for kind in kinds() {
        cases.compile_fail(format!("{FOLDER}/{kind}/*.rs"));
    }
}

#[test]
fn what_resembles_a_mistake_is_accepted() {
    let cases = TestCases::new();
    cases.pass(format!("{FOLDER}/{ACCEPTED}/*.rs"));
}

#[test]
fn every_kind_of_mistake_has_an_accepted_twin() {
    for kind in kinds() {
        let twin = format!("{FOLDER}/{ACCEPTED}/{kind}.rs");

        assert!(Path::new(&twin).exists() || kind == SEVERAL, "{twin}");
    }
}

/// The kinds of mistakes, in the order of the alphabet.
fn kinds() -> BTreeSet<String> {
    let entries = fs::read_dir(FOLDER).expect("tests run in the folder of the package");
    entries
        .map(Result::unwrap)
        // This file is among them.
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .filter(|folder| folder != ACCEPTED)
        .collect()
}
