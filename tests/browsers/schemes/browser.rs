//! Browsers that open a page of another scheme than `http` and `https` by themselves.

use std::{
    fs::{File, create_dir, read_to_string, write},
    net::SocketAddr,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::json;

use crate::browser::Process;

/// What opens the page.
pub(super) struct Browser {
    /// Of the page.
    pub(super) origin: &'static str,
    /// What starts it with the page in one folder, its profile in another, and an
    /// extension's permissions for hosts.
    command: fn(page: &Path, profile: &Path, hosts: &[&str]) -> Command,
}

/// With an extension.
pub(super) const CHROMIUM: Browser = Browser {
    origin: "chrome-extension://ceioccbdbfnholekjbiicjddienmlhpa",
    command: chromium,
};

/// With an extension.
pub(super) const FIREFOX: Browser = Browser {
    origin: "moz-extension://66666666-7777-4888-8999-aaaaaaaaaaaa",
    command: firefox,
};

/// The shell of an app.
pub(super) const WEBKIT: Browser = Browser {
    origin: "app://-",
    command: webkit,
};

/// In the folder of a browser.
const LOG: &str = "log";

/// Of an extension, to open its page.
const BACKGROUND: &str = "(globalThis.browser ?? chrome).tabs.create({ url: 'page.html' });";

fn chromium(page: &Path, profile: &Path, hosts: &[&str]) -> Command {
    let manifest = json!({
        "manifest_version": 3,
        "name": "corsac",
        "version": "1",
        // Which makes the origin.
        "key": include_str!("chromium.key"),
        "background": { "service_worker": "background.js" },
        "host_permissions": hosts,
    });
    write(page.join("manifest.json"), manifest.to_string()).unwrap();
    write(page.join("background.js"), BACKGROUND).unwrap();

    let mut command = Command::new("chromium");
    command.args([
        "--headless",
        // As root there is none, and the pages are the test's own.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--no-proxy-server",
        // Else Chromium ignores the next one.
        "--disable-features=DisableLoadExtensionCommandLineSwitch",
        &format!("--load-extension={}", page.display()),
        &format!("--user-data-dir={}", profile.display()),
    ]);
    command
}

fn firefox(page: &Path, profile: &Path, hosts: &[&str]) -> Command {
    const ID: &str = "corsac@extension.test";
    let manifest = json!({
        // In version 3, the user is asked for the permissions.
        "manifest_version": 2,
        "name": "corsac",
        "version": "1",
        "browser_specific_settings": { "gecko": { "id": ID } },
        "background": { "scripts": ["background.js"] },
        "permissions": hosts,
    });
    write(page.join("manifest.json"), manifest.to_string()).unwrap();
    write(page.join("background.js"), BACKGROUND).unwrap();
    let uuids = json!({ ID: FIREFOX.origin.trim_start_matches("moz-extension://") });
    let preferences = [
        // An extension of the profile is on without being asked about, nor signed.
        ("extensions.autoDisableScopes", json!(0)),
        ("xpinstall.signatures.required", json!(false)),
        // Else there is a new one for each profile.
        ("extensions.webextensions.uuids", json!(uuids.to_string())),
        ("datareporting.policy.dataSubmissionEnabled", json!(false)),
        ("network.proxy.type", json!(0)),
    ];
    let lines = preferences.map(|(name, value)| format!("user_pref({name:?}, {value});\n"));
    write(profile.join("user.js"), lines.concat()).unwrap();
    create_dir(profile.join("extensions")).unwrap();
    let link = profile.join("extensions").join(ID);
    write(link, format!("{}/", page.display())).unwrap();

    let mut command = Command::new("firefox-esr");
    command.args(["--headless", "--no-remote", "--profile"]);
    command.arg(profile);
    command
}

fn webkit(page: &Path, profile: &Path, _: &[&str]) -> Command {
    let shell = profile.join("app.py");
    write(&shell, include_str!("app.py")).unwrap();

    // Debian's, which has its packages.
    let mut command = Command::new("/usr/bin/python3");
    command.arg(shell).arg(page);
    command
}

/// A running browser; it ends with this value, also when the test fails or is killed.
pub(super) struct Running(Process);

impl Browser {
    /// Starts it with a page that asks `site` for each of `paths`.
    pub(super) fn start(&self, site: SocketAddr, paths: &[&str], has_permission: bool) -> Running {
        let script = include_str!("page.js")
            .replace("ADDRESS", &site.to_string())
            .replace("PATHS", &json!(paths).to_string());
        let html = "<!doctype html><script type=module src=page.js></script>";
        let hosts: &[_] = if has_permission {
            &["http://127.0.0.1/*"]
        } else {
            &[]
        };
        Running(Process::start(|folder| {
            let (page, profile) = (folder.join("page"), folder.join("profile"));
            create_dir(&page).unwrap();
            create_dir(&profile).unwrap();
            write(page.join("page.js"), script).unwrap();
            write(page.join("page.html"), html).unwrap();
            let log = File::create(folder.join(LOG)).unwrap();
            let mut command = (self.command)(&page, &profile, hosts);
            command.stdout(Stdio::null()).stderr(log);
            command
        }))
    }
}

impl Running {
    /// What it complains of.
    pub(super) fn log(&self) -> String {
        read_to_string(self.0.folder().join(LOG)).unwrap()
    }
}
