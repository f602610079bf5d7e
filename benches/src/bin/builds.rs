//! Prints what a build costs: of many handlers, of many origins in an attribute,
//! and of a fresh project. It prints the medians of three rounds, or of as many
//! as its argument sets.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::{ExitCode, Stdio},
    time::Instant,
};

use corsac_benches::{
    machine, measure,
    table::{self, Target, integer, median, ratio},
};
use nix::sys::{
    resource::{UsageWho, getrusage},
    time::TimeValLike as _,
};
use serde_json::{Deserializer, Value};

const HANDLERS: u32 = 500;
const ATTRIBUTE: &str =
    r#"#[corsac::cors(allow_origins("https://frontend.com"), allow_credentials)]"#;

fn main() -> ExitCode {
    let rounds = env::args().nth(1);
    let rounds = rounds.map_or(3, |rounds| rounds.parse().expect("a number of rounds"));
    let directory = measure::scratch("builds");
    let mut targets = Vec::new();
    println!("{}\n", machine::line());
    many_handlers(&directory, rounds, &mut targets);
    long_handlers(&directory, rounds, &mut targets);
    many_origins(&directory, rounds, &mut targets);
    clean_build(&directory, rounds, &mut targets);
    table::print_targets(&targets)
}

/// The same handlers: plain, annotated, and with one policy that all of them share.
fn many_handlers(directory: &Path, rounds: usize, targets: &mut Vec<Target>) {
    let plain = || Project::new(directory, "plain", LEAN, &handlers("", SHORT));
    let annotated = handlers(ATTRIBUTE, SHORT);
    let pair = [
        plain(),
        Project::new(directory, "annotated", LEAN, &annotated),
    ];
    let shared = handlers("#[corsac::cors(policy(API))]", SHORT) + &policy_of(2_000);
    let shared_pair = [plain(), Project::new(directory, "shared", LEAN, &shared)];

    let checks = compare(&pair, "check", rounds, Start::Dependencies);
    let changes = changes(&pair, rounds);
    let builds = compare(&pair, "build --release", rounds, Start::Dependencies);
    let sizes = [&pair[0], &pair[1]].map(Project::binary_size);
    let each = (sizes[1] - sizes[0]) / f64::from(HANDLERS);
    let shared = compare(&shared_pair, "build --release", rounds, Start::Dependencies);

    let heads = ["500 handlers", "plain", "annotated", "×"];
    let mut rows = Vec::new();
    rows.extend(checks.rows("`cargo check`"));
    rows.extend(rows_of_changes(&changes));
    rows.extend(builds.rows("`cargo build --release`"));
    rows.extend(shared.rows("`cargo build --release`, a shared policy of 2,000 origins"));
    rows.push([
        "bytes of the program".to_owned(),
        integer(sizes[0]),
        integer(sizes[1]),
        ratio(sizes[1], sizes[0]),
    ]);
    rows.push([
        "more for each handler".to_owned(),
        String::new(),
        integer(each),
        String::new(),
    ]);
    table::print(heads, rows);
    for (what, [plain, annotated], limit) in [
        ("`cargo check` of 500 handlers", checks.cpu, 1.5),
        ("incremental check of 500 handlers", changes[1].cpu, 1.1),
        ("release build of 500 handlers", builds.cpu, 1.15),
        ("release build with a shared policy", shared.cpu, 1.15),
    ] {
        let what = format!("{what}, processor");
        targets.push(Target::at_most(what, annotated / plain, limit, "× plain"));
    }
    let what = "program, more for each handler";
    targets.push(Target::at_most(what, each / 1024.0, 1.0, "KiB"));
}

