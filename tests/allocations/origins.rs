//! What it costs to look an origin up in a set that is filled at run time.

use corsac::Origins;

#[test]
fn a_look_up_allocates_nothing() {
    let origins = Origins::new();
    let exact = (0..10_000).map(|i| format!("https://tenant-{i}.example"));
    let patterns = (0..1000).map(|i| format!("https://*.customer-{i}.example"));
    origins.replace(exact.chain(patterns)).unwrap();
    // What arc-swap keeps for each thread is allocated on its first look-up.
    let _ = origins.allows(b"");
    let rows: [(&[u8], bool); 7] = [
        (b"https://tenant-9999.example", true),
        (b"https://www.customer-999.example", true),
        (b"https://a.b.c.customer-999.example:443", true),
        (b"https://tenant-10000.example", false),
        (b"https://www.customer-1000.example", false),
        (b"null", false),
        (b"\xff\xfe, https://a.example/%00", false),
    ];
    for (origin, expected) in rows {
        let mut is_allowed = !expected;

        let allocations = allocation_counter::measure(|| is_allowed = origins.allows(origin));

        assert_eq!(allocations.count_total, 0, "{}", origin.escape_ascii());
        assert_eq!(is_allowed, expected, "{}", origin.escape_ascii());
    }
}
