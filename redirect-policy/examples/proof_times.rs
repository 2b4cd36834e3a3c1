//! Prints how the time of reading, lowering and proving grows with the number of rules.
//!
//! ```text
//! cargo run --package redirect-policy --example proof_times
//! ```
//!
//! Unoptimised, as macros run in most builds; with `--release` as under an optimised `build-override`.

use std::time::{Duration, Instant};

use redirect_policy::check::check;
use redirect_policy::lint::{Levels, LintArguments, analyse};
use redirect_policy::lower::lower;
use redirect_policy::source::Sources;

/// A policy file of these rules, a YAML list.
fn file(rules: &str) -> String {
    let indented: String = rules.lines().map(|line| format!("    {line}\n")).collect();
    format!("redirectionPolicy:\n  version: 0.0.1\n  rules:\n{indented}")
}

struct Times {
    read: Duration,
    lower: Duration,
    proofs: Duration,
    said: usize,
}

fn times(rules: &str, table: &str) -> Times {
    let mut sources = Sources::default();
    let number = sources.insert("redirects.yml", file(rules));
    sources.insert("rows.csv", table);
    let started = Instant::now();
    let checked = check(&mut sources, number);
    assert_eq!(checked.diagnostics, []);
    let read = started.elapsed();
    let bytes = lower(&checked.policy, &sources).expect("small enough");
    let lowered = started.elapsed();
    let levels = Levels::of(&checked.policy, &LintArguments::default());
    let said = analyse(&checked.policy, &bytes, &sources, &levels).len();
    Times {
        read,
        lower: lowered - read,
        proofs: started.elapsed() - lowered,
        said,
    }
}

fn show(name: &str, count: usize, times: &Times) {
    println!(
        "{name:12} {count:7} rules: reading {:7.1} ms, lowering {:7.1} ms, proofs {:8.1} ms, {} said",
        times.read.as_secs_f64() * 1e3,
        times.lower.as_secs_f64() * 1e3,
        times.proofs.as_secs_f64() * 1e3,
        times.said
    );
}

fn curve(name: &str, sizes: &[usize], make: &dyn Fn(usize) -> (String, String)) {
    for &size in sizes {
        let (rules, table) = make(size);
        show(name, size, &times(&rules, &table));
    }
}

fn main() {
    rows_of_text();
    a_table_of_the_usual_shape();
    patterns_of_one_front();
    rules_that_all_overlap();
}

fn rows_of_text() {
    curve("rows", &[1_000, 10_000, 100_000], &|size| {
        let rows: String = (0..size)
            .map(|row| format!("/old/section-{}/page-{row},/new/pages/{row}\n", row % 97))
            .collect();
        (
            "- table: rows.csv".to_owned(),
            format!("source,destination\n{rows}"),
        )
    });
}

fn a_table_of_the_usual_shape() {
    curve("usual", &[1_000, 3_000, 10_000], &|size| {
        let rules: String = (0..size)
            .map(|rule| match rule % 17 {
                0 => {
                    format!("- {{ source: '/s{rule}/:id<int>(/)', destination: '/t{rule}/:id' }}\n")
                }
                1 => format!("- {{ source: '/blog{rule}/*', destination: '/news{rule}/*' }}\n"),
                _ => format!(
                    "- {{ source: '/old/{}/page-{rule}', destination: '/new/{rule}' }}\n",
                    rule % 97
                ),
            })
            .collect();
        (rules, String::new())
    });
}

fn patterns_of_one_front() {
    curve("one front", &[100, 300, 1_000], &|size| {
        let rules: String = (0..size)
            .map(|rule| format!("- {{ source: '/x/:a<alpha>/p{rule}-:b<int>', destination: '/y/:a/q{rule}-:b' }}\n"))
            .collect();
        (rules, String::new())
    });
}

fn rules_that_all_overlap() {
    curve("overlap", &[60, 120, 240], &|size| {
        let rules: String = (0..size)
            .map(|rule| {
                format!(
                    "- {{ source: '/x/:a/:b-{}', destination: '/y/:a/:b', id: r{rule} }}\n",
                    size - rule
                )
            })
            .collect();
        (rules, String::new())
    });
}
