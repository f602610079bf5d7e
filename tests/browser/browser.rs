//! Chromium without a window, driven through Debian's `chromedriver`.

use std::{
    io::{BufRead as _, BufReader},
    os::unix::process::CommandExt as _,
    process::{Child, ChildStdout, Command, Stdio},
};

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::{ChromiumLikeCapabilities as _, DesiredCapabilities, WebDriver};

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
    // The certificates of the test are signed by nobody.
    "--ignore-certificate-errors",
];

/// A running browser with a profile of its own; it ends with this value, also
/// when the test fails.
#[expect(dead_code, reason = "the process is only dropped")]
pub(crate) struct Browser {
    driver: WebDriver,
    process: ChromeDriver,
}

impl Browser {
    /// Starts Chromium; `host_rules` says which address host names have, as its
    /// `--host-resolver-rules` does: `MAP *.test 127.0.0.1, MAP ...`.
    pub(crate) async fn start(host_rules: &str) -> Self {
        let process = ChromeDriver::start();

        let mut capabilities = DesiredCapabilities::chrome();
        for argument in ARGUMENTS {
            capabilities.add_arg(argument).unwrap();
        }
        for argument in [
            format!("--user-data-dir={}", process.profile.path().display()),
            format!("--host-resolver-rules={host_rules}"),
        ] {
            capabilities.add_arg(&argument).unwrap();
        }
        // Cookies go where CORS lets them; that Chromium may keep them from other
        // sites is its user's choice.
        let preferences = json!({ "profile.cookie_controls_mode": 0 });
        capabilities
            .add_experimental_option("prefs", preferences)
            .unwrap();
        let url = format!("http://127.0.0.1:{}", process.port);
        let driver = WebDriver::new(url, capabilities)
            .await
            .unwrap_or_else(|error| panic!("Chromium does not start: {error}"));

        Self { driver, process }
    }

    pub(crate) fn driver(&self) -> &WebDriver {
        &self.driver
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The session ends with its processes, and needs no farewell, for which
        // the driver would wait. It fails if there was one already.
        let _ = self.driver.clone().leak();
    }
}

/// The process that starts Chromium, and that talks to it.
struct ChromeDriver {
    process: Child,
    guard: Child,
    port: u16,
    /// Kept open, for it to have somewhere to write.
    stdout: BufReader<ChildStdout>,
    /// Removed last, when nothing writes to it any more.
    profile: TempDir,
}

impl ChromeDriver {
    /// How often chromedriver may meet a port that is taken.
    const ATTEMPTS: usize = 10;

    fn start() -> Self {
        (0..Self::ATTEMPTS)
            .find_map(|_| Self::try_start())
            .expect("chromedriver finds a port that is free")
    }

    /// `None` if the port was taken: with `--port=0`, chromedriver has the system
    /// choose a port for IPv6, and ends if IPv4 has that port in use.
    fn try_start() -> Option<Self> {
        let profile = TempDir::with_prefix("corsac-browser-").unwrap();
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            // For what Chromium leaves behind when it is killed.
            .env("TMPDIR", profile.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            // Chromium is in the same group, so that both can be ended as one.
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("chromedriver does not start: {error}"));
        let guard = guard(process.id(), &profile);
        let stdout = BufReader::new(process.stdout.take().unwrap());
        let mut this = Self {
            process,
            guard,
            port: 0,
            stdout,
            profile,
        };
        this.port = this.read_port()?;
        Some(this)
    }

    /// `ChromeDriver was started successfully on port 43211.`
    fn read_port(&mut self) -> Option<u16> {
        let mut printed = String::new();
        loop {
            let start = printed.len();
            if self.stdout.read_line(&mut printed).unwrap() == 0 {
                let is_taken = printed.contains("port not available");
                assert!(is_taken, "chromedriver names no port: {printed}");
                return None;
            }
            if let Some((_, port)) = printed[start..].rsplit_once(" successfully on port ")
                && let Ok(port) = port.trim_end().trim_end_matches('.').parse()
            {
                return Some(port);
            }
        }
    }
}

impl Drop for ChromeDriver {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        // Neither can fail in a way that matters: all may have ended already.
        let _ = self.guard.wait();
        let _ = self.process.wait();
    }
}

/// What ends the process group `id`, and removes `profile`, as soon as nobody can
/// write to it any more: so also when the test is killed. `kill` is the shell's own.
fn guard(id: u32, profile: &TempDir) -> Child {
    Command::new("sh")
        .args([
            "-c",
            r#"read -r _; kill -s KILL -- "-$0"; rm -rf -- "$1""#,
            &id.to_string(),
        ])
        .arg(profile.path())
        .stdin(Stdio::piped())
        // What ends the test from the terminal does not end this.
        .process_group(0)
        .spawn()
        .unwrap_or_else(|error| panic!("sh does not start: {error}"))
}
