//! The promise of `docs/promise.md`, for any policies.

#[path = "../support/promise/mod.rs"]
mod promise;
#[path = "../../cors-policy/tests/reference/mod.rs"]
mod reference;

use proptest::{collection::vec, prelude::*, strategy::ValueTree as _, test_runner::TestRunner};

/// More than are read.
const MOST_BYTES: usize = 200;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5000))]

    #[test]
    fn policies_are_sound_complete_and_exact(input in vec(any::<u8>(), 0..MOST_BYTES)) {
        promise::check(&input);
    }
}

/// Without this, the property could hold for want of examples.
#[test]
fn answers_are_read_and_withheld_and_alike_often_enough() {
    let mut runner = TestRunner::deterministic();
    let inputs = vec(any::<u8>(), MOST_BYTES);
    let (mut read, mut withheld, mut alike) = (0, 0, 0);

    for _ in 0..1000 {
        let input = inputs.new_tree(&mut runner).expect("bytes").current();
        let seen = promise::check(&input);
        read += usize::from(seen.is_read);
        withheld += usize::from(seen.is_withheld);
        alike += usize::from(seen.are_alike);
    }

    let counts = [read, withheld, alike];
    assert!(counts.iter().all(|count| *count > 100), "{counts:?}");
}
