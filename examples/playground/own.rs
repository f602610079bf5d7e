//! The visitor's own policy: the route that has it, and the judge that the page asks
//! while the visitor types.

use std::ops::Range;

use actix_web::{
    HttpResponse, Responder,
    web::{self, Json, PayloadConfig, ServiceConfig},
};
use corsac::{ConfiguredPolicy, PolicyConfig, PolicyMistake};
use serde::{Deserialize as _, Serialize};
use toml::{
    Deserializer, Spanned,
    de::{DeTable, DeValue, Error},
};

/// The route with the policy.
pub(crate) const PATH: &str = "/own";

/// The page's field takes 4096 UTF-16 code units, and each is at most three bytes of
/// UTF-8.
const MAX_POLICY_LEN: usize = 3 * 4096;

/// This program has one visitor, so a `static` is enough.
static OWN: ConfiguredPolicy = ConfiguredPolicy::new();

/// Whether a policy is in force now.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Judgement {
    /// It is; here as an attribute.
    InForce(String),
    /// It isn't: the one before it stays.
    Mistakes(Vec<Mistake>),
}

#[derive(Serialize)]
struct Mistake {
    /// With the index of the entry, as in `allow_origins[1]`.
    key: Option<String>,
    message: String,
    place: Option<Place>,
}

impl Mistake {
    fn of_rules(text: &str, table: &DeTable<'_>, mistake: &PolicyMistake) -> Self {
        let index = mistake.position().map(|i| format!("[{i}]"));
        let key = mistake.key().map(str::to_owned);
        Self {
            key: key.map(|key| key + &index.unwrap_or_default()),
            message: mistake.message().to_owned(),
            place: span(table, mistake).map(|span| Place::new(text, &span)),
        }
    }

    fn of_toml(text: &str, error: &Error) -> Self {
        Self {
            key: None,
            message: error.message().to_owned(),
            place: error.span().map(|span| Place::new(text, &span)),
        }
    }
}

/// The entry that a mistake is about, or else the key.
fn span(table: &DeTable<'_>, mistake: &PolicyMistake) -> Option<Range<usize>> {
    let (key, value) = table.get_key_value(mistake.key()?)?;
    let Some(position) = mistake.position() else {
        return Some(key.span());
    };
    match value.get_ref() {
        DeValue::Array(entries) => entries.get(position).map(Spanned::span),
        // A list may also be one string.
        _ => Some(value.span()),
    }
}

/// A part of the text, in UTF-16 code units, as a text field counts its selection:
/// <https://html.spec.whatwg.org/#dom-textarea/input-setselectionrange>.
#[derive(Serialize)]
struct Place {
    /// Counted from one.
    line: usize,
    start: usize,
    end: usize,
}

impl Place {
    fn new(text: &str, span: &Range<usize>) -> Self {
        let before = |offset| text.get(..offset).unwrap_or(text);
        let units = |offset| before(offset).encode_utf16().count();
        Self {
            line: before(span.start).matches('\n').count() + 1,
            start: units(span.start),
            end: units(span.end),
        }
    }
}

/// Puts the policy in force, or returns every mistake, in the order of the text.
fn replace(text: &str) -> Judgement {
    let not_toml = |error| Judgement::Mistakes(vec![Mistake::of_toml(text, &error)]);
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => return not_toml(error),
    };
    let config = match PolicyConfig::deserialize(Deserializer::from(table.clone())) {
        Ok(config) => config,
        Err(error) => return not_toml(error),
    };
    let Err(error) = OWN.replace(config) else {
        return Judgement::InForce(OWN.to_string());
    };
    let mistakes = error.mistakes().iter();
    let mistakes = mistakes.map(|mistake| Mistake::of_rules(text, table.get_ref(), mistake));
    let mut mistakes: Vec<_> = mistakes.collect();
    mistakes.sort_by_key(|mistake| mistake.place.as_ref().map(|place| place.start));
    Judgement::Mistakes(mistakes)
}

/// It has no CORS, so only pages of the same origin can send it a `PUT`.
async fn put_policy(text: String) -> impl Responder {
    Json(replace(&text))
}

async fn own() -> impl Responder {
    HttpResponse::Ok()
        .insert_header(("X-Total-Count", "1"))
        .body("your own policy at work")
}

/// For the API.
pub(crate) fn configure(config: &mut ServiceConfig) {
    config.service(web::resource(PATH).wrap(&OWN).to(own));
}

/// For every origin: its page sends the policy to its own server.
pub(crate) fn configure_page(config: &mut ServiceConfig) {
    config.service(
        web::resource("/policy")
            .app_data(PayloadConfig::new(MAX_POLICY_LEN))
            .route(web::put().to(put_policy)),
    );
}
