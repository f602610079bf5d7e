//! Expands `#[cors(...)]` with any arguments.

#![no_main]

use corsac_fuzz::Verdict;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|input: &[u8]| -> Corpus {
    match corsac_fuzz::attribute(input) {
        // The compiler would stop before any attribute runs.
        Verdict::Unreadable => Corpus::Reject,
        Verdict::Refused | Verdict::Accepted => Corpus::Keep,
    }
});
