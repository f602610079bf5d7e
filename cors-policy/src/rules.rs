//! The rules that combine the facts: one function for each option, and one for each
//! rule about several.

use std::{collections::BTreeSet, fmt::Display};

use crate::{
    AllowHeaders, AllowOrigin, AllowOrigins, Danger, Draft, HeaderError, MAX_AGE_LIMIT,
    MIRROR_REQUEST, OptionName, OriginPattern, Place, Policy, PolicyParts, Problem, Violation,
    check_exposed_header, check_method, check_request_header,
    origin_rules::{self, Listed},
};

const WILDCARD: &str = "*";
const NULL: &str = "null";

pub(crate) fn check<'a, T: AsRef<str>, S: Display, P: Display>(
    draft: &Draft<'a, T, S, P>,
) -> Result<Policy<'a, T, S, P>, Vec<Violation>> {
    let mut found = Violations::default();
    check_origins(draft, &mut found);
    check_methods(draft, &mut found);
    check_allow_headers(draft, &mut found);
    check_expose_headers(draft, &mut found);
    check_wildcards_with_credentials(draft, &mut found);
    check_max_age(draft, &mut found);
    check_block_on_origin_mismatch(draft, &mut found);
    check_dangerously(draft, &mut found);
    check_json_body(draft, &mut found);

    match found.0.as_slice() {
        [] => Ok(of_checked(draft)),
        _ => Err(found.0),
    }
}

/// The policy of a draft that keeps all rules.
pub(crate) fn of_checked<'a, T: AsRef<str>, S, P>(
    draft: &Draft<'a, T, S, P>,
) -> Policy<'a, T, S, P> {
    let &Draft {
        allow_origins,
        allow_methods,
        allow_headers,
        expose_headers,
        allow_credentials,
        max_age,
        block_on_origin_mismatch,
        dangerously,
        served_methods: _,
        takes_json: _,
    } = draft;
    let headers = allow_headers.unwrap_or_default();
    let is_mirrored = headers.iter().any(|name| name.as_ref() == MIRROR_REQUEST);
    Policy::of_checked(PolicyParts {
        allow_origins: match allow_origins.unwrap_or_default() {
            [origin] if is_wildcard(origin) => AllowOrigins::Any,
            origins => AllowOrigins::Listed {
                origins,
                allow_credentials,
                block_on_origin_mismatch,
            },
        },
        allow_methods,
        allow_headers: if is_mirrored {
            AllowHeaders::MirrorRequest
        } else {
            AllowHeaders::Names(headers)
        },
        expose_headers: expose_headers.unwrap_or_default(),
        max_age,
        dangerously: dangerously.unwrap_or_default(),
    })
}

pub(crate) fn check_beside_shared_policy<T: AsRef<str>, S, P>(
    draft: &Draft<'_, T, S, P>,
) -> Result<(), Vec<Violation>> {
    let mut found = Violations::default();
    check_methods(draft, &mut found);
    for option in OptionName::ALL {
        let is_beside = match option {
            OptionName::AllowOrigins => draft.allow_origins.is_some(),
            OptionName::AllowHeaders => draft.allow_headers.is_some(),
            OptionName::ExposeHeaders => draft.expose_headers.is_some(),
            OptionName::AllowCredentials => draft.allow_credentials,
            OptionName::MaxAge => draft.max_age.is_some(),
            OptionName::BlockOnOriginMismatch => draft.block_on_origin_mismatch,
            OptionName::Dangerously => draft.dangerously.is_some(),
            OptionName::AllowMethods | OptionName::Policy | OptionName::Crate => false,
        };
        if is_beside {
            found.report(Place::Option(option), Problem::BesideSharedPolicy(option));
        }
    }
    match found.0.as_slice() {
        [] => Ok(()),
        _ => Err(found.0),
    }
}

#[derive(Default)]
struct Violations(Vec<Violation>);

impl Violations {
    fn report(&mut self, place: Place, problem: Problem) {
        self.0.push(Violation { place, problem });
    }

