//! The section "CORS" in the documentation of the generated item.

use cors_policy::{AllowHeaders, AllowOrigins, CheckedPolicy, OptionName};
use proc_macro2::TokenStream;
use quote::quote;

/// The policy as a table, in `doc` attributes.
pub(crate) fn section(policy: &CheckedPolicy) -> TokenStream {
    // The first line is a paragraph's end, should the user's own words go before.
    let mut lines = vec![String::new(), " # CORS".to_owned(), String::new()];
    lines.extend([" | option | value |".to_owned(), " |---|---|".to_owned()]);
    for (option, value) in rows(policy) {
        lines.push(format!(" | `{option}` | {value} |"));
    }
    quote!(#(#[doc = #lines])*)
}

fn rows(policy: &CheckedPolicy) -> Vec<(OptionName, String)> {
    let mut rows = vec![(OptionName::AllowOrigins, origins(&policy.allow_origins))];
    rows.push((OptionName::AllowMethods, code(&policy.allow_methods)));
    rows.push((
        OptionName::AllowHeaders,
        match &policy.allow_headers {
            AllowHeaders::Names(names) => code(names),
            AllowHeaders::MirrorRequest => "`mirror_request`".to_owned(),
        },
    ));
    rows.push((OptionName::ExposeHeaders, code(&policy.expose_headers)));
    if policy.allow_credentials {
        rows.push((OptionName::AllowCredentials, "yes".to_owned()));
    }
    if let Some(seconds) = policy.max_age {
        rows.push((OptionName::MaxAge, format!("{seconds} s")));
    }
    if policy.block_on_origin_mismatch {
        rows.push((OptionName::BlockOnOriginMismatch, "yes".to_owned()));
    }
    rows.retain(|(_, value)| !value.is_empty());
    rows
}

fn origins(origins: &AllowOrigins) -> String {
    match origins {
        AllowOrigins::Any => "`*`".to_owned(),
        AllowOrigins::Listed { exact, patterns } => {
            let patterns = patterns.iter().map(ToString::to_string);
            let all: Vec<_> = exact.iter().cloned().chain(patterns).collect();
            code(&all)
        }
    }
}

fn code(words: &[String]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}
