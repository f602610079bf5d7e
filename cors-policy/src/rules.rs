//! The rules that join the facts: one function for each option, and one for
//! each rule about several.

use std::collections::BTreeSet;

use crate::{
    AllowHeader, AllowHeaders, AllowOrigins, CheckedPolicy, Danger, Draft, HeaderError,
    MAX_AGE_LIMIT, OptionName, OriginError, OriginPattern, Place, Problem, Violation,
    check_exposed_header, check_method, check_request_header, is_forbidden_method,
};

const WILDCARD: &str = "*";
const NULL: &str = "null";

pub(crate) fn check(draft: &Draft) -> Result<CheckedPolicy, Vec<Violation>> {
    let mut found = Violations::default();

    let allow_origins = check_origins(draft, &mut found);
    let allow_methods = check_methods(draft, &mut found);
    let allow_headers = check_allow_headers(draft, &mut found);
    let expose_headers = check_expose_headers(draft, &mut found);
    check_wildcards_with_credentials(draft, &mut found);
    check_max_age(draft, &mut found);
    check_block_on_origin_mismatch(draft, &mut found);
    check_dangerously(draft, &mut found);
    check_json_body(draft, &mut found);

    if found.0.is_empty() {
        Ok(CheckedPolicy {
            allow_origins,
            allow_methods,
            allow_headers,
            expose_headers,
            allow_credentials: draft.allow_credentials,
            max_age: draft.max_age,
            block_on_origin_mismatch: draft.block_on_origin_mismatch,
        })
    } else {
        Err(found.0)
    }
}

#[derive(Default)]
struct Violations(Vec<Violation>);

impl Violations {
    fn report(&mut self, place: Place, problem: Problem) {
        self.0.push(Violation { place, problem });
    }

