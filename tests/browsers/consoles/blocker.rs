//! What a user may have installed: something that blocks requests.

use std::{fs, path::Path};

/// The path of what is blocked.
pub(crate) const BLOCKED: &str = "/blocked";

/// Writes it as an extension, for Chromium and Firefox.
pub(crate) fn write_extension(folder: &Path) {
    const MANIFEST: &str = r#"{
        "manifest_version": 3,
        "name": "Blocker",
        "version": "1",
        "permissions": ["declarativeNetRequest"],
        "declarative_net_request": {
            "rule_resources": [{ "id": "rules", "enabled": true, "path": "rules.json" }]
        }
    }"#;

    let rules = format!(
        r#"[{{
            "id": 1,
            "action": {{ "type": "block" }},
            "condition": {{ "urlFilter": "{BLOCKED}" }}
        }}]"#
    );
    fs::create_dir(folder).unwrap();
    fs::write(folder.join("manifest.json"), MANIFEST).unwrap();
    fs::write(folder.join("rules.json"), rules).unwrap();
}

/// Writes it as a list of rules, for WebKit.
pub(crate) fn write_rules(file: &Path) {
    let rules = format!(
        r#"[{{
            "action": {{ "type": "block" }},
            "trigger": {{ "url-filter": "{BLOCKED}" }}
        }}]"#
    );
    fs::write(file, rules).unwrap();
}
