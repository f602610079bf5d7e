//! What a real browser does: Chromium, driven by `chromedriver`, both of Debian's
//! packages `chromium` and `chromium-driver`. Pages of other schemes than `http`
//! and `https` are opened in Firefox and WebKit, too.

// The browser is ended by its process group.
#![cfg(unix)]

#[path = "../support/mod.rs"]
mod support;

mod browser;

mod chromium;
mod playground;
mod schemes;
