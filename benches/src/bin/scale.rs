//! Prints how the cost of a request grows with the routes of an app, the origins
//! of a policy and the length of a header; in instructions.

use std::process::ExitCode;

use actix_web::{App, rt::System, test::init_service, web::ServiceConfig};
use corsac_benches::{
    case::{BATCH, Case, find},
    look_ups, machine, measure,
    scale::{
        self, ANY_ORIGIN, ORIGIN_APPS, ORIGIN_LENGTHS, ORIGIN_PLACES, ORIGINS,
        REQUEST_HEADERS_APPS, REQUEST_HEADERS_LENGTHS, ROUTE_REQUESTS, ROUTES, length_request,
        origins_request, routes_request,
    },
    table::{self, Target, integer, ratio},
};

fn main() -> ExitCode {
    let measured = Measured {
        instructions: measure::instructions("scale", BATCH),
        cases: scale::cases(),
    };
    let look_ups = measure::instructions("look_ups", BATCH);
    let replace = measure::instructions("replace", 1);

    println!("{}\n", machine::line());
    measured.print_routes();
    measured.print_origins();
    print_look_ups(&look_ups, &replace);
    measured.print_lengths(
        "access-control-request-headers",
        REQUEST_HEADERS_LENGTHS,
        REQUEST_HEADERS_APPS,
    );
    measured.print_lengths("origin", ORIGIN_LENGTHS, ORIGIN_APPS);
    let shared = shared_policy_bytes();
    println!(
        "{ROUTES_OF_SHARED} routes that share a policy of 2,000 origins, in {WORKERS} workers, take {} KiB more than with one origin.\n",
        shared / 1024
    );
    let mut targets = measured.targets();
    #[expect(clippy::cast_precision_loss, reason = "far from 2^53")]
    targets.push(Target::at_most(
        "shared policy of 2,000 origins, all routes and workers",
        shared as f64 / 1024.0 / 1024.0,
        1.0,
        "MiB",
    ));
    table::print_targets(&targets)
}

const ROUTES_OF_SHARED: usize = 500;
const WORKERS: usize = 4;

/// What the origins of a shared policy take in memory.
fn shared_policy_bytes() -> i64 {
    type Register = fn(&mut ServiceConfig, usize);

    let bytes = |register: Register| {
        let mut workers = Vec::new();
        let measured = allocation_counter::measure(|| {
            System::new().block_on(async {
                for _ in 0..WORKERS {
                    let routes = |config: &mut ServiceConfig| register(config, ROUTES_OF_SHARED);
                    workers.push(init_service(App::new().configure(routes)).await);
                }
            });
        });
        measured.bytes_current
    };
    bytes(many::share_2000_origins) - bytes(many::share_one_origin)
}

/// The number of each case.
struct Measured {
    cases: Vec<Case>,
    instructions: Vec<f64>,
}

impl Measured {
    fn of(&self, request: &str, app: &str) -> f64 {
        find(&self.cases, &self.instructions, (request, app)).expect("a case")
    }

    fn print_routes(&self) {
        let rows = ROUTES.into_iter().flat_map(|routes| {
            ROUTE_REQUESTS.map(|name| {
                let request = routes_request(name, routes);
                let [plain, annotated] = ["plain", "annotated"].map(|app| self.of(&request, app));
                [
                    integer_of(routes),
                    name.to_owned(),
                    integer(plain),
                    integer(annotated),
                    ratio(annotated, plain),
                ]
            })
        });
        table::print(["routes", "request", "plain", "annotated", "×"], rows);
    }

    fn print_origins(&self) {
        let rows = ORIGINS.map(|origins| {
            let [attribute, set] =
                ORIGIN_PLACES.map(|place| self.of(&origins_request(origins), place));
            let [attribute_look_up, set_look_up] =
                ORIGIN_PLACES.map(|place| self.look_up(origins, place));
            [
                integer_of(origins),
                integer(attribute),
                integer(attribute_look_up),
                integer(set),
                integer(set_look_up),
            ]
        });
        let heads = [
            "origins",
            "preflight, in the attribute",
            "of that the look-up",
            "preflight, in `Origins`",
            "of that the look-up",
        ];
        table::print(heads, rows);
    }

    /// What a look-up adds to a preflight that needs none.
    fn look_up(&self, origins: usize, place: &str) -> f64 {
        let without = self.of(ANY_ORIGIN, ORIGIN_PLACES[0]);
        self.of(&origins_request(origins), place) - without
    }

    fn print_lengths(&self, header: &str, lengths: [usize; 5], apps: [&str; 4]) {
        let rows = lengths.map(|length| {
            let [first, second, third, fourth] =
                apps.map(|app| integer(self.of(&length_request(header, length), app)));
            [integer_of(length), first, second, third, fourth]
        });
        let bytes = format!("bytes of `{header}`");
        let [first, second, third, fourth] = apps;
        table::print([&bytes, first, second, third, fourth], rows);
    }

    fn targets(&self) -> Vec<Target> {
        let last = routes_request("last route", 1000);
        let routes = self.of(&last, "annotated") / self.of(&last, "plain");
        let mut targets = vec![Target::at_most(
            "last of 1,000 routes, annotated",
            routes,
            1.02,
            "× plain",
        )];
        for place in ORIGIN_PLACES {
            let look_up = self.look_up(10_000, place) / self.look_up(1, place);
            let what = format!("look-up in 10,000 origins, {place}");
            targets.push(Target::at_most(what, look_up, 3.0, "× in one"));
        }
        // Those of corsac come first.
        for (header, shortest, apps) in [
            (
                "access-control-request-headers",
                REQUEST_HEADERS_LENGTHS[0],
                &REQUEST_HEADERS_APPS[..2],
            ),
            ("origin", ORIGIN_LENGTHS[0], &ORIGIN_APPS[..2]),
        ] {
            let [short, long] = [shortest, 64 * 1024].map(|length| length_request(header, length));
            for app in apps {
                let length = self.of(&long, app) / self.of(&short, app);
                let what = format!("64 KiB of `{header}`, {app}");
                let unit = format!("× {shortest} bytes");
                targets.push(Target::at_most(what, length, 1.05, unit));
            }
        }
        targets
    }
}

fn print_look_ups(look_ups: &[f64], replace: &[f64]) {
    let names = look_ups::CASES.iter().map(|case| case.name);
    let names = names.chain(["replace by many"]);
    let numbers = look_ups.iter().chain(replace);
    let rows = names
        .zip(numbers)
        .map(|(name, number)| [name.to_owned(), integer(*number)]);
    table::print(["`Origins`, without a request", "instructions"], rows);
}

fn integer_of(number: usize) -> String {
    let number = u32::try_from(number).expect("none is that large");
    integer(number.into())
}
