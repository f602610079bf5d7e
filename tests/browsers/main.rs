//! What real browsers do: Chromium, Firefox and WebKit.

// Their drivers are found, and ended, as Linux has it.
#![cfg(target_os = "linux")]

#[path = "../support/mod.rs"]
mod support;

mod browser;

mod agreement;
mod consoles;
mod playground;
mod schemes;
