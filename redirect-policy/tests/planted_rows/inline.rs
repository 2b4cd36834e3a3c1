//! Faults planted in rows that the policy itself holds.

use redirect_policy::compile;
use redirect_policy::source::Sources;

/// A policy whose rows are written in it, one a line from line 8 on; the code and the lines that are named.
fn inline(kind: &str, destination: &str, rows: &[&str]) -> Vec<(&'static str, Vec<usize>)> {
    let rows: String = rows.iter().map(|row| format!("        {row}\n")).collect();
    let policy = format!(
        "redirectionPolicy:
  version: 0.0.1
  lookups:
    ids:
      key: {{ old: int }}
      values: {{ new: {kind} }}
      rows:
{rows}  rules:
    - {{ source: \"/a/:old<int>\", destination: \"{destination}\", lookup: ids }}
"
    );
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", policy);
    let compiled = compile(&mut sources, file);
    let of = |one: &redirect_policy::diagnostic::Diagnostic| {
        let related = one.related.iter().map(|related| related.span);
        let places = [one.span].into_iter().chain(related);
        let lines = places.map(|span| sources.position(span).0);
        (one.code, lines.collect())
    };
    compiled.diagnostics.iter().map(of).collect()
}

#[test]
fn a_row_in_the_policy_is_told_at_its_line() {
    for (kind, destination, rows, code, lines) in [
        (
            "int",
            "/a/:new",
            vec!["1: 2", "7: 9", "9: 7"],
            "loop",
            vec![12, 9],
        ),
        (
            "int",
            "/a/:new",
            vec!["1: 2", "6: 9", "9: 17"],
            "chain",
            vec![12, 9],
        ),
        (
            "int",
            "/b/:new",
            vec!["1: 2", "6: x"],
            "lookup-value",
            vec![9],
        ),
        (
            "int",
            "/b/:new",
            vec!["7: 2", "007: 3"],
            "lookup-duplicate-key",
            vec![9, 8],
        ),
        (
            "segment",
            "/b/:new",
            vec!["7: a", "8: \"..\""],
            "lookup-value",
            vec![9],
        ),
        (
            "path",
            "/b/:new",
            vec!["7: a", "8: a/../b"],
            "lookup-value",
            vec![9],
        ),
        (
            "segment",
            "/b/:new",
            vec!["7: a", "8: \"\""],
            "lookup-value",
            vec![9],
        ),
    ] {
        let told = inline(kind, destination, &rows);
        let [(told, places)] = told.as_slice() else {
            panic!("{rows:?}: {told:#?}");
        };
        let (told, places) = (*told, places.get(..lines.len()));
        assert_eq!((told, places), (code, Some(lines.as_slice())), "{rows:?}");
    }
    assert!(inline("segment", "/b/:new", &["7: a/../b"]).is_empty());
}
