//! The playground as a person uses it: in Chromium, by the keyboard.

mod accessibility;
mod choices;
mod explanation;
mod own;
mod picture;
mod verdicts;
mod visitor;
