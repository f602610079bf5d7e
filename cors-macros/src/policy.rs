//! What the rulebook says of the arguments, put on their spans.

use corsac_policy::{
    AllowHeader, AllowOrigin, CheckedPolicy, Draft, OptionName, OriginError, Place, Problem,
    Violation,
};
use darling::Error;
use proc_macro2::Span;
use syn::{LitInt, LitStr, Path};

use crate::{
    args::{Args, Header, Origin},
    handler::Handler,
    source,
};

/// What is permitted.
pub(crate) enum Verdict<'a> {
    /// The arguments are a policy.
    Own(CheckedPolicy),
    /// They name one, and perhaps fewer methods.
    Shared {
        path: &'a Path,
        allow_methods: Vec<String>,
    },
}

impl Verdict<'_> {
    pub(crate) fn allow_methods(&self) -> &[String] {
        match self {
            Self::Own(policy) => &policy.allow_methods,
            Self::Shared { allow_methods, .. } => allow_methods,
        }
    }
}

/// Judges the arguments by the rulebook.
///
/// What depends on the handler is not judged where there is none, or none with
/// a route that is well-formed.
pub(crate) fn check<'a>(
    args: &'a Args,
    handler: Option<&Handler>,
) -> Result<Verdict<'a>, Vec<Error>> {
    let draft = draft(args, handler);
    let verdict = match &args.policy {
        None => draft.check().map(Verdict::Own),
        Some(path) => {
            let allow_methods = draft.check_beside_shared_policy();
            allow_methods.map(|allow_methods| Verdict::Shared {
                path,
                allow_methods,
            })
        }
    };
    verdict.map_err(|mut violations| {
        if !args.is_complete {
            violations.retain(is_certain);
        }
        let error = |violation: &Violation| {
            Error::custom(violation).with_span(&span(violation.place, args, handler))
        };
        violations.iter().map(error).collect()
    })
}

fn draft(args: &Args, handler: Option<&Handler>) -> Draft {
    let texts = |list: &Option<Vec<LitStr>>| {
        let list = list.as_ref()?;
        Some(list.iter().map(LitStr::value).collect::<Vec<_>>())
    };
    let origins = args.allow_origins.as_ref();
    let headers = args.allow_headers.as_ref();
    let dangers = args.dangerously.as_ref();
    let routed = handler.filter(|handler| !handler.routes.is_empty());
    Draft {
        served_methods: routed.map(Handler::methods),
        takes_json: handler.is_some_and(|handler| handler.json_parameter.is_some()),
        allow_origins: origins.map(|list| list.iter().map(allow_origin).collect()),
        allow_methods: texts(&args.allow_methods),
        allow_headers: headers.map(|list| list.iter().map(allow_header).collect()),
        expose_headers: texts(&args.expose_headers),
        allow_credentials: args.allow_credentials,
        max_age: args.max_age.as_ref().map(seconds),
        block_on_origin_mismatch: args.block_on_origin_mismatch,
        dangerously: dangers.map(|list| list.iter().map(|(danger, _)| *danger).collect()),
    }
}

fn allow_origin(origin: &Origin) -> AllowOrigin {
    match origin {
        Origin::Literal(literal) => AllowOrigin::Literal(literal.value()),
        Origin::Dev(literal) => AllowOrigin::Dev(literal.value()),
        Origin::From(path) => AllowOrigin::From(source::path_text(path)),
        Origin::Predicate(path) => AllowOrigin::Predicate(source::path_text(path)),
    }
}

fn allow_header(header: &Header) -> AllowHeader {
    match header {
        Header::Name(literal) => AllowHeader::Name(literal.value()),
        Header::MirrorRequest(_) => AllowHeader::MirrorRequest,
    }
}

/// What is too large for the type is too large for every rule.
fn seconds(literal: &LitInt) -> u32 {
    literal.base10_parse().unwrap_or(u32::MAX)
}

/// Whether a verdict holds although a part of the attribute is missing: that
/// on a single entry does, unless it says that the entry has no effect, or
/// `dangerously` may be the part that is missing.
fn is_certain(violation: &Violation) -> bool {
    let may_be_lifted = matches!(
        violation.problem,
        Problem::InsecureOrigin
            | Problem::PublicSuffix(_)
            | Problem::UncheckedOrigins
            | Problem::Origin(OriginError::NullOrigin)
    );
    !may_be_lifted
        && matches!(violation.place, Place::Entry(option, _) if option != OptionName::Dangerously)
}

fn span(place: Place, args: &Args, handler: Option<&Handler>) -> Span {
    let span = match place {
        Place::Attribute => None,
        Place::Option(name) => args.name_span(name),
        Place::Entry(name, i) => args.entry_span(name, i),
        Place::JsonParameter => handler.and_then(|handler| handler.json_parameter),
    };
    // Resolved at the handler, the attribute is no expansion: the compiler then
    // adds no note about macros.
    span.unwrap_or_else(|| {
        let attribute = Span::call_site();
        handler.map_or(attribute, |handler| {
            attribute.resolved_at(handler.name().span())
        })
    })
}
