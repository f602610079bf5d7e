use std::fmt::{self, Display};

use crate::{AllowOrigin, Danger, MIRROR_REQUEST, OptionName, Shape};

/// A policy that keeps every rule. [`Draft::check`](crate::Draft::check) makes one.
///
/// It keeps the order as written. Both the serving form and every text about the
/// policy are made from it. `Display` prints the options as in the attribute.
///
/// ```
/// use corsac_policy::{AllowOrigin, AllowOrigins, Draft};
///
/// let draft: Draft<'_, &str, &str, &str> = Draft {
///     allow_origins: Some(&[AllowOrigin::Literal("*")]),
///     max_age: Some(600),
///     ..Draft::EMPTY
/// };
/// let policy = draft.check().unwrap();
///
/// assert!(matches!(policy.allow_origins(), AllowOrigins::Any));
/// assert_eq!(policy.to_string(), r#"allow_origins("*"), max_age = 600"#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy<'a, T, S, P>(PolicyParts<'a, T, S, P>);

/// The content of a [`Policy`], for code that must not forget any of it.
#[doc(hidden)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyParts<'a, T, S, P> {
    /// Who may call.
    pub allow_origins: AllowOrigins<'a, T, S, P>,
    /// With which methods, if written.
    pub allow_methods: Option<&'a [T]>,
    /// With which request headers.
    pub allow_headers: AllowHeaders<'a, T>,
    /// Which response headers a page may read.
    pub expose_headers: &'a [T],
    /// How long a browser may keep a preflight answer, in seconds.
    pub max_age: Option<u32>,
    /// The lifted prohibitions.
    pub dangerously: &'a [Danger],
}

/// The origins of a [`Policy`], and the options that only a policy with listed
/// origins can set.
///
/// ```
/// use corsac_policy::{AllowOrigin, AllowOrigins, Draft};
///
/// let draft: Draft<'_, &str, &str, &str> = Draft {
///     allow_origins: Some(&[AllowOrigin::Literal("https://a.example")]),
///     ..Draft::EMPTY
/// };
/// let policy = draft.check().unwrap();
///
/// let AllowOrigins::Listed {
///     origins,
///     allow_credentials,
///     ..
/// } = policy.allow_origins()
/// else {
///     unreachable!()
/// };
/// assert_eq!(origins, [AllowOrigin::Literal("https://a.example")]);
/// assert!(!allow_credentials);
/// ```
#[derive(Debug, PartialEq, Eq)]
pub enum AllowOrigins<'a, T, S, P> {
    /// `*`: any, but never with credentials.
    Any,
    /// Those of a list.
    Listed {
        /// In the order written.
        origins: &'a [AllowOrigin<T, S, P>],
        /// Whether requests may be credentialed.
        allow_credentials: bool,
        /// Whether requests of other origins are refused before the handler runs.
        block_on_origin_mismatch: bool,
    },
}

impl<T, S, P> Clone for AllowOrigins<'_, T, S, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, S, P> Copy for AllowOrigins<'_, T, S, P> {}

/// The request headers of a [`Policy`].
///
/// ```
/// use corsac_policy::{AllowHeaders, AllowOrigin, Draft};
///
/// let draft: Draft<'_, &str, &str, &str> = Draft {
///     allow_origins: Some(&[AllowOrigin::Literal("*")]),
///     allow_headers: Some(&["mirror_request"]),
///     ..Draft::EMPTY
/// };
///
/// assert_eq!(
///     draft.check().unwrap().allow_headers(),
///     AllowHeaders::MirrorRequest
/// );
/// ```
#[derive(Debug, PartialEq, Eq)]
pub enum AllowHeaders<'a, T> {
    /// These, in the order written; `*` may be among them.
    Names(&'a [T]),
    /// Whatever the preflight asks for.
    MirrorRequest,
}

impl<T> Clone for AllowHeaders<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for AllowHeaders<'_, T> {}

impl<'a, T, S, P> Policy<'a, T, S, P> {
    pub(crate) fn of_checked(parts: PolicyParts<'a, T, S, P>) -> Self {
        Self(parts)
    }