/// Handlers as real programs have them.
fn long_handlers(directory: &Path, rounds: usize, targets: &mut Vec<Target>) {
    let pair = [
        Project::new(directory, "long", LEAN, &handlers("", LONG)),
        Project::new(
            directory,
            "long-annotated",
            LEAN,
            &handlers(ATTRIBUTE, LONG),
        ),
    ];
    let checks = compare(&pair, "check", rounds, Start::Dependencies);
    let changes = changes(&pair, rounds);

    let heads = ["500 handlers of 16 lines", "plain", "annotated", "×"];
    let mut rows = Vec::from(checks.rows("`cargo check`"));
    rows.extend(rows_of_changes(&changes));
    table::print(heads, rows);
    let [plain, annotated] = changes[1].cpu;
    let what = "incremental check of 500 handlers of 16 lines, processor";
    targets.push(Target::at_most(what, annotated / plain, 1.1, "× plain"));
}

/// Incremental checks after a change in the first, the middle and the last handler.
fn changes(pair: &[Project; 2], rounds: usize) -> [Comparison; 3] {
    let handlers = [0, HANDLERS / 2, HANDLERS - 1];
    handlers.map(|i| compare(pair, "check", rounds, Start::Change(i)))
}

fn rows_of_changes(changes: &[Comparison; 3]) -> impl Iterator<Item = [String; 4]> {
    let which = ["first", "middle", "last"];
    which.into_iter().zip(changes).flat_map(|(which, change)| {
        change.rows(&format!(
            "incremental `cargo check`, {which} handler changed"
        ))
    })
}

/// One attribute of one origin, and of 10,000.
fn many_origins(directory: &Path, rounds: usize, targets: &mut Vec<Target>) {
    let pair = [
        Project::new(directory, "one", LEAN, &origins(1)),
        Project::new(directory, "many", LEAN, &origins(10_000)),
    ];
    let checks = compare(&pair, "check", rounds, Start::Dependencies);

    let heads = ["origins in one attribute", "1", "10,000", "×"];
    table::print(heads, checks.rows("`cargo check`"));
    let [one, many] = checks.wall;
    let what = "`cargo check` of 10,000 origins, more than of one";
    targets.push(Target::at_most(what, many - one, 2.0, "s"));
}

/// A fresh project, without and with corsac, built from nothing.
fn clean_build(directory: &Path, rounds: usize, targets: &mut Vec<Target>) {
    let attribute = r#"#[corsac::cors(allow_origins("https://frontend.com"))]"#;
    let pair = [
        Project::new(directory, "fresh", DEFAULT, &hello("")),
        Project::new(directory, "fresh-with-corsac", DEFAULT, &hello(attribute)),
    ];
    let builds = compare(&pair, "build", rounds, Start::Nothing);

    let heads = [
        "clean build of a fresh project",
        "plain",
        "with corsac",
        "×",
    ];
    table::print(heads, builds.rows("`cargo build`"));
    let what = "clean build of a fresh project, wall";
    targets.push(Target::at_most(what, builds.ratio(), 1.1, "× plain"));

    let [plain, corsac] = unit_seconds(&pair, rounds);
    table::print(
        [
            "clean check of a fresh project",
            "plain",
            "with corsac",
            "more",
        ],
        [[
            "`cargo check`, all crates together".to_owned(),
            format!("{plain:.1} s"),
            format!("{corsac:.1} s"),
            format!("{:.1} s", corsac - plain),
        ]],
    );
    for project in &pair {
        eprintln!("timings: {}", project.timings().display());
    }
    let what = "clean check of a fresh project, all crates together, more than plain";
    targets.push(Target::at_most(what, corsac - plain, 7.0, "s"));
}

/// The medians of the time that all crates take together in a clean check, however
/// many cores there are.
fn unit_seconds(pair: &[Project; 2], rounds: usize) -> [f64; 2] {
    let mut seconds = [Vec::new(), Vec::new()];
    for _ in 0..rounds {
        for (project, seconds) in pair.iter().zip(&mut seconds) {
            project.forget(Start::Nothing);
            project.cargo("check --timings", Start::Nothing);
            seconds.push(project.unit_seconds());
        }
    }
    seconds.map(median)
}

/// The features of Actix that a handler needs.
const LEAN: &str = r#"{ version = "4", default-features = false, features = ["macros"] }"#;
/// What `cargo add actix-web` writes.
const DEFAULT: &str = r#""4""#;

