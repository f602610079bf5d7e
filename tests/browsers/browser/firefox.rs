//! Firefox: Debian's package `firefox-esr`, and `geckodriver` from its crate.

use std::{net::SocketAddr, process::Command};

use serde_json::json;
use thirtyfour::Capabilities;

use super::{DIRECT_HOST, Network};

pub(super) fn command() -> Command {
    let mut command = Command::new("geckodriver");
    // The second, to read all of the console.
    command.args(["--port=0", "--allow-system-access"]);
    command
}

pub(super) fn capabilities(proxy: SocketAddr, network: &Network) -> Capabilities {
    let mut capabilities = Capabilities::new();
    let public_port = network.public_port();
    let public_address = public_port.map_or_else(String::new, |port| format!("127.0.0.1:{port}"));
    let preferences = json!({
        // All hosts are the proxy's to find, also those that mean this machine.
        "network.proxy.type": 1,
        "network.proxy.socks": proxy.ip().to_string(),
        "network.proxy.socks_port": proxy.port(),
        "network.proxy.socks_version": 5,
        "network.proxy.socks_remote_dns": true,
        "network.proxy.socks5_remote_dns": true,
        "network.proxy.no_proxies_on": DIRECT_HOST,
        "network.proxy.allow_hijacking_localhost": true,
        // Cookies go where CORS lets them; that Firefox keeps them from other
        // sites is its user's choice.
        "network.cookie.cookieBehavior": 0,
        // What is asked for by a page of the internet is denied, as by a user.
        "network.lna.enabled": true,
        "network.lna.blocking": true,
        "network.lna.address_space.public.override": public_address,
        "permissions.default.loopback-network": 2,
        // A page of `http` stays one.
        "dom.security.https_first": false,
    });
    for (name, value) in [
        ("acceptInsecureCerts", json!(network.trusts_all())),
        (
            "moz:firefoxOptions",
            json!({ "binary": "firefox-esr", "args": ["--headless"], "prefs": preferences }),
        ),
    ] {
        capabilities.set(name, value).unwrap();
    }
    capabilities
}
