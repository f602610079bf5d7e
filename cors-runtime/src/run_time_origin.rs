//! What `from(PATH)` and `predicate(PATH)` lead to; each knows its path, as the
//! attribute has it.

use std::fmt;

use actix_web::dev::RequestHead;
use corsac_policy::Origin;

use crate::Origins;

/// The path of `from(PATH)`, and the set that it leads to.
#[derive(Clone, Copy, Debug)]
pub struct FromOrigins(pub &'static str, pub &'static Origins);

impl fmt::Display for FromOrigins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// The path of `predicate(PATH)`, and the function that it leads to.
#[derive(Clone, Copy, Debug)]
pub struct PredicateFn(pub &'static str, pub fn(&Origin<'_>, &RequestHead) -> bool);

impl fmt::Display for PredicateFn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// A policy as a constant.
pub(crate) type Checked = corsac_policy::Policy<'static, &'static str, FromOrigins, PredicateFn>;
