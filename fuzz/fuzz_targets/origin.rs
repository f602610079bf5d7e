//! Parses bytes as an origin.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| corsac_fuzz::origin(input));
