//! The policies whose advices are followed: the golden files, the cases of other tests, and some of their own.

use std::path::Path;

use redirect_policy::source::Sources;
use redirect_policy::yaml::{self, Value};

/// A policy and the folder that its files stand in.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) folder: String,
    pub(crate) text: String,
    pub(crate) files: Vec<(String, String)>,
}

const FAULTS: &str = include_str!("../checking/faults.txt");
const OWN: &str = include_str!("own.txt");

/// All policies; each with several rules also rule by rule, so that nothing hides what an advice leads to.
pub(crate) fn all() -> Vec<Case> {
    let mut cases = golden();
    for (name, text) in [("faults.txt", FAULTS), ("own.txt", OWN)] {
        cases.extend(blocks(name, text));
    }
    let single: Vec<Case> = cases.iter().flat_map(rule_by_rule).collect();
    cases.extend(single);
    cases
}

fn golden() -> Vec<Case> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/ui");
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "yml"))
        .collect();
    names.sort();
    let case = |path: &std::path::PathBuf| {
        Some(Case {
            name: file_name(path),
            folder: folder.to_owned(),
            text: std::fs::read_to_string(path).ok()?,
            files: Vec::new(),
        })
    };
    names.iter().filter_map(case).collect()
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// Policies, rules or keys of a policy, with an empty line between two; lines that begin with `# ` are not theirs, and
/// `<< name` begins a file beside the policy.
fn blocks(name: &str, text: &str) -> Vec<Case> {
    let case = |block: &str| {
        let lines = block.lines().filter(|line| !line.starts_with("# "));
        let body = lines.collect::<Vec<_>>().join("\n").replace(['«', '»'], "");
        let mut parts = body.split("\n<< ");
        let body = parts.next().unwrap_or_default();
        let files = parts.filter_map(|part| {
            let (name, text) = part.split_once('\n')?;
            Some((name.to_owned(), format!("{text}\n")))
        });
        let files = files.collect();
        let text = match body {
            _ if body.starts_with("    - ") => {
                format!("redirectionPolicy:\n  version: 0.0.1\n  rules:\n{body}\n")
            }
            _ if body.starts_with("  ") => {
                format!("redirectionPolicy:\n  version: 0.0.1\n  rules: []\n{body}\n")
            }
            _ => body.to_owned(),
        };
        Case {
            name: name.to_owned(),
            folder: env!("CARGO_MANIFEST_DIR").to_owned(),
            text,
            files,
        }
    };
    text.split("\n\n").map(case).collect()
}

/// A policy for each rule of a policy that has several.
fn rule_by_rule(case: &Case) -> Vec<Case> {
    let mut sources = Sources::new(&case.folder);
    let file = sources.insert("redirects.yml", case.text.clone());
    let Some(root) = yaml::read(&sources, file).root else {
        return Vec::new();
    };
    let rules = root
        .entry("redirectionPolicy")
        .and_then(|policy| policy.value.entry("rules"));
    let Some(rules) = rules else {
        return Vec::new();
    };
    let Value::List(entries) = &rules.value.value else {
        return Vec::new();
    };
    if entries.len() < 2 {
        return Vec::new();
    }
    let whole = rules.value.span;
    let single = |entry: &yaml::Node| {
        let part = |from: u32, to: u32| case.text.get(from as usize..to as usize);
        let text = format!(
            "{}{}{}",
            part(0, entries.first()?.span.start)?,
            part(entry.span.start, entry.span.end)?,
            part(whole.end, u32::try_from(case.text.len()).ok()?)?
        );
        Some(Case {
            name: case.name.clone(),
            folder: case.folder.clone(),
            text,
            files: case.files.clone(),
        })
    };
    entries.iter().filter_map(single).collect()
}
