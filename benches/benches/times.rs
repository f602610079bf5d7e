//! Times, by criterion.

use std::time::Duration;

use corsac_benches::{case::BATCH, requests};
use criterion::{BatchSize, Criterion};

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    let mut group = criterion.benchmark_group("requests");
    for (index, case) in requests::cases().iter().enumerate() {
        let (server, question) = case.prepare();
        group.bench_function(index.to_string(), |bencher| {
            bencher.iter_batched(
                || question.to_request(),
                |request| server.answer(request),
                BatchSize::NumIterations(BATCH.into()),
            );
        });
    }
    group.finish();
    criterion.final_summary();
}
