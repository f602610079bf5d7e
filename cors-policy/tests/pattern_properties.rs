//! What holds for every origin and pattern, whatever it is.

mod covering;
mod reference;

use self::covering::covers;
use corsac_policy::{Danger, Origin, OriginPattern, OriginSet};
use proptest::{prelude::*, sample::select, strategy::ValueTree, test_runner::TestRunner};

const HOSTS: [&str; 29] = [
    "a.example",
    "b.a.example",
    "c.b.a.example",
    "ba.example",
    "example",
    "com",
    "localhost",
    "app.localhost",
    "a_b.example",
    "xn--bcher-kva.example",
    "127.0.0.1",
    "10.0.0.1",
    "127.1",
    "0x7f.1",
    "a.0x",
    "[::1]",
    "[2001:db8::1:0:0:1]",
    "[2001:db8:0:0:1::1]",
    "[::ffff:127.0.0.1]",
    "[0::1]",
    "[1::0]",
    "*",
    "-",
    ".",
    "a.",
    "2A8F11C4-3D57-4B1E-9C80-6A5D2F0B7E91",
    "A.Example",
    "b%2f.a.example",
    "a%zz",
];
const PORTS: [&str; 12] = [
    "", "", "", ":*", ":*", ":443", ":80", ":8080", ":65535", ":65536", ":0", ":080",
];

fn scheme() -> impl Strategy<Value = &'static str> {
    select(vec![
        "https",
        "https",
        "https",
        "http",
        "tauri",
        "app",
        "moz-extension",
        "wss",
        "file",
        "htps",
        "httpss",
        "hxtp",
    ])
}

/// Mostly patterns, some of them nearly.
fn pattern() -> impl Strategy<Value = String> {
    let wildcard = select(vec!["", "*.", "*.", "*", "a*.", "*.*."]);
    let of_parts = (scheme(), wildcard, select(&HOSTS[..]), select(&PORTS[..]))
        .prop_map(|(scheme, wildcard, host, port)| format!("{scheme}://{wildcard}{host}{port}"));
    prop_oneof![15 => of_parts, 1 => Just("moz-extension://*".to_owned())]
}

fn parsed_pattern() -> impl Strategy<Value = String> {
    pattern().prop_filter("no pattern", |text| OriginPattern::parse(text).is_ok())
}

fn parsed(pattern: &str) -> OriginPattern<'_> {
    OriginPattern::parse(pattern).unwrap()
}

/// An origin that `pattern` stands for, or one that nearly is.
fn near(pattern: &str) -> impl Strategy<Value = String> + use<> {
    let text = match pattern.strip_suffix("://*") {
        Some(scheme) => format!("{scheme}://*.example"),
        None => pattern.to_owned(),
    };
    let labels = select(vec![
        "a.", "a.", "a.b.", "_.", "", "a", ".", "-.", "A.", "é.", "a..", "*.", "%2F.",
    ]);
    let port = select(vec![
        "", ":1", ":443", ":80", ":8080", ":0", ":", ":65536", ":x", ":*",
    ]);
    (labels, port, 0..9_u8, any::<prop::sample::Index>(), edit()).prop_map(
        move |(labels, port, kind, at, edit)| {
            let text = text.replace(":*", port).replace("*.", labels);
            match kind {
                0 => edited(&text, at.index(text.len() + 1), edit),
                1 => text.replace("://", "://evil"),
                2 => text + ".evil.example",
                3 => text.replacen("https", "http", 1),
                4 => text.replacen('a', "b", 1),
                _ => text,
            }
        },
    )
}

fn edit() -> impl Strategy<Value = char> {
    select("abz019.-_:/@*[]`%\\ \u{7f}é".chars().collect::<Vec<_>>())
}

/// `text` with one character more, at the first boundary from `at` on.
fn edited(text: &str, at: usize, character: char) -> String {
    let at = (at..text.len()).find(|&at| text.is_char_boundary(at));
    let (before, after) = text.split_at(at.unwrap_or(text.len()));
    format!("{before}{character}{after}")
}

fn pattern_and_origin() -> impl Strategy<Value = (String, String)> {
    parsed_pattern().prop_flat_map(|pattern| {
        let origin = near(&pattern);
        (Just(pattern), origin)
    })
}

