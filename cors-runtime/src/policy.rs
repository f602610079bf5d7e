use std::{fmt, sync::OnceLock};

use corsac_policy::PolicyParts;

use crate::{FromOrigins, PredicateFn, run_time_origin::Checked, serving::Serving};

/// What one or more routes allow pages of other origins to do.
///
/// It only contains data that the rules of [`corsac_policy`] permit: `#[cors]` and
/// `policy!` check it before they write it out. `Display` and `Debug` print it as
/// an attribute.
pub struct Policy {
    checked: Checked,
    /// Made when the first route is registered.
    serving: OnceLock<Serving>,
}

impl Policy {
    /// The policy that generated code writes out.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(parts: PolicyParts<'static, &'static str, FromOrigins, PredicateFn>) -> Self {
        Self {
            checked: Checked::of_checked(parts),
            serving: OnceLock::new(),
        }
    }

    #[cfg(feature = "audit")]
    pub(crate) fn checked(&self) -> &Checked {
        &self.checked
    }

    pub(crate) fn serving(&self) -> &Serving {
        self.serving.get_or_init(|| Serving::new(&self.checked))
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#[cors({})]", self.checked)
    }
}

impl fmt::Debug for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
