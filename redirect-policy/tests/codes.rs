//! No diagnostic without a case: every code in the sources stands in some test of this crate or of the engine.

use std::collections::BTreeSet;
use std::path::Path;

/// Words in the sources that are spelled like codes: header fields, language tags.
const NO_CODES: &[&str] = &[
    "a-z",
    "accept-language",
    "cache-control",
    "content-encoding",
    "content-length",
    "content-range",
    "content-type",
    "keep-alive",
    "ko-kr",
    "proxy-connection",
    "retry-after",
    "set-cookie",
    "transfer-encoding",
];

/// Codes of one word.
const SHORT: &[&str] = &["chain", "empty", "loop", "whitespace"];

#[test]
fn every_code_has_a_case() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut sources, mut cases) = (String::new(), String::new());
    read_all(&folder.join("src"), &mut sources);
    read_all(&folder.join("tests"), &mut cases);
    read_all(&folder.join("../redirect-runtime/tests"), &mut cases);
    let without_comments: Vec<&str> = sources
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let codes: BTreeSet<&str> = without_comments
        .iter()
        .flat_map(|line| line.split('"').skip(1).step_by(2))
        .filter(|text| is_code(text))
        .chain(SHORT.iter().copied())
        .collect();
    assert!(codes.len() > 80, "only {} codes: {codes:?}", codes.len());
    let known: BTreeSet<&str> = cases.split(|c: char| !is_letter(c)).collect();
    let untested: Vec<_> = codes.difference(&known).collect();
    assert!(untested.is_empty(), "no case has {untested:?}");
}

fn is_code(text: &str) -> bool {
    let words: Vec<&str> = text.split('-').collect();
    let lower = |word: &&str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    words.len() > 1 && words.iter().all(lower) && !NO_CODES.contains(&text)
}

fn is_letter(c: char) -> bool {
    c.is_ascii_lowercase() || c == '-'
}

/// Appends the text of all files below a folder, this one apart.
fn read_all(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_all(&path, text);
        } else if !path.ends_with("tests/codes.rs") {
            text.push_str(&std::fs::read_to_string(&path).unwrap_or_default());
            text.push('\n');
        }
    }
}
