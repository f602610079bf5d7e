//! Prints what a request costs: instructions, time, allocations.
//!
//! With the argument `instructions` it leaves out the times, whose measurement
//! takes longest; everything that a target is about is still there.

use std::{env, process::ExitCode};

use corsac_benches::{
    case::{BATCH, Case, find},
    machine, measure,
    requests::{self, ALLOCATION_TARGETS, BASELINES, TARGETS},
    table::{self, Target, integer, ratio},
};

fn main() -> ExitCode {
    let with_times = env::args().nth(1).as_deref() != Some("instructions");
    let cases = requests::cases();
    let measured = Measured {
        allocations: cases.iter().map(allocations).collect(),
        instructions: measure::instructions("requests", BATCH),
        times: if with_times {
            measure::times(cases.len())
        } else {
            Vec::new()
        },
        cases,
    };

    println!("{}\n", machine::line());
    measured.print();
    table::print_targets(&measured.targets())
}

/// What one request allocates.
fn allocations(case: &Case) -> f64 {
    let (server, question) = case.prepare();
    let request = question.to_request();
    let allocated = allocation_counter::measure(|| server.answer(request));
    let count = u32::try_from(allocated.count_total);
    count.expect("a few").into()
}

/// The numbers of each case.
struct Measured {
    cases: Vec<Case>,
    instructions: Vec<f64>,
    /// In nanoseconds; none if they are left out.
    times: Vec<f64>,
    allocations: Vec<f64>,
}

impl Measured {
    fn print(&self) {
        let heads = [
            "request",
            "app",
            "instructions",
            "× plain",
            "× actix-cors",
            "ns",
            "× plain",
            "× actix-cors",
            "allocations",
        ];
        table::print(heads, (0..self.cases.len()).map(|case| self.row(case)));
    }

    fn row(&self, case: usize) -> [String; 9] {
        let Case { request, app, .. } = &self.cases[case];
        let is_first = case == 0 || self.cases[case - 1].request != *request;
        let time = self.times.get(case).copied();
        let [plain, on_app] = BASELINES;
        [
            if is_first { request } else { "" }.to_owned(),
            app.clone(),
            integer(self.instructions[case]),
            self.ratio(&self.instructions, case, plain),
            self.ratio(&self.instructions, case, on_app),
            time.map_or_else(String::new, integer),
            self.ratio(&self.times, case, plain),
            self.ratio(&self.times, case, on_app),
            integer(self.allocations[case]),
        ]
    }

    /// Empty where the baseline is not asked the same.
    fn ratio(&self, numbers: &[f64], case: usize, baseline: &str) -> String {
        let request = &self.cases[case].request;
        let number = numbers.get(case);
        let baseline = find(&self.cases, numbers, (request, baseline));
        number
            .zip(baseline)
            .map_or_else(String::new, |(number, baseline)| ratio(*number, baseline))
    }

    fn targets(&self) -> Vec<Target> {
        let number = |numbers, name| find(&self.cases, numbers, name).expect("a case");
        let instructions = TARGETS.iter().map(|&(case, other, limit)| {
            let [is, other_is] = [case, other].map(|name| number(&self.instructions, name));
            let (request, app) = case;
            let what = format!("{request}: {app}, instructions");
            let unit = format!("× {}", other.1);
            Target::at_most(what, is / other_is, limit, unit)
        });
        let allocations = ALLOCATION_TARGETS.iter().map(|&(case, other)| {
            let [is, other_is] = [case, other].map(|name| number(&self.allocations, name));
            let (request, app) = case;
            let what = format!("{request}: {app}, allocations, fewer than {}", other.1);
            Target::at_most(what, is, other_is - 1.0, "")
        });
        instructions.chain(allocations).collect()
    }
}
