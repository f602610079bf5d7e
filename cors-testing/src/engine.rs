//! Browsers, and how they differ from the standard.

use std::{fmt, time::Duration};

use crate::Difference;

/// A browser's engine.
///
/// ```
/// use corsac_testing::Engine;
///
/// for engine in Engine::ALL {
///     assert!(
///         !engine.differences().is_empty(),
///         "{engine} follows the standard to the letter"
///     );
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// The engine of Chrome, Edge, Opera, and many others.
    Chromium,
    /// The engine of Firefox, called Gecko.
    Firefox,
    /// The engine of Safari, and of most browsers on iOS.
    WebKit,
}

impl Engine {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// The known differences of this engine from the Fetch standard.
    ///
    /// ```
    /// use corsac_testing::{Difference, Engine};
    ///
    /// let differences = Engine::WebKit.differences();
    ///
    /// assert!(differences.contains(&Difference::FailuresKeepPreflights));
    /// ```
    #[must_use]
    pub fn differences(self) -> Vec<Difference> {
        let differs = |difference: &Difference| difference.seen_in(self).is_some();
        Difference::ALL.into_iter().filter(differs).collect()
    }

    /// The longest time that it keeps the answer to a preflight. The standard
    /// leaves this to browsers.
    pub(crate) const fn max_age_limit(self) -> Duration {
        const MINUTE: u64 = 60;
        Duration::from_secs(match self {
            // `kMaxTimeout` of
            // https://source.chromium.org/chromium/chromium/src/+/main:services/network/public/cpp/cors/preflight_result.cc
            Self::Chromium => 120 * MINUTE,
            // `AddResultToCache` of
            // https://searchfox.org/mozilla-central/source/netwerk/protocol/http/nsCORSListenerProxy.cpp
            Self::Firefox => 24 * 60 * MINUTE,
            // `maxPreflightCacheTimeout` of
            // https://github.com/WebKit/WebKit/blob/main/Source/WebCore/loader/CrossOriginPreflightResultCache.cpp
            Self::WebKit => 10 * MINUTE,
        })
    }
}

/// Its name.
impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