/// What follows the name of a handler.
const SHORT: &str = r#"() -> &'static str { "hello" }"#;
const LONG: &str = r#"(
    query: actix_web::web::Query<std::collections::HashMap<String, String>>,
    body: actix_web::web::Bytes,
) -> impl actix_web::Responder {
    let limit: usize = match query.get("limit").map(|limit| limit.parse()) {
        Some(Ok(limit)) => limit,
        Some(Err(_)) => return actix_web::HttpResponse::BadRequest().body("no number"),
        None => 100,
    };
    if body.len() > limit {
        return actix_web::HttpResponse::PayloadTooLarge().body("hello");
    }
    let text = String::from_utf8_lossy(&body);
    let words: Vec<_> = text.split_whitespace().filter(|word| word.len() > 2).collect();
    actix_web::HttpResponse::Ok().insert_header(("X-Words", words.len())).body(words.join(" "))
}"#;

fn handlers(attribute: &str, function: &str) -> String {
    let handlers = (0..HANDLERS).map(|i| {
        format!("{attribute} #[actix_web::get(\"/{i}\")]\nasync fn handler_{i}{function}\n")
    });
    let services: Vec<_> = (0..HANDLERS)
        .map(|i| format!("config.service(handler_{i});\n"))
        .collect();
    handlers.collect::<Vec<_>>().concat() + &main_with(&services.concat())
}

fn origins(count: u32) -> String {
    hello(&format!("#[corsac::cors({})]", tenants(count)))
}

fn policy_of(count: u32) -> String {
    let origins = tenants(count);
    format!("static API: corsac::Policy = corsac::policy!({origins}, allow_credentials);\n")
}

fn tenants(count: u32) -> String {
    let origins = (0..count).map(|i| format!("\"https://tenant-{i}.example\","));
    format!("allow_origins({})", origins.collect::<String>())
}

fn hello(attribute: &str) -> String {
    format!(
        "{attribute} #[actix_web::get(\"/\")]
        async fn hello() -> &'static str {{ \"hello\" }}\n{}",
        main_with("config.service(hello);")
    )
}