/// Two patterns, the second made of the first.
fn related_patterns() -> impl Strategy<Value = (String, String)> {
    let labels = select(vec!["", "*.", "x.", "*.x."]);
    let ports = select(&PORTS[..]);
    (parsed_pattern(), labels, ports).prop_filter_map("no pattern", |(one, labels, port)| {
        let text = one.trim_end_matches(":*").replace("*.", "");
        let text = text.replace("://*", "://a.example");
        let other = text.replace("://", &format!("://{labels}")) + port;
        let is_pattern = OriginPattern::parse(&other).is_ok();
        is_pattern.then_some((one, other))
    })
}

fn matches(pattern: &str, origin: &str) -> bool {
    Origin::parse(origin).is_ok_and(|origin| parsed(pattern).matches(&origin))
}

/// Origins that `pattern` stands for, so varied that no other pattern matches
/// them all unless it covers this one.
fn witnesses(pattern: &str) -> Vec<String> {
    if let Some(scheme) = pattern.strip_suffix("://*") {
        let hosts = ["q", "Q.example", "."];
        return hosts.map(|host| format!("{scheme}://{host}")).into();
    }
    let mut origins = Vec::new();
    for labels in ["q.", "r."] {
        for port in ["", ":7", ":8"] {
            origins.push(pattern.replace(":*", port).replace("*.", labels));
        }
    }
    origins
}

/// The literal that a message tells to write.
fn advised(message: &str) -> Option<&str> {
    let (_, advice) = message.split_once("; write `")?;
    let literal = advice.strip_suffix('`')?;
    (literal.contains("://") && literal != "scheme://host").then_some(literal)
}

