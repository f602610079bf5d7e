//! Real browsers, against the same app over sockets, say what the page of
//! `corsac::testing` has predicted in process.

mod annotated;
mod by_hand;
mod case;
mod cases;
mod comparison;
mod hand_written;
mod outcome;
mod policies;
mod prediction;
mod preflight_cache;
pub(crate) mod site;
mod verdicts;
