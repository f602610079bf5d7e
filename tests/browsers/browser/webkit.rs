//! The small browser that comes with WebKit for GTK: Debian's package
//! `webkit2gtk-driver`, on a screen of Debian's `xvfb` that nobody sees.

use std::{net::SocketAddr, path::Path, process::Command};

use serde_json::json;
use thirtyfour::Capabilities;

use super::Network;

/// Starts a screen, at a number that is free, which it tells as soon as it is there;
/// then the program that its arguments name.
const ON_A_SCREEN: &str = r#"
    mkfifo "$HOME/screen" || exit
    Xvfb -displayfd 3 -nolisten tcp 3>"$HOME/screen" 2>/dev/null &
    read -r number <"$HOME/screen" || exit
    export DISPLAY=":$number"
    exec $0 "$@"
"#;
/// Its folder is another one for each processor and version.
const BROWSER: &str = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser";

pub(super) fn command() -> Command {
    on_a_screen("WebKitWebDriver", &["--port=0".to_owned()])
}

pub(super) fn capabilities(proxy: SocketAddr, network: &Network) -> Capabilities {
    let mut capabilities = Capabilities::new();
    let mut arguments = arguments(proxy);
    arguments.push("--automation".to_owned());
    for (name, value) in [
        ("acceptInsecureCerts", json!(network.trusts_all())),
        ("webkitgtk:browserOptions", json!({ "args": arguments })),
    ] {
        capabilities.set(name, value).unwrap();
    }
    capabilities
}

/// The browser without its driver, which opens `url`, and prints what is in its console;
/// it blocks what `rules` say.
pub(crate) fn with_console(
    proxy: SocketAddr,
    network: &Network,
    rules: &Path,
    url: &str,
) -> Command {
    let mut arguments = arguments(proxy);
    arguments.push("--enable-write-console-messages-to-stdout=true".to_owned());
    arguments.push(format!("--content-filter={}", rules.display()));
    if network.trusts_all() {
        arguments.push("--ignore-tls-errors".to_owned());
    }
    arguments.push(url.to_owned());
    on_a_screen(BROWSER, &arguments)
}

fn on_a_screen(program: &str, arguments: &[String]) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", ON_A_SCREEN, program]).args(arguments);
    command
}

fn arguments(proxy: SocketAddr) -> Vec<String> {
    vec![
        // All hosts are the proxy's to find, also those that mean this machine.
        format!("--proxy=socks5://{proxy}"),
        "--cookies-policy=always".to_owned(),
    ]
}
