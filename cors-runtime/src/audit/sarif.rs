//! Findings for code hosts: SARIF 2.1.0
//! (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>).

use std::{
    borrow::Cow,
    panic::Location,
    path::{MAIN_SEPARATOR_STR, Path},
};

use serde::{Serialize, Serializer};

use super::{Finding, FindingKind, Findings};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

impl Findings {
    /// The findings as a SARIF 2.1.0 log, for code hosts and other tools: to be
    /// serialized to JSON.
    ///
    /// Each result is at the name of the handler. The path of its file is relative to
    /// the root of the workspace, as Cargo passes it to the compiler. If lines move, its
    /// fingerprint stays.
    ///
    /// ```
    /// let log = corsac_runtime::audit::findings().sarif();
    /// let log = serde_json::to_value(&log)?;
    ///
    /// assert_eq!(log["version"], "2.1.0");
    /// assert!(log["runs"][0]["results"].as_array().unwrap().is_empty());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn sarif(&self) -> impl Serialize + use<> {
        object([
            ("$schema", text(SCHEMA)),
            ("version", text("2.1.0")),
            ("runs", Json::List(vec![run(self)])),
        ])
    }
}

fn run(findings: &Findings) -> Json {
    let driver = object([
        ("name", text("corsac")),
        ("version", text(env!("CARGO_PKG_VERSION"))),
        ("informationUri", text("https://docs.rs/corsac")),
        (
            "rules",
            FindingKind::ALL.iter().copied().map(rule).collect(),
        ),
    ]);
    object([
        ("tool", object([("driver", driver)])),
        ("columnKind", text("unicodeCodePoints")),
        ("results", findings.iter().map(result).collect()),
    ])
}

fn rule(kind: FindingKind) -> Json {
    let level = object([("level", text(kind.severity().as_str()))]);
    let help = format!("What can happen and what to do: {}", kind.help_uri());
    object([
        ("id", text(kind.id())),
        ("shortDescription", message(kind.summary())),
        ("help", message(help)),
        ("helpUri", text(kind.help_uri())),
        ("defaultConfiguration", level),
    ])
}

fn result(finding: &Finding) -> Json {
    let kind = finding.kind();
    let mut indexes = FindingKind::ALL.iter().zip(0..);
    let index = indexes.find_map(|(other, index)| (*other == kind).then_some(index));
    let fingerprint = object([("corsacFinding/v1", text(fingerprint(finding)))]);
    object([
        ("ruleId", text(kind.id())),
        ("ruleIndex", Json::Number(index.unwrap_or_default())),
        ("level", text(kind.severity().as_str())),
        ("message", message(finding.reason())),
        ("locations", Json::List(vec![place(finding)])),
        ("partialFingerprints", fingerprint),
    ])
}

/// Everything that identifies a finding, apart from its place.
fn fingerprint(finding: &Finding) -> String {
    let route = finding.route();
    let methods = route.methods().join(",");
    let subjects = finding.subjects().join(",");
    [
        finding.kind().id(),
        &route.handler_path(),
        &methods,
        route.path(),
        &subjects,
    ]
    .join(" ")
}

fn place(finding: &Finding) -> Json {
    let function = object([
        ("fullyQualifiedName", text(finding.route().handler_path())),
        ("kind", text("function")),
    ]);
    object([
        ("physicalLocation", physical(finding.location())),
        ("logicalLocations", Json::List(vec![function])),
    ])
}

fn physical(location: &Location<'_>) -> Json {
    let region = object([
        ("startLine", Json::Number(location.line())),
        ("startColumn", Json::Number(location.column())),
    ]);
    object([
        ("artifactLocation", artifact(location.file())),
        ("region", region),
    ])
}

/// Relative to the root of the workspace. A library from elsewhere has an absolute path.
fn artifact(file: &str) -> Json {
    let path = percent_encoded(&file.replace(MAIN_SEPARATOR_STR, "/"));
    if Path::new(file).is_absolute() {
        // `C:\` has no slash in front of it.
        let path = path.trim_start_matches('/');
        object([("uri", text(format!("file:///{path}")))])
    } else {
        object([("uri", text(path)), ("uriBaseId", text("%SRCROOT%"))])
    }
}

/// Keeps slashes and
/// [unreserved characters](https://www.rfc-editor.org/rfc/rfc3986#section-2.3).
fn percent_encoded(path: &str) -> String {
    let is_kept = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    let encoded = path.bytes().map(|byte| {
        if is_kept(byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    });
    encoded.collect()
}

/// A JSON document. Without serde's macros, each of SARIF's objects would need a type
/// and an implementation.
enum Json {
    Text(Cow<'static, str>),
    Number(u32),
    List(Vec<Json>),
    Object(Vec<(&'static str, Json)>),
}

fn text(text: impl Into<Cow<'static, str>>) -> Json {
    Json::Text(text.into())
}

fn object<const N: usize>(members: [(&'static str, Json); N]) -> Json {
    Json::Object(members.into())
}

/// What SARIF calls a message.
fn message(words: impl Into<Cow<'static, str>>) -> Json {
    object([("text", text(words))])
}

impl FromIterator<Json> for Json {
    fn from_iter<I: IntoIterator<Item = Json>>(items: I) -> Self {
        Self::List(items.into_iter().collect())
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => number.serialize(serializer),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                serializer.collect_map(members.iter().map(|(name, value)| (name, value)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_path_is_a_uri_relative_to_the_root_of_the_workspace() {
        for (path, uri) in [
            ("src/main.rs", "src/main.rs"),
            ("../api/src/lib.rs", "../api/src/lib.rs"),
            ("a b/100%/#é:?.rs", "a%20b/100%25/%23%C3%A9%3A%3F.rs"),
        ] {
            let place = serde_json::to_value(artifact(path)).unwrap();

            assert_eq!(place, json!({ "uri": uri, "uriBaseId": "%SRCROOT%" }));
        }
    }

    #[test]
    #[cfg(not(windows))]
    fn a_path_from_elsewhere_is_absolute() {
        let place = serde_json::to_value(artifact("/crates/my api/lib.rs")).unwrap();

        assert_eq!(place, json!({ "uri": "file:///crates/my%20api/lib.rs" }));
    }

    #[test]
    #[cfg(windows)]
    fn a_path_has_forward_slashes() {
        let relative = serde_json::to_value(artifact(r"src\main.rs")).unwrap();
        let absolute = serde_json::to_value(artifact(r"C:\api\lib.rs")).unwrap();

        assert_eq!(
            relative,
            json!({ "uri": "src/main.rs", "uriBaseId": "%SRCROOT%" })
        );
        assert_eq!(absolute, json!({ "uri": "file:///C%3A/api/lib.rs" }));
    }
}
