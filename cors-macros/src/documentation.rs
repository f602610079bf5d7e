//! The section "CORS" in the documentation of the generated item.

use corsac_policy::OptionName;
use proc_macro2::TokenStream;
use quote::quote;

use crate::{args::Args, policy::Verdict, source};

/// The policy as a table, in `doc` attributes.
pub(crate) fn section(args: &Args, verdict: &Verdict<'_>) -> TokenStream {
    // The first line is a paragraph's end, should the user's own words go before.
    let mut lines = vec![String::new(), " # CORS".to_owned(), String::new()];
    lines.extend([" | option | value |".to_owned(), " |---|---|".to_owned()]);
    for (option, value) in rows(args, verdict) {
        let value = match value.as_str() {
            "" => "yes".to_owned(),
            value => code(value),
        };
        lines.push(format!(" | `{option}` | {value} |"));
    }
    quote!(#(#[doc = #lines])*)
}

fn rows(args: &Args, verdict: &Verdict<'_>) -> Vec<(OptionName, String)> {
    let mut rows = source::options(args, true);
    if let Verdict::Shared { path, .. } = verdict {
        rows.insert(0, (OptionName::Policy, source::path_text(path)));
    }
    let methods: Vec<_> = verdict
        .allow_methods()
        .iter()
        .map(|method| format!("{method:?}"))
        .collect();
    if args.allow_methods.is_none() && !methods.is_empty() {
        rows.insert(1, (OptionName::AllowMethods, methods.join(", ")));
    }
    rows
}

/// A code span in a table; a header name may have `|`, and even a back-tick.
fn code(text: &str) -> String {
    let text = text.replace('|', "\\|");
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}
