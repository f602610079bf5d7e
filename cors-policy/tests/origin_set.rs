//! Origins that are known only at run time: which are refused, and what the
//! rest of them match.

mod covering;

use self::covering::covers;
use corsac_policy::{Danger, Origin, OriginPattern, OriginSet, Problem};
use proptest::{prelude::*, sample::select, strategy::ValueTree, test_runner::TestRunner};

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

/// Few hosts and ports, so that what is made of them often meets.
fn scheme() -> impl Strategy<Value = &'static str> {
    select(vec!["https", "https", "https", "http", "moz-extension"])
}

fn host() -> impl Strategy<Value = String> {
    let domain = "([abc]\\.){0,4}(example|a|localhost)";
    prop_oneof![9 => domain, 1 => select(vec!["[::1]", "127.0.0.1"]).prop_map(str::to_owned)]
}

fn text() -> impl Strategy<Value = String> {
    let wildcard = select(vec!["", "", "*."]);
    let port = select(vec!["", "", ":*", ":1", ":80", ":443", ":8080"]);
    let of_parts = (scheme(), wildcard, host(), port)
        .prop_map(|(scheme, wildcard, host, port)| format!("{scheme}://{wildcard}{host}{port}"))
        .boxed();
    prop_oneof![19 => of_parts, 1 => Just("moz-extension://*".to_owned())]
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(text(), 0..20)
}

/// An origin that `text` stands for, or one that nearly is.
fn near(text: &str) -> impl Strategy<Value = String> + use<> {
    let text = text.to_owned();
    let labels = select(vec!["a.", "b.", "a.b.", "c.a.", "", ".", "-.", "A.", "*."]);
    let port = select(vec!["", ":1", ":80", ":443", ":8080", ":0", ":*", ":x"]);
    (labels, port, 0..10_u8).prop_map(move |(labels, port, kind)| {
        let end = if text.ends_with("://*") { "." } else { "" };
        let text = format!("{text}{end}");
        let origin = text.replace("*.", labels).replace(":*", port);
        match kind {
            0 => origin.replace("://", "://evil"),
            1 => origin + ".evil.example",
            2 => origin.replacen("https", "http", 1),
            3 => origin.replacen('a', "b", 1),
            4 => origin.replacen("a.", "", 1),
            5 => origin + port,
            _ => origin,
        }
    })
}

/// A set, the patterns that it is of, and an origin near to one of them.
fn set_and_origin() -> impl Strategy<Value = (Vec<String>, OriginSet, String)> {
    let origin = |texts: Vec<String>| {
        let near_one = match texts.as_slice() {
            [] => Just("https://a.example".to_owned()).boxed(),
            texts => select(texts.to_vec())
                .prop_flat_map(|text| near(&text))
                .boxed(),
        };
        let origin = prop_oneof![4 => near_one, 1 => text()];
        (Just(texts), origin)
    };
    texts().prop_flat_map(origin).prop_map(|(texts, origin)| {
        let texts = accepted(texts);
        let set = OriginSet::new(&texts, &Danger::ALL).unwrap();
        (texts, set, origin)
    })
}

/// Those that are not refused.
fn accepted(mut texts: Vec<String>) -> Vec<String> {
    let refused = OriginSet::new(&texts, &Danger::ALL).err();
    for one in refused.iter().flatten().rev() {
        texts.remove(one.position);
    }
    texts
}

fn any_matches(patterns: &[String], origin: &str) -> bool {
    let matches = |text: &String| {
        let pattern = OriginPattern::parse(text).unwrap();
        if pattern.is_exact() {
            text == origin
        } else {
            Origin::parse(origin).is_ok_and(|origin| pattern.matches(&origin))
        }
    };
    patterns.iter().any(matches)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_set_allows_what_any_of_its_patterns_matches(
        (patterns, set, origin) in set_and_origin(),
    ) {
        prop_assert_eq!(set.len(), patterns.len());
        prop_assert_eq!(set.allows(origin.as_bytes()), any_matches(&patterns, &origin));
    }

    #[test]
    fn an_origin_is_refused_as_covered_when_another_one_covers_it(texts in texts()) {
        let patterns: Vec<_> = texts.iter().map(|text| OriginPattern::parse(text).ok()).collect();
        let refused = OriginSet::new(&texts, &Danger::ALL).err().unwrap_or_default();

        for (i, pattern) in patterns.iter().enumerate() {
            let Some(pattern) = pattern else { continue };
            let covers = |wide: &str| wide != pattern.as_str() && covers(wide, pattern.as_str());
            let is_new = !texts[..i].contains(&texts[i]);
            let is_covered = is_new && patterns.iter().flatten().any(|wide| covers(wide.as_str()));
            let problem = refused.iter().find(|one| one.position == i).map(|one| &one.problem);
            match problem {
                Some(Problem::OriginCovered { by }) => {
                    prop_assert!(is_covered && covers(by));
                }
                problem => prop_assert!(!is_covered, "{:?}: {:?}", pattern, problem),
            }
        }
    }

    #[test]
    fn no_text_makes_a_set_panic(texts in prop::collection::vec(any::<String>(), 0..5)) {
        match OriginSet::new(&texts, &[]) {
            Ok(set) => prop_assert!(texts.iter().all(|text| set.allows(text.as_bytes()))),
            Err(refused) => prop_assert!(refused.iter().all(|one| !one.to_string().is_empty())),
        }
    }

    #[test]
    fn no_value_of_a_header_makes_a_set_panic(value in any::<Vec<u8>>()) {
        let texts = ["https://*.a.example", "http://localhost:*", "https://a.example"];

        let _ = OriginSet::new(texts, &[]).unwrap().allows(&value);
    }
}

/// Without this, the properties above could hold for want of examples.
#[test]
fn generated_sets_allow_and_refuse_often_enough() {
    let mut runner = TestRunner::deterministic();
    let (mut by_exact, mut by_wide, mut missed, mut covered) = (0, 0, 0, 0);

    for _ in 0..1000 {
        let (patterns, set, origin) = set_and_origin().new_tree(&mut runner).unwrap().current();
        let exact = patterns.contains(&origin);
        match set.allows(origin.as_bytes()) {
            true if exact => by_exact += 1,
            true => by_wide += 1,
            false => missed += 1,
        }
        let texts = texts().new_tree(&mut runner).unwrap().current();
        let refused = OriginSet::new(&texts, &Danger::ALL).err();
        let is_cover = |problem: &Problem| matches!(problem, Problem::OriginCovered { .. });
        covered += usize::from(refused.iter().flatten().any(|one| is_cover(&one.problem)));
    }

    let counts = [by_exact, by_wide, missed, covered];
    assert!(counts.iter().all(|&count| count > 100), "{counts:?}");
}
