//! Reads any bytes as a policy in TOML and in JSON.

#![no_main]

use corsac_fuzz::Verdict;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|input: &[u8]| -> Corpus {
    match corsac_fuzz::config(input) {
        // The format itself says what is wrong.
        Verdict::Unreadable => Corpus::Reject,
        Verdict::Refused | Verdict::Accepted => Corpus::Keep,
    }
});
