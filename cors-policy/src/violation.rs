use std::fmt;

use crate::{Danger, HeaderError, MAX_AGE_LIMIT, MethodError, OptionName, OriginError};

/// A rule that a draft breaks, and where.
///
/// Its `Display` is the message of the compile error: what is wrong, then what
/// to write.
///
/// ```
/// use corsac_policy::{Draft, Place};
///
/// let draft: Draft<'_, &str, &str, &str> = Draft::EMPTY;
/// let violations = draft.check().unwrap_err();
///
/// assert_eq!(violations[0].place, Place::Attribute);
/// assert_eq!(
///     violations[0].to_string(),
///     "missing origins; write `allow_origins(\"https://a.example\")`",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The word or literal that breaks it.
    pub place: Place,
    /// What is wrong with it.
    pub problem: Problem,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problem.fmt(f)
    }
}

/// The part of an attribute that a violation is about.
///
/// ```
/// use corsac_policy::{OptionName, Place};
///
/// // The second origin that is listed:
/// let place = Place::Entry(OptionName::AllowOrigins, 1);
/// # let _ = place;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The attribute as a whole: something is missing.
    Attribute,
    /// The name of an option.
    Option(OptionName),
    /// An entry of an option's list, counted from zero; the value of an option
    /// that has one value is entry 0.
    Entry(OptionName, usize),
    /// The `Json<_>` parameter of the handler.
    JsonParameter,
}

