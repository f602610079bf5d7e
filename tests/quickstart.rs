//! The README's first command: the example `quickstart`, as a program of its
//! own.

#[path = "quickstart/exchange.rs"]
mod exchange;

use std::{
    io::{BufRead as _, BufReader, Read as _},
    net::TcpListener,
    path::PathBuf,
    process::{Child, ChildStdout, Command, Stdio},
    sync::LazyLock,
};

use actix_web::rt::System;
use reqwest::{Client, Version};

#[test]
fn it_serves_the_exchange_that_it_promises() {
    let quickstart = Quickstart::start("0");
    let address = quickstart.address();
    let client = Client::builder().http1_only().no_proxy().build().unwrap();

    System::new().block_on(exchange::check(&client, address, Version::HTTP_11));
}

#[test]
fn it_prints_requests_to_try() {
    let mut quickstart = Quickstart::start("0");
    let address = quickstart.address().to_owned();

    let printed = quickstart.printed_before_the_last_request_to_try();

    for request in [
        format!("curl -i -X OPTIONS http://{address}/api/data "),
        format!("curl -i -X POST http://{address}/api/data "),
        format!("curl -i -X PUT http://{address}/api/data "),
        format!("curl -i http://{address}/api/status "),
        format!("curl -i -X POST http://{address}/api/logout "),
    ] {
        assert!(printed.contains(&request), "{request} is not in {printed}");
    }
}

#[test]
fn a_port_that_is_taken_gives_a_clear_message_and_a_failure() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();

    let (success, message) = Quickstart::start(&port).failure();

    assert!(!success);
    assert!(
        message.starts_with(&format!("cannot listen on 127.0.0.1:{port}: ")),
        "{message}"
    );
    assert!(
        message.ends_with("; set PORT to a free port\n"),
        "{message}"
    );
    assert_eq!(message.lines().count(), 1, "{message}");
}

#[test]
fn a_port_that_is_none_gives_a_clear_message_and_a_failure() {
    for (port, expected) in [
        ("fox", "PORT is no port number: \"fox\"\n"),
        ("65536", "PORT is no port number: \"65536\"\n"),
        ("", "PORT is no port number: \"\"\n"),
    ] {
        let (success, message) = Quickstart::start(port).failure();

        assert!(!success, "{port:?}");
        assert_eq!(message, expected, "{port:?}");
    }
}

/// The running example; it ends with this value, also when the test fails.
struct Quickstart {
    process: Child,
    stdout: BufReader<ChildStdout>,
    /// The first line that it printed; empty if it came to its end instead.
    greeting: String,
}

impl Quickstart {
    #[track_caller]
    fn start(port: &str) -> Self {
        static PROGRAM: LazyLock<PathBuf> = LazyLock::new(build);

        let mut process = Command::new(&*PROGRAM)
            .env("PORT", port)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(process.stdout.take().unwrap());
        let mut quickstart = Self {
            process,
            stdout,
            greeting: String::new(),
        };
        quickstart
            .stdout
            .read_line(&mut quickstart.greeting)
            .unwrap();
        quickstart
    }

    /// Where it listens: port 0 means any port that is free.
    #[track_caller]
    fn address(&self) -> &str {
        let address = self.greeting.strip_prefix("Listening on http://");
        let address = address.and_then(|rest| rest.strip_suffix(". Try:\n"));
        address.unwrap_or_else(|| panic!("no address in {:?}", self.greeting))
    }

    fn printed_before_the_last_request_to_try(&mut self) -> String {
        let mut printed = String::new();
        while !printed.contains("https://evil.example") {
            assert_ne!(self.stdout.read_line(&mut printed).unwrap(), 0, "{printed}");
        }
        printed
    }

    /// Whether it ended well, and what it said.
    #[track_caller]
    fn failure(mut self) -> (bool, String) {
        assert_eq!(self.greeting, "", "it goes on");
        let status = self.process.wait().unwrap();
        let mut message = String::new();
        let mut stderr = self.process.stderr.take().unwrap();
        stderr.read_to_string(&mut message).unwrap();
        (status.success(), message)
    }
}

impl Drop for Quickstart {
    fn drop(&mut self) {
        // Neither can fail in a way that matters: it may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Has Cargo build the example, since it does not where only this test is asked
/// for, and tell where it is.
fn build() -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["build", "--example", "quickstart"])
        .args(["--message-format", "json-render-diagnostics"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success(), "the example does not compile");

    let messages = String::from_utf8(output.stdout).unwrap();
    let artifacts = messages
        .lines()
        .filter(|message| message.contains("\"kind\":[\"example\"]"));
    let mut executables = artifacts.filter_map(|message| message.split_once("\"executable\":\""));
    let (path, _) = executables.next_back().unwrap().1.split_once('"').unwrap();
    // The one character of paths that JSON escapes.
    PathBuf::from(path.replace("\\\\", "\\"))
}
