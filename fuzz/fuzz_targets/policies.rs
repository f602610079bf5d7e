//! Serves a fetch, and two more requests, by policies around each other.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| corsac_fuzz::policies(input));
