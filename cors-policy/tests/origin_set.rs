//! Origins that are known only at run time: which are refused, and what the
//! rest of them match.

use corsac_policy::{Danger, OriginSet};

/// What is said of each refused origin, by its position.
fn refusals(texts: &[&str], lifted: &[Danger]) -> Vec<(usize, String)> {
    let refused = OriginSet::new(texts, lifted).err().unwrap_or_default();
    for one in &refused {
        assert_eq!(one.origin, texts[one.position], "{one}");
    }
    let describe = |one: corsac_policy::RefusedOrigin| (one.position, one.problem.to_string());
    refused.into_iter().map(describe).collect()
}

#[test]
fn an_origin_that_breaks_a_rule_is_refused_with_its_reason() {
    let insecure = "network attackers can pose as this origin and get the user's credentials; use an `https` origin";
    let rows = [
        ("", "the origin is empty; write `scheme://host`"),
        ("*", "`*` matches any origin; list the origins"),
        (
            "null",
            "any site can send the origin `null`; list the origins",
        ),
        ("a.example", "missing scheme; write `https://a.example`"),
        (
            "https://a.example/",
            "origins have no trailing slash; write `https://a.example`",
        ),
        (
            "https://a.example/path",
            "origins have no path; write `https://a.example`",
        ),
        (
            "https://A.example",
            "origins are lowercase; write `https://a.example`",
        ),
        (
            " https://a.example",
            "origins have no whitespace; write `https://a.example`",
        ),
        (
            "https://a.example:443",
            "browsers omit the default port; write `https://a.example`",
        ),
        (
            "https://a*.example",
            "`*` must replace the whole first label or the whole port; list the origins",
        ),
        (
            "https://b\u{fc}cher.example",
            "browsers send this host in Punycode; copy `location.origin` from its pages, as in `https://xn--...`",
        ),
        (
            "https://a.example\0",
            "origins have no control characters; remove them",
        ),
        (
            "file:///index.html",
            "`file:` pages have the origin `null`; use a server, and list its origin",
        ),
        ("http://a.example", insecure),
        ("http://*.a.example:*", insecure),
        ("gemini://a.example", insecure),
        (
            "https://*.github.io",
            "anyone can own a site below `github.io` and get the user's credentials; list the origins instead",
        ),
        (
            "moz-extension://*",
            "any browser extension could get the user's credentials; list the origins instead",
        ),
        ("https://good.example", "duplicate entry; remove it"),
        (
            "https://b.wide.example",
            "`https://*.wide.example` already covers this origin; remove it",
        ),
        (
            "https://*.b.wide.example",
            "`https://*.wide.example` already covers this origin; remove it",
        ),
        (
            "http://localhost:5173",
            "`http://localhost:*` already covers this origin; remove it",
        ),
    ];
    for (text, reason) in rows {
        let good = [
            "https://good.example",
            "https://*.wide.example",
            "http://localhost:*",
        ];

        let refused = refusals(&[good[0], good[1], good[2], text], &[]);

        assert_eq!(refused, [(3, reason.to_owned())], "{text:?}");
    }
}

#[test]
fn every_origin_that_is_refused_is_listed_once_and_in_order() {
    let texts = [
        "https://b.a.example",
        "https://A.example",
        "https://a.example",
        "http://a.example",
        "https://a.example",
        "https://A.example",
        "https://*.a.example",
        "*",
        "https://*.b.a.example",
        "https://b.a.example",
    ];

    let refused = refusals(&texts, &[]);

    let positions: Vec<_> = refused.iter().map(|(position, _)| *position).collect();
    assert_eq!(positions, [0, 1, 3, 4, 5, 7, 8, 9]);
    assert!(refused[4].1.contains("lowercase"), "{:?}", refused[4]);
    assert!(refused[7].1.contains("duplicate"), "{:?}", refused[7]);
}

#[test]
fn what_is_no_pattern_covers_nothing() {
    let texts = ["https://*a.example", "https://ba.example"];

    let refused = refusals(&texts, &[]);

    let reason =
        "`*` must replace the whole first label or the whole port; list the origins".to_owned();
    assert_eq!(refused, [(0, reason)]);
}

#[test]
fn any_origin_is_refused_whatever_is_lifted() {
    for texts in [&["*"][..], &["*", "https://a.example"]] {
        let refused = refusals(texts, &Danger::ALL);

        let reason = "`*` matches any origin; list the origins";
        assert_eq!(refused, [(0, reason.to_owned())]);
    }
}

