//! The links of all documents lead somewhere, in the repository and in the crate
//! documentation. Links to other hosts are not followed.

use std::{
    collections::{HashMap, HashSet},
    fs, iter,
    path::{Path, PathBuf},
};

use pulldown_cmark::{BrokenLink, Event, Options, Parser, Tag, TagEnd};

/// What docs.rs adds before a file of the package.
const PACKAGE: &str = "https://docs.rs/crate/corsac/latest/source/";

/// What leads from a document to the runs of the workflow.
const RUNS: &str = "../../actions/workflows/";

/// What leads from a form for issues to a file.
const FORM: &str = "../blob/main/";

struct Link {
    target: String,
    /// The definition it refers to; empty for a link that has its target inline.
    label: String,
}

/// What a document leads to, and what it can be led to.
#[derive(Default)]
struct Document {
    links: Vec<Link>,
    undefined: Vec<String>,
    anchors: HashSet<String>,
}

impl Document {
    fn parse(text: &str) -> Self {
        let mut undefined = Vec::new();
        let note = |link: BrokenLink<'_>| {
            undefined.push(link.reference.into_string());
            None
        };
        let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
        let mut document = Self::default();
        let mut heading = None;
        for event in Parser::new_with_broken_link_callback(text, options, Some(note)) {
            match event {
                Event::Start(Tag::Link { dest_url, id, .. } | Tag::Image { dest_url, id, .. }) => {
                    document.links.push(Link {
                        target: dest_url.into_string(),
                        label: id.to_lowercase(),
                    });
                }
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::Text(text) | Event::Code(text) => {
                    if let Some(heading) = &mut heading {
                        heading.push_str(&text);
                    }
                }
                Event::End(TagEnd::Heading(_)) => {
                    document.add_anchor(&heading.take().unwrap_or_default());
                }
                _ => {}
            }
        }
        Self {
            undefined,
            ..document
        }
    }

    /// Adds the anchor that GitHub makes of a heading.
    fn add_anchor(&mut self, heading: &str) {
        let anchor: String = heading
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric() || "-_ ".contains(*c))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect();
        let numbered = (1..).map(|number| format!("{anchor}-{number}"));
        let free = iter::once(anchor.clone())
            .chain(numbered)
            .find(|anchor| !self.anchors.contains(anchor));
        self.anchors.extend(free);
    }
}

fn root() -> PathBuf {
    fs::canonicalize(env!("CARGO_MANIFEST_DIR")).unwrap()
}

/// Every document below `folder`, by its path.
fn documents(folder: &Path) -> HashMap<PathBuf, Document> {
    let mut found = HashMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy();
        let is_skipped = name == "target" || (name.starts_with('.') && name != ".github");
        if path.is_dir() && !is_skipped {
            found.extend(documents(&path));
        } else if name.ends_with(".md") {
            let text = fs::read_to_string(&path).unwrap();
            found.insert(path, Document::parse(&text));
        } else if name.ends_with(".yml") {
            // A form for issues: Markdown that is indented, among lists in brackets.
            let text = fs::read_to_string(&path).unwrap();
            let lines: Vec<_> = text.lines().map(str::trim_start).collect();
            let mut document = Document::parse(&lines.join("\n"));
            document.undefined.clear();
            found.insert(path, document);
        }
    }
    found
}

/// What is wrong with a link to `target` in the document at `path`, if anything.
fn mistake(
    documents: &HashMap<PathBuf, Document>,
    path: &Path,
    target: &str,
) -> Option<&'static str> {
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let file = if let Some(file) = file.strip_prefix(PACKAGE).or(file.strip_prefix(FORM)) {
        root().join(file)
    } else if let Some(workflow) = file.strip_prefix(RUNS) {
        let workflow = workflow.trim_end_matches("/badge.svg");
        root().join(".github/workflows").join(workflow)
    } else if file.contains("://") {
        return None;
    } else if file.is_empty() {
        path.to_owned()
    } else {
        path.parent().unwrap().join(file)
    };
    let Ok(file) = fs::canonicalize(file) else {
        return Some("there is no such file");
    };
    let has_anchor = || {
        documents
            .get(&file)
            .is_some_and(|it| it.anchors.contains(anchor))
    };
    (!anchor.is_empty() && !has_anchor()).then_some("there is no such heading")
}

