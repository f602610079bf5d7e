//! Which origins a pattern matches, which patterns it covers, and how far it
//! can be trusted.

use corsac_policy::{Danger, Origin, OriginPattern, OriginSet};

mod covering;

use self::{
    Verdict::{Malformed, Matches, Misses},
    covering::covers,
};

#[track_caller]
fn pattern(text: &str) -> OriginPattern<'_> {
    OriginPattern::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// What an origin does to a pattern.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Verdict {
    Matches,
    Misses,
    Malformed,
}

fn verdict(pattern: &OriginPattern<'_>, origin: &str) -> Verdict {
    match Origin::parse(origin) {
        Ok(origin) if pattern.matches(&origin) => Matches,
        Ok(_) => Misses,
        Err(_) => Malformed,
    }
}

#[track_caller]
fn assert_verdicts(text: &str, rows: &[(&str, Verdict)]) {
    let pattern = pattern(text);
    let set = OriginSet::new([text], &Danger::ALL).unwrap();
    for (origin, expected) in rows {
        assert_eq!(
            verdict(&pattern, origin),
            *expected,
            "{text} and {origin:?}"
        );
        // An exact one is compared as browsers write it, without a default port.
        let is_listed = if pattern.is_exact() {
            *origin == text
        } else {
            *expected == Matches
        };
        assert_eq!(
            set.allows(origin.as_bytes()),
            is_listed,
            "{text} and the bytes of {origin:?}"
        );
    }
}

#[test]
fn a_subdomain_wildcard_matches_no_host_that_dns_does_not_allow() {
    let longest = format!("https://{}{}.a.example", "a.".repeat(121), "b");
    let too_long = longest.replace("b.a", "bb.a");
    let long_label = format!("https://{}.a.example", "b".repeat(64));
    let host = longest.strip_prefix("https://").unwrap();
    assert_eq!(host.len(), 253);

    assert_verdicts(
        "https://*.a.example",
        &[
            (&longest, Matches),
            (&too_long, Malformed),
            (&long_label, Malformed),
        ],
    );
}

#[test]
fn an_exact_origin_matches_itself_alone() {
    assert_verdicts(
        "https://www.example.com",
        &[
            ("https://www.example.com", Matches),
            ("https://www.example.com:443", Matches),
            ("https://www.example.com:80", Misses),
            ("https://www.example.com:8443", Misses),
            ("http://www.example.com", Misses),
            ("http://www.example.com:443", Misses),
            ("https://example.com", Misses),
            ("https://evilexample.com", Misses),
            ("https://evil.com", Misses),
            ("https://www.example.com.evil.com", Misses),
            ("https://www.example.comevil.com", Misses),
            ("https://www.example.com_.evil.com", Misses),
            ("https://evil.example.com", Misses),
            ("http://evil.example.com", Misses),
            ("https://wwwaexample.com", Misses),
            ("https://www.example.co", Misses),
            ("https://www.example.community", Misses),
            ("https://a.www.example.com", Misses),
            ("null", Malformed),
            ("", Malformed),
            ("*", Malformed),
            ("https://www.example.com`.evil.com", Malformed),
            ("https://www.example.com/", Malformed),
            ("https://www.example.com.", Malformed),
            ("https://WWW.example.com", Malformed),
            ("https://www.example.com@evil.com", Malformed),
            ("https://www.example.com, https://evil.com", Malformed),
            ("https://www.example.com%00.evil.com", Malformed),
        ],
    );
}

#[test]
fn a_subdomain_wildcard_matches_whole_labels() {
    assert_verdicts(
        "https://*.example.com",
        &[
            ("https://www.example.com", Matches),
            ("https://a.b.c.example.com", Matches),
            ("https://xn--bcher-kva.example.com", Matches),
            ("https://a_b.example.com", Matches),
            ("https://example.com.example.com", Matches),
            ("https://www.example.com:443", Matches),
            ("https://example.com", Misses),
            ("https://evilexample.com", Misses),
            ("https://evil-example.com", Misses),
            ("https://wwwaexample.com", Misses),
            ("https://www.example.com.evil.com", Misses),
            ("https://www.example.com_.evil.com", Misses),
            ("https://www.example.co", Misses),
            ("https://www.example.community", Misses),
            ("https://evil.com", Misses),
            ("https://com", Misses),
            ("http://www.example.com", Misses),
            ("https://www.example.com:8443", Misses),
            ("https://.example.com", Malformed),
            ("https://a..example.com", Malformed),
            ("https://*.example.com", Malformed),
            ("https://-.example.com", Malformed),
            ("https://evil.com/.example.com", Malformed),
            ("https://evil.com#.example.com", Malformed),
            ("https://evil.com?.example.com", Malformed),
            ("https://evil.com\\.example.com", Malformed),
            ("https://evil.com:80.example.com", Malformed),
            ("https://evil.com@www.example.com", Malformed),
            ("https://www.evil.com%2f.example.com", Malformed),
            ("https://evil.com`.example.com", Malformed),
            ("null", Malformed),
        ],
    );
}

