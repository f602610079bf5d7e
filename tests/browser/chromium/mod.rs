//! Real Chromium, against the same app over sockets, says what
//! `corsac::testing` has predicted in process.

mod annotated;
mod by_hand;
mod case;
mod cases;
mod comparison;
mod difference;
mod hand_written;
mod outcome;
mod policies;
mod prediction;
mod preflight_cache;
mod site;
mod verdicts;