#[test]
fn a_lifted_prohibition_lets_in_what_it_names_and_nothing_else() {
    let texts = [
        "http://a.example",
        "https://*.github.io",
        "null",
        "moz-extension://*",
    ];
    let rows = [
        (&[][..], &[0, 1, 2, 3][..]),
        (&[Danger::InsecureOrigins], &[1, 2, 3]),
        (&[Danger::PublicSuffixes], &[0, 2, 3]),
        (&[Danger::NullOrigin], &[0, 1, 3]),
        (&[Danger::UncheckedOrigins], &[0, 1, 2]),
        (&[Danger::InsecureOrigins, Danger::PublicSuffixes], &[2, 3]),
        (&Danger::ALL, &[]),
    ];
    for (lifted, expected) in rows {
        let refused = refusals(&texts, lifted);

        let positions: Vec<_> = refused.iter().map(|(position, _)| *position).collect();
        assert_eq!(positions, expected, "{lifted:?}");
    }
}

#[test]
fn a_refusal_is_one_short_line_whatever_is_refused() {
    let texts = [
        "https://a.example\n2026-01-01 ERROR forged".to_owned(),
        "https://a.example\u{1b}[2J\u{202e}".to_owned(),
        "\"`\\".to_owned(),
        "https://".to_owned() + &"a".repeat(1 << 20),
        "\u{10ffff}".repeat(1 << 18),
        "\0".repeat(1 << 20),
    ];

    let refused = OriginSet::new(&texts, &[]).unwrap_err();

    assert_eq!(refused.len(), texts.len());
    for one in &refused {
        let line = one.to_string();
        let is_safe = |c: char| !c.is_control() && c != '\u{202e}';
        assert!(line.len() < 4000 && line.chars().all(is_safe), "{line:?}");
    }
    assert_eq!(
        refused[0].to_string(),
        r#"origin 1, "https://a.example\n2026-01-01 ERROR forged": origins have no whitespace; remove it"#,
    );
}

#[test]
fn a_set_allows_what_its_origins_and_patterns_stand_for() {
    let set = OriginSet::new(
        [
            "https://a.example",
            "https://a.example:8443",
            "https://*.a.example",
            "https://*.b.example:*",
            "https://*.b.example.net:8443",
            "http://localhost:*",
            "http://[::1]:*",
            "http://127.0.0.1",
            "tauri://localhost",
            "chrome-extension://*.c.example",
            "app://-",
            "safari-web-extension://2A8F-1",
        ],
        &[],
    )
    .unwrap();
    let rows: [(&str, bool); 47] = [
        ("https://a.example", true),
        // No browser writes a default port.
        ("https://a.example:443", false),
        ("https://a.example:80", false),
        ("https://a.example:8443", true),
        ("https://a.example:8444", false),
        ("http://a.example", false),
        ("http://a.example:443", false),
        ("https://A.example", false),
        ("https://a.example/", false),
        ("https://a.example ", false),
        ("https://a.example,https://a.example", false),
        ("https://www.a.example", true),
        ("https://www.a.example:443", true),
        ("https://x.www.a.example", true),
        ("https://www.a.example:8443", false),
        ("http://www.a.example", false),
        ("https://.a.example", false),
        ("https://-.a.example", false),
        ("https://*.a.example", false),
        ("https://evila.example", false),
        ("https://www.a.example.evil.example", false),
        ("https://b.example", false),
        ("https://b.example:1", false),
        ("https://www.b.example", true),
        ("https://www.b.example:1", true),
        ("https://www.b.example:*", false),
        ("https://www.b.example:0", false),
        ("https://www.b.example.net", false),
        ("https://www.b.example.net:8443", true),
        ("http://localhost", true),
        ("http://localhost:5173", true),
        ("https://localhost", false),
        ("http://app.localhost", false),
        ("http://[::1]:3000", true),
        ("http://[::1]", true),
        ("http://127.0.0.1:80", false),
        ("http://127.0.0.1:81", false),
        ("tauri://localhost", true),
        ("tauri://localhost:1", false),
        ("chrome-extension://x.c.example", true),
        ("chrome-extension://-.c.example", false),
        ("app://-", true),
        ("app://.", false),
        ("safari-web-extension://2A8F-1", true),
        ("safari-web-extension://2a8f-1", false),
        ("null", false),
        ("", false),
    ];
    for (origin, expected) in rows {
        assert_eq!(set.allows(origin.as_bytes()), expected, "{origin:?}");
    }
    assert!(!set.allows(b"https://a.example\xff"));
    assert!(!set.allows(&vec![b'a'; 1 << 20]));
}

