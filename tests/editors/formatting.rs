//! Every example in the documentation is as rustfmt writes it: what is copied from there
//! stays as it is when it is saved.

use std::{
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Where examples are.
const DOCUMENTED: [&str; 8] = [
    "README.md",
    "docs",
    "examples",
    "src",
    "cors-macros/src",
    "cors-policy/src",
    "cors-runtime/src",
    "cors-testing/src",
];

/// rustfmt's own widths, whatever the width of a line.
const WIDTHS: &str = "fn_call_width=60,attr_fn_like_width=70,struct_lit_width=18,\
    struct_variant_width=35,array_width=60,chain_width=60,single_line_if_else_max_width=50,\
    single_line_let_else_max_width=50";

/// A code block, and what it is marked as.
struct Example {
    info: String,
    code: String,
}

#[test]
#[ignore = "needs rustfmt"]
fn every_example_is_what_rustfmt_writes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut compared = 0;
    let mut different = Vec::new();
    for path in DOCUMENTED.iter().flat_map(|path| files(&root.join(path))) {
        for example in examples(&path) {
            match example.formatted() {
                Some(formatted) if formatted.trim() == example.code.trim() => compared += 1,
                Some(formatted) => {
                    different.push(format!("{}:\n{formatted}", path.display()));
                }
                // Whatever is wrong with it may be the syntax.
                None => assert!(example.info.contains("compile_fail"), "{}", example.code),
            }
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
    assert!(compared > 100, "{compared}");
}

/// The Rust and Markdown files in a folder and its folders; or the one file.
fn files(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(path) else {
        return vec![path.to_owned()];
    };
    let files = entries.flat_map(|entry| files(&entry.unwrap().path()));
    let is_documented =
        |path: &PathBuf| path.extension().is_some_and(|it| it == "rs" || it == "md");
    files.filter(is_documented).collect()
}

/// The examples in Rust.
fn examples(path: &Path) -> Vec<Example> {
    let text = fs::read_to_string(path).unwrap();
    let is_rust = path.extension().is_some_and(|it| it == "rs");
    let lines = text.lines().filter_map(|line| {
        if is_rust {
            documentation(line)
        } else {
            Some(line)
        }
    });
    let mut examples = Vec::new();
    let mut open: Option<Example> = None;
    for line in lines {
        match (line.trim_start().strip_prefix("```"), &mut open) {
            (Some(info), None) => {
                open = Some(Example {
                    info: info.to_owned(),
                    code: String::new(),
                });
            }
            (Some(_), Some(_)) => examples.extend(open.take()),
            (None, Some(example)) if !is_hidden(line) => example.code.extend([line, "\n"]),
            (None, _) => {}
        }
    }
    let default = if is_rust { "" } else { "text" };
    let is_rust = |info: &str| info.starts_with("rust") || info.starts_with("compile_fail");
    examples.retain(|it| is_rust(&it.info) || it.info.is_empty() && default.is_empty());
    examples
}

/// What rustdoc leaves out. rustfmt would indent what it puts into a function.
fn is_hidden(line: &str) -> bool {
    line == "#" || line.starts_with("# ")
}

/// A line of a doc comment.
fn documentation(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let text = line
        .strip_prefix("///")
        .or_else(|| line.strip_prefix("//!"))?;
    Some(text.strip_prefix(' ').unwrap_or(text))
}

impl Example {
    /// As rustfmt writes it; `None` if it can't read it.
    fn formatted(&self) -> Option<String> {
        rustfmt(&self.code, 100).or_else(|| formatted_statements(&self.code))
    }
}

/// Statements are read in a function, and indented there.
fn formatted_statements(code: &str) -> Option<String> {
    let indented = code.lines().map(|line| format!("    {line}\n"));
    let formatted = rustfmt(
        &format!("fn main() {{\n{}}}\n", indented.collect::<String>()),
        104,
    )?;
    let lines = formatted
        .strip_prefix("fn main() {\n")?
        .strip_suffix("}\n")?
        .lines();
    let lines = lines.map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or(line)));
    Some(lines.collect())
}

fn rustfmt(code: &str, width: usize) -> Option<String> {
    let mut process = Command::new("rustfmt")
        .args(["--edition", "2024", "--config"])
        .arg(format!("max_width={width},{WIDTHS}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("rustfmt is installed");
    process
        .stdin
        .take()
        .unwrap()
        .write_all(code.as_bytes())
        .unwrap();
    let output = process.wait_with_output().unwrap();
    output
        .status
        .success()
        .then(|| String::from_utf8(output.stdout).unwrap())
}
