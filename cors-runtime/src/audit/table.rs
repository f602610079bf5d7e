//! `Display`: columns, the longest one last.

use std::{fmt, iter};

use corsac_policy::OptionName;

use super::{Policy, Route, Routes, words};

impl fmt::Display for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let with_place = f.alternate();
        let mut rows = vec![heading(with_place)];
        rows.extend(self.iter().map(|route| row(route, with_place)));
        let columns = rows[0].len();
        let width = |column: usize| {
            let widths = rows.iter().map(|row| row[column].chars().count());
            widths.max().unwrap_or_default()
        };
        let widths: Vec<_> = (0..columns - 1).map(width).collect();

        for row in &rows {
            for (cell, width) in row.iter().zip(&widths) {
                write!(f, "{cell:width$}  ")?;
            }
            writeln!(f, "{}", row[columns - 1])?;
        }
        Ok(())
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&row(self, f.alternate()).join("  "))
    }
}

fn heading(with_place: bool) -> Vec<String> {
    let place = with_place.then_some("place");
    let words = ["methods", "path", "handler"].into_iter();
    let words = words.chain(place).chain(["policy"]);
    words.map(str::to_owned).collect()
}

fn row(route: &Route, with_place: bool) -> Vec<String> {
    let mut row = vec![
        route.methods().join(", "),
        path(route),
        route.handler_path(),
    ];
    if with_place {
        let place = route.location();
        row.push(format!("{}:{}", place.file(), place.line()));
    }
    row.push(policy(route));
    row
}

/// With a mark where routes of this path differ in policy.
fn path(route: &Route) -> String {
    let mark = if route.path_has_several_policies() {
        " (several policies)"
    } else {
        ""
    };
    format!("{}{mark}", route.path())
}

/// The options of the policy, and the prohibitions that its sets of run-time
/// origins lift.
fn policy(route: &Route) -> String {
    let policy = route.policy();
    let entries = policy.allow_origins().iter();
    let sets = entries.filter(|entry| !entry.dangerously().is_empty());
    let lifted = sets.map(|set| {
        let words = words(set.dangerously()).join(", ");
        format!("{set}: dangerously({words})")
    });
    let parts: Vec<_> = iter::once(options(route, &policy)).chain(lifted).collect();
    parts.join("; ")
}

/// The options of a shared policy come after the route's own. Its methods apply
/// where it is wrapped, not to the routes that name it.
fn options(route: &Route, policy: &Policy) -> String {
    let with_value = |(option, value): &(OptionName, String)| option.with_value(value);
    let Some(path) = route.policy_path() else {
        let written: Vec<_> = policy.written.iter().map(with_value).collect();
        return written.join(", ");
    };
    let mut own = vec![OptionName::Policy.with_value(path)];
    let allowed = route.allow_methods();
    if route
        .methods()
        .iter()
        .any(|method| !allowed.contains(method))
    {
        let allowed: Vec<_> = allowed
            .iter()
            .map(|method| format!("\"{method}\""))
            .collect();
        own.push(OptionName::AllowMethods.with_value(&allowed.join(", ")));
    }
    let mut shared: Vec<_> = policy.terms().into_iter().map(with_value).collect();
    if shared.is_empty() {
        shared.push(policy.source.clone());
    }
    format!("{}: {}", own.join(", "), shared.join(", "))
}
