//! Methods: <https://fetch.spec.whatwg.org/#methods>.

use std::fmt;

use crate::token::is_token;

/// Methods that browsers send by exactly this name. The first ones are also
/// [normalized](https://fetch.spec.whatwg.org/#concept-method-normalize), so pages
/// may write them in lowercase. Policies may not.
const STANDARD: [&str; 8] = [
    "DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "QUERY",
];
/// How many of these are normalized.
const NORMALIZED: usize = 6;

/// <https://fetch.spec.whatwg.org/#cors-safelisted-method>
pub const SAFELISTED_METHODS: [&str; 3] = ["GET", "HEAD", "POST"];

/// Whether pages may use `method` without permission: a
/// [CORS-safelisted method](https://fetch.spec.whatwg.org/#cors-safelisted-method).
///
/// ```
/// assert!(corsac_policy::is_safelisted_method("POST"));
/// assert!(!corsac_policy::is_safelisted_method("PUT"));
/// ```
#[must_use]
pub fn is_safelisted_method(method: &str) -> bool {
    SAFELISTED_METHODS.contains(&method)
}

/// Whether pages can never use `method`: a
/// [forbidden method](https://fetch.spec.whatwg.org/#forbidden-method).
///
/// ```
/// assert!(corsac_policy::is_forbidden_method("TRACE"));
/// assert!(corsac_policy::is_forbidden_method("track"));
/// assert!(!corsac_policy::is_forbidden_method("PATCH"));
/// ```
#[must_use]
pub fn is_forbidden_method(method: &str) -> bool {
    ["CONNECT", "TRACE", "TRACK"]
        .iter()
        .any(|forbidden| forbidden.eq_ignore_ascii_case(method))
}

/// The spelling in which browsers send `method`
/// (<https://fetch.spec.whatwg.org/#concept-method-normalize>): six methods in
/// uppercase, all others as the page writes them.
///
/// ```
/// assert_eq!(corsac_policy::normalize_method("put"), "PUT");
/// assert_eq!(corsac_policy::normalize_method("patch"), "patch");
/// ```
#[must_use]
pub fn normalize_method(method: &str) -> &str {
    STANDARD[..NORMALIZED]
        .iter()
        .find(|standard| standard.eq_ignore_ascii_case(method))
        .copied()
        .unwrap_or(method)
}

/// Judges one method of `allow_methods`.
///
/// # Errors
///
/// If `method` isn't a single token, is forbidden, or is a standard method that
/// isn't in uppercase.
///
/// ```
/// use corsac_policy::check_method;
///
/// assert!(check_method("PATCH").is_ok());
/// assert_eq!(
///     check_method("patch").unwrap_err().to_string(),
///     "methods are case-sensitive; write `PATCH`",
/// );
/// ```
pub fn check_method(method: &str) -> Result<(), MethodError> {
    if method.contains(',') {
        return Err(MethodError::Several);
    }
    if !is_token(method) {
        return Err(MethodError::NotAToken);
    }
    if is_forbidden_method(method) {
        return Err(MethodError::Forbidden);
    }
    match STANDARD
        .iter()
        .find(|name| name.eq_ignore_ascii_case(method))
    {
        Some(standard) if *standard != method => Err(MethodError::LowerCase { standard }),
        _ => Ok(()),
    }
}

/// Why a method is refused.
///
/// ```
/// use corsac_policy::{MethodError, check_method};
///
/// assert_eq!(check_method("TRACE"), Err(MethodError::Forbidden));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MethodError {
    /// Several names in one string.
    Several,
    /// Not a [token](https://www.rfc-editor.org/rfc/rfc9110#name-tokens).
    NotAToken,
    /// [Forbidden](https://fetch.spec.whatwg.org/#forbidden-method) by the standard.
    Forbidden,
    /// A standard method that isn't in uppercase.
    LowerCase {
        /// The spelling that browsers send.
        standard: &'static str,
    },
}

impl fmt::Display for MethodError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Several => {
                f.write_str("expected one method, found several; write each separately")
            }
            Self::NotAToken => f.write_str("invalid method; write one such as `PUT`"),
            Self::Forbidden => f.write_str("browsers never send this method; remove it"),
            Self::LowerCase { standard } => {
                write!(f, "methods are case-sensitive; write `{standard}`")
            }
        }
    }
}

impl std::error::Error for MethodError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn upper_case_and_custom_methods_are_permitted() {
        for method in [
            "GET", "PUT", "PATCH", "QUERY", "OPTIONS", "PURGE", "purge", "M-SEARCH",
        ] {
            assert_eq!(check_method(method), Ok(()), "{method}");
        }
    }

    #[test]
    fn three_methods_need_no_permission() {
        for method in ["GET", "HEAD", "POST"] {
            assert!(is_safelisted_method(method), "{method}");
        }
        for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "get", ""] {
            assert!(!is_safelisted_method(method), "{method}");
        }
    }

    #[test]
    fn six_methods_are_normalized() {
        for (spelled, sent) in [
            ("delete", "DELETE"),
            ("gEt", "GET"),
            ("head", "HEAD"),
            ("options", "OPTIONS"),
            ("Post", "POST"),
            ("put", "PUT"),
            ("patch", "patch"),
            ("query", "query"),
            ("Egg", "Egg"),
        ] {
            assert_eq!(normalize_method(spelled), sent);
        }
    }

    #[test]
    fn what_is_not_a_token_is_refused() {
        for method in ["", " ", "GET ", "G ET", "GÉT", "GET\n", "(GET)"] {
            assert_eq!(
                check_method(method),
                Err(MethodError::NotAToken),
                "{method}"
            );
        }
    }

    #[test]
    fn several_methods_in_one_are_refused() {
        for method in ["GET,PUT", "GET, PUT", ","] {
            assert_eq!(check_method(method), Err(MethodError::Several), "{method}");
        }
    }

    #[test]
    fn forbidden_methods_are_refused_in_any_case() {
        for method in ["CONNECT", "TRACE", "TRACK", "trace", "Track"] {
            assert_eq!(
                check_method(method),
                Err(MethodError::Forbidden),
                "{method}"
            );
        }
    }

    #[test]
    fn lower_case_of_a_standard_method_is_refused() {
        for (method, standard) in [("patch", "PATCH"), ("Get", "GET"), ("delete", "DELETE")] {
            assert_eq!(
                check_method(method),
                Err(MethodError::LowerCase { standard }),
                "{method}",
            );
        }
    }
}
