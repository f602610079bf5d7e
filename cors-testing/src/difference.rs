//! How browsers differ from the standard.

use crate::Engine;

/// A difference of a browser from the Fetch standard.
///
/// A test of corsac runs thousands of cases in real browsers of all engines. It
/// fails if an engine differs in another way, or no longer in this one.
///
/// ```
/// use corsac_testing::{Difference, Engine};
///
/// let difference = Difference::AnyHeaderCoversAuthorization;
///
/// assert!(difference.seen_in(Engine::Chromium).is_some());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Difference {
    /// `*` in `Access-Control-Allow-Headers` covers `Authorization`, too. In the
    /// standard, that is a
    /// [non-wildcard name](https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name).
    AnyHeaderCoversAuthorization,
    /// `DPR`, `Save-Data: on` and other client hints need no preflight. The standard
    /// [safelists](https://fetch.spec.whatwg.org/#cors-safelisted-request-header) none of them.
    ClientHintsAreSafelisted,
    /// A `User-Agent` set by the script needs no preflight either.
    UserAgentIsSafelisted,
    /// `Access-Control-Request-Headers` repeats a header that the script sets twice.
    /// The standard
    /// [lists it once](https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names).
    RepeatedHeadersAreNamedAgain,
    /// After a redirect, a request that needed a preflight gets another one, even if
    /// its method and headers no longer
    /// [need one](https://fetch.spec.whatwg.org/#main-fetch).
    RedirectsNeedPreflightsAgain,
    /// A redirect that turns a request to the page's own origin into `GET` keeps its
    /// `Origin`. The standard
    /// [removes it](https://fetch.spec.whatwg.org/#append-a-request-origin-header).
    RedirectsKeepOrigin,
    /// A preflight's permission stays in the cache if the actual request then
    /// fails. The standard [removes it](https://fetch.spec.whatwg.org/#http-fetch).
    FailuresKeepPreflights,
    /// If the cached permission for a URL isn't enough, it is removed, even if the
    /// new preflight fails. The standard keeps methods and header names
    /// [one by one](https://fetch.spec.whatwg.org/#concept-cache).
    NewPreflightsForgetOthers,
    /// A preflight's permission is cached even if it isn't enough for the request. The
    /// standard [fails before](https://fetch.spec.whatwg.org/#cors-preflight-fetch-0)
    /// it keeps anything.
    FailingPreflightsAreKept,
    /// `*` in the answer to a preflight only applies to the current request. The
    /// standard [keeps it](https://fetch.spec.whatwg.org/#concept-cache-match-header)
    /// like every other name.
    WildcardsAreNotKept,
    /// A permission for requests with credentials doesn't apply without them. In the
    /// standard, it [covers both](https://fetch.spec.whatwg.org/#concept-cache-match).
    CredentialsKeepPreflightsApart,
    /// A negative `Access-Control-Max-Age` counts as 0. Its syntax is invalid, so
    /// the standard keeps the answer
    /// [for five seconds](https://fetch.spec.whatwg.org/#cors-preflight-fetch-0).
    NegativeMaxAgeIsZero,
    /// Every malformed `Access-Control-Max-Age` counts as 0.
    MalformedMaxAgeIsZero,
    /// A preflight's permission for an opaque origin isn't kept.
    OpaqueOriginsKeepNoPreflights,
    /// A preflight has `Sec-Fetch-Mode` even if the URL isn't
    /// [potentially trustworthy](https://w3c.github.io/webappsec-fetch-metadata/).
    EveryPreflightTellsItsMode,
}

impl Difference {
    pub(crate) const ALL: [Self; 15] = [
        Self::AnyHeaderCoversAuthorization,
        Self::ClientHintsAreSafelisted,
        Self::UserAgentIsSafelisted,
        Self::RepeatedHeadersAreNamedAgain,
        Self::RedirectsNeedPreflightsAgain,
        Self::RedirectsKeepOrigin,
        Self::FailuresKeepPreflights,
        Self::NewPreflightsForgetOthers,
        Self::FailingPreflightsAreKept,
        Self::WildcardsAreNotKept,
        Self::CredentialsKeepPreflightsApart,
        Self::NegativeMaxAgeIsZero,
        Self::MalformedMaxAgeIsZero,
        Self::OpaqueOriginsKeepNoPreflights,
        Self::EveryPreflightTellsItsMode,
    ];

    /// The version of `engine` where this was first seen; `None` if that engine
    /// follows the standard.
    #[must_use]
    pub const fn seen_in(self, engine: Engine) -> Option<&'static str> {
        match engine {
            Engine::Chromium => self.seen_in_chromium(),
            Engine::Firefox => self.seen_in_firefox(),
            Engine::WebKit => self.seen_in_webkit(),
        }
    }

    const fn seen_in_chromium(self) -> Option<&'static str> {
        match self {
            Self::AnyHeaderCoversAuthorization
            | Self::ClientHintsAreSafelisted
            | Self::UserAgentIsSafelisted
            | Self::FailuresKeepPreflights
            | Self::NewPreflightsForgetOthers
            | Self::NegativeMaxAgeIsZero
            | Self::OpaqueOriginsKeepNoPreflights
            | Self::EveryPreflightTellsItsMode => Some("156"),
            Self::RepeatedHeadersAreNamedAgain
            | Self::RedirectsNeedPreflightsAgain
            | Self::RedirectsKeepOrigin
            | Self::FailingPreflightsAreKept
            | Self::WildcardsAreNotKept
            | Self::CredentialsKeepPreflightsApart
            | Self::MalformedMaxAgeIsZero => None,
        }
    }

    const fn seen_in_firefox(self) -> Option<&'static str> {
        match self {
            Self::AnyHeaderCoversAuthorization
            | Self::RepeatedHeadersAreNamedAgain
            | Self::RedirectsNeedPreflightsAgain
            | Self::WildcardsAreNotKept
            | Self::CredentialsKeepPreflightsApart
            | Self::MalformedMaxAgeIsZero => Some("153"),
            Self::ClientHintsAreSafelisted
            | Self::UserAgentIsSafelisted
            | Self::RedirectsKeepOrigin
            | Self::FailuresKeepPreflights
            | Self::NewPreflightsForgetOthers
            | Self::FailingPreflightsAreKept
            | Self::NegativeMaxAgeIsZero
            | Self::OpaqueOriginsKeepNoPreflights
            | Self::EveryPreflightTellsItsMode => None,
        }
    }

    /// The version numbers are those of WebKit for GTK. Safari 26 has 2.50.
    const fn seen_in_webkit(self) -> Option<&'static str> {
        match self {
            Self::AnyHeaderCoversAuthorization
            | Self::RedirectsNeedPreflightsAgain
            | Self::RedirectsKeepOrigin
            | Self::FailuresKeepPreflights
            | Self::NewPreflightsForgetOthers
            | Self::FailingPreflightsAreKept
            | Self::NegativeMaxAgeIsZero => Some("2.50"),
            Self::ClientHintsAreSafelisted
            | Self::UserAgentIsSafelisted
            | Self::RepeatedHeadersAreNamedAgain
            | Self::WildcardsAreNotKept
            | Self::CredentialsKeepPreflightsApart
            | Self::MalformedMaxAgeIsZero
            | Self::OpaqueOriginsKeepNoPreflights
            | Self::EveryPreflightTellsItsMode => None,
        }
    }
}
