//! What a look-up in 10,000 origins and 1,000 patterns costs, next to one in a
//! set of one, and what it costs to replace them all.
//!
//! `cargo bench --bench origins` measures time. With a case and
//! a number of look-ups it does only these, to count instructions by the
//! difference of two runs:
//!
//! ```sh
//! valgrind --tool=callgrind --callgrind-out-file=/dev/null origins "pattern hit, many" 2000
//! ```

use std::{
    env,
    hint::black_box,
    time::{Duration, Instant},
};

use corsac::Origins;

/// Name, whether the set is the large one, the only origin of the other, and
/// what is looked up.
type Case = (&'static str, bool, &'static str, &'static str);

const EXACT: &str = "https://tenant-7777.example";
const PATTERN: &str = "https://*.customer-777.example";
const PATTERN_HIT: &str = "https://www.customer-777.example";
const MISS: &str = "https://www.stranger-777.example";

const CASES: [Case; 7] = [
    ("exact hit, one", false, EXACT, EXACT),
    ("exact hit, many", true, EXACT, EXACT),
    ("pattern hit, one", false, PATTERN, PATTERN_HIT),
    ("pattern hit, many", true, PATTERN, PATTERN_HIT),
    ("miss, one exact", false, EXACT, MISS),
    ("miss, one pattern", false, PATTERN, MISS),
    ("miss, many", true, EXACT, MISS),
];

fn main() {
    let args: Vec<_> = env::args().collect();
    if let [_, case, look_ups] = args.as_slice() {
        let case = CASES.iter().find(|(name, ..)| name == case);
        let look_ups = look_ups.parse().expect("a number of look-ups");
        look_up(*case.expect("a case"), look_ups);
        return;
    }

    for case in CASES {
        let look_ups = 200_000;
        let elapsed = look_up(case, look_ups);
        println!("{:20} {:?}", case.0, elapsed / look_ups);
    }
    println!("{:20} {:?}", "replace, many", replace_many());
}

/// How long these look-ups take.
fn look_up((_, is_large, only, origin): Case, look_ups: u32) -> Duration {
    let origins = Origins::new();
    let filled = if is_large {
        origins.replace(many())
    } else {
        origins.replace([only])
    };
    filled.expect("permitted origins");

    let start = Instant::now();
    for _ in 0..look_ups {
        black_box(origins.allows(black_box(origin.as_bytes())));
    }
    start.elapsed()
}

/// The median of several.
fn replace_many() -> Duration {
    let many: Vec<_> = many().collect();
    let mut durations = [(); 21].map(|()| {
        let origins = Origins::new();
        let start = Instant::now();
        origins.replace(&many).expect("permitted origins");
        start.elapsed()
    });
    durations.sort_unstable();
    durations[durations.len() / 2]
}

fn many() -> impl Iterator<Item = String> {
    let exact = (0..10_000).map(|i| format!("https://tenant-{i}.example"));
    let patterns = (0..1000).map(|i| format!("https://*.customer-{i}.example"));
    exact.chain(patterns)
}