    /// Everything in it.
    #[doc(hidden)]
    #[must_use]
    pub fn parts(&self) -> &PolicyParts<'a, T, S, P> {
        &self.0
    }

    /// Who may call.
    #[must_use]
    pub fn allow_origins(&self) -> AllowOrigins<'a, T, S, P> {
        self.0.allow_origins
    }

    /// The entries of `allow_origins`; none where any origin is allowed.
    #[must_use]
    pub fn listed_origins(&self) -> &'a [AllowOrigin<T, S, P>] {
        match self.0.allow_origins {
            AllowOrigins::Any => &[],
            AllowOrigins::Listed { origins, .. } => origins,
        }
    }

    /// With which methods, in the order written; `None` if that is omitted.
    #[must_use]
    pub fn allow_methods(&self) -> Option<&'a [T]> {
        self.0.allow_methods
    }

    /// With which request headers.
    #[must_use]
    pub fn allow_headers(&self) -> AllowHeaders<'a, T> {
        self.0.allow_headers
    }

    /// Which response headers a page may read, in the order written.
    #[must_use]
    pub fn expose_headers(&self) -> &'a [T] {
        self.0.expose_headers
    }

    /// Whether requests may be credentialed.
    #[must_use]
    pub fn allow_credentials(&self) -> bool {
        match self.0.allow_origins {
            AllowOrigins::Any => false,
            AllowOrigins::Listed {
                allow_credentials, ..
            } => allow_credentials,
        }
    }

    /// How long a browser may keep a preflight answer, in seconds.
    #[must_use]
    pub fn max_age(&self) -> Option<u32> {
        self.0.max_age
    }

    /// Whether requests of other origins are refused before the handler runs.
    #[must_use]
    pub fn block_on_origin_mismatch(&self) -> bool {
        match self.0.allow_origins {
            AllowOrigins::Any => false,
            AllowOrigins::Listed {
                block_on_origin_mismatch,
                ..
            } => block_on_origin_mismatch,
        }
    }

    /// The lifted prohibitions, in the order written.
    #[must_use]
    pub fn dangerously(&self) -> &'a [Danger] {
        self.0.dangerously
    }
}

impl<T: AsRef<str>, S: Display, P: Display> Policy<'_, T, S, P> {
    /// The options as written, each with its value, which is empty for a bare word.
    ///
    /// ```
    /// use corsac_policy::{AllowOrigin, Draft, OptionName};
    ///
    /// let draft: Draft<'_, &str, &str, &str> = Draft {
    ///     allow_origins: Some(&[AllowOrigin::Literal("*")]),
    ///     max_age: Some(600),
    ///     ..Draft::EMPTY
    /// };
    ///
    /// assert_eq!(
    ///     draft.check().unwrap().written(),
    ///     [
    ///         (OptionName::AllowOrigins, r#""*""#.to_owned()),
    ///         (OptionName::MaxAge, "600".to_owned()),
    ///     ],
    /// );
    /// ```
    #[must_use]
    pub fn written(&self) -> Vec<(OptionName, String)> {
        let value = |option| Some((option, self.value_of(option)?));
        OptionName::ALL.into_iter().filter_map(value).collect()
    }

    fn value_of(&self, option: OptionName) -> Option<String> {
        let word = |is_written: bool| is_written.then(String::new);
        let PolicyParts {
            allow_origins,
            allow_methods,
            allow_headers,
            expose_headers,
            max_age,
            dangerously,
        } = self.0;
        match option {
            OptionName::AllowOrigins => Some(match allow_origins {
                AllowOrigins::Any => r#""*""#.to_owned(),
                AllowOrigins::Listed { origins, .. } => joined(origins, ToString::to_string),
            }),
            OptionName::AllowMethods => allow_methods.map(|names| joined(names, quoted)),
            OptionName::AllowHeaders => match allow_headers {
                AllowHeaders::Names([]) => None,
                AllowHeaders::Names(names) => Some(joined(names, quoted)),
                AllowHeaders::MirrorRequest => Some(MIRROR_REQUEST.to_owned()),
            },
            OptionName::ExposeHeaders => match expose_headers {
                [] => None,
                names => Some(joined(names, quoted)),
            },
            OptionName::AllowCredentials => word(self.allow_credentials()),
            OptionName::MaxAge => max_age.map(|seconds| seconds.to_string()),
            OptionName::BlockOnOriginMismatch => word(self.block_on_origin_mismatch()),
            OptionName::Dangerously => match dangerously {
                [] => None,
                dangers => Some(joined(dangers, ToString::to_string)),
            },
            // These belong to an attribute that names a policy, not to the policy.
            OptionName::Policy | OptionName::Crate => None,
        }
    }
}

impl<T: AsRef<str>, S: Display, P: Display> Display for Policy<'_, T, S, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (option, value)) in self.written().iter().enumerate() {
            let separator = if i == 0 { "" } else { ", " };
            write!(f, "{separator}{}", option.with_value(value))?;
        }
        Ok(())
    }
}

impl OptionName {
    /// The option with `value`, as the attribute writes it.
    ///
    /// ```
    /// use corsac_policy::OptionName;
    ///
    /// assert_eq!(OptionName::Policy.with_value("WEB_APP"), "policy(WEB_APP)");
    /// ```
    #[must_use]
    pub fn with_value(self, value: &str) -> String {
        match self.shape() {
            Shape::Word => self.to_string(),
            Shape::List | Shape::Path => format!("{self}({value})"),
            Shape::Number => format!("{self} = {value}"),
            Shape::QuotedPath => format!("{self} = \"{value}\""),
        }
    }
}

fn quoted(name: &impl AsRef<str>) -> String {
    format!("\"{}\"", name.as_ref())
}

fn joined<T>(list: &[T], text: impl Fn(&T) -> String) -> String {
    list.iter().map(text).collect::<Vec<_>>().join(", ")
}
