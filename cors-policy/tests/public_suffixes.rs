//! The public suffix list, compared with that of psl.

use std::{
    fs, iter,
    path::PathBuf,
    process::{Command, Stdio},
};

use corsac_policy::{Origin, OriginPattern};
use expect_test::expect_file;
use proptest::{prelude::*, sample::select};
use psl::{List, Psl};
use serde_json::Value;

const RULES: &str = include_str!("../public_suffix_list/rules.txt");

#[test]
fn the_list_is_that_of_psl() {
    expect_file!["../public_suffix_list/rules.txt"].assert_eq(&rules_of_psl());
}

#[test]
fn every_rule_is_applied_as_psl_applies_it() {
    for rule in RULES.lines() {
        let name = rule.trim_start_matches(['!', '*', '.']);
        for subdomain in ["", "a.", "b.a."] {
            assert_as_in_psl(&format!("{subdomain}{name}"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_domain_is_judged_as_psl_judges_it(domain in domain()) {
        assert_as_in_psl(&domain);
    }
}

/// What a rule is about, or a domain above that, or one below.
fn domain() -> impl Strategy<Value = String> {
    let rule = select(RULES.lines().collect::<Vec<_>>());
    let label = select(vec![
        "a", "0a", "z-z", "www", "city", "com", "s3", "ex", "jp",
    ]);
    let labels = prop::collection::vec(label.clone(), 0..4);
    (rule, labels, 0..4_usize, label).prop_map(|(rule, below, above, wild)| {
        let labels = rule.trim_start_matches('!').split('.').skip(above);
        let labels = labels.map(|label| if label == "*" { wild } else { label });
        let domain: Vec<_> = below.into_iter().chain(labels).collect();
        if domain.is_empty() {
            wild.to_owned()
        } else {
            domain.join(".")
        }
    })
}

/// Compares what the library says of `domain`: whether a wildcard below it is one of
/// strangers, and which domain's site it is.
#[track_caller]
fn assert_as_in_psl(domain: &str) {
    let pattern = format!("https://*.{domain}");
    let pattern = OriginPattern::parse(&pattern).unwrap();
    assert_eq!(
        pattern.public_suffix().is_some(),
        has_registry(domain),
        "{pattern}"
    );

    let is_same_site = |other: &str| {
        let [one, other] = [domain, other].map(|host| format!("https://{host}"));
        let [one, other] = [&one, &other].map(|text| Origin::parse(text).unwrap());
        one.is_same_site(&other)
    };
    let site = registrable_domain(domain).unwrap_or(domain);
    assert!(is_same_site(site), "{domain} is of {site}");
    if let Some((_, suffix)) = site.split_once('.') {
        assert!(!is_same_site(suffix), "{domain} is no more than of {site}");
    }
}

fn has_registry(domain: &str) -> bool {
    has_rule_below(domain) || suffix_len(domain) == domain.len()
}

/// psl has a branch for each label, and takes the next label only where it has a rule
/// that goes on.
fn has_rule_below(domain: &str) -> bool {
    let mut has_rule_below = false;
    let subdomain = iter::once_with(|| {
        has_rule_below = true;
        "*"
    });
    let labels = domain.rsplit('.').chain(subdomain);
    List.find(labels.map(str::as_bytes));
    has_rule_below
}

fn registrable_domain(domain: &str) -> Option<&str> {
    let subdomain_len = domain.len().checked_sub(suffix_len(domain) + 1)?;
    let label_start = domain[..subdomain_len].rfind('.').map_or(0, |dot| dot + 1);
    Some(&domain[label_start..])
}

fn suffix_len(domain: &str) -> usize {
    let suffix_len = |domain: &str| List.find(domain.rsplit('.').map(str::as_bytes)).len;
    // The rule `*.futurecms.at` matches `ex.futurecms.at`, too, but psl follows
    // `*.ex.futurecms.at` and never comes back.
    let parent = domain.split_once('.').map_or("", |(_, parent)| parent);
    let sibling = format!("-.{parent}");
    if has_rule_below(domain) && suffix_len(&sibling) == sibling.len() {
        return domain.len();
    }
    suffix_len(domain)
}

/// The rules that psl is made from, as they are kept here.
fn rules_of_psl() -> String {
    let rules = fs::read_to_string(source_of_psl().join("data/rules.txt")).unwrap();
    let mut rules: Vec<_> = rules.lines().map(to_ascii).collect();
    rules.sort_by_cached_key(|rule| order_of(rule));
    rules.join("\n") + "\n"
}

/// As browsers write it.
fn to_ascii(rule: &str) -> String {
    let (mark, name) = match rule.strip_prefix('!') {
        Some(name) => ("!", name),
        None => ("", rule),
    };
    format!("{mark}{}", idna::domain_to_ascii(name).unwrap())
}

/// From the right, with dots before all else.
fn order_of(rule: &str) -> String {
    let domain = rule.trim_start_matches('!');
    domain.replace('.', "\0").chars().rev().collect()
}

/// Where Cargo has unpacked it.
fn source_of_psl() -> PathBuf {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let psl = packages.iter().find(|it| it["name"] == "psl").unwrap();
    let mut directory = PathBuf::from(psl["manifest_path"].as_str().unwrap());
    directory.pop();
    directory
}
