//! A server of the fleet, run as an operator runs it.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, ChildStdout, Command, Stdio},
};

use crate::lines::Lines;

/// The origins whose pages call: tenants, and others that pose as tenants.
const CANDIDATES: [&str; 9] = [
    "https://a.example",
    "https://x.b.example",
    "https://c.example",
    "https://d.example",
    "http://a.example",
    "https://a.example.evil.example",
    "https://b.example",
    "http://d.example",
    "null",
];

const CREDENTIALS: &str = "access-control-allow-credentials: true";

/// A running server; it ends with this value, even if the test fails.
pub(crate) struct Server {
    process: Child,
    stdout: BufReader<ChildStdout>,
    pub(crate) log: Lines,
    address: String,
}

impl Server {
    /// Starts a server on a free port, without waiting for its address.
    pub(crate) fn spawn(database_url: &str) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_fleet"))
            .env("DATABASE_URL", database_url)
            .env("ADMIN_TOKEN", "secret")
            .env("PORT", "0")
            .env("LONGEST_PAUSE_MS", "400")
            .env("RUST_LOG", "info,fleet=debug")
            .env_remove("RUST_LOG_STYLE")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(process.stdout.take().unwrap());
        let log = Lines::of(process.stderr.take().unwrap());
        Self {
            process,
            stdout,
            log,
            address: String::new(),
        }
    }

    /// Waits until it listens. By then, it has loaded the origins or failed to.
    #[track_caller]
    pub(crate) fn listening(mut self) -> Self {
        let mut greeting = String::new();
        self.stdout.read_line(&mut greeting).unwrap();
        let address = greeting.trim().strip_prefix("Listening on [");
        let address = address.and_then(|address| address.strip_suffix(']'));
        let Some(address) = address else {
            panic!("no address in {greeting:?}, but {:#?}", self.log.end());
        };
        self.address = address.to_owned();
        self
    }

    /// The candidates whose pages may read the data, with credentials.
    #[track_caller]
    pub(crate) fn allowed(&self) -> Vec<&'static str> {
        let mut allowed = CANDIDATES.to_vec();
        allowed.retain(|candidate| self.allows(candidate));
        allowed
    }

    #[track_caller]
    fn allows(&self, origin: &str) -> bool {
        let allow_origin = format!("access-control-allow-origin: {origin}");
        let head = format!("GET /api/data HTTP/1.1\r\nOrigin: {origin}\r\n");
        let answer = self.ask(&head, "");
        assert_eq!((answer.status, &*answer.body), (200, "some data"));
        let allows = answer.has(&allow_origin);
        assert_eq!(answer.has(CREDENTIALS), allows, "{origin}: {answer:?}");
        assert_eq!(
            answer.has("access-control-"),
            allows,
            "{origin}: {answer:?}"
        );

        let head = format!(
            "OPTIONS /api/data HTTP/1.1\r\nOrigin: {origin}\r\nAccess-Control-Request-Method: GET\r\n"
        );
        let answer = self.ask(&head, "");
        let status = if allows { 204 } else { 403 };
        assert_eq!(answer.status, status, "{origin}: {answer:?}");
        assert_eq!(answer.has(&allow_origin), allows, "{origin}: {answer:?}");
        assert_eq!(answer.has(CREDENTIALS), allows, "{origin}: {answer:?}");
        allows
    }

    /// Checks that the server serves everything that doesn't involve other origins.
    #[track_caller]
    pub(crate) fn serves_its_own_pages(&self) {
        for (path, expected) in [("/", "one server of the fleet"), ("/api/data", "some data")] {
            let answer = self.ask(&format!("GET {path} HTTP/1.1\r\n"), "");
            assert_eq!((answer.status, &*answer.body), (200, expected), "{path}");
        }
    }

    /// Replaces the origins of a tenant, as the operator. Returns the status and
    /// the body of the answer.
    #[track_caller]
    pub(crate) fn change(&self, tenant: &str, origins: &[&str]) -> (u16, String) {
        let head = format!(
            "PUT /admin/tenants/{tenant} HTTP/1.1\r\n\
             Authorization: Bearer secret\r\nContent-Type: application/json\r\n"
        );
        // None of the origins has a character that Rust and JSON escape differently.
        let answer = self.ask(&head, &format!("{origins:?}"));
        (answer.status, answer.body)
    }

    #[track_caller]
    pub(crate) fn ask(&self, head: &str, body: &str) -> Answer {
        let length = body.len();
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "{head}Host: fleet.example\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        Answer::parse(&answer).unwrap_or_else(|| panic!("no answer: {answer:?}"))
    }

    /// Ends it, and returns its whole log.
    pub(crate) fn stop(mut self) -> Vec<String> {
        self.process.kill().unwrap();
        self.log.end().to_vec()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Neither can fail in a way that matters: it may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn parse(text: &str) -> Option<Self> {
        let (head, body) = text.split_once("\r\n\r\n")?;
        Some(Self {
            status: head.split(' ').nth(1)?.parse().ok()?,
            head: head.to_owned(),
            body: body.to_owned(),
        })
    }

    /// Whether this is a line of the head, or, if it ends in `-`, the start of one.
    pub(crate) fn has(&self, header: &str) -> bool {
        self.head.lines().any(|line| {
            let (name, value) = line.split_once(": ").unwrap_or((line, ""));
            let line = format!("{}: {value}", name.to_ascii_lowercase());
            line == header || header.ends_with('-') && line.starts_with(header)
        })
    }
}
