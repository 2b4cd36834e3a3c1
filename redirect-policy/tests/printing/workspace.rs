//! All policies of the workspace print themselves: those in files, in the documentation and in the tests.

use std::fs;
use std::path::{Path, PathBuf};

use redirect_policy::check::check;
use redirect_policy::source::Sources;

use crate::policies::{assert_prints, assert_text_prints};
use crate::program::literals;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The files below a folder that end so, in order; the folders of builds are passed over.
fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let mut entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if path.is_dir() {
            if name != "target" && !name.starts_with('.') {
                files(&path, ending, found);
            }
        } else if name.ends_with(ending) {
            found.push(path);
        }
    }
}

fn files_of_workspace(ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(&root(), ending, &mut found);
    found
}

#[test]
fn policies_in_files_print_themselves() {
    let mut rules = 0;
    for path in files_of_workspace(".yml") {
        let text = fs::read_to_string(&path);
        if !text.is_ok_and(|text| text.contains("redirectionPolicy:")) {
            continue;
        }
        let folder = path.parent().expect("a folder");
        let mut sources = Sources::new(folder);
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .expect("a name");
        let file = sources.open(name).expect("a file");
        let policy = check(&mut sources, file).policy;
        rules += policy.rules.len();
        assert_prints(&policy, &path.display().to_string());
    }
    assert!(rules > 200, "only {rules} rules were found");
}

#[test]
fn policies_of_the_documentation_print_themselves() {
    let mut rules = 0;
    for path in files_of_workspace(".md") {
        let page = fs::read_to_string(&path).expect("a page");
        for block in page.split("```yaml\n").skip(1) {
            let block = block.split("```").next().unwrap_or_default();
            let title = path.display().to_string();
            rules += assert_text_prints(&as_policy(block), &title);
        }
    }
    assert!(rules > 40, "only {rules} rules were found");
}

/// A part of a policy, as a whole one.
fn as_policy(part: &str) -> String {
    let indented = |by: usize| -> String {
        part.lines()
            .map(|line| format!("{:by$}{line}\n", ""))
            .collect()
    };
    if part.trim_start().starts_with("redirectionPolicy:") {
        return part.to_owned();
    }
    let head = "redirectionPolicy:\n  version: 0.0.1\n";
    if part.trim_start().starts_with("- ") {
        return format!("{head}  rules:\n{}", indented(4));
    }
    let rules = match part.lines().any(|line| line.starts_with("rules:")) {
        true => "",
        false => "  rules: [{ source: /a, destination: /b }]\n",
    };
    format!("{head}{rules}{}", indented(2))
}

#[test]
fn policies_of_the_tests_print_themselves() {
    let mut rules = 0;
    let programs = files_of_workspace(".rs");
    for path in programs
        .iter()
        .filter(|path| path.components().any(|part| part.as_os_str() == "tests"))
    {
        let program = fs::read_to_string(path).expect("a program");
        for text in literals(&program) {
            // With a place to fill it is no policy yet.
            if text.contains("source:") && !text.contains("{}") {
                let title = path.display().to_string();
                rules += assert_text_prints(&as_policy(&text), &title);
            }
        }
    }
    assert!(rules > 150, "only {rules} rules were found");
}
