use std::fmt::Display;

use corsac_policy::OptionName;
use corsac_runtime::{ConfiguredPolicy, PolicyConfig, PolicyConfigError, PolicyMistake};
use serde_json::Value;

use super::{Verdict, served, written::Written};
use crate::expand;

/// Reads a policy as TOML and as JSON. Only what the format itself refuses can't be
/// read; every mistake is told in our words; the verdict is that of `policy!`; and what
/// is accepted serves.
///
/// # Panics
///
/// When this does not hold.
#[must_use]
pub fn config(input: &[u8]) -> Verdict {
    let by_json = judge(
        serde_json::from_slice(input),
        serde_json::from_slice(input),
        PolicyConfig::deserialize_checked(&mut serde_json::Deserializer::from_slice(input)),
    );
    let Ok(text) = str::from_utf8(input) else {
        return by_json;
    };
    let by_toml = judge(
        toml::from_str(text),
        toml::from_str(text),
        toml::Deserializer::parse(text).and_then(PolicyConfig::deserialize_checked),
    );
    by_json.max(by_toml)
}

/// Judges the same input, read in three ways.
fn judge<E: Display>(
    config: Result<PolicyConfig, E>,
    document: Result<Value, E>,
    checked: Result<Option<PolicyConfig>, E>,
) -> Verdict {
    let config = match config {
        Ok(config) => config,
        Err(error) => {
            assert!(document.is_err(), "not refused by the format: {error}");
            return Verdict::Unreadable;
        }
    };
    // A number that JSON can't have is none that a policy has.
    let document = document.unwrap_or_default();
    let written = Written(&document);
    let safe = ConfiguredPolicy::new().replace(config.clone());
    let lifting = lifting_everything().owned();
    let lifted = lifting.replace(config);

    if let Err(error) = &safe {
        assert_in_our_words(error);
    }
    // Where a key is there twice, the document has lost one.
    if !is_twice(&safe)
        && let Some(arguments) = written.arguments()
    {
        assert_eq!(safe.is_ok(), compiles(&arguments), "{arguments}");
    }
    match (lifted, checked) {
        (Ok(()), Ok(Some(_))) => {
            served::assert_serves(&lifting, &written);
            let printed = lifting.to_string();
            let arguments = printed
                .strip_prefix("#[cors(")
                .and_then(|it| it.strip_suffix(")]"));
            assert!(arguments.is_some_and(compiles), "{printed}");
            Verdict::Accepted
        }
        (Err(error), checked) => {
            assert!(safe.is_err(), "refused only where it is lifted: {error}");
            assert_in_our_words(&error);
            match checked {
                Ok(checked) => assert!(checked.is_none(), "not checked: {error}"),
                Err(raw) => assert!(raw.to_string().contains(&error.to_string()), "{raw}"),
            }
            Verdict::Refused
        }
        (Ok(()), Ok(None)) => panic!("a policy where there is none"),
        (Ok(()), Err(error)) => panic!("refused only as it is read: {error}"),
    }
}

fn is_twice(verdict: &Result<(), PolicyConfigError>) -> bool {
    let mistakes = verdict
        .as_ref()
        .err()
        .map_or(&[][..], PolicyConfigError::mistakes);
    mistakes
        .iter()
        .any(|mistake| mistake.message().starts_with("duplicate key"))
}

/// Whether `policy!` takes the arguments.
fn compiles(arguments: &str) -> bool {
    // Of former inputs; they would fill the memory.
    proc_macro2::extra::invalidate_current_thread_spans();
    let arguments = arguments.parse().expect("tokens of Rust");
    !expand::policy(&arguments)
        .to_string()
        .contains("compile_error !")
}

fn lifting_everything() -> ConfiguredPolicy {
    ConfiguredPolicy::new()
        .dangerously_insecure_origins()
        .dangerously_public_suffixes()
        .dangerously_null_origin()
        .dangerously_unchecked_origins()
}

fn assert_in_our_words(error: &PolicyConfigError) {
    const MOST: usize = 100;

    let text = error.to_string();
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some("the policy is not used, because it has mistakes:")
    );
    for mistake in error.mistakes().iter().take(MOST) {
        let line = mistake.to_string();
        assert_eq!(lines.next(), Some(&*format!("  {line}")));
        assert!(!line.contains(char::is_control), "{line:?}");
        assert_about_a_key(mistake);
        assert_of_our_form(mistake.message());
    }
    assert_eq!(lines.count(), usize::from(error.mistakes().len() > MOST));
}

/// It names one of our keys, or reports that the key is unknown.
fn assert_about_a_key(mistake: &PolicyMistake) {
    if let Some(key) = mistake.key()
        && OptionName::from_word(key).is_err()
    {
        let beginning = format!("unknown key `{key}`");
        assert!(mistake.message().starts_with(&beginning), "{mistake}");
    }
}

/// What is wrong; what to write. Serde gives no advice.
fn assert_of_our_form(message: &str) {
    const ABOUT_TYPES: [&str; 3] = [
        "expected a map of options, found ",
        "expected the name of an option, found ",
        "expected a string, found ",
    ];
    const OF_SERDE: [&str; 8] = [
        "invalid type",
        "invalid value",
        "invalid length",
        "unknown variant",
        "unknown field",
        "missing field",
        "duplicate field",
        "did not match",
    ];
    let is_about_type = ABOUT_TYPES.iter().any(|words| message.starts_with(words));
    assert!(is_about_type || message.contains("; "), "{message}");
    // Only what is quoted is the input's.
    let (before, after) = (message.split('`').next(), message.rsplit('`').next());
    for said in [before, after].into_iter().flatten() {
        assert!(said.is_ascii(), "{message}");
        assert!(!OF_SERDE.iter().any(|raw| said.contains(raw)), "{message}");
    }
}
