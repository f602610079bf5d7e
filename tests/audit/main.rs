//! `corsac::audit`: which routes are listed, and what is said of each.

#![allow(
    clippy::needless_raw_string_hashes,
    reason = "the snapshots are written by a tool"
)]

mod configured;
mod example;
mod json;
mod policy;
mod routes;
mod shared_paths;
mod table;
