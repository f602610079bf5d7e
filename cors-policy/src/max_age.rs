/// The largest `max_age` that is permitted, in seconds: one day.
///
/// No browser keeps a preflight answer longer: Firefox caps at 86,400 s,
/// Chromium at 7,200 s, WebKit at 600 s.
///
/// ```
/// assert_eq!(corsac_policy::MAX_AGE_LIMIT, 24 * 60 * 60);
/// ```
pub const MAX_AGE_LIMIT: u32 = 86_400;
