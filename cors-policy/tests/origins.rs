//! Which origins and patterns are permitted, and when two origins are equal.

use std::{collections::HashSet, fmt::Display};

use corsac_policy::{Origin, OriginPattern};

#[track_caller]
fn pattern(text: &str) -> OriginPattern<'_> {
    OriginPattern::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[track_caller]
fn origin(text: &str) -> Origin<'_> {
    Origin::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[track_caller]
fn assert_prints_back(text: &str, parsed: impl Display) {
    assert_eq!(parsed.to_string(), text);
}

#[test]
fn origins_as_browsers_send_them_are_permitted() {
    let longest_label = "a".repeat(63);
    let longest_host = [longest_label.as_str(); 4].join(".")[..253].to_owned();
    let longest = format!("{}://{longest_host}:65535", "s".repeat(64));
    for text in [
        "https://a.example",
        "http://a.example",
        "https://a.example:8443",
        "http://a.example:443",
        "https://a.example:80",
        "https://a.example:1",
        "https://a.example:65535",
        "https://www.a-b.example",
        "https://a--b.example",
        "https://a_b.example",
        "https://_a.example",
        "https://xn--bcher-kva.example",
        "https://1a.example",
        "https://1.example",
        "https://0x7f.example",
        "https://a.0xg",
        "https://localhost",
        "http://localhost:5173",
        "http://127.0.0.1:8080",
        "http://255.255.255.255",
        "http://0.0.0.0",
        "http://[::1]",
        "http://[::1]:8080",
        "http://[::]",
        "http://[2001:db8::1:0:0:1]",
        "http://[2001:db8:0:1:1:1:1:1]",
        "http://[::102:304]",
        "tauri://localhost",
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
        "moz-extension://8c9f3a4e-1b2d-4c5e-9f6a-7b8c9d0e1f2a",
        "a+b-c.1://a",
        "app://-",
        "app://.",
        "app://bundle",
        "app://bundle:8080",
        "app://My.App",
        "app://a..b.",
        "app://-a-.1",
        "app://1.2.3",
        "app://0x7f",
        "app://0",
        "app://!$&'()+,-.;=_~",
        "app://b%C3%BCcher%2f%00",
        "app://[::1]",
        "safari-web-extension://2A8F11C4-3D57-4B1E-9C80-6A5D2F0B7E91",
        &format!("app://{longest_label}{longest_label}"),
        &format!("app://{}", "A".repeat(253)),
        &format!("https://{longest_label}.example"),
        &longest,
    ] {
        assert_prints_back(text, origin(text));
        assert_prints_back(text, pattern(text));
        assert_eq!(Origin::from_bytes(text.as_bytes()), Some(origin(text)));
        assert!(pattern(text).is_exact(), "{text}");
        assert!(pattern(text).matches(&origin(text)), "{text}");
    }
}

#[test]
fn wildcards_for_subdomains_and_ports_are_permitted_in_a_pattern_only() {
    let longest = ["a".repeat(63).as_str(); 4].join(".")[..251].to_owned();
    for text in [
        "https://*.a.example",
        "https://*.example",
        "https://*.www.a.example:8443",
        "https://a.example:*",
        "https://*.a.example:*",
        "http://localhost:*",
        "http://*.localhost:*",
        "http://127.0.0.1:*",
        "http://[::1]:*",
        "tauri://localhost:*",
        "app://*.my.app",
        "app://-:*",
        "chrome-extension://*",
        "moz-extension://*",
        "safari-web-extension://*",
        &format!("https://*.{longest}"),
    ] {
        assert_prints_back(text, pattern(text));
        assert!(!pattern(text).is_exact(), "{text}");
        assert!(Origin::parse(text).is_err(), "{text}");
    }
}

#[test]
fn an_origin_is_taken_apart() {
    let cases = [
        ("https://a.example", "https", "a.example", None, Some(443)),
        ("http://a.example", "http", "a.example", None, Some(80)),
        (
            "http://a.example:443",
            "http",
            "a.example",
            Some(443),
            Some(443),
        ),
        (
            "https://a.example:443",
            "https",
            "a.example",
            Some(443),
            Some(443),
        ),
        ("http://[::1]:8080", "http", "[::1]", Some(8080), Some(8080)),
        ("tauri://localhost", "tauri", "localhost", None, None),
        ("app://-", "app", "-", None, None),
        ("app://A.%2F:80", "app", "A.%2F", Some(80), Some(80)),
    ];
    for (text, scheme, host, port, effective_port) in cases {
        let origin = origin(text);

        assert_eq!(origin.scheme(), scheme, "{text}");
        assert_eq!(origin.host(), host, "{text}");
        assert_eq!(origin.port(), port, "{text}");
        assert_eq!(origin.effective_port(), effective_port, "{text}");
        assert_eq!(origin.to_string(), text);
    }
}

#[test]
fn origins_are_equal_when_scheme_host_and_effective_port_are() {
    let same = [
        ("https://a.example", "https://a.example:443"),
        ("http://a.example:80", "http://a.example"),
        ("tauri://localhost", "tauri://localhost"),
    ];
    for (one, other) in same {
        assert_eq!(origin(one), origin(other));
        assert_eq!(HashSet::from([origin(one), origin(other)]).len(), 1);
    }
    let different = [
        ("https://a.example", "http://a.example"),
        ("https://a.example", "https://b.example"),
        ("https://a.example", "https://a.example:80"),
        ("http://a.example:443", "https://a.example:443"),
        ("tauri://localhost", "tauri://localhost:80"),
        ("app://a", "app://A"),
        ("app://a", "app://a."),
        ("app://a%2f", "app://a%2F"),
        ("app://%61", "app://a"),
    ];
    for (one, other) in different {
        assert_ne!(origin(one), origin(other));
    }
}

#[test]
fn origins_of_one_registrable_domain_are_same_site() {
    for (one, other, same_site) in [
        ("https://a.example", "https://a.example:8443", true),
        ("https://www.a.example", "https://api.a.example", true),
        ("https://a.example", "https://www.a.example", true),
        ("https://x.a.co.uk", "https://y.a.co.uk", true),
        ("https://a.co.uk", "https://b.co.uk", false),
        ("https://a.github.io", "https://b.github.io", false),
        ("https://a.example", "http://a.example", false),
        ("https://a.example", "https://b.example", false),
        ("http://localhost:5173", "http://localhost:8080", true),
        ("http://a.localhost", "http://localhost", false),
        ("http://127.0.0.1:1", "http://127.0.0.1:2", true),
        ("http://127.0.0.1", "http://126.0.0.1", false),
        ("http://[::1]", "http://[::2]", false),
        ("app://a.example", "app://a.example:1", true),
        ("app://www.a.example", "app://api.a.example", false),
        ("app://a", "app://A", false),
    ] {
        assert_eq!(
            origin(one).is_same_site(&origin(other)),
            same_site,
            "{one} and {other}"
        );
    }
}