/// Anything at all, and what looks rather like an origin.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ -~]{0,40}",
        "(https?|HTTP|tauri|app|safari-web-extension|\\*|)(://|:|)[a-z0-9.:*@/?#%_\\[\\]A-]{0,30}",
        "https://\\[[0-9a-f:.%]{0,20}\\](:[0-9]{0,6})?",
        (pattern(), any::<prop::sample::Index>(), edit()).prop_map(|(text, at, edit)| edited(
            &text,
            at.index(text.len() + 1),
            edit
        )),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn matching_agrees_with_the_reference((pattern, origin) in pattern_and_origin()) {
        prop_assert_eq!(
            matches(&pattern, &origin),
            reference::matches(&pattern, &origin)
        );
    }

    #[test]
    fn parsing_agrees_with_the_reference(
        text in prop_oneof![text(), pattern(), pattern_and_origin().prop_map(|(_, origin)| origin)],
    ) {
        prop_assert_eq!(Origin::parse(&text).is_ok(), reference::is_origin(&text));
        prop_assert_eq!(OriginPattern::parse(&text).is_ok(), reference::is_pattern(&text));
    }

    #[test]
    fn bytes_are_matched_as_the_parsed_text_is(
        (pattern, origin) in pattern_and_origin(),
        other in parsed_pattern(),
        text in text(),
        junk in any::<Vec<u8>>(),
    ) {
        for pattern in [pattern, other] {
            let set = OriginSet::new([&pattern], &Danger::ALL).unwrap();
            for value in [origin.as_bytes(), text.as_bytes(), &junk] {
                let parsed = parsed(&pattern);
                // An exact one is compared as browsers write it, without a default port.
                let expected = if parsed.is_exact() { value == pattern.as_bytes() } else { Origin::from_bytes(value).is_some_and(|origin| parsed.matches(&origin)) };
                prop_assert_eq!(set.allows(value), expected);
            }
        }
    }

    #[test]
    fn bytes_are_parsed_as_the_text_is(
        text in prop_oneof![text(), pattern(), pattern_and_origin().prop_map(|(_, origin)| origin)],
        junk in any::<Vec<u8>>(),
    ) {
        prop_assert_eq!(Origin::from_bytes(text.as_bytes()), Origin::parse(&text).ok());
        let junk_text = std::str::from_utf8(&junk).ok();
        let expected = junk_text.and_then(|text| Origin::parse(text).ok());
        prop_assert_eq!(Origin::from_bytes(&junk), expected);
    }

    #[test]
    fn what_is_parsed_prints_back_the_same(pattern_text in pattern(), text in text()) {
        for text in [pattern_text, text] {
            if let Ok(pattern) = OriginPattern::parse(&text) {
                prop_assert_eq!(pattern.as_str(), &*text);
                prop_assert_eq!(pattern.to_string(), &*text);
            }
            if let Ok(origin) = Origin::parse(&text) {
                prop_assert_eq!(origin.to_string(), text);
            }
        }
    }

    #[test]
    fn one_pattern_covers_another_when_it_matches_all_that_the_other_does(
        (one, other) in prop_oneof![related_patterns(), (parsed_pattern(), parsed_pattern())],
    ) {
        let witnesses = witnesses(&other);
        let matches_all = witnesses.iter().all(|witness| matches(&one, witness));

        prop_assert!(witnesses.iter().all(|witness| matches(&other, witness)));
        prop_assert_eq!(covers(&one, &other), matches_all);
        prop_assert!(covers(&one, &one));
    }

    #[test]
    fn what_a_covered_pattern_matches_the_covering_one_matches(
        (one, other, origin) in related_patterns().prop_flat_map(|(one, other)| {
            let origin = near(&other);
            (Just(one), Just(other), origin)
        }),
    ) {
        if covers(&one, &other) && matches(&other, &origin) {
            prop_assert!(matches(&one, &origin));
        }
    }

    #[test]
    fn equal_origins_are_matched_by_the_same_patterns(
        one in parsed_pattern(),
        (other, origin) in pattern_and_origin(),
    ) {
        let Ok(origin) = Origin::parse(&origin) else { return Ok(()) };
        let Some(port) = origin.effective_port() else { return Ok(()) };
        let spelled_out = format!("{}://{}:{port}", origin.scheme(), origin.host());
        let spelled_out = Origin::parse(&spelled_out).unwrap();

        prop_assert_eq!(origin, spelled_out);
        let (one, other) = (parsed(&one), parsed(&other));
        prop_assert_eq!(one.matches(&origin), one.matches(&spelled_out));
        prop_assert_eq!(other.matches(&origin), other.matches(&spelled_out));
    }

    #[test]
    fn what_a_message_tells_to_write_is_permitted(text in text()) {
        let Err(error) = OriginPattern::parse(&text) else { return Ok(()) };
        let message = error.to_string();

        prop_assert!(message.len() < 500 && !message.contains('\n'));
        if let Some(literal) = advised(&message) {
            prop_assert!(OriginPattern::parse(literal).is_ok(), "{}", literal);
            prop_assert!(text.contains('*') || !literal.contains('*'), "{}", literal);
            prop_assert!(!text.contains('@') || text.contains(['/', '?', '#']), "{}", literal);
        }
    }

    #[test]
    fn no_text_makes_a_method_panic(text in text()) {
        if let Ok(pattern) = OriginPattern::parse(&text) {
            let _ = (pattern.is_insecure(), pattern.public_suffix(), pattern.is_exact());
        }
        if let Err(error) = Origin::parse(&text) {
            let _ = error.to_string();
        }
    }
}

/// Without this, the properties above could hold for want of examples.
#[test]
fn generated_origins_match_miss_and_fail_to_parse_often_enough() {
    let mut runner = TestRunner::deterministic();
    let (mut matched, mut missed, mut malformed) = (0, 0, 0);

    for _ in 0..1000 {
        let (pattern, origin) = pattern_and_origin()
            .new_tree(&mut runner)
            .unwrap()
            .current();
        match Origin::parse(&origin) {
            Ok(origin) if parsed(&pattern).matches(&origin) => matched += 1,
            Ok(_) => missed += 1,
            Err(_) => malformed += 1,
        }
    }

    let counts = [matched, missed, malformed];
    assert!(counts.iter().all(|&count| count > 150), "{counts:?}");
}

#[test]
fn generated_patterns_cover_others_often_enough() {
    let mut runner = TestRunner::deterministic();

    let covering = (0..1000)
        .map(|_| related_patterns().new_tree(&mut runner).unwrap().current())
        .filter(|(one, other)| one != other && covers(one, other))
        .count();

    assert!((150..850).contains(&covering), "{covering}");
}
