//! Instructions, counted by gungraun, which runs each case in a process of its own.

#![allow(missing_docs, reason = "of what its macros write")]

use std::hint::black_box;

use corsac::Origins;
use corsac_benches::{
    case::{BATCH, Case, repeat},
    look_ups::LookUp,
    server::{Question, Server},
};
use gungraun::{Callgrind, EntryPoint, prelude::*};

/// Counts in the answers only, not while the requests are made.
fn in_answers() -> LibraryBenchmarkConfig {
    let entry_point = EntryPoint::Custom("*::Server::answer".to_owned());
    let mut callgrind = Callgrind::default();
    callgrind.entry_point(entry_point);
    let mut config = LibraryBenchmarkConfig::default();
    config.tool(callgrind);
    config
}

fn answer(server: Server, question: &Question) -> Server {
    repeat(&server, question);
    server
}

fn prepare(mut cases: Vec<Case>, index: usize) -> (Server, Question) {
    cases.swap_remove(index).prepare()
}

fn prepare_request(index: usize) -> (Server, Question) {
    prepare(corsac_benches::requests::cases(), index)
}

#[library_benchmark]
#[benches::case(
    iter = 0..corsac_benches::requests::cases().len(),
    setup = prepare_request,
    config = in_answers()
)]
fn requests((server, question): (Server, Question)) -> Server {
    answer(server, &question)
}

fn prepare_scale(index: usize) -> (Server, Question) {
    prepare(corsac_benches::scale::cases(), index)
}

#[library_benchmark]
#[benches::case(
    iter = 0..corsac_benches::scale::cases().len(),
    setup = prepare_scale,
    config = in_answers()
)]
fn scale((server, question): (Server, Question)) -> Server {
    answer(server, &question)
}

fn prepare_look_up(index: usize) -> (Origins, &'static str) {
    let LookUp {
        origins, origin, ..
    } = corsac_benches::look_ups::CASES[index];
    (origins.fill(), origin)
}

#[library_benchmark]
#[benches::case(iter = 0..corsac_benches::look_ups::CASES.len(), setup = prepare_look_up)]
fn look_ups((origins, origin): (Origins, &'static str)) -> Origins {
    for _ in 0..BATCH {
        black_box(origins.allows(black_box(origin.as_bytes())));
    }
    origins
}

#[library_benchmark]
#[bench::many(corsac_benches::look_ups::many())]
fn replace(origins: Vec<String>) -> (Origins, Vec<String>) {
    let set = Origins::new();
    black_box(set.replace(&origins)).expect("permitted origins");
    (set, origins)
}

library_benchmark_group!(
    name = all,
    benchmarks = [requests, scale, look_ups, replace]
);
main!(library_benchmark_groups = all);
