//! The rules that join the facts: one function for each option, and one for
//! each rule about several.

use std::collections::BTreeSet;

use crate::{
    AllowHeader, AllowHeaders, AllowOrigin, AllowOrigins, CheckedPolicy, Danger, Draft,
    HeaderError, MAX_AGE_LIMIT, OptionName, OriginError, OriginList, OriginPattern, Place, Problem,
    Violation, check_exposed_header, check_method, check_request_header, is_forbidden_method,
    method::SAFELISTED, pattern_index::PatternIndex,
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

    found.or_else(CheckedPolicy {
        allow_origins,
        allow_methods,
        allow_headers,
        expose_headers,
        allow_credentials: draft.allow_credentials,
        max_age: draft.max_age,
        block_on_origin_mismatch: draft.block_on_origin_mismatch,
    })
}

pub(crate) fn check_beside_shared_policy(draft: &Draft) -> Result<Vec<String>, Vec<Violation>> {
    let mut found = Violations::default();
    let allow_methods = check_methods(draft, &mut found);
    for (option, is_written) in [
        (OptionName::AllowOrigins, draft.allow_origins.is_some()),
        (OptionName::AllowHeaders, draft.allow_headers.is_some()),
        (OptionName::ExposeHeaders, draft.expose_headers.is_some()),
        (OptionName::AllowCredentials, draft.allow_credentials),
        (OptionName::MaxAge, draft.max_age.is_some()),
        (
            OptionName::BlockOnOriginMismatch,
            draft.block_on_origin_mismatch,
        ),
        (OptionName::Dangerously, draft.dangerously.is_some()),
    ] {
        if is_written {
            found.report(Place::Option(option), Problem::BesideSharedPolicy(option));
        }
    }
    found.or_else(allow_methods)
}

#[derive(Default)]
struct Violations(Vec<Violation>);

impl Violations {
    fn or_else<T>(self, verdict: T) -> Result<T, Vec<Violation>> {
        if self.0.is_empty() {
            Ok(verdict)
        } else {
            Err(self.0)
        }
    }

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

    found.check_entries(
        OptionName::AllowOrigins,
        entries,
        AllowOrigin::key,
        |entry| problem_with_entry(entry, is_alone, draft),
    );
    check_covered_origins(entries, found);
    listed_origins(entries)
}

fn problem_with_entry(entry: &AllowOrigin, is_alone: bool, draft: &Draft) -> Option<Problem> {
    match entry {
        AllowOrigin::Dev(text) if text == WILDCARD => Some(Problem::AnyOriginInDev),
        AllowOrigin::Literal(text) | AllowOrigin::Dev(text) => {
            problem_with_origin(text, is_alone, draft)
        }
        AllowOrigin::Predicate(_) if draft.allow_credentials => {
            (!draft.lifts(Danger::UncheckedOrigins)).then_some(Problem::UncheckedOrigins)
        }
        AllowOrigin::From(_) | AllowOrigin::Predicate(_) => None,
    }
}

fn listed_origins(entries: &[AllowOrigin]) -> AllowOrigins {
    let mut always = OriginList::default();
    let mut dev = OriginList::default();
    for entry in entries {
        let (text, list) = match entry {
            AllowOrigin::Literal(text) if text == WILDCARD => return AllowOrigins::Any,
            AllowOrigin::Literal(text) => (text, &mut always),
            AllowOrigin::Dev(text) => (text, &mut dev),
            AllowOrigin::From(_) | AllowOrigin::Predicate(_) => continue,
        };
        match OriginPattern::parse(text) {
            Ok(pattern) if !pattern.is_exact() => list.patterns.push(pattern),
            _ => list.exact.push(text.clone()),
        }
    }
    AllowOrigins::Listed { always, dev }
}

/// Rules 2 to 4, for one entry of the list.
fn problem_with_origin(entry: &str, is_alone: bool, draft: &Draft) -> Option<Problem> {
    let lifted = draft.dangerously.as_deref().unwrap_or_default();
    match judge_origin(entry, draft.allow_credentials, lifted) {
        // With credentials, the conflict says all that is to be said.
        Err(Problem::Origin(OriginError::AnyOrigin)) => {
            (!is_alone && !draft.allow_credentials).then_some(Problem::AnyOriginBesideOthers)
        }
        verdict => verdict.err(),
    }
}

/// Rules 3 and 4, for one origin or pattern; `*` is neither. `None` is `null`,
/// where it is permitted.
pub(crate) fn judge_origin(
    text: &str,
    with_credentials: bool,
    lifted: &[Danger],
) -> Result<Option<OriginPattern>, Problem> {
    let pattern = match OriginPattern::parse(text) {
        Err(OriginError::NullOrigin) if lifted.contains(&Danger::NullOrigin) => return Ok(None),
        parsed => parsed.map_err(Problem::Origin)?,
    };
    if with_credentials {
        check_with_credentials(&pattern, lifted)?;
    }
    Ok(Some(pattern))
}

