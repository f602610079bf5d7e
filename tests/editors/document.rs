//! What is in the editor.

use serde_json::{Value, json};

/// What the tests write about.
const PRELUDE: &str = r#"
use actix_web::{HttpRequest, Responder, dev::RequestHead, get, post};
use corsac::{ConfiguredPolicy, Origin, Origins, Policy, cors, policy};

static CONFIGURED: ConfiguredPolicy = ConfiguredPolicy::new();
static TENANTS: Origins = Origins::new();
static WEB_APP: Policy = policy!(allow_origins("https://a.example"));

fn is_partner(_: &Origin<'_>, _: &RequestHead) -> bool {
    true
}

async fn is_tenant(_: &Origin<'_>, _: &HttpRequest) -> bool {
    true
}

fn main() {}
"#;

/// A text, and where the cursor is: at `|`, if the test has one.
pub(crate) struct Document {
    pub(crate) text: String,
    pub(crate) cursor: Value,
}

impl Document {
    pub(crate) fn new(text: &str) -> Self {
        let text = format!("{PRELUDE}\n{text}\n");
        let (before, after) = text.split_once('|').unwrap_or((&text, ""));
        let line = before.matches('\n').count();
        let character = before.len() - before.rfind('\n').unwrap() - 1;
        Self {
            text: format!("{before}{after}"),
            cursor: json!({ "line": line, "character": character }),
        }
    }

    /// A handler below an attribute.
    pub(crate) fn handler(attribute: &str) -> Self {
        Self::new(&format!(
            "{attribute}\n#[get(\"/\")]\nasync fn handler() -> impl Responder {{\n    \"\"\n}}"
        ))
    }

    /// The text of a range.
    pub(crate) fn at(&self, range: &Value) -> &str {
        let offset = |place: &Value| {
            let number = |name| usize::try_from(place[name].as_u64().unwrap()).unwrap();
            let lines = self.text.split_inclusive('\n').take(number("line"));
            lines.map(str::len).sum::<usize>() + number("character")
        };
        &self.text[offset(&range["start"])..offset(&range["end"])]
    }
}
