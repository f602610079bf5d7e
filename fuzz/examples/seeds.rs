//! Writes an input for each row of the tables in the tests: `seeds FOLDER`
//! fills the folders `origin`, `pattern` and `attribute` in it.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use syn::{
    Attribute, Expr, ExprArray, ExprCall, ExprLit, ExprTuple, File, Lit, LitStr, Meta,
    spanned::Spanned,
    visit::{self, Visit},
};

const POLICY_TESTS: &str = "../cors-policy/tests";
const UI_TESTS: &str = "../tests/ui";
const EXAMPLES: &str = "../examples";

fn main() -> io::Result<()> {
    let folder = env::args().nth(1).expect("a folder to write to");
    let folder = Path::new(&folder);
    let mut rows = Rows::default();
    for file in ["origins.rs", "refused_origins.rs", "pattern_matching.rs"] {
        rows.visit_file(&read(&source(POLICY_TESTS).join(file))?);
    }
    let mut arguments = Arguments::default();
    for tests in [UI_TESTS, EXAMPLES] {
        for file in rust_files(&source(tests))? {
            arguments.visit_file(&read(&file)?);
        }
    }
    write(&folder.join("origin"), &rows.origins)?;
    write(&folder.join("pattern"), &rows.patterns)?;
    write(&folder.join("attribute"), &arguments.0)
}

/// What the tables of cors-policy say about origins and patterns.
#[derive(Default)]
struct Rows {
    origins: Vec<String>,
    patterns: Vec<String>,
}

impl Visit<'_> for Rows {
    fn visit_lit_str(&mut self, literal: &LitStr) {
        self.origins.extend(not_prose(literal));
    }

    /// `assert_verdicts(pattern, &[(origin, verdict), ...])`.
    fn visit_expr_call(&mut self, call: &ExprCall) {
        let texts: Vec<_> = call.args.iter().map(texts).collect();
        if let [pattern, origins] = texts.as_slice()
            && let [pattern] = pattern.as_slice()
        {
            let seed = |origin: &String| format!("{pattern}\n{pattern}\n{origin}");
            self.patterns.extend(origins.iter().map(seed));
        }
        visit::visit_expr_call(self, call);
    }

    /// `(pattern, covered, verdict)`, or `(text, correction)`.
    fn visit_expr_tuple(&mut self, row: &ExprTuple) {
        let texts: Vec<_> = row.elems.iter().flat_map(texts).collect();
        if let [one, other, ..] = texts.as_slice() {
            let witness = other.replace("*.", "q.").replace(":*", ":7");
            self.patterns.push(format!("{one}\n{other}\n{witness}"));
        }
        visit::visit_expr_tuple(self, row);
    }
}

/// What stands in `#[cors(...)]`, for each item of the target in turn.
#[derive(Default)]
struct Arguments(Vec<String>);

impl Visit<'_> for Arguments {
    fn visit_attribute(&mut self, attribute: &Attribute) {
        if let Meta::List(list) = &attribute.meta
            && list.path.is_ident("cors")
        {
            let choice = self.0.len() % 6;
            let args = list.tokens.span().source_text().unwrap_or_default();
            self.0.push(format!("{choice}{args}"));
        }
    }
}

/// The value of a literal, unless it is the message that a row expects.
fn not_prose(literal: &LitStr) -> Option<String> {
    let text = literal.value();
    (text.matches(' ').count() < 3).then_some(text)
}

/// A literal, or the first one of each row in a list.
fn texts(expr: &Expr) -> Vec<String> {
    match expr {
        Expr::Lit(ExprLit {
            lit: Lit::Str(literal),
            ..
        }) => not_prose(literal).into_iter().collect(),
        Expr::Reference(reference) => texts(&reference.expr),
        Expr::Array(ExprArray { elems, .. }) => elems.iter().flat_map(texts).collect(),
        Expr::Tuple(row) => row.elems.first().map(texts).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn source(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(file: &Path) -> io::Result<File> {
    let text = fs::read_to_string(file)?;
    syn::parse_file(&text).map_err(|error| io::Error::other(format!("{}: {error}", file.display())))
}

fn rust_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn write(folder: &Path, seeds: &[String]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (i, seed) in seeds.iter().enumerate() {
        fs::write(folder.join(format!("{i:03}")), seed)?;
    }
    Ok(())
}
