//! The section "CORS" in the documentation of the generated item.

use corsac_policy::{OptionName, Shape};

use crate::{args::Args, handler::Handler, policy::Verdict};

/// The policy as a table.
pub(crate) fn section(args: &Args, handler: &Handler, verdict: &Verdict<'_>) -> String {
    // The empty first line ends a paragraph of the user's own documentation.
    let mut text = "\n # CORS\n\n | option | value |\n |---|---|".to_owned();
    for (option, value) in rows(args, handler, verdict) {
        let value = match option.shape() {
            Shape::Word => "yes".to_owned(),
            Shape::List | Shape::Number | Shape::Path | Shape::QuotedPath => code(&value),
        };
        text.extend(["\n | `", option.as_str(), "` | ", &value, " |"]);
    }
    text
}

/// The options as written, and the methods, wherever they come from.
fn rows(args: &Args, handler: &Handler, verdict: &Verdict<'_>) -> Vec<(OptionName, String)> {
    let mut rows = match verdict {
        Verdict::Own(policy) => policy.written(),
        Verdict::Shared(path) => vec![(OptionName::Policy, path.to_string())],
    };
    rows.retain(|(option, _)| *option != OptionName::AllowMethods);
    let methods = handler.allowed_methods(args.allow_methods.as_deref(), |_| true);
    let methods: Vec<_> = methods
        .iter()
        .map(|method| format!("\"{method}\""))
        .collect();
    if !methods.is_empty() {
        rows.insert(1, (OptionName::AllowMethods, methods.join(", ")));
    }
    rows
}

/// A code span in a table. A header name may contain `|`, and even a backtick.
fn code(text: &str) -> String {
    let text = text.replace('|', "\\|");
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}