/// Rule 4: whom credentials may not be shared with.
fn check_with_credentials(pattern: &OriginPattern, lifted: &[Danger]) -> Result<(), Problem> {
    if pattern.is_insecure() && !lifted.contains(&Danger::InsecureOrigins) {
        return Err(Problem::InsecureOrigin);
    }
    match pattern.public_suffix() {
        Some(suffix) if !lifted.contains(&Danger::PublicSuffixes) => {
            Err(Problem::PublicSuffix(suffix.to_owned()))
        }
        _ => Ok(()),
    }
}

/// Rule 9, for patterns: only those with a wildcard can cover another entry.
fn check_covered_origins(entries: &[AllowOrigin], found: &mut Violations) {
    let parse = |entry: &AllowOrigin| OriginPattern::parse(entry.text()?).ok();
    let parsed: Vec<_> = entries.iter().map(parse).collect();
    let wide = |is_meant: fn(&AllowOrigin) -> bool| -> PatternIndex {
        (entries.iter().zip(&parsed))
            .filter(|(entry, _)| is_meant(entry))
            .filter_map(|(_, pattern)| pattern.clone())
            .filter(|pattern| !pattern.is_exact())
            .collect()
    };
    let always = wide(|entry| !is_dev(entry));
    let always_and_dev = wide(|_| true);

    for (i, (entry, pattern)) in entries.iter().zip(&parsed).enumerate() {
        let Some(pattern) = pattern else { continue };
        // What covers only sometimes leaves the entry its use.
        let wide = if is_dev(entry) {
            &always_and_dev
        } else {
            &always
        };
        if let Some(cover) = wide.cover_of(pattern) {
            found.report(
                Place::Entry(OptionName::AllowOrigins, i),
                Problem::OriginCovered {
                    by: cover.as_str().to_owned(),
                },
            );
        }
    }
}

fn is_dev(entry: &AllowOrigin) -> bool {
    matches!(entry, AllowOrigin::Dev(_))
}

/// Rule 5. Left out, it is what the route serves, without the methods that
/// browsers never send; or, where there is no route, what needs no permission.
fn check_methods(draft: &Draft, found: &mut Violations) -> Vec<String> {
    let Some(methods) = &draft.allow_methods else {
        return match &draft.served_methods {
            Some(served) => {
                let sendable = served.iter().filter(|method| !is_forbidden_method(method));
                sendable.cloned().collect()
            }
            None => SAFELISTED.map(str::to_owned).to_vec(),
        };
    };

    let any = methods.iter().any(|method| method == WILDCARD);
    found.check_entries(
        OptionName::AllowMethods,
        methods,
        |method| method,
        |method| {
            if method == WILDCARD {
                let is_of_route = draft.served_methods.is_some() && !draft.allow_credentials;
                return is_of_route.then_some(Problem::WildcardMethod);
            }
            match (check_method(method), &draft.served_methods) {
                (Err(error), _) => Some(Problem::Method(error)),
                (Ok(()), None) if any => Some(Problem::NameCovered { by: WILDCARD }),
                (Ok(()), Some(served)) if !served.contains(method) => {
                    Some(Problem::MethodNotServed {
                        served: served.clone(),
                    })
                }
                (Ok(()), _) => None,
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
            _ if mirrored => Some(Problem::NameCovered {
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
        Ok(()) if any && name != WILDCARD => Some(Problem::NameCovered { by: WILDCARD }),
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
    let mut origins = draft.allow_origins.iter().flatten();
    let mut headers = draft.allow_headers.iter().flatten();
    for (option, wildcard) in [
        (OptionName::AllowOrigins, origins.position(is_wildcard)),
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

fn is_wildcard(entry: &AllowOrigin) -> bool {
    matches!(entry, AllowOrigin::Literal(text) if text == WILDCARD)
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
    if draft.block_on_origin_mismatch && origins.any(is_wildcard) {
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
    let texts = || origins().filter_map(AllowOrigin::text);
    let has_credentialed = |is_risky: fn(&OriginPattern) -> bool| {
        let mut patterns = texts().filter_map(|text| OriginPattern::parse(text).ok());
        draft.allow_credentials && patterns.any(|pattern| is_risky(&pattern))
    };
    let is_needed = |danger| match danger {
        Danger::InsecureOrigins => has_credentialed(OriginPattern::is_insecure),
        Danger::PublicSuffixes => has_credentialed(|pattern| pattern.public_suffix().is_some()),
        Danger::NullOrigin => texts().any(|text| text == NULL),
        Danger::UncheckedOrigins => {
            draft.allow_credentials
                && origins().any(|entry| matches!(entry, AllowOrigin::Predicate(_)))
        }
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