#[test]
fn two_exact_origins_do_not_join() {
    for text in ["https://foo.com", "https://bar.com"] {
        assert_verdicts(
            text,
            &[
                ("https://barfoo.com", Misses),
                ("https://foobar.com", Misses),
            ],
        );
    }
}

#[test]
fn a_port_wildcard_matches_any_port_of_one_host() {
    assert_verdicts(
        "http://localhost:*",
        &[
            ("http://localhost", Matches),
            ("http://localhost:80", Matches),
            ("http://localhost:1", Matches),
            ("http://localhost:65535", Matches),
            ("https://localhost:5173", Misses),
            ("http://localhost.evil.com", Misses),
            ("http://localhost.evil.com:5173", Misses),
            ("http://app.localhost:5173", Misses),
            ("http://localhostevil:5173", Misses),
            ("http://127.0.0.1:5173", Misses),
            ("http://localhost:", Malformed),
            ("http://localhost:0", Malformed),
            ("http://localhost:65536", Malformed),
            ("http://localhost:5173.evil.com", Malformed),
            ("http://localhost:80@evil.com", Malformed),
        ],
    );
    assert_verdicts(
        "http://[::1]:*",
        &[
            ("http://[::1]:3000", Matches),
            ("http://[::1:3000]", Misses),
        ],
    );
}

#[test]
fn both_wildcards_combine() {
    assert_verdicts(
        "http://*.localhost:*",
        &[
            ("http://app.localhost", Matches),
            ("http://a.app.localhost:5173", Matches),
            ("http://localhost:5173", Misses),
            ("http://applocalhost:5173", Misses),
            ("https://app.localhost:5173", Misses),
        ],
    );
}

#[test]
fn a_scheme_without_default_port_matches_without_port_only() {
    assert_verdicts(
        "tauri://localhost",
        &[
            ("tauri://localhost", Matches),
            ("tauri://localhost:80", Misses),
            ("tauri://localhost:443", Misses),
            ("http://localhost", Misses),
        ],
    );
}

#[test]
fn an_opaque_host_is_compared_by_its_bytes() {
    assert_verdicts(
        "safari-web-extension://2A8F11C4-3D57-4B1E-9C80-6A5D2F0B7E91",
        &[
            (
                "safari-web-extension://2A8F11C4-3D57-4B1E-9C80-6A5D2F0B7E91",
                Matches,
            ),
            (
                "safari-web-extension://2a8f11c4-3d57-4b1e-9c80-6a5d2f0b7e91",
                Misses,
            ),
        ],
    );
    assert_verdicts(
        "app://.",
        &[
            ("app://.", Matches),
            ("app://-", Misses),
            ("app://..", Misses),
            ("app://.:80", Misses),
            ("app://", Malformed),
        ],
    );
}

#[test]
fn every_extension_is_matched_whatever_its_host_is() {
    assert_verdicts(
        "moz-extension://*",
        &[
            (
                "moz-extension://8c9f3a4e-1b2d-4c5e-9f6a-7b8c9d0e1f2a",
                Matches,
            ),
            ("moz-extension://A.b", Matches),
            ("moz-extension://-", Matches),
            ("moz-extension://a:80", Misses),
            ("chrome-extension://a", Misses),
            ("https://moz-extension", Misses),
            ("moz-extensions://a", Misses),
            ("moz-extension://*", Malformed),
            ("moz-extension://", Malformed),
            ("moz-extension://a/", Malformed),
        ],
    );
}

#[test]
fn only_domains_are_below_a_subdomain_wildcard() {
    assert_verdicts(
        "app://*.my.app",
        &[
            ("app://tenant.my.app", Matches),
            ("app://a.b.my.app", Matches),
            ("app://my.app", Misses),
            ("app://-.my.app", Misses),
            ("app://.my.app", Misses),
            ("app://a..my.app", Misses),
            ("app://A.my.app", Misses),
            ("app://a%2f.my.app", Misses),
            ("app://a,b.my.app", Misses),
            ("app://tenant.my.App", Misses),
            ("app://tenant.my.app.", Misses),
        ],
    );
}

