//! Apps of up to 10,000 routes, and policies of up to 10,000 origins. They take
//! long to compile, which is why they are a crate of their own; `build.rs` writes
//! them.

#![allow(clippy::too_many_lines, reason = "it is generated")]

include!(concat!(env!("OUT_DIR"), "/many.rs"));
