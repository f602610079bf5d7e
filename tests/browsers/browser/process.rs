//! A program and all that it starts.

use std::{
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

/// A running program with a folder of its own; both end with this value.
pub(crate) struct Process {
    child: Child,
    guard: Child,
    /// Removed last, when nothing writes to it any more.
    folder: TempDir,
}

impl Process {
    /// Starts what `command` makes of the folder.
    pub(crate) fn start(command: impl FnOnce(&Path) -> Command) -> Self {
        let folder = TempDir::with_prefix("corsac-browser-").unwrap();
        let mut command = command(folder.path());
        command
            // For what a browser leaves behind, above all when it is killed.
            .env("HOME", folder.path())
            .env("TMPDIR", folder.path())
            .stdin(Stdio::null())
            // What it starts is in the same group, so that all can be ended as one.
            .process_group(0);
        let child = command
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
        let guard = guard(child.id(), &folder);
        Self {
            child,
            guard,
            folder,
        }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        // Neither can fail in a way that matters: all may have ended already.
        let _ = self.guard.wait();
        let _ = self.child.wait();
    }
}

/// What ends the process group `id`, and removes `folder`, as soon as nobody can
/// write to it any more: so also when the test is killed. `kill` is the shell's own.
fn guard(id: u32, folder: &TempDir) -> Child {
    Command::new("sh")
        .args([
            "-c",
            r#"read -r _; kill -s KILL -- "-$0"; rm -rf -- "$1""#,
            &id.to_string(),
        ])
        .arg(folder.path())
        .stdin(Stdio::piped())
        // What ends the test from the terminal does not end this.
        .process_group(0)
        .spawn()
        .unwrap_or_else(|error| panic!("sh does not start: {error}"))
}
