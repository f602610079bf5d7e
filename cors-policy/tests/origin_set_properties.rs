//! What holds for every set of origins that are known only at run time.

mod covering;

use self::covering::covers;
use corsac_policy::{Danger, Origin, OriginPattern, OriginSet, Problem};
use proptest::{prelude::*, sample::select, strategy::ValueTree, test_runner::TestRunner};

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
