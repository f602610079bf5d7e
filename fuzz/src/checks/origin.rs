use std::str;

use corsac_policy::Origin;

use super::message::assert_helpful;
use crate::reference;

/// Both parsers of origins agree with each other and with the reference; what
/// they take prints back the same, and what they refuse is explained.
///
/// # Panics
///
/// When this does not hold.
pub fn origin(input: &[u8]) {
    let from_bytes = Origin::from_bytes(input);
    let Ok(text) = str::from_utf8(input) else {
        return assert_eq!(from_bytes, None);
    };
    let parsed = Origin::parse(text);

    assert_eq!(from_bytes, parsed.as_ref().ok().copied());
    assert_eq!(parsed.is_ok(), reference::is_origin(text));
    match parsed {
        Ok(origin) => assert_prints_back(&origin, text),
        Err(error) => assert_helpful(&error, text, |text| Origin::parse(text).is_ok()),
    }
}

fn assert_prints_back(origin: &Origin<'_>, text: &str) {
    let printed = origin.to_string();

    assert_eq!(printed, text);
    assert_eq!(Origin::parse(&printed).as_ref(), Ok(origin));
}
