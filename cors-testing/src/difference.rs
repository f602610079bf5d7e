//! What browsers do otherwise than the standard says.

use crate::Engine;

/// Where a browser does not do what the Fetch standard says.
///
/// A test of corsac has real browsers of all engines judge thousands of cases, and
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
    /// `*` in `Access-Control-Allow-Headers` covers `Authorization`, too. To the
    /// standard, that is a
    /// [non-wildcard name](https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name).
    AnyHeaderCoversAuthorization,
    /// `DPR`, `Save-Data: on` and other client hints need no preflight. The standard
    /// [safelists](https://fetch.spec.whatwg.org/#cors-safelisted-request-header) none of them.
    ClientHintsAreSafelisted,
    /// Nor does a `User-Agent` that the script has set.
    UserAgentIsSafelisted,
    /// A header that the script sets twice is named twice in
    /// `Access-Control-Request-Headers`. The standard
    /// [names it once](https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names).
    RepeatedHeadersAreNamedAgain,
    /// After a redirect, a request that needed a preflight before has another one, also
    /// if its method and headers [need none](https://fetch.spec.whatwg.org/#main-fetch) any more.
    RedirectsNeedPreflightsAgain,
    /// A redirect that turns a request to the page's own origin into `GET` leaves it its
    /// `Origin`. The standard has [none there](https://fetch.spec.whatwg.org/#append-a-request-origin-header).
    RedirectsKeepOrigin,
    /// What a preflight has allowed is still known when the actual request then
    /// fails. The standard [forgets it](https://fetch.spec.whatwg.org/#http-fetch).
    FailuresKeepPreflights,
    /// Where what is known of a URL is not enough, it is forgotten, also if the new
    /// preflight fails. The standard keeps methods and header names
    /// [one by one](https://fetch.spec.whatwg.org/#concept-cache).
    NewPreflightsForgetOthers,
    /// What the answer to a preflight allows is known from then on, also if it is not
    /// enough for the request. The standard
    /// [fails before](https://fetch.spec.whatwg.org/#cors-preflight-fetch-0) it keeps anything.
    FailingPreflightsAreKept,
    /// `*` in the answer to a preflight is good for the request at hand alone. The
    /// standard [keeps it](https://fetch.spec.whatwg.org/#concept-cache-match-header) like
    /// every other name.
    WildcardsAreNotKept,
    /// What a preflight has allowed with credentials is not known without them. The
    /// standard has it [cover both](https://fetch.spec.whatwg.org/#concept-cache-match).
    CredentialsKeepPreflightsApart,
    /// A negative `Access-Control-Max-Age` is taken for 0. By its syntax it is
    /// none, so the standard keeps the answer
    /// [for five seconds](https://fetch.spec.whatwg.org/#cors-preflight-fetch-0).
    NegativeMaxAgeIsZero,
    /// Every malformed `Access-Control-Max-Age` is taken for 0.
    MalformedMaxAgeIsZero,
    /// What a preflight has allowed to an opaque origin is not kept.
    OpaqueOriginsKeepNoPreflights,
    /// A preflight has `Sec-Fetch-Mode` also where the URL is not
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

    /// The version of `engine` in which this was first seen; `None` if that engine
    /// does what the standard says.
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

    /// By the numbers of WebKit for GTK; 2.50 is what Safari 26 has.
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
