//! An example, run as the program that a user runs.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Read as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    sync::LazyLock,
};

/// A running example; it ends with this value, also when the test fails.
pub(crate) struct Example {
    process: Child,
    pub(crate) stdout: BufReader<ChildStdout>,
    /// The first line that it printed; empty if it came to its end instead.
    pub(crate) greeting: String,
}

impl Example {
    /// Starts the example `name` on a free port.
    #[track_caller]
    pub(crate) fn start(name: &str) -> Self {
        Self::run(Self::command(name).env("PORT", "0"))
    }

    /// What starts the example `name`, for more to be said about it.
    #[track_caller]
    pub(crate) fn command(name: &str) -> Command {
        static PROGRAMS: LazyLock<BTreeMap<String, PathBuf>> = LazyLock::new(build);

        Command::new(&PROGRAMS[name])
    }

    #[track_caller]
    pub(crate) fn run(command: &mut Command) -> Self {
        let mut process = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(process.stdout.take().unwrap());
        let mut example = Self {
            process,
            stdout,
            greeting: String::new(),
        };
        example.stdout.read_line(&mut example.greeting).unwrap();
        example
    }

    /// Where it listens, as its greeting says: `127.0.0.1:PORT`.
    #[track_caller]
    pub(crate) fn address(&self) -> &str {
        let host = "127.0.0.1:";
        let start = self.greeting.find(host);
        let start = start.unwrap_or_else(|| panic!("no address in {:?}", self.greeting));
        let address = &self.greeting[start..];
        let port = &address[host.len()..];
        let digits = port.bytes().take_while(u8::is_ascii_digit).count();
        &address[..host.len() + digits]
    }

    /// Waits for its end: whether that is a good one, and what it said.
    #[track_caller]
    pub(crate) fn end(mut self) -> (bool, String) {
        assert_eq!(self.greeting, "", "it goes on");
        let status = self.process.wait().unwrap();
        (status.success(), self.errors())
    }

    /// Ends it, and tells what it said on the standard error.
    pub(crate) fn stop(mut self) -> String {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        self.errors()
    }

    fn errors(&mut self) -> String {
        let mut errors = String::new();
        let mut stderr = self.process.stderr.take().unwrap();
        stderr.read_to_string(&mut errors).unwrap();
        errors
    }
}

impl Drop for Example {
    fn drop(&mut self) {
        // Neither can fail in a way that matters: it may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Has Cargo build the examples, since it does not where only one test file is
/// asked for, and tell where they are.
fn build() -> BTreeMap<String, PathBuf> {
    let output = Command::new(env!("CARGO"))
        .args(["build", "--examples"])
        .args(["--message-format", "json-render-diagnostics"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success(), "an example does not compile");

    let messages = String::from_utf8(output.stdout).unwrap();
    let examples = messages
        .lines()
        .filter(|message| message.contains("\"kind\":[\"example\"]"));
    let executables = examples.filter_map(|message| {
        let (_, rest) = message.split_once("\"executable\":\"")?;
        let (path, _) = rest.split_once('"')?;
        // The one character of paths that JSON escapes.
        Some(PathBuf::from(path.replace("\\\\", "\\")))
    });
    let name = |path: &Path| path.file_stem()?.to_str().map(str::to_owned);
    executables
        .filter_map(|path| Some((name(&path)?, path)))
        .collect()
}
