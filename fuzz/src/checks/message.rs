//! What holds for every message about an origin or pattern.

use corsac_policy::OriginError;

/// Longer than any problem and any origin together.
const MAX_LEN: usize = 500;

/// The message fits into a log or a terminal, whatever it is about, and what it
/// tells to write `parses`.
#[track_caller]
pub(super) fn assert_helpful(error: &OriginError, text: &str, parses: impl Fn(&str) -> bool) {
    let message = error.to_string();

    assert!(message.len() <= MAX_LEN, "{message}");
    assert!(
        message.bytes().all(|byte| matches!(byte, b' '..=b'~')),
        "{message:?}"
    );
    if let Some(correction) = correction(&message) {
        assert!(parses(correction), "{message}");
        assert!(text.contains('*') || !correction.contains('*'), "{message}");
    }
}

/// The literal that a message tells to write, if it is not the general form.
fn correction(message: &str) -> Option<&str> {
    let (_, advice) = message.split_once("; write `")?;
    let literal = advice.split('`').next()?;
    (literal != "scheme://host").then_some(literal)
}