    /// Judges a list: it has entries (rule 1), no duplicates by `key` (rule 9), and
    /// no entry with a problem by `problem_with`.
    fn check_entries<'a, T, K: Ord>(
        &mut self,
        option: OptionName,
        entries: &'a [T],
        key: impl Fn(&'a T) -> K,
        mut problem_with: impl FnMut(&'a T) -> Option<Problem>,
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

fn check_origins<T: AsRef<str>, S: Display, P: Display>(
    draft: &Draft<'_, T, S, P>,
    found: &mut Violations,
) {
    let option = OptionName::AllowOrigins;
    let Some(origins) = draft.allow_origins else {
        found.report(Place::Attribute, Problem::NoOrigins);
        return;
    };
    if origins.is_empty() {
        found.report(Place::Option(option), Problem::EmptyList(option));
    }
    let texts: Vec<_> = origins.iter().filter_map(listed).collect();
    let mut of_texts = problems_of_texts(draft, &texts, origins.len());
    let mut paths = BTreeSet::new();
    for (i, entry) in origins.iter().enumerate() {
        let problem = match entry {
            AllowOrigin::Literal(_) | AllowOrigin::Dev(_) => of_texts.next().flatten(),
            AllowOrigin::Predicate(_) if is_unchecked(draft) => Some(Problem::UncheckedOrigins),
            AllowOrigin::From(_) | AllowOrigin::Predicate(_) => {
                let is_new = paths.insert(entry.to_string());
                (!is_new).then_some(Problem::Duplicate)
            }
        };
        if let Some(problem) = problem {
            found.report(Place::Entry(option, i), problem);
        }
    }
}

/// What is wrong with each text entry, in a list of `len` entries.
fn problems_of_texts<'a, T, S, P>(
    draft: &'a Draft<'_, T, S, P>,
    texts: &'a [Listed<'a>],
    len: usize,
) -> impl Iterator<Item = Option<Problem>> + 'a {
    let lifted = draft.dangerously.unwrap_or_default();
    let with_credentials = draft.allow_credentials;
    let problems = origin_rules::problems(texts, with_credentials, lifted);
    (texts.iter().zip(problems)).map(
        move |(listed, problem)| match (listed.text, listed.is_dev) {
            (WILDCARD, true) => Some(Problem::AnyOriginInDev),
            // With credentials, reporting the conflict is enough.
            (WILDCARD, false) if with_credentials => None,
            (WILDCARD, false) => (len > 1).then_some(Problem::AnyOriginBesideOthers),
            _ => problem,
        },
    )
}

fn listed<T: AsRef<str>, S, P>(entry: &AllowOrigin<T, S, P>) -> Option<Listed<'_>> {
    let (text, is_dev) = match entry {
        AllowOrigin::Literal(text) => (text.as_ref(), false),
        AllowOrigin::Dev(text) => (text.as_ref(), true),
        AllowOrigin::From(_) | AllowOrigin::Predicate(_) => return None,
    };
    Some(Listed { text, is_dev })
}

fn is_unchecked<T, S, P>(draft: &Draft<'_, T, S, P>) -> bool {
    draft.allow_credentials && !draft.lifts(Danger::UncheckedOrigins)
}

fn is_wildcard<T: AsRef<str>, S, P>(entry: &AllowOrigin<T, S, P>) -> bool {
    match entry {
        AllowOrigin::Literal(text) => text.as_ref() == WILDCARD,
        AllowOrigin::Dev(_) | AllowOrigin::From(_) | AllowOrigin::Predicate(_) => false,
    }
}

/// Rule 5. The default is what the route serves, without the methods that browsers
/// never send. Without a route, it is what needs no permission.
fn check_methods<T: AsRef<str>, S, P>(draft: &Draft<'_, T, S, P>, found: &mut Violations) {
    let Some(methods) = draft.allow_methods else {
        return;
    };
    let any = has(Some(methods), WILDCARD);
    found.check_entries(OptionName::AllowMethods, methods, AsRef::as_ref, |method| {
        let method = method.as_ref();
        if method == WILDCARD {
            let is_of_route = draft.served_methods.is_some() && !draft.allow_credentials;
            return is_of_route.then_some(Problem::WildcardMethod);
        }
        match (check_method(method), &draft.served_methods) {
            (Err(error), _) => Some(Problem::Method(error)),
            (Ok(()), None) if any => Some(Problem::NameCovered { by: WILDCARD }),
            (Ok(()), Some(served)) if !served.contains(&method) => Some(Problem::MethodNotServed {
                served: served.iter().map(|&method| method.to_owned()).collect(),
            }),
            (Ok(()), _) => None,
        }
    });
}

/// Rule 6.
fn check_allow_headers<T: AsRef<str>, S, P>(draft: &Draft<'_, T, S, P>, found: &mut Violations) {
    let Some(names) = draft.allow_headers else {
        return;
    };
    let any = has(Some(names), WILDCARD);
    let mirrored = has(Some(names), MIRROR_REQUEST);

    found.check_entries(
        OptionName::AllowHeaders,
        names,
        |name| name.as_ref().to_ascii_lowercase(),
        |name| match name.as_ref() {
            MIRROR_REQUEST => None,
            _ if mirrored => Some(Problem::NameCovered { by: MIRROR_REQUEST }),
            // `*` never covers it: https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
            name if name.eq_ignore_ascii_case("authorization") => None,
            name => problem_with_header(name, check_request_header, any),
        },
    );
}

