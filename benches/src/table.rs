//! Tables in Markdown, and the targets that their numbers have to meet.

use std::process::ExitCode;

/// A row of the table of targets.
pub struct Target {
    what: String,
    is: f64,
    limit: Limit,
    unit: String,
}

enum Limit {
    AtMost(f64),
    AtLeast(f64),
}

impl Target {
    /// `is` may be this limit.
    #[must_use]
    pub fn at_most(what: impl Into<String>, is: f64, limit: f64, unit: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            is,
            limit: Limit::AtMost(limit),
            unit: unit.into(),
        }
    }

    /// `is` has to be this limit.
    #[must_use]
    pub fn at_least(what: impl Into<String>, is: f64, limit: f64, unit: impl Into<String>) -> Self {
        Self {
            limit: Limit::AtLeast(limit),
            ..Self::at_most(what, is, limit, unit)
        }
    }

    fn is_met(&self) -> bool {
        match self.limit {
            Limit::AtMost(limit) => self.is <= limit,
            Limit::AtLeast(limit) => self.is >= limit,
        }
    }

    fn row(&self) -> [String; 4] {
        let unit = &self.unit;
        [
            self.what.clone(),
            match self.limit {
                Limit::AtMost(limit) => format!("≤ {limit} {unit}"),
                Limit::AtLeast(limit) => format!("≥ {limit} {unit}"),
            },
            format!("{:.3}", self.is),
            if self.is_met() { "yes" } else { "**no**" }.to_owned(),
        ]
    }
}

/// Prints the table of targets; it is a failure if one is not met.
#[must_use]
pub fn print_targets(targets: &[Target]) -> ExitCode {
    print(
        ["target", "must be", "is", "met"],
        targets.iter().map(Target::row),
    );
    if targets.iter().all(Target::is_met) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Prints a table.
pub fn print<const COLUMNS: usize>(
    heads: [&str; COLUMNS],
    rows: impl IntoIterator<Item = [String; COLUMNS]>,
) {
    println!("| {} |", heads.join(" | "));
    println!("|{}", "---|".repeat(COLUMNS));
    for row in rows {
        println!("| {} |", row.join(" | "));
    }
    println!();
}

/// Rounded to an integer, with its thousands set apart.
#[must_use]
pub fn integer(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How many times the other it is.
#[must_use]
pub fn ratio(number: f64, other: f64) -> String {
    format!("{:.2}", number / other)
}

/// The one in the middle.
///
/// # Panics
///
/// If there is none.
#[must_use]
pub fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_met_up_to_its_limit() {
        for (target, is_met) in [
            (Target::at_most("", 1.10, 1.10, ""), true),
            (Target::at_most("", 1.11, 1.10, ""), false),
            (Target::at_least("", 0.98, 0.98, ""), true),
            (Target::at_least("", 0.97, 0.98, ""), false),
            // What could not be measured meets nothing.
            (Target::at_most("", f64::NAN, 1.10, ""), false),
        ] {
            assert_eq!(target.is_met(), is_met, "{:?}", target.row());
        }
    }

    #[test]
    fn thousands_are_set_apart() {
        for (number, text) in [
            (0.4, "0"),
            (999.0, "999"),
            (1000.0, "1,000"),
            (1e7, "10,000,000"),
        ] {
            assert_eq!(integer(number), text);
        }
    }

    #[test]
    fn one_slow_round_does_not_move_the_median() {
        assert!((median(vec![3.0, 90.0, 1.0]) - 3.0).abs() < f64::EPSILON);
    }
}
