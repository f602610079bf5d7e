//! Browsers with an extension, which opens its page as soon as it is loaded.

use std::{
    fs::{create_dir, write},
    net::SocketAddr,
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A kind of browser.
pub(super) struct Browser {
    /// Of the pages of the extension.
    pub(super) origin: &'static str,
    manifest: fn(host_permissions: &[&str]) -> Value,
    /// Its command, with the extension and the profile in these folders.
    command: fn(extension: &Path, profile: &Path) -> Command,
}

pub(super) const CHROMIUM: Browser = Browser {
    origin: "chrome-extension://ceioccbdbfnholekjbiicjddienmlhpa",
    manifest: |host_permissions| {
        json!({
            "manifest_version": 3,
            "name": "corsac",
            "version": "1",
            // Which makes the origin.
            "key": include_str!("chromium.key"),
            "background": { "service_worker": "background.js" },
            "host_permissions": host_permissions,
        })
    },
    command: chromium,
};

pub(super) const FIREFOX: Browser = Browser {
    origin: "moz-extension://66666666-7777-4888-8999-aaaaaaaaaaaa",
    // In version 3, the user is asked for the permissions.
    manifest: |host_permissions| {
        json!({
            "manifest_version": 2,
            "name": "corsac",
            "version": "1",
            "browser_specific_settings": { "gecko": { "id": FIREFOX_ID } },
            "background": { "scripts": ["background.js"] },
            "permissions": host_permissions,
        })
    },
    command: firefox,
};

const FIREFOX_ID: &str = "corsac@extension.test";

fn chromium(extension: &Path, profile: &Path) -> Command {
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
        &format!("--load-extension={}", extension.display()),
        &format!("--user-data-dir={}", profile.display()),
    ]);
    command
}

fn firefox(extension: &Path, profile: &Path) -> Command {
    let uuids = json!({ FIREFOX_ID: FIREFOX.origin.trim_start_matches("moz-extension://") });
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
    let link = profile.join("extensions").join(FIREFOX_ID);
    write(link, format!("{}/", extension.display())).unwrap();

    let mut command = Command::new("firefox-esr");
    command.args(["--headless", "--no-remote", "--profile"]);
    command.arg(profile);
    command
}

/// A running browser; it ends with this value, also when the test fails or is killed.
pub(super) struct Running {
    process: Child,
    /// Removed last, when nothing writes to it any more.
    #[expect(dead_code, reason = "it is only dropped")]
    folder: TempDir,
}

impl Browser {
    /// Starts it with an extension whose page asks `site` for each of `paths`.
    pub(super) fn start(&self, site: SocketAddr, paths: &[&str], has_permission: bool) -> Running {
        let folder = TempDir::with_prefix("corsac-extension-").unwrap();
        let (extension, profile) = (
            folder.path().join("extension"),
            folder.path().join("profile"),
        );
        create_dir(&extension).unwrap();
        create_dir(&profile).unwrap();
        let host_permissions: &[_] = if has_permission {
            &["http://127.0.0.1/*"]
        } else {
            &[]
        };
        let page = include_str!("page.js")
            .replace("ADDRESS", &site.to_string())
            .replace("PATHS", &json!(paths).to_string());
        for (name, text) in [
            (
                "manifest.json",
                &*(self.manifest)(host_permissions).to_string(),
            ),
            (
                "background.js",
                "(globalThis.browser ?? chrome).tabs.create({ url: 'page.html' });",
            ),
            (
                "page.html",
                "<!doctype html><script type=module src=page.js></script>",
            ),
            ("page.js", &page),
        ] {
            write(extension.join(name), text).unwrap();
        }
        Running::start(&(self.command)(&extension, &profile), folder)
    }
}

impl Running {
    fn start(command: &Command, folder: TempDir) -> Self {
        // Ends all of the process group when nobody can write to it any more.
        let process = Command::new("sh")
            .args(["-c", r#""$@" & read -r _; kill -s KILL 0"#, "sh"])
            .arg(command.get_program())
            .args(command.get_args())
            .process_group(0)
            // For what the browser leaves behind when it is killed.
            .env("TMPDIR", folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("sh does not start: {error}"));
        Self { process, folder }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        // It cannot fail in a way that matters.
        let _ = self.process.wait();
    }
}
