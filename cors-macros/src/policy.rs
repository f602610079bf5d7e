//! The verdicts of the rulebook on the arguments, with spans.

use corsac_policy::{OptionName, OriginErrorKind, Place, Problem, Violation};
use proc_macro2::Span;

use crate::{
    args::Args,
    error::Error,
    handler::Handler,
    written::{Draft, Policy, UserPath},
};

/// The permitted meaning of the arguments.
pub(crate) enum Verdict<'a> {
    /// The arguments are a policy.
    Own(Policy<'a>),
    /// The arguments name a policy, and perhaps fewer methods.
    Shared(&'a UserPath),
}

/// Judges the arguments by the rulebook.
///
/// Without a handler, or without a well-formed route, what depends on it isn't
/// judged.
pub(crate) fn check<'a>(
    args: &'a Args,
    handler: Option<&'a Handler>,
) -> Result<Verdict<'a>, Vec<Error>> {
    let routed = handler.filter(|handler| !handler.routes.is_empty());
    let draft = Draft {
        served_methods: routed.map(Handler::methods),
        takes_json: handler.is_some_and(|handler| handler.signature.json_parameter.is_some()),
        ..args.draft()
    };
    let verdict = match &args.policy {
        None => draft.check().map(Verdict::Own),
        Some(path) => draft
            .check_beside_shared_policy()
            .map(|()| Verdict::Shared(path)),
    };
    verdict.map_err(|mut violations| {
        if !args.is_complete {
            violations.retain(is_certain);
        }
        let error = |violation: &Violation| {
            let error = Error::new(violation);
            match span(violation.place, args, handler) {
                Some(span) => error.at_span(span),
                None => error,
            }
        };
        violations.iter().map(error).collect()
    })
}

/// Whether a verdict holds although a part of the attribute is missing. A verdict
/// on a single entry does, unless the entry only has no effect, or the missing part
/// may be `dangerously`.
fn is_certain(violation: &Violation) -> bool {
    let Place::Entry(option, _) = violation.place else {
        return false;
    };
    let may_be_lifted = match &violation.problem {
        Problem::InsecureOrigin
        | Problem::PublicSuffix(_)
        | Problem::UncheckedOrigins
        | Problem::EveryExtension => true,
        Problem::Origin(error) => error.kind() == OriginErrorKind::NullOrigin,
        _ => false,
    };
    option != OptionName::Dangerously && !may_be_lifted
}

/// Where a verdict is about a part of the attribute or the handler.
fn span(place: Place, args: &Args, handler: Option<&Handler>) -> Option<Span> {
    match place {
        Place::Attribute => None,
        Place::Option(name) => args.name_span(name),
        Place::Entry(name, i) => args.entry_span(name, i),
        Place::JsonParameter => handler.and_then(|handler| handler.signature.json_parameter),
    }
}
