//! The findings for code hosts.

use boon::{Compiler, SchemaIndex, Schemas};
use corsac::audit::{self, FindingKind, Findings};
use serde_json::{Value, json};

use super::findings::of_module;

/// The official schema. It takes a while to compile.
struct Schema {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Schema {
    fn new() -> Self {
        const URL: &str = "https://schema.example/";
        let schema = serde_json::from_str(include_str!("sarif/schema.json")).unwrap();
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.enable_format_assertions();
        compiler.add_resource(URL, schema).unwrap();
        let index = compiler.compile(URL, &mut schemas).unwrap();
        Self { schemas, index }
    }

    /// The first mistakes in `log`, if it isn't valid.
    fn mistakes(&self, log: &Value) -> Option<String> {
        let result = self.schemas.validate(log, self.index);
        result.err().map(|mistakes| mistakes.to_string())
    }
}

fn log(findings: &Findings) -> Value {
    serde_json::to_value(findings.sarif()).unwrap()
}

#[test]
fn the_log_is_valid_with_and_without_findings() {
    let all = audit::findings();
    let none = [].into_iter().collect();
    let schema = Schema::new();

    assert_eq!(schema.mistakes(&log(&all)), None);
    assert_eq!(schema.mistakes(&log(&none)), None);
    assert_eq!(log(&none)["runs"][0]["results"], json!([]));
    assert_eq!(
        log(&all)["runs"][0]["results"].as_array().unwrap().len(),
        all.len()
    );
}

#[test]
fn a_log_with_a_mistake_is_not_valid() {
    let valid = log(&audit::findings());
    let schema = Schema::new();

    for (pointer, wrong) in [
        ("/version", json!("2.2")),
        ("/runs/0/tool/driver/name", json!(null)),
        ("/runs/0/tool/driver/rules/0/helpUri", json!("no URI")),
        ("/runs/0/results/0/level", json!("fatal")),
        ("/runs/0/results/0/message", json!("text alone")),
        (
            "/runs/0/results/0/locations/0/physicalLocation/region/startLine",
            json!(0),
        ),
        (
            "/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri",
            json!("src/a file.rs"),
        ),
    ] {
        let mut log = valid.clone();
        *log.pointer_mut(pointer).unwrap() = wrong;

        assert!(schema.mistakes(&log).is_some(), "{pointer}");
    }
}

#[test]
fn the_rules_are_the_kinds_of_findings() {
    let log = log(&audit::findings());

    let driver = &log["runs"][0]["tool"]["driver"];
    let rules = driver["rules"].as_array().unwrap();

    assert_eq!(driver["name"], "corsac");
    assert_eq!(driver["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(rules.len(), FindingKind::ALL.len());
    for (rule, kind) in rules.iter().zip(FindingKind::ALL) {
        let link = kind.help_uri();
        let help = format!("What can happen and what to do: {link}");
        assert_eq!(
            *rule,
            json!({
                "id": kind.id(),
                "shortDescription": { "text": kind.summary() },
                "help": { "text": help },
                "helpUri": link,
                "defaultConfiguration": { "level": kind.severity().as_str() },
            })
        );
    }
}

#[test]
fn a_result_is_at_the_name_of_the_handler() {
    let findings: Findings = of_module("audit::findings")
        .into_iter()
        .filter(|finding| finding.kind() == FindingKind::UnblockedForm)
        .collect();
    let finding = findings.iter().next().unwrap();
    let place = finding.location();
    let index = FindingKind::ALL
        .iter()
        .position(|kind| *kind == finding.kind());

    let log = log(&findings);

    assert_eq!(
        log["runs"][0]["results"],
        json!([{
            "ruleId": "unblocked-form",
            "ruleIndex": index,
            "level": "error",
            "message": { "text": finding.reason() },
            "locations": [{
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": "tests/audit/findings.rs",
                        "uriBaseId": "%SRCROOT%",
                    },
                    "region": { "startLine": place.line(), "startColumn": place.column() },
                },
                "logicalLocations": [{
                    "fullyQualifiedName": "audit::findings::form",
                    "kind": "function",
                }],
            }],
            "partialFingerprints": {
                "corsacFinding/v1": "unblocked-form audit::findings::form POST /findings/form POST",
            },
        }])
    );
    let line = include_str!("findings.rs")
        .lines()
        .nth(place.line() as usize - 1);
    let from_column = &line.unwrap()[place.column() as usize - 1..];
    assert!(from_column.starts_with("form("), "{from_column}");
}

#[test]
fn each_result_has_its_own_fingerprint_in_which_no_line_is() {
    let log = log(&audit::findings());
    let results = log["runs"][0]["results"].as_array().unwrap();

    let mut fingerprints: Vec<_> = results
        .iter()
        .map(|result| result["partialFingerprints"]["corsacFinding/v1"].as_str())
        .collect();

    fingerprints.sort_unstable();
    assert!(fingerprints.iter().all(Option::is_some));
    let of_this_line = format!("{}:", file!());
    assert!(
        fingerprints
            .iter()
            .flatten()
            .all(|it| !it.contains(&of_this_line))
    );
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), results.len());
}
