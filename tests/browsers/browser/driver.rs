//! The program that starts a browser, and that talks to it.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::process::Process;

/// A driver that listens at a port of its own choice.
pub(super) struct Driver {
    process: Process,
    port: u16,
}

impl Driver {
    /// How often a driver may meet a port that is taken.
    const ATTEMPTS: usize = 10;

    /// Starts what `command` says: a driver that has the system choose its port.
    pub(super) fn start(command: impl Fn() -> Command) -> Self {
        (0..Self::ATTEMPTS)
            .find_map(|_| Self::try_start(&command))
            .expect("a driver that listens; is it installed?")
    }

    /// `None` if the driver ends, as chromedriver does where the port that it got for
    /// IPv6 is taken for IPv4.
    fn try_start(command: impl Fn() -> Command) -> Option<Self> {
        let mut process = Process::start(|_| {
            let mut command = command();
            command.stdout(Stdio::null());
            command
        });
        let port = wait_for_port(&mut process)?;
        Some(Self { process, port })
    }

    /// Where the browser may keep what is its own.
    pub(super) fn folder(&self) -> &Path {
        self.process.folder()
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

fn wait_for_port(process: &mut Process) -> Option<u16> {
    /// Arbitrary, and plenty.
    const LIMIT: Duration = Duration::from_secs(60);

    let start = Instant::now();
    while !process.has_ended() {
        if let Some(port) = listening_port(process.id()) {
            return Some(port);
        }
        assert!(start.elapsed() < LIMIT, "the driver does not listen");
        // Not to take the processor away from it.
        thread::sleep(Duration::from_millis(10));
    }
    None
}

/// The port at which the process `id` listens, as Linux tells: not every driver
/// prints it. See the manual page `proc_net(5)`.
fn listening_port(id: u32) -> Option<u16> {
    const LISTEN: &str = "0A";

    let files = fs::read_dir(format!("/proc/{id}/fd")).ok()?;
    let links = files.filter_map(|file| fs::read_link(file.ok()?.path()).ok());
    let links: Vec<_> = links.collect();
    let sockets = fs::read_to_string(format!("/proc/{id}/net/tcp")).ok()?;
    sockets.lines().find_map(|line| {
        let mut fields = line.split_whitespace();
        let (_, port) = fields.nth(1)?.split_once(':')?;
        let state = fields.nth(1)?;
        let file = Path::new(&format!("socket:[{}]", fields.nth(5)?)).to_owned();
        let port = u16::from_str_radix(port, 16).ok()?;
        (state == LISTEN && links.contains(&file)).then_some(port)
    })
}
