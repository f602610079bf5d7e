//! Answers that several policies give.

use super::grid::Answers;

const VARY: &str = "Vary: Origin";
const PREFLIGHT_VARY: &str = "Vary: Origin, Access-Control-Request-Method";
const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin: ORIGIN";
const ALLOW_METHODS: &str = "Access-Control-Allow-Methods: GET, POST, PUT";

/// Of a policy that has nothing but origins, and not just one exact one.
pub(crate) const OF_A_LIST: Answers<'_> = Answers {
    allowed: &[],
    foreign: &[],
    without_origin: (200, &[VARY]),
    to_allowed: (200, &[ALLOW_ORIGIN, VARY]),
    to_foreign: (200, &[VARY]),
    preflight_of_allowed: (204, &[ALLOW_ORIGIN, ALLOW_METHODS, PREFLIGHT_VARY]),
    preflight_of_foreign: (403, &[PREFLIGHT_VARY]),
};
