/// The largest permitted `max_age`, in seconds: one day.
///
/// Browsers cap it: Firefox at 86,400 s, Chromium at 7,200 s, WebKit at 600 s.
///
/// ```
/// assert_eq!(corsac_policy::MAX_AGE_LIMIT, 24 * 60 * 60);
/// ```
pub const MAX_AGE_LIMIT: u32 = 86_400;
