//! The rules that a CORS policy must keep, apart from any server.
//!
//! What an attribute says is a [`Draft`]; [`Draft::check`] judges it by every
//! rule at once and gives a [`CheckedPolicy`], or the list of [`Violation`]s,
//! each with its [`Place`] and a message that says what to write instead.
//! `#[cors]` of the crate `corsac` puts these verdicts on the tokens of the
//! attribute while a program compiles.
//!
//! Terms are those of the Fetch standard's
//! [CORS protocol](https://fetch.spec.whatwg.org/#http-cors-protocol).
//!
//! ```
//! use corsac_policy::{AllowOrigin, Draft, OptionName, Place};
//!
//! let draft = Draft {
//!     allow_origins: Some(vec![AllowOrigin::Literal("*".into())]),
//!     allow_credentials: true,
//!     served_methods: Some(vec!["GET".into()]),
//!     ..Draft::default()
//! };
//!
//! let violations = draft.check().unwrap_err();
//!
//! assert_eq!(violations[0].place, Place::Entry(OptionName::AllowOrigins, 0));
//! assert_eq!(
//!     violations[0].to_string(),
//!     "`*` cannot be combined with `allow_credentials`; list the trusted origins instead",
//! );
//! ```

#![forbid(unsafe_code)]

mod checked_policy;
mod danger;
mod draft;
mod header_name;
mod host;
mod max_age;
mod method;
mod option_name;
mod origin;
mod origin_error;
mod origin_set;
mod pattern;
mod pattern_index;
mod public_suffix;
mod rules;
mod token;
mod violation;

pub use self::{
    checked_policy::{AllowHeaders, AllowOrigins, CheckedPolicy, OriginList},
    danger::{Danger, UnknownDanger},
    draft::{AllowHeader, AllowOrigin, Draft},
    header_name::{
        HeaderError, check_exposed_header, check_request_header, is_forbidden_request_header,
        is_forbidden_response_header,
    },
    max_age::MAX_AGE_LIMIT,
    method::{
        MethodError, check_method, is_forbidden_method, is_safelisted_method, normalize_method,
    },
    option_name::{OptionName, UnknownOption},
    origin::Origin,
    origin_error::OriginError,
    origin_set::{OriginSet, RefusedOrigin},
    pattern::OriginPattern,
    token::is_token,
    violation::{Place, Problem, Violation},
};
