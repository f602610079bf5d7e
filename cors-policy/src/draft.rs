use std::fmt::Display;

use crate::{AllowOrigin, Danger, Policy, Violation, rules};

/// The content of an attribute or a configuration, not judged yet.
///
/// It borrows its lists, and is generic over their entries; see [`AllowOrigin`].
/// `None` is an omitted option; an empty list is an option without entries.
///
/// ```
/// use corsac_policy::{AllowOrigin, Draft};
///
/// let draft: Draft<'_, &str, &str, &str> = Draft {
///     allow_origins: Some(&[AllowOrigin::Literal("https://a.example")]),
///     allow_headers: Some(&["Content-Type"]),
///     max_age: Some(600),
///     served_methods: Some(vec!["POST", "PUT"]),
///     ..Draft::EMPTY
/// };
///
/// let policy = draft.check().unwrap();
///
/// assert_eq!(policy.max_age(), Some(600));
/// ```
#[derive(Clone, Debug)]
pub struct Draft<'a, T, S, P> {
    /// `allow_origins(...)`
    pub allow_origins: Option<&'a [AllowOrigin<T, S, P>]>,
    /// `allow_methods(...)`
    pub allow_methods: Option<&'a [T]>,
    /// `allow_headers(...)`: names, `*`, or [`MIRROR_REQUEST`](crate::MIRROR_REQUEST).
    pub allow_headers: Option<&'a [T]>,
    /// `expose_headers(...)`
    pub expose_headers: Option<&'a [T]>,
    /// `allow_credentials`
    pub allow_credentials: bool,
    /// `max_age = ...`, in seconds
    pub max_age: Option<u32>,
    /// `block_on_origin_mismatch`
    pub block_on_origin_mismatch: bool,
    /// `dangerously(...)`
    pub dangerously: Option<&'a [Danger]>,
    /// The methods that the route serves; `None` if the policy doesn't belong to a
    /// single route.
    pub served_methods: Option<Vec<&'a str>>,
    /// Whether the handler takes a `Json<_>` body.
    pub takes_json: bool,
}

impl<T, S, P> Draft<'_, T, S, P> {
    /// A draft without options.
    pub const EMPTY: Self = Self {
        allow_origins: None,
        allow_methods: None,
        allow_headers: None,
        expose_headers: None,
        allow_credentials: false,
        max_age: None,
        block_on_origin_mismatch: false,
        dangerously: None,
        served_methods: None,
        takes_json: false,
    };

    pub(crate) fn lifts(&self, danger: Danger) -> bool {
        self.dangerously.unwrap_or_default().contains(&danger)
    }
}

impl<'a, T: AsRef<str>, S, P> Draft<'a, T, S, P> {
    /// The policy of a draft that passed [`Self::check`].
    #[doc(hidden)]
    #[must_use]
    pub fn of_checked(&self) -> Policy<'a, T, S, P> {
        rules::of_checked(self)
    }
}

impl<'a, T: AsRef<str>, S: Display, P: Display> Draft<'a, T, S, P> {
    /// Judges the draft by every rule.
    ///
    /// # Errors
    ///
    /// All violations, option by option; never an empty list.
    pub fn check(&self) -> Result<Policy<'a, T, S, P>, Vec<Violation>> {
        rules::check(self)
    }

    /// Judges a draft that names a shared policy, `policy(PATH)`. It can only set
    /// `allow_methods`.
    ///
    /// # Errors
    ///
    /// All violations; never an empty list.
    ///
    /// ```
    /// use corsac_policy::{Draft, OptionName, Place};
    ///
    /// let draft: Draft<'_, &str, &str, &str> = Draft {
    ///     allow_credentials: true,
    ///     ..Draft::EMPTY
    /// };
    /// let violations = draft.check_beside_shared_policy().unwrap_err();
    ///
    /// assert_eq!(
    ///     violations[0].place,
    ///     Place::Option(OptionName::AllowCredentials)
    /// );
    /// ```
    pub fn check_beside_shared_policy(&self) -> Result<(), Vec<Violation>> {
        rules::check_beside_shared_policy(self)
    }
}
