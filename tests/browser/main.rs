//! What a real browser does: Chromium, driven by `chromedriver`, both of Debian's
//! packages `chromium` and `chromium-driver`; for extensions, also `firefox-esr`.

// The browser is ended by its process group.
#![cfg(unix)]

#[path = "../support/mod.rs"]
mod support;

mod browser;

mod chromium;
mod extension;
mod playground;
