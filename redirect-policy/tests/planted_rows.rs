//! Faults planted in the rows of lookups: each is told at its row, wherever the rows are written.

#[path = "planted_rows/inline.rs"]
mod inline;

use redirect_policy::compile;
use redirect_policy::source::Sources;

/// Places where rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    Compiled,
    Snapshot,
}

const BOTH: [Written; 2] = [Written::Compiled, Written::Snapshot];

/// A report on a file of rows: the code, the lines of the file that are named, the message and the help.
#[derive(Debug)]
struct Told {
    code: &'static str,
    lines: Vec<usize>,
    text: String,
}

/// A file of rows `old,new` under a rule that sends `/a/:old` to a destination.
fn told(written: Written, kind: &str, destination: &str, rows: &str) -> Vec<Told> {
    let (place, failure) = match written {
        Written::Compiled => ("compiled: rows.csv", ""),
        Written::Snapshot => ("snapshot: rows.csv", ", onFailure: { statusCode: 503 }"),
    };
    let policy = format!(
        "redirectionPolicy:
  version: 0.0.1
  lookups:
    ids: {{ key: {{ old: int }}, values: {{ new: {kind} }}, {place} }}
  rules:
    - {{ source: \"/a/:old<int>\", destination: \"{destination}\", lookup: ids{failure} }}
"
    );
    let mut sources = Sources::default();
    let file = sources.insert("redirects.yml", policy);
    let rows = sources.insert("rows.csv", rows);
    if written == Written::Snapshot {
        sources.stand_for("rows.csv", rows);
    }
    let compiled = compile(&mut sources, file);
    let of = |one: &redirect_policy::diagnostic::Diagnostic| {
        let related = one.related.iter().map(|related| related.span);
        let places = [one.span].into_iter().chain(related);
        let in_rows = places.filter(|span| span.file == rows);
        Told {
            code: one.code,
            lines: in_rows.map(|span| sources.position(span).0).collect(),
            text: format!("{} {}", one.message, one.help.join(" ")),
        }
    };
    compiled.diagnostics.iter().map(of).collect()
}

#[test]
fn a_fault_is_told_at_the_line_of_its_row() {
    for (kind, destination, rows, code, lines, text) in [
        // Rows that lead to one another.
        (
            "int",
            "/a/:new",
            "old,new\n1,2\n7,9\n9,7\n",
            "loop",
            vec![3],
            "remove the row",
        ),
        (
            "int",
            "/a/:new",
            "old,new\n6,9\n7,9\n9,7\n",
            "loop",
            vec![3],
            "`/a/7` comes back",
        ),
        (
            "int",
            "/a/:new",
            "old,new\n1,2\n6,9\n9,17\n",
            "chain",
            vec![3],
            "`/a/6` to `/a/9`",
        ),
        // Values and keys.
        (
            "int",
            "/b/:new",
            "old,new\n6,9\n9,x\n",
            "lookup-value",
            vec![3],
            "`x`, which is no `int`",
        ),
        (
            "int",
            "/b/:new",
            "\u{feff}old,new\r\n6,9\r\n9,x\r\n",
            "lookup-value",
            vec![3],
            "no `int`",
        ),
        (
            "int",
            "/b/:new",
            "old,new\n7,9\n8,1\n007,10\n",
            "lookup-duplicate-key",
            vec![4, 2],
            "`7` is given twice",
        ),
        (
            "segment",
            "/b/:new",
            "old,new\n6,a\n7,..\n",
            "lookup-value",
            vec![3],
            "a dot segment",
        ),
        (
            "path",
            "/b/:new",
            "old,new\n6,a\n7,a/../b\n",
            "lookup-value",
            vec![3],
            "a dot segment",
        ),
        (
            "path",
            "/:new",
            "old,new\n6,a\n7,/other.example/x\n",
            "lookup-value",
            vec![3],
            "no `path`",
        ),
        (
            "segment",
            "/b/:new",
            "old,new\n6,\n",
            "lookup-value",
            vec![2],
            "`\"new?\"`",
        ),
        (
            "segment",
            "/b/:new",
            "old,new\n,x\n",
            "lookup-value",
            vec![2],
            "fill it, or remove the row",
        ),
        // Files.
        (
            "int",
            "/b/:new",
            "id,new\n6,1\n",
            "missing-column",
            vec![1],
            "no column `old`",
        ),
        (
            "int",
            "/b/:new",
            "old,new,new\n6,1,2\n",
            "duplicate-column",
            vec![1, 1],
            "`new` is there twice",
        ),
        (
            "segment",
            "/b/:new",
            "old,new\n6,\"a\n7,b\n",
            "bad-row",
            vec![2],
            "never closed",
        ),
        (
            "segment",
            "/b/:new",
            "old,new\n6,a\n7\n",
            "bad-row",
            vec![3],
            "1 cell",
        ),
    ] {
        for written in BOTH {
            let told = told(written, kind, destination, rows);
            let [one] = told.as_slice() else {
                panic!("{written:?} {rows}: {told:#?}");
            };
            assert_eq!((one.code, &one.lines), (code, &lines), "{written:?} {rows}");
            assert!(one.text.contains(text), "{written:?} {rows}: {}", one.text);
        }
    }
}

#[test]
fn a_trip_into_a_loop_blames_no_row_that_is_not_on_it() {
    let rows = "old,new\n6,9\n9,9\n";
    for written in BOTH {
        let told = told(written, "int", "/a/:new", rows);
        assert!(told.iter().all(|one| !one.lines.contains(&2)), "{told:#?}");
    }
}

#[test]
fn rows_may_have_what_their_kind_encodes() {
    for rows in [
        "old,new\n6,a/../b\n",
        "old,new\n6,%2e%2e\n",
        "\u{feff}old,new\r\n006,a\r\n",
        "old,new\n6, a \n,\n",
    ] {
        for written in BOTH {
            let told = told(written, "segment", "/b/:new", rows);
            assert!(told.is_empty(), "{written:?} {rows}: {told:#?}");
        }
    }
}

#[test]
fn a_snapshot_is_read_as_services_read_it() {
    let moment = "milliseconds since 1970";
    for (rows, lines, text) in [
        ("old,new\n6,1\n7,12", vec![3], "ends within this line"),
        ("# as_of yesterday\nold,new\n6,1\n", vec![1], moment),
        (
            "# as_of 1790000000\nold,new\n6,1\n",
            vec![1],
            "write `# as_of 1790000000000`",
        ),
        ("# rows of today\nold,new\n6,1\n", vec![1], moment),
    ] {
        let told = told(Written::Snapshot, "int", "/b/:new", rows);
        let [one] = told.as_slice() else {
            panic!("{rows}: {told:#?}");
        };
        assert_eq!((one.code, &one.lines), ("bad-row", &lines), "{rows}");
        assert!(one.text.contains(text), "{rows}: {}", one.text);
    }
    for rows in [
        "# as_of 1790000000000\nold,new\n6,1\n",
        "#as_of 1790000000000\r\nold,new\r\n6,1\r\n",
    ] {
        assert!(
            told(Written::Snapshot, "int", "/b/:new", rows).is_empty(),
            "{rows}"
        );
    }
    // A file that is compiled in is whole: it is there when the program is built.
    assert!(told(Written::Compiled, "int", "/b/:new", "old,new\n6,1").is_empty());
}