#[test]
fn opaque_hosts_are_found_among_many_patterns() {
    let ports = (1..=20).map(|port| format!("https://*.a.example:{port}"));
    let others = [
        "moz-extension://*",
        "moz-extension://-.a.example:*",
        "app://*.a.example",
        "app://-.a.example:*",
        "app://.:*",
        "app://..:*",
    ];
    for count in [0, 20] {
        let texts = ports.clone().take(count);
        let texts: Vec<_> = texts.chain(others.map(str::to_owned)).collect();
        let set = OriginSet::new(&texts, &Danger::ALL).unwrap();
        for (origin, expected) in [
            ("moz-extension://A.-", true),
            ("moz-extension://.", true),
            ("moz-extension://a%zz", false),
            ("moz-extension://*", false),
            ("moz-extension://*.a.example", false),
            ("moz-extension://a:1", false),
            ("moz-extension://-.a.example:1", true),
            ("moz-extension://-.a.example:0", false),
            ("app://b.a.example", true),
            ("app://*.a.example", false),
            ("app://-.a.example", true),
            ("app://-.a.example:1", true),
            ("app://_-.a.example", false),
            ("app://B.a.example", false),
            ("app://a.example", false),
            ("app://.", true),
            ("app://..", true),
            ("app://...", false),
        ] {
            assert_eq!(set.allows(origin.as_bytes()), expected, "{count} {origin}");
        }
    }
}

#[test]
fn null_is_allowed_only_where_it_is_listed() {
    let set = OriginSet::new(["null"], &[Danger::NullOrigin]).unwrap();

    assert!(set.allows(b"null"));
    assert!(!set.allows(b"Null"));
    assert!(!set.allows(b"https://a.example"));
}

#[test]
fn a_set_counts_its_origins_and_patterns() {
    for count in [1, 8, 9, 100] {
        let origins = (0..count).map(|i| format!("https://a{i}.example"));
        let patterns = (0..count).map(|i| format!("https://*.b{i}.example"));

        let set = OriginSet::new(origins.chain(patterns), &[]).unwrap();

        assert_eq!(set.len(), 2 * count);
        assert!(!set.is_empty());
        assert_eq!(
            format!("{set:?}"),
            format!("OriginSet {{ len: {}, .. }}", 2 * count)
        );
    }
}

#[test]
fn an_empty_set_allows_nothing() {
    let none: [&str; 0] = [];

    for set in [OriginSet::new(none, &[]).unwrap(), OriginSet::default()] {
        assert!(set.is_empty());
        assert_eq!(set.len(), 0);
        for origin in ["https://a.example", "null", "*", ""] {
            assert!(!set.allows(origin.as_bytes()), "{origin}");
        }
    }
}

#[test]
fn a_domain_may_have_many_ports() {
    let listed = |port: &u16| port % 2 == 1;
    let ports = 1001..=2000_u16;
    let pattern = |port| format!("https://*.a.example:{port}");
    let set = OriginSet::new(ports.clone().filter(listed).map(pattern), &[]).unwrap();

    for port in ports {
        let origin = format!("https://www.a.example:{port}");
        assert_eq!(set.allows(origin.as_bytes()), listed(&port), "{origin}");
    }
}

#[test]
fn a_host_may_have_as_many_labels_as_dns_allows() {
    let longest = "a.".repeat(126) + "b";
    let texts = ["https://*.b".to_owned(), format!("https://{longest}:*")];

    let refused = OriginSet::new(&texts, &[Danger::PublicSuffixes]);

    assert!(refused.is_ok(), "{refused:?}");
    let allows = |set: &OriginSet, port| set.allows(format!("https://{longest}{port}").as_bytes());
    let wide = OriginSet::new(&texts[..1], &[Danger::PublicSuffixes]).unwrap();
    let exact = OriginSet::new(&texts[1..], &[]).unwrap();
    assert!(allows(&wide, "") && !allows(&wide, ":1"));
    assert!(allows(&exact, "") && allows(&exact, ":1"));
}