/// Rule 7.
fn check_expose_headers<T: AsRef<str>, S, P>(draft: &Draft<'_, T, S, P>, found: &mut Violations) {
    let Some(names) = draft.expose_headers else {
        return;
    };
    let any = has(Some(names), WILDCARD);

    found.check_entries(
        OptionName::ExposeHeaders,
        names,
        |name| name.as_ref().to_ascii_lowercase(),
        |name| problem_with_header(name.as_ref(), check_exposed_header, any),
    );
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

fn position(list: Option<&[impl AsRef<str>]>, word: &str) -> Option<usize> {
    list?.iter().position(|entry| entry.as_ref() == word)
}

fn has(list: Option<&[impl AsRef<str>]>, word: &str) -> bool {
    position(list, word).is_some()
}

/// Rule 2: with credentials, browsers take `*` literally in every list; see
/// <https://fetch.spec.whatwg.org/#http-new-header-syntax>.
fn check_wildcards_with_credentials<T: AsRef<str>, S, P>(
    draft: &Draft<'_, T, S, P>,
    found: &mut Violations,
) {
    if !draft.allow_credentials {
        return;
    }
    for option in OptionName::ALL {
        let wildcard = match option {
            OptionName::AllowOrigins => {
                let mut origins = draft.allow_origins.unwrap_or_default().iter();
                origins.position(is_wildcard)
            }
            OptionName::AllowMethods => position(draft.allow_methods, WILDCARD),
            OptionName::AllowHeaders => position(draft.allow_headers, WILDCARD),
            OptionName::ExposeHeaders => position(draft.expose_headers, WILDCARD),
            OptionName::AllowCredentials
            | OptionName::MaxAge
            | OptionName::BlockOnOriginMismatch
            | OptionName::Dangerously
            | OptionName::Policy
            | OptionName::Crate => None,
        };
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
fn check_max_age<T, S, P>(draft: &Draft<'_, T, S, P>, found: &mut Violations) {
    if draft.max_age.is_some_and(|seconds| seconds > MAX_AGE_LIMIT) {
        found.report(Place::Entry(OptionName::MaxAge, 0), Problem::MaxAgeTooLarge);
    }
}

/// Rule 10, for `block_on_origin_mismatch`.
fn check_block_on_origin_mismatch<T: AsRef<str>, S, P>(
    draft: &Draft<'_, T, S, P>,
    found: &mut Violations,
) {
    let mut origins = draft.allow_origins.unwrap_or_default().iter();
    if draft.block_on_origin_mismatch && origins.any(is_wildcard) {
        found.report(
            Place::Option(OptionName::BlockOnOriginMismatch),
            Problem::NothingToBlock,
        );
    }
}

/// Rule 10, for `dangerously`.
fn check_dangerously<T: AsRef<str>, S, P>(draft: &Draft<'_, T, S, P>, found: &mut Violations) {
    let Some(dangers) = draft.dangerously else {
        return;
    };
    let origins = draft.allow_origins.unwrap_or_default();
    let texts = || origins.iter().filter_map(AllowOrigin::text);
    let credentialed = || {
        let texts = texts().filter(|_| draft.allow_credentials);
        texts.filter_map(|text| OriginPattern::parse(text).ok())
    };
    let is_needed = |danger| match danger {
        Danger::InsecureOrigins => credentialed().any(|it| it.is_insecure()),
        Danger::PublicSuffixes => credentialed().any(|it| it.public_suffix().is_some()),
        Danger::NullOrigin => texts().any(|text| text == NULL),
        Danger::UncheckedOrigins => {
            let has_predicate = origins.iter().any(|entry| match entry {
                AllowOrigin::Predicate(_) => true,
                AllowOrigin::Literal(_) | AllowOrigin::Dev(_) | AllowOrigin::From(_) => false,
            });
            draft.allow_credentials && has_predicate
                || credentialed().any(|it| it.is_every_extension())
        }
    };

    found.check_entries(
        OptionName::Dangerously,
        dangers,
        |danger| danger.as_str(),
        |danger| (!is_needed(*danger)).then_some(Problem::NothingToLift(*danger)),
    );
}

/// Rule 11: `application/json` isn't safelisted, so every such request is
/// preflighted; see <https://fetch.spec.whatwg.org/#cors-safelisted-request-header>.
fn check_json_body<T: AsRef<str>, S, P>(draft: &Draft<'_, T, S, P>, found: &mut Violations) {
    let allows_content_type = |name: &T| match name.as_ref() {
        WILDCARD | MIRROR_REQUEST => true,
        name => name.eq_ignore_ascii_case("content-type"),
    };
    let mut names = draft.allow_headers.unwrap_or_default().iter();
    if draft.takes_json && !names.any(allows_content_type) {
        found.report(Place::JsonParameter, Problem::JsonWithoutContentType);
    }
}
