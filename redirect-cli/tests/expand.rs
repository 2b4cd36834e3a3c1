//! `redirects expand`: one file, in which every rule stands by itself.

mod support;

use redirect_policy::lower::lower;
use redirect_policy::model::Policy;
use redirect_policy::source::{Sources, Span};
use redirect_policy::{Compiled, compile};
use snapbox::file;
use support::{Folder, ran};

const SITE: &str = "../examples/site/redirects.yml";

fn compiled(path: &str) -> Compiled {
    let mut sources = Sources::default();
    let file = sources.open(path).expect("a policy");
    compile(&mut sources, file)
}

/// The table of a policy without places, and with sources in one spelling.
fn table(policy: &Policy) -> Option<Vec<u8>> {
    let mut policy = policy.clone();
    for rule in &mut policy.rules {
        rule.span = Span::default();
        rule.source.text = rule.source.to_string();
        rule.from_table = false;
    }
    lower(&policy, &Sources::default())
}

#[test]
fn the_site_of_the_examples_is_one_file_that_means_the_same() {
    let expanded = ran(&["expand", SITE]).out;
    snapbox::assert_data_eq!(expanded.clone(), file!["expand/site.txt"].raw());
    for word in ["include:", "table:", "group:", "defaults:", "prefix:"] {
        assert!(!expanded.contains(word), "{word}");
    }
    let folder = Folder::new("expand-site");
    let copy = folder.write("redirects.yml", &expanded);
    let (one, other) = (compiled(SITE), compiled(&copy));
    let found = |compiled: &Compiled| {
        let found = compiled.diagnostics.iter();
        found.map(|one| (one.level, one.code)).collect::<Vec<_>>()
    };
    assert_eq!(found(&one), found(&other));
    assert_eq!(table(&one.policy), table(&other.policy));
    assert_eq!(one.policy.rules.len(), other.policy.rules.len());
}

#[test]
fn an_expanded_policy_expands_to_itself() {
    let folder = Folder::new("expand-twice");
    let once = ran(&["expand", SITE]).out;
    let copy = folder.write("redirects.yml", &once);
    assert_eq!(ran(&["expand", &copy]).out, once);
}

#[test]
fn what_cannot_be_expanded_is_told() {
    let folder = Folder::new("expand-faulty");
    let policy = "redirectionPolicy: { version: 0.0.1, rules: [{ source: /a, destinaton: /b }] }\n";
    let faulty = folder.write("redirects.yml", policy);
    let told = ran(&["expand", &faulty]);
    assert!(told.out.is_empty(), "{}", told.out);
    assert!(told.err.contains("write `destination`"), "{}", told.err);
    let json = ran(&["expand", SITE, "--format", "json"]);
    assert!(
        json.err.contains("`expand` has no format `json`"),
        "{}",
        json.err
    );
}

#[test]
fn a_row_that_is_too_long_for_a_rule_is_told() {
    let folder = Folder::new("expand-long");
    let row = format!("source,destination\n/{},/new\n", "a".repeat(2_000));
    folder.write("rows.csv", &row);
    let policy = "redirectionPolicy: { version: 0.0.1, rules: [{ table: rows.csv }] }\n";
    let told = ran(&["expand", &folder.write("redirects.yml", policy)]);
    assert!(told.out.is_empty());
    assert!(
        told.err.contains("cannot be written as one file"),
        "{}",
        told.err
    );
    assert!(told.err.contains("limit of 1024"), "{}", told.err);
}
