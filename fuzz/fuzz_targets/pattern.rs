//! Parses two patterns, and matches an origin against them.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| corsac_fuzz::pattern(input));
