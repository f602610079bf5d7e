//! Policies that come from the program's configuration.

#[path = "../support/mod.rs"]
mod support;

mod formats;
mod mistakes;
mod needs;
mod owned;
mod replacement;
mod setters;
mod verdicts;
mod warning;
mod wire;