#[test]
fn a_pattern_covers_what_adds_nothing_to_it() {
    let cases = [
        ("https://a.example", "https://a.example", true),
        ("https://*.a.example", "https://*.a.example", true),
        ("https://*.a.example", "https://b.a.example", true),
        ("https://*.a.example", "https://*.b.a.example", true),
        ("https://*.a.example:*", "https://b.a.example:81", true),
        ("https://*.a.example:*", "https://*.a.example", true),
        ("https://a.example:*", "https://a.example", true),
        ("https://*.a.example", "https://a.example", false),
        ("https://*.a.example", "https://*.example", false),
        ("https://*.a.example", "https://*.ba.example", false),
        ("https://*.a.example", "https://ba.example", false),
        ("https://*.a.example", "http://b.a.example", false),
        ("https://*.a.example", "https://b.a.example:81", false),
        ("https://*.a.example", "https://*.a.example:*", false),
        ("https://b.a.example", "https://*.a.example", false),
        ("https://a.example", "https://a.example:*", false),
        ("https://a.example:81", "https://a.example", false),
        ("moz-extension://*", "moz-extension://8C9F-1", true),
        ("moz-extension://*", "moz-extension://*.a.example", true),
        ("moz-extension://*", "moz-extension://*", true),
        ("moz-extension://*", "moz-extension://a:*", false),
        ("moz-extension://*", "moz-extension://a:1", false),
        ("moz-extension://*", "chrome-extension://a", false),
        ("moz-extension://*", "chrome-extension://*", false),
        ("moz-extension://a", "moz-extension://*", false),
        (
            "moz-extension://*.a.example",
            "moz-extension://-.a.example",
            false,
        ),
    ];
    for (one, other, expected) in cases {
        assert_eq!(covers(one, other), expected, "{one} and {other}");
    }
}

#[test]
fn an_origin_is_insecure_when_the_network_can_fake_it() {
    let secure = [
        "https://a.example",
        "https://*.a.example:*",
        "https://10.0.0.1",
        "http://localhost",
        "http://localhost:*",
        "http://*.localhost",
        "http://a.b.localhost:81",
        "http://127.0.0.1",
        "http://127.255.255.254:*",
        "http://[::1]:3000",
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
        "moz-extension://8c9f3a4e-1b2d-4c5e-9f6a-7b8c9d0e1f2a",
        "tauri://localhost",
        "capacitor://localhost",
        "ionic://localhost",
        "app://a",
        "app://-",
        "moz-extension://*",
        "safari-web-extension://2A8F11C4-3D57-4B1E-9C80-6A5D2F0B7E91",
    ];
    let insecure = [
        "http://a.example",
        "http://*.a.example",
        "http://a.example:443",
        "http://localhost.evil.example",
        "http://evillocalhost",
        "http://localhost.localdomain",
        "http://128.0.0.1",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "http://[::2]",
        "http://127.0.0.1.example",
        "gemini://a.example",
        "tauris://a.example",
        "httpsss://a.example",
    ];
    for (texts, expected) in [(&secure[..], false), (&insecure, true)] {
        for text in texts {
            assert_eq!(pattern(text).is_insecure(), expected, "{text}");
            if pattern(text).is_exact() {
                let origin = Origin::parse(text).expect("an origin");
                assert_eq!(origin.is_insecure(), expected, "{text}");
            }
        }
    }
}

#[test]
fn a_wildcard_below_or_above_a_public_suffix_is_found() {
    let cases = [
        ("https://*.com", Some("com")),
        ("https://*.co.uk:*", Some("co.uk")),
        ("https://*.github.io", Some("github.io")),
        ("https://*.xn--55qx5d.cn", Some("xn--55qx5d.cn")),
        // By the rules `*.ck` and `*.kawasaki.jp`, and the exception to each.
        ("https://*.ck", Some("ck")),
        ("https://*.a.ck", Some("a.ck")),
        ("https://*.www.ck", None),
        ("https://*.kawasaki.jp", Some("kawasaki.jp")),
        ("https://*.a.kawasaki.jp", Some("a.kawasaki.jp")),
        ("https://*.city.kawasaki.jp", None),
        // Above `s3.amazonaws.com`, `*.compute.amazonaws.com` and others.
        ("https://*.amazonaws.com", Some("amazonaws.com")),
        (
            "https://*.compute.amazonaws.com",
            Some("compute.amazonaws.com"),
        ),
        ("https://*.s3.amazonaws.com", Some("s3.amazonaws.com")),
        ("https://*.bucket.s3.amazonaws.com", None),
        // By the default rule `*`.
        ("https://*.corp", Some("corp")),
        ("https://*.a.corp", None),
        ("https://*.localhost", None),
        ("https://*.a.example", None),
        ("https://*.a.github.io", None),
        ("https://*.example.com", None),
        ("https://github.io", None),
        ("https://github.io:*", None),
        ("http://localhost:*", None),
    ];
    for (text, expected) in cases {
        assert_eq!(pattern(text).public_suffix(), expected, "{text}");
    }
}