/// The documents that are part of the crate documentation.
fn documents_of_the_crate() -> HashSet<PathBuf> {
    ["src/lib.rs", "src/guide.rs"]
        .iter()
        .flat_map(|source| {
            let source = fs::read_to_string(root().join(source)).unwrap();
            let included = source.split("include_str!(\"../").skip(1);
            included
                .map(|rest| root().join(rest.split('"').next().unwrap()))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The definitions that replace a document's own in the crate documentation.
fn definitions_of_the_crate() -> HashMap<String, String> {
    let text = fs::read_to_string(root().join("docs/rustdoc-links.md")).unwrap();
    Parser::new(&text)
        .reference_definitions()
        .iter()
        .map(|(label, definition)| (label.to_lowercase(), definition.dest.to_string()))
        .collect()
}

/// The file of `crate::guide::run_time_origins`, among `documents`.
fn page<'a>(documents: &'a HashSet<PathBuf>, module: &str) -> Option<&'a Path> {
    let name = match module.rsplit("::").next() {
        Some("crate") => "README".to_owned(),
        name => name?.replace('_', "-"),
    };
    documents
        .iter()
        .map(PathBuf::as_path)
        .find(|path| path.file_stem().is_some_and(|stem| *stem == *name))
}

#[track_caller]
fn assert_none(mut mistakes: Vec<String>) {
    mistakes.sort();
    assert!(mistakes.is_empty(), "\n{}", mistakes.join("\n"));
}

#[test]
fn a_link_leads_to_a_file_and_a_heading() {
    let documents = documents(&root());
    let mut mistakes = Vec::new();

    for (path, document) in &documents {
        for label in &document.undefined {
            mistakes.push(format!("{}: [{label}]: not defined", path.display()));
        }
        for Link { target, .. } in &document.links {
            if let Some(mistake) = mistake(&documents, path, target) {
                mistakes.push(format!("{}: {target}: {mistake}", path.display()));
            }
        }
    }

    assert!(documents.len() > 20, "{}", documents.len());
    assert_none(mistakes);
}

/// A path to a file leads nowhere there, so a definition has to replace it.
#[test]
fn a_link_to_a_file_leads_to_a_page_of_the_crate_documentation() {
    let documents = documents(&root());
    let definitions = definitions_of_the_crate();
    let mut mistakes = Vec::new();

    for path in documents_of_the_crate() {
        for Link { target, label } in &documents[&path].links {
            let is_file = !target.contains("://") && !target.starts_with('#');
            if is_file && !definitions.contains_key(label) {
                mistakes.push(format!(
                    "{}: {target}: write a reference, and define it in docs/rustdoc-links.md",
                    path.display(),
                ));
            }
        }
    }

    assert_none(mistakes);
}

#[test]
fn a_link_of_the_crate_documentation_leads_to_a_file_and_a_heading() {
    let documents = documents(&root());
    let pages = documents_of_the_crate();
    let mut mistakes = Vec::new();

    for (label, target) in definitions_of_the_crate() {
        // The compiler checks the path of a module, and nobody its heading.
        let mistake = match target.split_once('#') {
            Some((module, anchor)) if module.starts_with("crate") => page(&pages, module)
                .is_none_or(|page| !documents[page].anchors.contains(anchor))
                .then_some("there is no such heading"),
            _ if target.starts_with("crate") => None,
            _ => mistake(&documents, &root(), &target),
        };
        mistakes.extend(mistake.map(|mistake| format!("[{label}]: {target}: {mistake}")));
    }

    assert_none(mistakes);
}

#[test]
#[cfg(feature = "audit")]
fn the_link_of_a_finding_leads_to_its_section_in_the_rules() {
    let rules = &documents(&root())[&root().join("docs/rules.md")];

    for kind in corsac::audit::FindingKind::ALL {
        let (page, anchor) = kind.help_uri().split_once('#').unwrap();

        assert!(page.ends_with("/corsac/rules/index.html"), "{page}");
        assert_eq!(anchor, kind.id());
        assert!(rules.anchors.contains(anchor), "{anchor}");
    }
}
