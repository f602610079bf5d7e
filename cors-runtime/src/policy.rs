use std::{
    collections::BTreeMap,
    fmt, ptr,
    sync::{Mutex, PoisonError},
};

use corsac_policy::{Danger, Draft};

use crate::{
    run_time_origin::{AllowOrigin, Checked},
    serving::Serving,
};

/// What one or more routes allow pages of other origins to do.
///
/// It only contains options that the rules of [`corsac_policy`] permit: `#[cors]` and
/// `policy!` check them before they write them out. `Display` and `Debug` print it as
/// an attribute.
// Plain data, which the compiler keeps for the whole program where an expression
// borrows it. A `static` for each handler would take a large part of
// `cargo check`.
#[must_use]
pub struct Policy(OwnPolicy);

/// The policy of one handler, which generated code writes into it. Not a [`Policy`], since
/// editors would offer to construct one wherever one is expected.
#[doc(hidden)]
#[must_use]
pub struct OwnPolicy(pub &'static [PolicyOption]);

/// An option of a [`Policy`], as generated code writes it out.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "each is the option of its name")]
pub enum PolicyOption {
    AllowOrigins(&'static [AllowOrigin]),
    AllowMethods(&'static [&'static str]),
    AllowHeaders(&'static [&'static str]),
    ExposeHeaders(&'static [&'static str]),
    AllowCredentials,
    MaxAge(u32),
    BlockOnOriginMismatch,
    Dangerously(&'static [Danger]),
}

/// The serving form of each policy, by its address, made for the first route or wrap. The
/// compiler may give equal constants one address, or one constant several; both do no
/// harm.
static SERVING: Mutex<BTreeMap<usize, &'static Serving>> = Mutex::new(BTreeMap::new());

impl Policy {
    /// The policy with these options.
    #[doc(hidden)]
    pub const fn new(options: &'static [PolicyOption]) -> Self {
        Self(OwnPolicy(options))
    }

    pub(crate) fn own(&self) -> &OwnPolicy {
        &self.0
    }
}

impl OwnPolicy {
    pub(crate) fn checked(&self) -> Checked {
        let mut draft = Draft {
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
        for option in self.0 {
            match *option {
                PolicyOption::AllowOrigins(origins) => draft.allow_origins = Some(origins),
                PolicyOption::AllowMethods(methods) => draft.allow_methods = Some(methods),
                PolicyOption::AllowHeaders(names) => draft.allow_headers = Some(names),
                PolicyOption::ExposeHeaders(names) => draft.expose_headers = Some(names),
                PolicyOption::AllowCredentials => draft.allow_credentials = true,
                PolicyOption::MaxAge(seconds) => draft.max_age = Some(seconds),
                PolicyOption::BlockOnOriginMismatch => draft.block_on_origin_mismatch = true,
                PolicyOption::Dangerously(dangers) => draft.dangerously = Some(dangers),
            }
        }
        draft.of_checked()
    }

    pub(crate) fn serving(&'static self) -> &'static Serving {
        let all = || SERVING.lock().unwrap_or_else(PoisonError::into_inner);
        let address = ptr::from_ref(self).addr();
        if let Some(known) = all().get(&address) {
            return known;
        }
        // Without the lock, since a `LazyLock` of run-time origins may run any code.
        let new = Serving::new(&self.checked());
        all()
            .entry(address)
            .or_insert_with(|| Box::leak(new.into()))
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for OwnPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#[cors({})]", self.checked())
    }
}

impl fmt::Debug for OwnPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_borrowed_policy_is_prepared_once() {
        fn one() -> &'static OwnPolicy {
            &OwnPolicy(&[PolicyOption::AllowOrigins(&[AllowOrigin::Literal("*")])])
        }
        fn other() -> &'static OwnPolicy {
            &OwnPolicy(&[
                PolicyOption::AllowOrigins(&[AllowOrigin::Literal("*")]),
                PolicyOption::MaxAge(600),
            ])
        }

        assert!(ptr::eq(one().serving(), one().serving()));
        assert!(one().serving().max_age.is_none());
        assert!(other().serving().max_age.is_some());
    }
}
