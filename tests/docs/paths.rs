//! The files and folders that the pages for contributors name are there.

use std::fs;
use std::path::Path;

const PAGES: [&str; 3] = ["ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"];

/// Adds all files and folders within a folder, by their paths from the top; folders end with a slash.
fn collect(top: &Path, within: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(within).unwrap() {
        let path = entry.unwrap().path();
        let shown = path.strip_prefix(top).unwrap().to_str().unwrap();
        if path.is_file() {
            found.push(shown.to_owned());
        } else if !matches!(shown, "target" | ".git") {
            found.push(format!("{shown}/"));
            collect(top, &path, found);
        }
    }
}

/// The paths of Rust files and of folders that a page names: not patterns of URLs, nor what a reader is to make.
fn named(page: &str) -> impl Iterator<Item = &str> {
    page.split('`').skip(1).step_by(2).filter(|name| {
        let is_folder = name.ends_with('/') && !name.starts_with('/') && !name.contains(['.', '*']);
        is_folder || name.ends_with(".rs")
    })
}

#[test]
fn files_that_contributors_are_sent_to_are_there() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    collect(top, top, &mut all);
    let (mut count, mut missing) = (0, Vec::new());
    for page in PAGES {
        let text = fs::read_to_string(top.join(page)).unwrap();
        for name in
            named(&text).filter(|name| !name.contains("TARGET") && !name.contains("artifacts"))
        {
            count += 1;
            let behind = format!("/{name}");
            if !all
                .iter()
                .any(|path| path == name || path.ends_with(&behind))
            {
                missing.push(format!("{page}: {name}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(count > 40, "only {count}");
}

/// The names behind `--test` in the commands of a page.
fn tests(page: &str) -> impl Iterator<Item = &str> {
    let behind = page.split("--test ").skip(1);
    behind.filter_map(|rest| {
        rest.split(|next: char| next != '_' && !next.is_alphanumeric())
            .next()
    })
}

#[test]
fn tests_that_contributors_are_told_to_run_are_there() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    collect(top, top, &mut all);
    // This package names its tests, the others have them by their files.
    let named = fs::read_to_string(top.join("Cargo.toml")).unwrap();
    let mut count = 0;
    for page in PAGES {
        let text = fs::read_to_string(top.join(page)).unwrap();
        for name in tests(&text) {
            count += 1;
            let files = [format!("tests/{name}.rs"), format!("tests/{name}/main.rs")];
            let is_file = |path: &String| files.iter().any(|file| path.ends_with(file));
            let is_named = named.contains(&format!("[[test]]\nname = \"{name}\""));
            assert!(is_named || all.iter().any(is_file), "{page}: {name}");
        }
    }
    assert!(count > 8, "only {count}");
}
