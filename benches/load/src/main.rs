//! A server under load for a minute: every answer must be correct, no connection
//! may drop that should stay open, and the server's memory must stay flat. See `README.md` here.

mod cases;
mod client;
mod connection;
mod memory;
mod report;
mod server;

use std::{
    env,
    io::{self, BufRead as _, BufReader},
    net::SocketAddr,
    process::{Child, Command, ExitCode, Stdio},
    thread,
    time::{Duration, Instant},
};

use client::Load;
use memory::Memory;

/// What the other process, which is the server, is started with.
const SERVE: &str = "serve";

/// How many connections ask at the same time.
const CONNECTIONS: u64 = 8;

fn main() -> ExitCode {
    let args: Vec<_> = env::args().skip(1).collect();
    let result = if args.iter().any(|arg| arg == SERVE) {
        server::serve().map_err(|error| error.to_string())
    } else {
        let seconds = args.iter().find_map(|arg| arg.parse().ok());
        run(seconds.unwrap_or(60))
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("load: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The server's process, until it is dropped.
struct Server(Child);

impl Server {
    fn start() -> io::Result<Self> {
        let mut server = Command::new(env::current_exe()?);
        let process = server.arg(SERVE).stdout(Stdio::piped()).spawn()?;
        Ok(Self(process))
    }

    /// Where it listens, which is the one line that it prints.
    fn address(&mut self) -> io::Result<SocketAddr> {
        let mut line = String::new();
        let stdout = self.0.stdout.as_mut().expect("it is piped");
        BufReader::new(stdout).read_line(&mut line)?;
        line.trim().parse().map_err(io::Error::other)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Neither can fail in a way that matters: it may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Loads a server for so many seconds.
fn run(seconds: u64) -> Result<(), String> {
    let failure = |error| format!("the server doesn't start: {error}");
    let mut server = Server::start().map_err(failure)?;
    let load = &Load::new(server.address().map_err(failure)?);
    let mut memory = Memory::of(server.0.id());

    let start = Instant::now();
    let (times, samples) = thread::scope(|scope| {
        let clients: Vec<_> = (0..CONNECTIONS)
            .map(|n| scope.spawn(move || load.ask_until_stopped(n)))
            .collect();
        let samples = sample(&mut memory, load, start, Duration::from_secs(seconds));
        load.stop();
        let times = clients
            .into_iter()
            .map(|client| client.join().expect("no panic"));
        let times: Result<Vec<_>, _> = times.collect();
        (times, samples)
    });
    let elapsed = start.elapsed();
    let times = times?;
    samples.map_err(|error| format!("the server's memory cannot be read: {error}"))?;

    report::print(&load.kinds, &times, elapsed);
    memory.judge(seconds)
}

/// Looks at the memory until the time is over, or a client has stopped.
fn sample(memory: &mut Memory, load: &Load, start: Instant, limit: Duration) -> io::Result<()> {
    while start.elapsed() < limit && !load.is_stopped() {
        memory.sample()?;
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}
