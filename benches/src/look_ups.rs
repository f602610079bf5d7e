//! Look-ups in [`Origins`], without the request.

use corsac::Origins;

/// A look-up in a set of run-time origins.
#[derive(Clone, Copy)]
pub struct LookUp {
    /// In the words of the table.
    pub name: &'static str,
    /// What is in the set.
    pub origins: Filling,
    /// What is looked up.
    pub origin: &'static str,
}

/// What a set is filled with.
#[derive(Clone, Copy)]
pub enum Filling {
    /// One origin or pattern.
    One(&'static str),
    /// [`many`].
    Many,
}

impl Filling {
    /// A set filled with this.
    ///
    /// # Panics
    ///
    /// If it may not be.
    #[must_use]
    pub fn fill(self) -> Origins {
        let origins = Origins::new();
        let filled = match self {
            Self::One(origin) => origins.replace([origin]),
            Self::Many => origins.replace(many()),
        };
        filled.expect("permitted origins");
        origins
    }
}

const EXACT: &str = "https://tenant-7777.example";
const PATTERN: &str = "https://*.customer-777.example";
const OF_PATTERN: &str = "https://www.customer-777.example";
const STRANGER: &str = "https://www.stranger-777.example";

/// Every row of the table, in its order.
pub const CASES: [LookUp; 7] = [
    look_up("exact origin, in a set of one", Filling::One(EXACT), EXACT),
    look_up("exact origin, in many", Filling::Many, EXACT),
    look_up(
        "of a pattern, in a set of one",
        Filling::One(PATTERN),
        OF_PATTERN,
    ),
    look_up("of a pattern, in many", Filling::Many, OF_PATTERN),
    look_up(
        "stranger, in a set of one origin",
        Filling::One(EXACT),
        STRANGER,
    ),
    look_up(
        "stranger, in a set of one pattern",
        Filling::One(PATTERN),
        STRANGER,
    ),
    look_up("stranger, in many", Filling::Many, STRANGER),
];

const fn look_up(name: &'static str, origins: Filling, origin: &'static str) -> LookUp {
    LookUp {
        name,
        origins,
        origin,
    }
}

/// 10,000 origins and 1,000 patterns.
#[must_use]
pub fn many() -> Vec<String> {
    let exact = (0..10_000).map(|i| format!("https://tenant-{i}.example"));
    let patterns = (0..1000).map(|i| format!("https://*.customer-{i}.example"));
    exact.chain(patterns).collect()
}
