//! The targets of `from(PATH)` and `predicate(PATH)`. Each knows its path in the
//! attribute.

use std::{fmt, pin::Pin};

use actix_web::{HttpRequest, dev::RequestHead};
use corsac_policy::Origin;

use crate::Origins;

/// The path of `from(PATH)`, and the set that it names.
// With named fields, the compiler points only at the value if it has another type.
#[derive(Clone, Copy, Debug)]
pub struct FromOrigins {
    /// As in the attribute.
    pub path: &'static str,
    /// The set that it names. A function, since the compiler doesn't keep an expression
    /// that borrows a `static` for the whole program.
    pub origins: fn() -> &'static Origins,
}

impl fmt::Display for FromOrigins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.path)
    }
}

/// The path of `predicate(PATH)`, and the function that it names.
#[derive(Clone, Copy, Debug)]
pub enum PredicateFn {
    /// `predicate(PATH)`
    Sync(&'static str, Predicate),
    /// `predicate(async PATH)`
    Async(&'static str, AsyncPredicate),
}

/// Decides at once.
pub type Predicate = fn(&Origin<'_>, &RequestHead) -> bool;
/// Has to be awaited.
pub type AsyncPredicate =
    for<'a> fn(&'a Origin<'a>, &'a HttpRequest) -> Pin<Box<dyn Future<Output = bool> + 'a>>;

#[cfg(feature = "audit")]
impl PredicateFn {
    /// The path alone.
    pub(crate) fn path(&self) -> &'static str {
        match self {
            Self::Sync(path, _) | Self::Async(path, _) => path,
        }
    }
}

impl fmt::Display for PredicateFn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sync(path, _) => f.write_str(path),
            Self::Async(path, _) => write!(f, "async {path}"),
        }
    }
}

/// An entry of a policy that is a constant.
pub type AllowOrigin = corsac_policy::AllowOrigin<&'static str, FromOrigins, PredicateFn>;
/// A policy that is a constant.
pub(crate) type Checked = corsac_policy::Policy<'static, &'static str, FromOrigins, PredicateFn>;
