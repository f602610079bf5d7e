//! Chromium: Debian's packages `chromium` and `chromium-driver`.

use std::{path::Path, process::Command};

use serde_json::json;
use thirtyfour::{
    Capabilities, CapabilitiesHelper as _, ChromiumLikeCapabilities as _, DesiredCapabilities,
    LoggingPrefsLogLevel,
};

use super::Network;

/// What keeps a browser to the pages of the test.
const ARGUMENTS: &[&str] = &[
    "--headless",
    // As root there is none, and the pages are the test's own.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
];

pub(super) fn command() -> Command {
    let mut command = Command::new("chromedriver");
    command.arg("--port=0");
    command
}

pub(super) fn capabilities(
    folder: &Path,
    network: &Network,
    extension: Option<&Path>,
) -> Capabilities {
    let mut capabilities = DesiredCapabilities::chrome();
    let own = [
        format!("--user-data-dir={}", folder.display()),
        format!("--host-resolver-rules={}", network.host_rules()),
    ];
    for argument in ARGUMENTS.iter().copied().chain(own.iter().map(|it| &**it)) {
        capabilities.add_arg(argument).unwrap();
    }
    if let Some(extension) = extension {
        let argument = format!("--load-extension={}", extension.display());
        capabilities.add_arg(&argument).unwrap();
    }
    let trusts_all = network.trusts_all();
    capabilities.set("acceptInsecureCerts", trusts_all).unwrap();
    capabilities
        .set_browser_log_level(LoggingPrefsLogLevel::All)
        .unwrap();
    // Cookies go where CORS lets them; that Chromium may keep them from other
    // sites is its user's choice.
    let preferences = json!({ "profile.cookie_controls_mode": 0 });
    capabilities
        .add_experimental_option("prefs", preferences)
        .unwrap();
    capabilities.into()
}
