//! The table at the end.

use std::time::Duration;

use crate::{cases::Kind, client::Times};

/// Prints what each connection has asked, and how long the answers took.
pub(crate) fn print(kinds: &[Kind], times: &[Times], elapsed: Duration) {
    println!(
        "{:28} {:>9} {:>9} {:>8} {:>8} {:>8} {:>8}",
        "", "requests", "a second", "median", "99 %", "99.9 %", "longest"
    );
    let mut all = Vec::new();
    for (n, kind) in kinds.iter().enumerate() {
        let of_kind: Vec<_> = times.iter().flat_map(|times| &times[n]).copied().collect();
        all.extend_from_slice(&of_kind);
        print_row(kind.name, of_kind, elapsed);
    }
    print_row("all", all, elapsed);
    println!(
        "times in microseconds, {:.1} seconds",
        elapsed.as_secs_f64()
    );
}

fn print_row(name: &str, mut times: Vec<Duration>, elapsed: Duration) {
    times.sort_unstable();
    let at = |per_mille: usize| {
        let time = times.get((times.len() * per_mille / 1000).min(times.len().saturating_sub(1)));
        time.map_or(0, Duration::as_micros)
    };
    let a_second = times.len() as u128 * 1000 / elapsed.as_millis().max(1);
    println!(
        "{name:28} {:>9} {a_second:>9} {:>8} {:>8} {:>8} {:>8}",
        times.len(),
        at(500),
        at(990),
        at(999),
        at(1000),
    );
}
