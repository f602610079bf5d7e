//! Real Chromium, against the same app over sockets, says what
//! `corsac::testing` has predicted in process.

// The browser is ended by its process group.
#![cfg(unix)]

mod chromium {
    pub(crate) mod annotated;
    pub(crate) mod by_hand;
    pub(crate) mod case;
    pub(crate) mod cases;
    pub(crate) mod comparison;
    pub(crate) mod difference;
    pub(crate) mod hand_written;
    pub(crate) mod outcome;
    pub(crate) mod policies;
    pub(crate) mod prediction;
    mod preflight_cache;
    pub(crate) mod site;
    mod verdicts;
}

#[path = "support/browser.rs"]
mod browser;
