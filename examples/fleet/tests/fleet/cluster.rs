//! A separate PostgreSQL cluster for a test.

use std::{
    env, fs,
    io::Write as _,
    os::unix::{fs::chown, process::CommandExt as _},
    path::PathBuf,
    process::{Child, ChildStdin, Command, Stdio},
};

use tempfile::TempDir;

use crate::lines::Lines;

const PORT: &str = "5432";

/// Where none of the servers looks for it.
const PORT_ELSEWHERE: &str = "5433";

/// A cluster in a temporary folder, reached through a socket in it. All of it
/// ends with this value, even if the test fails.
pub(crate) struct Cluster {
    programs: PathBuf,
    /// PostgreSQL does not run as root: the user and group that do.
    user: Option<(u32, u32)>,
    running: Option<Running>,
    folder: TempDir,
}

struct Running {
    process: Child,
    log: Lines,
    port: &'static str,
}

impl Cluster {
    /// Creates a cluster, but doesn't start it.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let user = (id(&["-u"]) == 0).then(|| (id(&["-u", "postgres"]), id(&["-g", "postgres"])));
        if let Some((user, group)) = user {
            chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        let cluster = Self {
            programs: programs(),
            user,
            running: None,
            folder,
        };
        let output = cluster
            .command("initdb")
            .args([
                "--auth",
                "trust",
                "--username",
                "fleet",
                "--encoding",
                "UTF8",
            ])
            .args(["--locale", "C", "--no-sync", "--pgdata"])
            .arg(cluster.data())
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        cluster
    }

    /// Starts it, and waits until it accepts connections.
    pub(crate) fn start(&mut self) {
        self.start_at(PORT);
    }

    /// The same where none of the servers finds it.
    pub(crate) fn start_elsewhere(&mut self) {
        self.start_at(PORT_ELSEWHERE);
    }

    fn start_at(&mut self, port: &'static str) {
        assert!(self.running.is_none(), "it runs");
        let mut process = self
            .command("postgres")
            .args([
                "-p",
                port,
                "-c",
                "listen_addresses=",
                "-c",
                "fsync=off",
                "-k",
            ])
            .arg(self.folder.path())
            .arg("-D")
            .arg(self.data())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = Lines::of(process.stderr.take().unwrap());
        let running = self.running.insert(Running { process, log, port });
        running.log.wait_for("ready to accept connections");
    }

    /// Kills it, without telling its clients, and waits until nothing is left of
    /// it: each of its processes holds the log open.
    pub(crate) fn kill(&mut self) {
        let mut running = self.running.take().expect("it runs");
        running.process.kill().unwrap();
        running.process.wait().unwrap();
        running.log.end();
    }

    /// Where servers find it.
    pub(crate) fn url(&self) -> String {
        let folder = self.folder.path().display();
        format!("postgres:///postgres?host={folder}&port={PORT}&user=fleet")
    }

    /// The output of a statement, as an operator runs it by hand.
    #[track_caller]
    pub(crate) fn sql(&self, statement: &str) -> String {
        let mut psql = self.psql();
        let output = psql.args(["--command", statement]).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// A transaction in which the statement was executed, by hand.
    pub(crate) fn transaction(&self, statement: &str) -> Transaction {
        let mut psql = self.psql();
        let mut psql = psql
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = psql.stdin.take().unwrap();
        writeln!(stdin, "BEGIN; {statement}; SELECT 'executed';").unwrap();
        Lines::of(psql.stdout.take().unwrap()).wait_for("executed");
        Transaction { psql, stdin }
    }

    fn psql(&self) -> Command {
        let running = self.running.as_ref().expect("it runs");
        let mut command = self.command("psql");
        command
            .args(["--no-psqlrc", "--tuples-only", "--no-align", "--quiet"])
            .args(["--username", "fleet", "--dbname", "postgres"])
            .args(["--port", running.port, "--host"])
            .arg(self.folder.path());
        command
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command
            .current_dir(self.folder.path())
            .env("LC_ALL", "C") // for messages in English
            .stdin(Stdio::null());
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        command
    }
}

/// An open transaction.
pub(crate) struct Transaction {
    psql: Child,
    stdin: ChildStdin,
}

impl Transaction {
    pub(crate) fn commit(mut self) {
        writeln!(self.stdin, "COMMIT;").unwrap();
        drop(self.stdin);
        assert!(self.psql.wait().unwrap().success());
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let Some(mut running) = self.running.take() else {
            return;
        };
        // It ends its processes immediately and waits for them, which a killed one can't.
        let stop = self
            .command("pg_ctl")
            .args([
                "stop",
                "--no-wait",
                "--silent",
                "--mode",
                "immediate",
                "--pgdata",
            ])
            .arg(self.data())
            .status();
        if !stop.is_ok_and(|status| status.success()) {
            let _ = running.process.kill();
        }
        let _ = running.process.wait();
        // Only then can the folder be removed.
        running.log.end();
    }
}

/// Where `initdb` and `postgres` are: Debian keeps them out of the `PATH`, a
/// folder for each version.
fn programs() -> PathBuf {
    let path = env::var_os("PATH").unwrap_or_default();
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let versions = versions.flatten().map(|version| version.path().join("bin"));
    let has_all = |folder: &PathBuf| folder.join("initdb").exists() && folder.join("psql").exists();
    let folder = versions.chain(env::split_paths(&path)).find(has_all);
    folder.expect("PostgreSQL, in the PATH or in /usr/lib/postgresql")
}

fn id(arguments: &[&str]) -> u32 {
    let output = Command::new("id").args(arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout)
        .unwrap()
        .trim()
        .parse()
        .unwrap()
}
