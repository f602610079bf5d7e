//! The rules for a list of origins, wherever it comes from: rule 3 (syntax), rule 4
//! (credentials), and rule 9 (redundant entries).

use std::collections::HashSet;

use crate::{
    Danger, OriginErrorKind, OriginPattern, Problem,
    pattern_index::PatternIndex,
    syntax::{Form, Parts},
};

/// A text in the list.
#[derive(Clone, Copy)]
pub(crate) struct Listed<'a> {
    pub(crate) text: &'a str,
    /// Whether it only exists where `debug_assertions` are on.
    pub(crate) is_dev: bool,
}

/// What is wrong with each text. `*` isn't an origin here.
pub(crate) fn problems<'a>(
    list: &'a [Listed<'a>],
    with_credentials: bool,
    lifted: &'a [Danger],
) -> impl Iterator<Item = Option<Problem>> + 'a {
    let always = wide(list.iter().filter(|listed| !listed.is_dev));
    let has_dev = list.iter().any(|listed| listed.is_dev);
    let always_and_dev = has_dev.then(|| wide(list.iter()));
    let mut seen = HashSet::with_capacity(list.len());
    list.iter().map(move |&Listed { text, is_dev }| {
        let is_new = seen.insert(text);
        if let Err(problem) = judge(text, with_credentials, lifted) {
            return Some(problem);
        }
        if !is_new {
            return Some(Problem::Duplicate);
        }
        // A cover from `dev(...)` doesn't make an entry of every build redundant.
        let wide = always_and_dev.as_ref().filter(|_| is_dev);
        let by = wide.unwrap_or(&always).cover_of(text)?.to_owned();
        Some(Problem::OriginCovered { by })
    })
}

/// Only patterns with a wildcard can cover another entry.
fn wide<'a>(list: impl Iterator<Item = &'a Listed<'a>>) -> PatternIndex {
    list.map(|listed| listed.text)
        .filter(|text| text.contains('*') && Parts::of(text).are_of(Form::Pattern))
        .collect()
}

fn judge(text: &str, with_credentials: bool, lifted: &[Danger]) -> Result<(), Problem> {
    let pattern = match OriginPattern::parse(text) {
        Ok(pattern) => pattern,
        Err(error)
            if error.kind() == OriginErrorKind::NullOrigin
                && lifted.contains(&Danger::NullOrigin) =>
        {
            return Ok(());
        }
        Err(error) => return Err(Problem::Origin(error)),
    };
    if !with_credentials {
        return Ok(());
    }
    // The origins that credentials may not be shared with.
    if pattern.is_insecure() && !lifted.contains(&Danger::InsecureOrigins) {
        return Err(Problem::InsecureOrigin);
    }
    if pattern.is_every_extension() && !lifted.contains(&Danger::UncheckedOrigins) {
        return Err(Problem::EveryExtension);
    }
    match pattern.public_suffix() {
        Some(suffix) if !lifted.contains(&Danger::PublicSuffixes) => {
            Err(Problem::PublicSuffix(suffix.to_owned()))
        }
        _ => Ok(()),
    }
}
