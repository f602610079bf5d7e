use crate::promise;

/// Policies mean what `docs/promise.md` says: they are sound, complete and exact.
///
/// # Panics
///
/// When this does not hold.
pub fn policies(input: &[u8]) {
    promise::check(input);
}