    /// Judges a list: that it has entries (rule 1), none twice by `key` (rule
    /// 9), and what `problem_with` says of each.
    fn check_entries<'a, T, K: Ord>(
        &mut self,
        option: OptionName,
        entries: &'a [T],
        key: impl Fn(&'a T) -> K,
        problem_with: impl Fn(&'a T) -> Option<Problem>,
    ) {
        if entries.is_empty() {
            self.report(Place::Option(option), Problem::EmptyList(option));
        }
        let mut seen = BTreeSet::new();
        for (i, entry) in entries.iter().enumerate() {
            let is_new = seen.insert(key(entry));
            let duplicate = || (!is_new).then_some(Problem::Duplicate);
            if let Some(problem) = problem_with(entry).or_else(duplicate) {
                self.report(Place::Entry(option, i), problem);
            }
        }
    }
}

fn check_origins(draft: &Draft, found: &mut Violations) -> AllowOrigins {
    let Some(entries) = &draft.allow_origins else {
        found.report(Place::Attribute, Problem::NoOrigins);
        return AllowOrigins::Any;
    };
    let is_alone = entries.len() == 1;
    let mut exact = Vec::new();
    let mut patterns = Vec::new();

    found.check_entries(
        OptionName::AllowOrigins,
        entries,
        |entry| entry,
        |entry| problem_with_origin(entry, is_alone, draft),
    );
    check_covered_origins(entries, found);

    for entry in entries {
        match OriginPattern::parse(entry) {
            Ok(pattern) if !pattern.is_exact() => patterns.push(pattern),
            Err(OriginError::AnyOrigin) => return AllowOrigins::Any,
            _ => exact.push(entry.clone()),
        }
    }
    AllowOrigins::Listed { exact, patterns }
}

/// Rules 2 to 4, for one entry of the list.
fn problem_with_origin(entry: &str, is_alone: bool, draft: &Draft) -> Option<Problem> {
    match OriginPattern::parse(entry) {
        Err(OriginError::AnyOrigin) => (!is_alone).then_some(Problem::AnyOriginBesideOthers),
        Err(OriginError::NullOrigin) if draft.lifts(Danger::NullOrigin) => None,
        Err(error) => Some(Problem::Origin(error)),
        Ok(pattern) if draft.allow_credentials => problem_with_credentials(&pattern, draft),
        Ok(_) => None,
    }
}

/// Rule 4: whom credentials may not be shared with.
fn problem_with_credentials(pattern: &OriginPattern, draft: &Draft) -> Option<Problem> {
    if pattern.is_insecure() && !draft.lifts(Danger::InsecureOrigins) {
        return Some(Problem::InsecureOrigin);
    }
    pattern
        .public_suffix()
        .filter(|_| !draft.lifts(Danger::PublicSuffixes))
        .map(|suffix| Problem::PublicSuffix(suffix.to_owned()))
}

/// Rule 9, for patterns: only those with a wildcard can cover another entry.
fn check_covered_origins(entries: &[String], found: &mut Violations) {
    let parsed: Vec<_> = entries
        .iter()
        .map(|entry| OriginPattern::parse(entry).ok())
        .collect();
    let wide: Vec<_> = parsed
        .iter()
        .flatten()
        .filter(|pattern| !pattern.is_exact())
        .collect();

    for (i, pattern) in parsed.iter().enumerate() {
        let Some(pattern) = pattern else { continue };
        let cover = wide
            .iter()
            .find(|wide| **wide != pattern && wide.covers(pattern));
        if let Some(cover) = cover {
            found.report(
                Place::Entry(OptionName::AllowOrigins, i),
                Problem::OriginCovered {
                    by: cover.as_str().to_owned(),
                },
            );
        }
    }
}

/// Rule 5. Left out, it is what the route serves, without the methods that
/// browsers never send.
fn check_methods(draft: &Draft, found: &mut Violations) -> Vec<String> {
    let served = &draft.served_methods;
    let Some(methods) = &draft.allow_methods else {
        let sendable = served.iter().filter(|method| !is_forbidden_method(method));
        return sendable.cloned().collect();
    };

    found.check_entries(
        OptionName::AllowMethods,
        methods,
        |method| method,
        |method| {
            if method == WILDCARD {
                return (!draft.allow_credentials).then_some(Problem::WildcardMethod);
            }
            match check_method(method) {
                Err(error) => Some(Problem::Method(error)),
                Ok(()) if served.contains(method) => None,
                Ok(()) => Some(Problem::MethodNotServed {
                    served: served.clone(),
                }),
            }
        },
    );
    methods.clone()
}

/// Rule 6.
fn check_allow_headers(draft: &Draft, found: &mut Violations) -> AllowHeaders {
    let Some(entries) = &draft.allow_headers else {
        return AllowHeaders::default();
    };
    let any = entries.contains(&AllowHeader::Name(WILDCARD.to_owned()));
    let mirrored = entries.contains(&AllowHeader::MirrorRequest);

    found.check_entries(
        OptionName::AllowHeaders,
        entries,
        |entry| entry.name().map(str::to_ascii_lowercase),
        |entry| match entry.name()? {
            _ if mirrored => Some(Problem::HeaderCovered {
                by: "mirror_request",
            }),
            // `*` never covers it: https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
            name if name.eq_ignore_ascii_case("authorization") => None,
            name => problem_with_header(name, check_request_header, any),
        },
    );
    if mirrored {
        AllowHeaders::MirrorRequest
    } else {
        let names = entries.iter().filter_map(AllowHeader::name);
        AllowHeaders::Names(names.map(str::to_owned).collect())
    }
}

/// Rule 7.
fn check_expose_headers(draft: &Draft, found: &mut Violations) -> Vec<String> {
    let Some(names) = &draft.expose_headers else {
        return Vec::new();
    };
    let any = names.iter().any(|name| name == WILDCARD);

    found.check_entries(
        OptionName::ExposeHeaders,
        names,
        |name| name.to_ascii_lowercase(),
        |name| problem_with_header(name, check_exposed_header, any),
    );
    names.clone()
}

fn problem_with_header(
    name: &str,
    check: fn(&str) -> Result<(), HeaderError>,
    any: bool,
) -> Option<Problem> {
    match check(name) {
        Err(error) => Some(Problem::Header(error)),
        Ok(()) if any && name != WILDCARD => Some(Problem::HeaderCovered { by: WILDCARD }),
        Ok(()) => None,
    }
}

/// Rule 2: with credentials, browsers take `*` literally in every list; see
/// <https://fetch.spec.whatwg.org/#http-new-header-syntax>.
fn check_wildcards_with_credentials(draft: &Draft, found: &mut Violations) {
    if !draft.allow_credentials {
        return;
    }
    let wildcard_in = |list: &Option<Vec<String>>| {
        let mut entries = list.iter().flatten();
        entries.position(|entry| entry == WILDCARD)
    };
    let mut headers = draft.allow_headers.iter().flatten();
    for (option, wildcard) in [
        (OptionName::AllowOrigins, wildcard_in(&draft.allow_origins)),
        (OptionName::AllowMethods, wildcard_in(&draft.allow_methods)),
        (
            OptionName::AllowHeaders,
            headers.position(|entry| entry.name() == Some(WILDCARD)),
        ),
        (
            OptionName::ExposeHeaders,
            wildcard_in(&draft.expose_headers),
        ),
    ] {
        let Some(i) = wildcard else { continue };
        found.report(
            Place::Entry(option, i),
            Problem::WildcardWithCredentials(option),
        );
        found.report(
            Place::Option(OptionName::AllowCredentials),
            Problem::CredentialsWithWildcard(option),
        );
    }
}

/// Rule 8.
fn check_max_age(draft: &Draft, found: &mut Violations) {
    if draft.max_age.is_some_and(|seconds| seconds > MAX_AGE_LIMIT) {
        found.report(Place::Entry(OptionName::MaxAge, 0), Problem::MaxAgeTooLarge);
    }
}

/// Rule 10, for `block_on_origin_mismatch`.
fn check_block_on_origin_mismatch(draft: &Draft, found: &mut Violations) {
    let mut origins = draft.allow_origins.iter().flatten();
    if draft.block_on_origin_mismatch && origins.any(|origin| origin == WILDCARD) {
        found.report(
            Place::Option(OptionName::BlockOnOriginMismatch),
            Problem::NothingToBlock,
        );
    }
}

/// Rule 10, for `dangerously`.
fn check_dangerously(draft: &Draft, found: &mut Violations) {
    let Some(dangers) = &draft.dangerously else {
        return;
    };
    let origins = || draft.allow_origins.iter().flatten();
    let has_credentialed = |is_risky: fn(&OriginPattern) -> bool| {
        let mut patterns = origins().filter_map(|origin| OriginPattern::parse(origin).ok());
        draft.allow_credentials && patterns.any(|pattern| is_risky(&pattern))
    };
    let is_needed = |danger| match danger {
        Danger::InsecureOrigins => has_credentialed(OriginPattern::is_insecure),
        Danger::PublicSuffixes => has_credentialed(|pattern| pattern.public_suffix().is_some()),
        Danger::NullOrigin => origins().any(|origin| origin == NULL),
        // Every form of `allow_origins` can be checked.
        Danger::UncheckedOrigins => false,
    };

    found.check_entries(
        OptionName::Dangerously,
        dangers,
        |danger| danger.as_str(),
        |danger| (!is_needed(*danger)).then_some(Problem::NothingToLift(*danger)),
    );
}

/// Rule 11: `application/json` is not safelisted, so every such request is
/// preflighted; see <https://fetch.spec.whatwg.org/#cors-safelisted-request-header>.
fn check_json_body(draft: &Draft, found: &mut Violations) {
    let allows_content_type = |entry: &AllowHeader| match entry.name() {
        None | Some(WILDCARD) => true,
        Some(name) => name.eq_ignore_ascii_case("content-type"),
    };
    let mut headers = draft.allow_headers.iter().flatten();
    if draft.takes_json && !headers.any(allows_content_type) {
        found.report(Place::JsonParameter, Problem::JsonWithoutContentType);
    }
}
