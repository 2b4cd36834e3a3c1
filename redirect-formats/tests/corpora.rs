//! Every rule of every shared table is converted, and the policy language accepts it, or is refused with a reason.

mod support;

use redirect_formats::{Format, Options, convert};

#[test]
fn every_rule_is_converted_or_refused() {
    let options = Options {
        table: Some("rows".to_owned()),
        ..Options::default()
    };
    println!("| corpus | rules | converted | not to the letter | in tables | refused |");
    println!("|---|---|---|---|---|---|");
    let mut faults = Vec::new();
    for name in support::CORPORA {
        let Some(text) = support::corpus(name) else {
            continue;
        };
        let conversion = convert(Format::JsonLines, name, &text, &options);
        let rows: usize = conversion.tables.iter().map(|table| table.rows).sum();
        println!(
            "| {name} | {} | {} | {} | {rows} | {} |",
            conversion.read,
            conversion.converted,
            conversion.approximated.len(),
            support::codes(&conversion)
        );
        assert_eq!(conversion.read, text.lines().count(), "{name}");
        assert_eq!(
            conversion.converted + conversion.refused.len(),
            conversion.read,
            "{name}"
        );
        for table in &conversion.tables {
            assert_eq!(table.csv.lines().count(), table.rows + 1, "{}", table.name);
        }
        faults.extend(
            support::faults(&conversion)
                .into_iter()
                .map(|fault| format!("{name}: {fault}")),
        );
    }
    assert!(
        faults.is_empty(),
        "{} faults\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn rows_without_a_target_become_stop_unless_told_otherwise() {
    use redirect_formats::Status418;
    let row = r#"{"source": "/soon", "destination": "/a", "status": 418, "syntax": "exact"}"#;
    let with = |status_418| {
        let options = Options {
            status_418,
            ..Options::default()
        };
        convert(Format::JsonLines, "rows", row, &options)
    };
    assert!(with(Status418::Stop).policy.contains("action: stop"));
    assert!(with(Status418::Gone).policy.contains("statusCode: 410"));
    assert_eq!(
        with(Status418::Skip).refused[0].reason.code,
        "no-target-yet"
    );
}

#[test]
fn rows_without_an_order_are_written_so_that_each_can_match() {
    let rows = ["/a", "/a?x=1", "/b", "/a?x=1&y=2"]
        .map(|source| {
            format!(
                r#"{{"source": "{source}", "destination": "/c", "status": 301, "syntax": "exact"}}"#
            )
        })
        .join("\n");
    let conversion = convert(Format::JsonLines, "rows", &rows, &Options::default());
    let (compiled, _) = support::compiled(&conversion, &Default::default());
    assert!(
        compiled.diagnostics.is_empty(),
        "{:#?}",
        compiled.diagnostics
    );
}