/// What is wrong, one variant for each rule.
///
/// ```
/// use corsac_policy::Problem;
///
/// assert_eq!(
///     Problem::MaxAgeTooLarge.to_string(),
///     "browsers cap this at one day; use at most 86400",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// No option lists the allowed origins.
    NoOrigins,
    /// A list without entries.
    EmptyList(OptionName),
    /// An origin that can never match.
    Origin(OriginError),
    /// `*` beside other origins.
    AnyOriginBesideOthers,
    /// `*` in `dev(...)`.
    AnyOriginInDev,
    /// A predicate together with credentials, without
    /// `dangerously(unchecked_origins)`.
    UncheckedOrigins,
    /// An option beside `policy(PATH)`.
    BesideSharedPolicy(OptionName),
    /// `*` together with credentials, in the list of this option.
    WildcardWithCredentials(OptionName),
    /// The other side of such a conflict: `allow_credentials`.
    CredentialsWithWildcard(OptionName),
    /// Credentials for an origin that a network attacker can impersonate.
    InsecureOrigin,
    /// Credentials for every extension of a browser, without
    /// `dangerously(unchecked_origins)`.
    EveryExtension,
    /// Credentials for every site below this public suffix.
    PublicSuffix(String),
    /// A method that pages cannot use, or that is misspelled.
    Method(MethodError),
    /// `*` as a method of a route.
    WildcardMethod,
    /// A method that the route does not serve.
    MethodNotServed {
        /// The methods that it serves.
        served: Vec<String>,
    },
    /// A request or response header that cannot be named here.
    Header(HeaderError),
    /// A name beside a form of "any" that covers it.
    NameCovered {
        /// The form that covers it.
        by: &'static str,
    },
    /// `max_age` above [`MAX_AGE_LIMIT`].
    MaxAgeTooLarge,
    /// The same entry twice.
    Duplicate,
    /// An origin that another entry of the list covers.
    OriginCovered {
        /// The pattern that covers it.
        by: String,
    },
    /// A keyword of `dangerously(...)` that has no effect here.
    NothingToLift(Danger),
    /// `block_on_origin_mismatch` where any origin is allowed.
    NothingToBlock,
    /// A `Json<_>` body, although pages of other origins cannot send
    /// `application/json`.
    JsonWithoutContentType,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Origin(error) => error.fmt(f),
            Self::Method(error) => error.fmt(f),
            Self::Header(error) => error.fmt(f),
            Self::NoOrigins => {
                let example = OptionName::AllowOrigins.example();
                write!(f, "missing origins; write `{example}`")
            }
            Self::EmptyList(option) => {
                let example = option.example();
                match option {
                    OptionName::AllowOrigins => {
                        write!(f, "the list is empty; add an origin, as in `{example}`")
                    }
                    option => write!(
                        f,
                        "the list is empty; remove `{option}`, or add an entry, as in `{example}`"
                    ),
                }
            }
            Self::AnyOriginBesideOthers => f.write_str(
                "`*` allows any origin; use it alone, or list the trusted origins instead",
            ),
            Self::AnyOriginInDev => f.write_str(
                "`*` allows any origin; list the origins of your development servers instead",
            ),
            Self::UncheckedOrigins => f.write_str(
                "this could give the user's credentials to any origin; list the origins instead",
            ),
            Self::BesideSharedPolicy(option) => {
                let rest = "a shared policy already sets everything except `allow_methods`";
                write!(f, "{rest}; remove `{option}` or `policy`")
            }
            Self::WildcardWithCredentials(option) => {
                let instead = instead_of_wildcard(*option);
                write!(
                    f,
                    "`*` cannot be combined with `allow_credentials`; {instead}"
                )
            }
            Self::CredentialsWithWildcard(option) => {
                let wildcard = format_args!("the `*` in `{option}`");
                write!(
                    f,
                    "`allow_credentials` cannot be combined with {wildcard}; remove one of them"
                )
            }
            Self::InsecureOrigin => f.write_str(
                "network attackers can pose as this origin and get the user's credentials; use an `https` origin",
            ),
            Self::EveryExtension => f.write_str(
                "any browser extension could get the user's credentials; list the origins instead",
            ),
            Self::PublicSuffix(suffix) => {
                let anyone = format_args!("anyone can own a site below `{suffix}`");
                write!(
                    f,
                    "{anyone} and get the user's credentials; list the origins instead"
                )
            }
            Self::WildcardMethod => f.write_str(
                "routes don't serve `*`; remove `allow_methods` to allow what the route serves",
            ),
            Self::MethodNotServed { served } => {
                let served = Quoted(served);
                write!(f, "the route serves only {served}; remove this method")
            }
            Self::NameCovered { by } => write!(f, "`{by}` already covers this name; remove one of them"),
            Self::MaxAgeTooLarge => write!(
                f,
                "browsers cap this at one day; use at most {MAX_AGE_LIMIT}",
            ),
            Self::Duplicate => f.write_str("duplicate entry; remove it"),
            Self::OriginCovered { by } => write!(f, "`{by}` already covers this origin; remove it"),
            Self::NothingToLift(danger) => {
                write!(f, "nothing in this policy needs `{danger}`; remove it")
            }
            Self::NothingToBlock => f.write_str(
                "`*` allows any origin, so nothing is blocked; list the trusted origins, or remove this",
            ),
            Self::JsonWithoutContentType => f.write_str(
                "pages of other origins cannot send `application/json` here; add `Content-Type` to `allow_headers`",
            ),
        }
    }
}

fn instead_of_wildcard(option: OptionName) -> &'static str {
    match option {
        OptionName::AllowMethods => "list the methods instead",
        OptionName::AllowHeaders | OptionName::ExposeHeaders => "list the header names instead",
        OptionName::AllowOrigins
        | OptionName::AllowCredentials
        | OptionName::MaxAge
        | OptionName::BlockOnOriginMismatch
        | OptionName::Dangerously
        | OptionName::Policy
        | OptionName::Crate => "list the trusted origins instead",
    }
}

/// `` `GET`, `POST` ``
struct Quoted<'a>(&'a [String]);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, name) in self.0.iter().enumerate() {
            let separator = if i == 0 { "" } else { ", " };
            write!(f, "{separator}`{name}`")?;
        }
        Ok(())
    }
}
