//! Serves what comes over a connection, of HTTP/1.1 or HTTP/2.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    corsac_fuzz::request(input);
});
