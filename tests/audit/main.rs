//! `corsac::audit`: which routes are listed, what is said of each, and what is found.

#![allow(
    clippy::needless_raw_string_hashes,
    reason = "the snapshots are written by a tool"
)]

mod configured;
mod example;
mod findings;
mod forms;
mod json;
mod near_misses;
mod policy;
mod routes;
mod sarif;
mod shared_paths;
mod table;
