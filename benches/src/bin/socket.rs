//! Prints what goes over a socket: throughput and latency, measured by `wrk` on
//! loopback, in rounds that ask every app in turn.

use std::{
    env,
    io::{self, BufRead as _, BufReader},
    process::{Child, Command, ExitCode, Stdio},
};

use actix_web::{App, HttpServer, rt::System};
use corsac_benches::{
    apps, machine,
    table::{self, Target, integer, median, ratio},
};

const PLAIN: &str = "plain `#[get]`";
const BY_HAND: &str = "by hand";
const ACTIX_CORS: &str = "actix-cors on `App`";
const ONE: &str = "`#[cors]`, one origin, credentials";
const THREE: &str = "`#[cors]`, three origins, one a pattern";

/// What is asked, and the `wrk` script that asks it.
const ACTUAL: (&str, &str) = ("actual request", "socket/actual.lua");
const PREFLIGHT: (&str, &str) = ("preflight", "socket/preflight.lua");

/// Each row: the request and the app.
const CASES: [((&str, &str), &str); 9] = [
    (ACTUAL, PLAIN),
    (ACTUAL, BY_HAND),
    (ACTUAL, ACTIX_CORS),
    (ACTUAL, ONE),
    (ACTUAL, THREE),
    (PREFLIGHT, BY_HAND),
    (PREFLIGHT, ACTIX_CORS),
    (PREFLIGHT, ONE),
    (PREFLIGHT, THREE),
];

const ROUNDS: usize = 7;

fn main() -> ExitCode {
    if let Some(app) = env::args().nth(1) {
        System::new().block_on(serve(&app)).expect("a free port");
        return ExitCode::SUCCESS;
    }

    // All of them run all the time; only the one that is asked is busy.
    let servers = CASES.map(|(_, app)| Server::start(app));
    let mut answers = CASES.map(|_| Vec::new());
    for _ in 0..ROUNDS {
        for (i, ((_, script), _)) in CASES.into_iter().enumerate() {
            answers[i].push(ask(&servers[i].address, script));
        }
    }
    let medians = answers.map(|rounds| Answers {
        a_second: median(rounds.iter().map(|round| round.a_second).collect()),
        half: median(rounds.iter().map(|round| round.half).collect()),
        most: median(rounds.iter().map(|round| round.most).collect()),
    });
    print(&medians)
}

/// Serves this app until it is killed, and prints its address.
async fn serve(app: &str) -> io::Result<()> {
    // A macro, since every app has a type of its own.
    macro_rules! serve {
        ($app:expr) => {{
            let server = HttpServer::new(|| $app).workers(2);
            let server = server.bind(("127.0.0.1", 0))?;
            println!("{}", server.addrs()[0]);
            server.run().await
        }};
    }

    match app {
        PLAIN => serve!(App::new().configure(apps::plain)),
        BY_HAND => serve!(App::new().configure(apps::by_hand)),
        ACTIX_CORS => serve!(App::new().wrap(apps::actix_cors()).configure(apps::plain)),
        ONE => serve!(App::new().configure(apps::corsac)),
        THREE => serve!(App::new().configure(apps::corsac_with_a_pattern)),
        _ => panic!("no such app: {app}"),
    }
}

/// An app in a process of its own, which ends with this value.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(app: &str) -> Self {
        let program = env::current_exe().expect("a program has a path");
        let mut process = Command::new(program)
            .arg(app)
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program runs");
        let stdout = process.stdout.take().expect("it is piped");
        let mut server = Self {
            process,
            address: String::new(),
        };
        let greeting = BufReader::new(stdout).lines().next();
        server.address = greeting.expect("an address").expect("a line");
        server
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Neither can fail in a way that matters: it may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What `wrk` measured.
struct Answers {
    a_second: f64,
    /// The latency that half of the answers kept, in microseconds.
    half: f64,
    /// That 99 of 100 answers kept.
    most: f64,
}

/// Has `wrk` ask for two seconds, over 32 connections.
fn ask(address: &str, script: &str) -> Answers {
    let output = Command::new("wrk")
        .args(["--threads=2", "--connections=32", "--duration=2s"])
        .args(["--script", script, &format!("http://{address}/")])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("wrk is installed");
    let output = String::from_utf8_lossy(&output.stdout);
    let line = output.lines().find_map(|line| line.strip_prefix("result "));
    let numbers: Vec<f64> = line
        .unwrap_or_else(|| panic!("{script}: not every answer was good:\n{output}"))
        .split(' ')
        .map(|number| number.parse().expect("a number"))
        .collect();
    Answers {
        a_second: numbers[0],
        half: numbers[1],
        most: numbers[2],
    }
}

fn print(medians: &[Answers; CASES.len()]) -> ExitCode {
    let of = |request: &str, app: &str| {
        let is_it = |case: &((&str, _), &str)| case.0.0 == request && case.1 == app;
        CASES.iter().position(is_it).map(|i| medians[i].a_second)
    };
    let against = |number: f64, request, app| {
        of(request, app).map_or_else(String::new, |other| ratio(number, other))
    };

    println!("{}\n", machine::line());
    let rows = CASES
        .iter()
        .zip(medians)
        .map(|(((request, _), app), answers)| {
            [
                (*request).to_owned(),
                (*app).to_owned(),
                integer(answers.a_second),
                against(answers.a_second, request, PLAIN),
                against(answers.a_second, request, ACTIX_CORS),
                integer(answers.half),
                integer(answers.most),
            ]
        });
    let heads = [
        "request",
        "app",
        "a second",
        "× plain",
        "× actix-cors",
        "median µs",
        "99 % µs",
    ];
    table::print(heads, rows);

    let throughput = |request, app| of(request, app).expect("a case");
    let mut targets = Vec::new();
    for app in [ONE, THREE] {
        let is = throughput(ACTUAL.0, app);
        let what = format!("throughput, actual request: {app}");
        let (plain, actix_cors) = (
            throughput(ACTUAL.0, PLAIN),
            throughput(ACTUAL.0, ACTIX_CORS),
        );
        targets.push(Target::at_least(&*what, is / plain, 0.98, "× plain"));
        targets.push(Target::at_least(
            &*what,
            is / actix_cors,
            1.0,
            "× actix-cors",
        ));
    }
    table::print_targets(&targets)
}
