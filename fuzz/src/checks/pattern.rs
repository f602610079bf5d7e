use std::{collections::BTreeSet, str};

use corsac_policy::{Danger, Origin, OriginPattern, OriginSet};

use super::message::assert_helpful;
use crate::{covering::covers, reference};

/// Takes an input of three lines, two patterns and an origin (which may be
/// patterns, too). What parses prints back the same, what does not is explained,
/// and both agree with the reference, as do matching and covering.
///
/// # Panics
///
/// When this does not hold.
pub fn pattern(input: &[u8]) {
    let Ok(input) = str::from_utf8(input) else {
        return;
    };
    let texts: Vec<_> = input.splitn(3, '\n').collect();
    let origin = texts.last().copied().unwrap_or_default();

    let patterns: Vec<_> = texts.iter().filter_map(|text| parse(text)).collect();
    for one in &patterns {
        check_alone(one);
        check_matching(one, origin);
        for other in &patterns {
            check_covering(one, other, origin);
        }
    }
}

fn parse(text: &str) -> Option<OriginPattern<'_>> {
    let parsed = OriginPattern::parse(text);

    assert_eq!(parsed.is_ok(), reference::is_pattern(text), "{text:?}");
    if let Err(error) = &parsed {
        assert_helpful(error, text, |text| OriginPattern::parse(text).is_ok());
    }
    let pattern = parsed.ok()?;
    assert_eq!(pattern.as_str(), text);
    assert_eq!(pattern.to_string(), text);
    Some(pattern)
}

fn check_alone(pattern: &OriginPattern<'_>) {
    let text = pattern.as_str();

    assert_eq!(pattern.is_exact(), !text.contains('*'), "{pattern}");
    assert_eq!(
        pattern.is_exact(),
        reference::is_origin(text),
        "{pattern} as an origin"
    );
    if let Some(suffix) = pattern.public_suffix() {
        let (_, domain) = text.split_once("://*.").expect("a wildcard");
        assert!(domain.starts_with(suffix), "{pattern} and {suffix}");
    }
    assert!(
        !(text.starts_with("https:") && pattern.is_insecure()),
        "{pattern}"
    );
}

fn check_matching(pattern: &OriginPattern<'_>, origin: &str) {
    assert_eq!(
        matches(pattern, origin),
        reference::matches(pattern.as_str(), origin),
        "{pattern} and {origin:?}"
    );
    let set = OriginSet::new([pattern.as_str()], &Danger::ALL).expect("one pattern");
    // An exact one is compared as browsers write it, without a default port.
    let is_listed = if pattern.is_exact() {
        origin == pattern.as_str()
    } else {
        matches(pattern, origin)
    };
    assert_eq!(
        set.allows(origin.as_bytes()),
        is_listed,
        "the bytes of {origin:?} and {pattern}"
    );
}

fn check_covering(one: &OriginPattern<'_>, other: &OriginPattern<'_>, origin: &str) {
    let covers = covers(one.as_str(), other.as_str());
    let witnesses = witnesses(other);

    for witness in &witnesses {
        assert!(matches(other, witness), "{other} and {witness}");
    }
    let matches_all = witnesses.iter().all(|witness| matches(one, witness));
    assert_eq!(covers, matches_all, "{one} and {other}");
    if covers && matches(other, origin) {
        assert!(matches(one, origin), "{one}, {other} and {origin}");
    }
}

fn matches(pattern: &OriginPattern<'_>, origin: &str) -> bool {
    Origin::parse(origin).is_ok_and(|origin| pattern.matches(&origin))
}

/// Origins that `pattern` stands for, so varied that no other pattern matches
/// them all unless it covers this one.
fn witnesses(pattern: &OriginPattern<'_>) -> BTreeSet<String> {
    if let Some(scheme) = pattern.as_str().strip_suffix("://*") {
        let hosts = ["q", "Q.example", "."];
        return hosts.map(|host| format!("{scheme}://{host}")).into();
    }
    let mut origins = BTreeSet::new();
    for labels in ["q.", "r."] {
        for port in ["", ":7", ":8"] {
            origins.insert(pattern.as_str().replace(":*", port).replace("*.", labels));
        }
    }
    origins
}
