//! What `#[cors]` costs, next to the same app without CORS, with CORS by hand
//! and with actix-cors. The tables, and what was learnt, are in `README.md`.
//!
//! A [`Case`](case::Case) is an app and a request; two bench targets measure
//! all of them, [`instructions`](measure::instructions) and
//! [`times`](measure::times), and a program for each table runs these and
//! prints it.

pub mod apps;
pub mod case;
pub mod look_ups;
pub mod machine;
pub mod measure;
pub mod requests;
pub mod scale;
pub mod server;
pub mod table;
