//! The rules that a CORS policy must keep, independent of any server.
//!
//! The content of an attribute is a [`Draft`]. [`Draft::check`] judges it by every
//! rule at once. It returns a [`Policy`], or a list of [`Violation`]s, each with
//! its [`Place`] and a message that says what to write instead. `#[cors]` of the
//! crate `corsac` puts these verdicts on the tokens of the attribute while a
//! program compiles.
//!
//! The terms are those of the Fetch standard's
//! [CORS protocol](https://fetch.spec.whatwg.org/#http-cors-protocol).
//!
//! ```
//! use corsac_policy::{AllowOrigin, Draft, OptionName, Place};
//!
//! let draft: Draft<'_, &str, &str, &str> = Draft {
//!     allow_origins: Some(&[AllowOrigin::Literal("*")]),
//!     allow_credentials: true,
//!     served_methods: Some(vec!["GET"]),
//!     ..Draft::EMPTY
//! };
//!
//! let violations = draft.check().unwrap_err();
//!
//! assert_eq!(
//!     violations[0].place,
//!     Place::Entry(OptionName::AllowOrigins, 0)
//! );
//! assert_eq!(
//!     violations[0].to_string(),
//!     "`*` cannot be combined with `allow_credentials`; list the trusted origins instead",
//! );
//! ```

#![forbid(unsafe_code)]

mod allow_origin;
mod danger;
mod diagnosis;
mod draft;
mod header_name;
mod host;
mod max_age;
mod method;
mod option_name;
mod origin;
mod origin_error;
mod origin_rules;
mod origin_set;
mod pattern;
mod pattern_index;
mod policy;
mod public_suffix;
mod rules;
mod scheme;
mod setting;
mod syntax;
mod token;
mod violation;
#[doc(hidden)]
pub mod words;

#[doc(hidden)]
pub use self::policy::PolicyParts;
pub use self::{
    allow_origin::AllowOrigin,
    danger::{Danger, UnknownDanger},
    draft::Draft,
    header_name::{
        HeaderError, MIRROR_REQUEST, check_exposed_header, check_request_header,
        is_forbidden_request_header, is_forbidden_response_header,
    },
    max_age::MAX_AGE_LIMIT,
    method::{
        MethodError, SAFELISTED_METHODS, check_method, is_forbidden_method, is_safelisted_method,
        normalize_method,
    },
    option_name::{OptionName, Shape, UnknownOption},
    origin::Origin,
    origin_error::{OriginError, OriginErrorKind},
    origin_set::{OriginSet, RefusedOrigin},
    pattern::OriginPattern,
    policy::{AllowHeaders, AllowOrigins, Policy},
    token::is_token,
    violation::{Place, Problem, Violation},
};
