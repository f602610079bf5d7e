//! The playground as a person uses it: in Chromium, by the keyboard.
//!
//! It needs the `chromium` and `chromedriver` of Debian's packages `chromium`
//! and `chromium-driver`.

#[path = "support/browser.rs"]
mod browser;
#[path = "support/example.rs"]
mod example;

mod playground {
    mod accessibility;
    mod choices;
    mod explanation;
    mod picture;
    mod verdicts;
    mod visitor;
}
