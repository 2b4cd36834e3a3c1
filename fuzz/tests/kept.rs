//! Inputs that fuzz targets began with, and those with which they have found something.

use std::fs;
use std::path::Path;

/// Checks each file of a folder of `cases/`, and says how many there are.
fn play(folder: &str, check: fn(&[u8])) -> usize {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("cases")
        .join(folder);
    let files = fs::read_dir(path).expect("a folder");
    let mut count = 0;
    for file in files {
        let path = file.expect("a file").path();
        println!("{}", path.display());
        check(&fs::read(path).expect("a file that can be read"));
        count += 1;
    }
    count
}

#[test]
fn engine_and_reference_agree_on_each_case() {
    assert!(play("engine", redirects_fuzz::engine::check) > 0);
}

#[test]
fn each_policy_is_compiled_or_refused() {
    assert!(play("policy", redirects_fuzz::policy::check) > 0);
}

#[test]
fn each_table_is_read_or_refused() {
    assert!(play("table", redirects_fuzz::table::check) > 0);
}

#[test]
fn browsers_go_where_each_location_says() {
    assert!(play("location", redirects_fuzz::location::check) > 0);
}

#[test]
fn cases_that_begin_with_rules_have_requests_that_match() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/engine");
    let text = fs::read(folder.join("rules.txt")).expect("a case");
    let case = redirects_fuzz::case::Case::read(&text).expect("rules and requests");
    assert_eq!(case.policy.rules.len(), 10);
    let matching = case.requests.iter();
    let matching = matching.filter(|asked| case.compiled.find(asked.request()).rule().is_some());
    assert_eq!(matching.count(), case.requests.len());
}
