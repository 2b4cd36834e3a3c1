//! Proofs about compiled-in rows: each is a literal rule.

use redirect_policy::source::Sources;
use redirect_policy::{compile, diagnostic};

use super::compiled;

/// The codes and messages of a policy with one lookup `ids` of these rows, and these rules.
fn told(rows: &str, rules: &str) -> Vec<(String, String)> {
    let text = format!(
        "redirectionPolicy:\n  version: 0.0.1\n  lookups:\n    ids: {{ key: {{ old: int }}, values: {{ new: int }}, rows: {{ {rows} }} }}\n  rules:\n{rules}"
    );
    let (compiled, _) = compiled(&text);
    let one = |one: &diagnostic::Diagnostic| (one.code.to_owned(), one.message.clone());
    compiled.diagnostics.iter().map(one).collect()
}

#[test]
fn rows_that_lead_to_one_another_are_reported() {
    let rule = "    - { source: \"/a/:old<int>\", destination: \"/a/:new\", lookup: ids }\n";
    assert_eq!(told("7: 9, 8: 10", rule), []);
    let chain = told("7: 9, 9: 12, 12: 13", rule);
    assert_eq!(chain[0].0, "chain");
    let looped = told("7: 9, 9: 7", rule);
    assert_eq!(looped[0].0, "loop", "{looped:?}");
    assert!(looped[0].1.contains("/a/7"), "{looped:?}");
    let off = "    - { source: \"/a/:old<int>\", destination: \"/b/:new\", lookup: ids }\n    - { source: \"/b/10\", destination: \"/a/8\" }\n";
    assert_eq!(told("7: 11", off), []);
    assert_eq!(told("8: 10", off)[0].0, "loop");
    assert_eq!(told("7: 10", off)[0].0, "chain");
}

#[test]
fn a_rule_whose_rows_all_belong_to_others_is_unreachable() {
    let rules = "    - { source: \"/a/7\", destination: /x }\n    - { source: \"/a/:old<int>\", destination: \"/b/:new\", lookup: ids }\n";
    assert_eq!(told("7: 9", rules)[0].0, "unreachable-rule");
    assert_eq!(told("7: 9, 8: 9", rules), []);
    // A rule with a lookup may miss: it takes nothing from those behind it.
    let behind = "    - { source: \"/a/:old<int>\", destination: \"/b/:new\", lookup: ids }\n    - { source: \"/a/*\", destination: /x, statusCode: 302 }\n";
    assert_eq!(told("7: 9", behind), []);
}

#[test]
fn an_old_url_without_a_row_is_uncovered() {
    let text = "redirectionPolicy:
  version: 0.0.1
  lookups:
    ids: { key: { old: int }, values: { new: int }, rows: { 7: 9 } }
  rules:
    - { source: \"/a/:old<int>\", destination: \"/b/:new\", lookup: ids }
  coverage: { old: [{ file: old.txt }] }
";
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", text);
    sources.insert("old.txt", "/a/7\n/a/8\n");
    let compiled = compile(&mut sources, file);
    let [one] = compiled.diagnostics.as_slice() else {
        panic!("{:#?}", compiled.diagnostics);
    };
    assert_eq!(one.code, "uncovered-url");
    assert!(format!("{one:?}").contains("/a/8"));
}