fn main_with(services: &str) -> String {
    format!(
        "fn services(config: &mut actix_web::web::ServiceConfig) {{ {services} }}

        fn main() -> std::io::Result<()> {{
            let server = actix_web::HttpServer::new(|| actix_web::App::new().configure(services));
            actix_web::rt::System::new().block_on(server.bind((\"127.0.0.1\", 8080))?.run())
        }}\n"
    )
}

/// A generated package.
struct Project {
    directory: PathBuf,
    target: PathBuf,
    name: &'static str,
}

impl Project {
    /// Writes it, with corsac if `program` uses it.
    fn new(parent: &Path, name: &'static str, actix_web: &str, program: &str) -> Self {
        let directory = parent.join(name);
        let corsac = if program.contains("corsac::") {
            // The default feature is one of actix-web's, and on only where those are.
            format!(
                "corsac = {{ path = '{}/..', default-features = {} }}",
                env!("CARGO_MANIFEST_DIR"),
                actix_web == DEFAULT
            )
        } else {
            String::new()
        };
        let manifest = format!(
            "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n\
             [dependencies]\nactix-web = {actix_web}\n{corsac}\n\n[workspace]\n"
        );
        let write = || -> io::Result<()> {
            fs::create_dir_all(directory.join("src"))?;
            fs::write(directory.join("Cargo.toml"), manifest)?;
            fs::write(directory.join("src/main.rs"), program)?;
            // So that the same versions are measured here as in the other tables.
            fs::write(
                directory.join("Cargo.lock"),
                include_str!("../../Cargo.lock"),
            )
        };
        write().expect("a directory to write to");
        let project = Self {
            // Projects with the same dependencies share their builds.
            target: match actix_web {
                LEAN => parent.join("target"),
                _ => directory.join("target"),
            },
            directory,
            name,
        };
        project.cargo("fetch", Start::Nothing);
        project
    }

    fn cargo(&self, arguments: &str, start: Start) {
        let is_incremental = matches!(start, Start::Change(_));
        let status = measure::cargo()
            .args(arguments.split(' '))
            .current_dir(&self.directory)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_INCREMENTAL", u8::from(is_incremental).to_string())
            .stdout(Stdio::null())
            .status()
            .expect("Cargo runs");
        assert!(status.success(), "`cargo {arguments}` of {}", self.name);
    }

    /// Makes Cargo rebuild the package itself, or its dependencies, too.
    fn forget(&self, start: Start) {
        let program = self.directory.join("src/main.rs");
        let source = || fs::read_to_string(&program).expect("it was written");
        match start {
            Start::Dependencies => fs::write(&program, source()).expect("it was written"),
            Start::Change(handler) => {
                let source = source();
                let mut texts = source.match_indices("\"hello");
                let (text, quote) = texts.nth(handler as usize).expect("a handler");
                let (before, after) = source.split_at(text + quote.len());
                fs::write(&program, format!("{before}!{after}")).expect("it was written");
            }
            Start::Nothing => drop(fs::remove_dir_all(&self.target)),
        }
    }

    /// The time that all crates took together when Cargo last ran with `--timings`. The
    /// report is the only place where stable Cargo writes it.
    fn unit_seconds(&self) -> f64 {
        let report = fs::read_to_string(self.timings()).expect("Cargo wrote it");
        let (_, units) = report
            .split_once("const UNIT_DATA = ")
            .expect("a list of crates");
        let units = Deserializer::from_str(units).into_iter().next();
        let units: Vec<Value> = units.expect("a list").expect("of JSON");
        let seconds = |unit: &Value| unit["duration"].as_f64().expect("seconds");
        units.iter().map(seconds).sum()
    }

    fn timings(&self) -> PathBuf {
        self.target.join("cargo-timings/cargo-timing.html")
    }

    fn binary_size(&self) -> f64 {
        let program = self.target.join("release").join(self.name);
        let size = fs::metadata(program).expect("it was built").len();
        u32::try_from(size).expect("a few megabytes").into()
    }
}

/// What exists before a measured build.
#[derive(Clone, Copy)]
enum Start {
    Dependencies,
    /// Everything, from before a change in the body of the handler of this number. It
    /// moves all that are below.
    Change(u32),
    Nothing,
}

/// The medians of two projects, in seconds.
struct Comparison {
    wall: [f64; 2],
    cpu: [f64; 2],
}

/// Builds both in turn.
fn compare(pair: &[Project; 2], arguments: &str, rounds: usize, start: Start) -> Comparison {
    match start {
        Start::Dependencies | Start::Change(_) => {
            for project in pair {
                project.cargo(arguments, start);
            }
        }
        Start::Nothing => {}
    }
    let mut wall = [Vec::new(), Vec::new()];
    let mut cpu = wall.clone();
    for _ in 0..rounds {
        for (i, project) in pair.iter().enumerate() {
            project.forget(start);
            let (began, used) = (Instant::now(), cpu_seconds());
            project.cargo(arguments, start);
            wall[i].push(began.elapsed().as_secs_f64());
            cpu[i].push(cpu_seconds() - used);
        }
    }
    Comparison {
        wall: wall.map(median),
        cpu: cpu.map(median),
    }
}

impl Comparison {
    fn ratio(&self) -> f64 {
        self.wall[1] / self.wall[0]
    }

    fn rows(&self, what: &str) -> [[String; 4]; 2] {
        [("wall", self.wall), ("processor", self.cpu)].map(|(kind, [first, second])| {
            [
                format!("{what}, {kind}"),
                format!("{first:.2} s"),
                format!("{second:.2} s"),
                ratio(second, first),
            ]
        })
    }
}

/// The processor time of the processes that this one has waited for, and of theirs.
fn cpu_seconds() -> f64 {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("one may ask for one's own");
    let used = usage.user_time() + usage.system_time();
    let milliseconds = i32::try_from(used.num_milliseconds()).expect("less than a month");
    f64::from(milliseconds) / 1000.0
}
