//! `Display`: columns, the longest last.

use std::fmt;

use super::{Route, Routes};

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
        route.path().to_owned(),
        format!("{}::{}", route.module(), route.handler()),
    ];
    if with_place {
        let place = route.location();
        row.push(format!("{}:{}", place.file(), place.line()));
    }
    row.push(policy(route));
    row
}

/// The options of the policy; where it is a shared one, after what the route
/// itself says.
fn policy(route: &Route) -> String {
    let source = route.policy().source;
    let Some(path) = route.policy_path() else {
        return source.to_owned();
    };
    let allowed = route.allow_methods();
    let is_narrower = route
        .methods()
        .iter()
        .any(|method| !allowed.contains(method));
    if is_narrower {
        let allowed: Vec<_> = allowed.iter().map(|method| format!("{method:?}")).collect();
        format!(
            "policy = {path}, allow_methods({}): {source}",
            allowed.join(", ")
        )
    } else {
        format!("policy = {path}: {source}")
    }
}
