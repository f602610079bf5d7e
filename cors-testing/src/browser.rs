//! The state that all pages of a browser share.

use std::{cell::RefCell, time::Duration};

use crate::{Difference, Engine, preflight_cache::PreflightCache};

/// A browser: how it differs from the standard, and what it caches.
#[derive(Debug)]
pub(crate) struct Browser {
    differences: Vec<Difference>,
    /// The longest time that it keeps the answer to a preflight.
    pub(crate) max_age_limit: Duration,
    pub(crate) preflight_cache: RefCell<PreflightCache>,
}

/// A browser that follows the standard, which leaves this limit to browsers.
impl Default for Browser {
    fn default() -> Self {
        Self::new(Vec::new(), Engine::Chromium.max_age_limit())
    }
}

impl Browser {
    pub(crate) fn new(differences: Vec<Difference>, max_age_limit: Duration) -> Self {
        Self {
            differences,
            max_age_limit,
            preflight_cache: RefCell::default(),
        }
    }

    pub(crate) fn differs_by(&self, difference: Difference) -> bool {
        self.differences.contains(&difference)
    }
}

impl From<Engine> for Browser {
    fn from(engine: Engine) -> Self {
        Self::new(engine.differences(), engine.max_age_limit())
    }
}
