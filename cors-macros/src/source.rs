//! A policy in the words of the attribute: for its documentation, and for the
//! `Display` of the runtime's `Policy`.

use corsac_policy::OptionName;
use quote::ToTokens;
use syn::{LitStr, Path};

use crate::args::{Args, Header, Origin};

/// `allow_origins("https://a.example"), allow_credentials`; with `dev`, what
/// only builds with `debug_assertions` allow as well.
pub(crate) fn text(args: &Args, dev: bool) -> String {
    let written = options(args, dev)
        .into_iter()
        .map(|(option, value)| match option {
            OptionName::AllowCredentials | OptionName::BlockOnOriginMismatch => option.to_string(),
            OptionName::MaxAge => format!("{option} = {value}"),
            _ => format!("{option}({value})"),
        });
    written.collect::<Vec<_>>().join(", ")
}

/// The options of the policy that are written, with their values.
pub(crate) fn options(args: &Args, dev: bool) -> Vec<(OptionName, String)> {
    let literals =
        |list: &Option<Vec<LitStr>>| Some(joined(list.as_ref()?, LitStr::to_token_stream));
    let origins = args.allow_origins.as_ref();
    let headers = args.allow_headers.as_ref();
    let dangers = args.dangerously.as_ref();
    let word = |is_written: bool| is_written.then(String::new);

    let options = [
        (
            OptionName::AllowOrigins,
            origins.map(|list| origins_text(list, dev)),
        ),
        (OptionName::AllowMethods, literals(&args.allow_methods)),
        (
            OptionName::AllowHeaders,
            headers.map(|list| joined(list, header)),
        ),
        (OptionName::ExposeHeaders, literals(&args.expose_headers)),
        (OptionName::AllowCredentials, word(args.allow_credentials)),
        (
            OptionName::MaxAge,
            args.max_age.as_ref().map(ToString::to_string),
        ),
        (
            OptionName::BlockOnOriginMismatch,
            word(args.block_on_origin_mismatch),
        ),
        (
            OptionName::Dangerously,
            dangers.map(|list| joined(list, |(danger, _)| *danger)),
        ),
    ];
    let written = |(option, value): (_, Option<String>)| Some((option, value?));
    options.into_iter().filter_map(written).collect()
}

fn origins_text(origins: &[Origin], dev: bool) -> String {
    let is_shown = |origin: &&Origin| dev || !matches!(origin, Origin::Dev(_));
    let text = |origin: &Origin| match origin {
        Origin::Literal(literal) => literal.to_token_stream().to_string(),
        Origin::Dev(literal) => format!("dev({})", literal.to_token_stream()),
        Origin::From(path) => format!("from({})", path_text(path)),
        Origin::Predicate(path) => format!("predicate({})", path_text(path)),
    };
    let shown: Vec<_> = origins.iter().filter(is_shown).map(text).collect();
    shown.join(", ")
}

fn header(header: &Header) -> String {
    match header {
        Header::Name(literal) => literal.to_token_stream().to_string(),
        Header::MirrorRequest(word) => word.to_string(),
    }
}

fn joined<T, D: ToString>(list: &[T], text: impl Fn(&T) -> D) -> String {
    let texts: Vec<_> = list.iter().map(|entry| text(entry).to_string()).collect();
    texts.join(", ")
}

/// A path as it is written, without the spaces that printing puts in.
pub(crate) fn path_text(path: &Path) -> String {
    let text = path.to_token_stream().to_string();
    text.split_whitespace().collect()
}
