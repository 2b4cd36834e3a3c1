//! How the time of the proofs grows with the number of rules. The times are printed; only growth far from linear fails.

mod support;

use std::time::{Duration, Instant};

use redirect_policy::analysis::{Levels, LintArguments, analyse};
use redirect_policy::check::check;
use redirect_policy::document::Sources;
use redirect_policy::lower::lower;
use support::proving::file;

struct Times {
    read: Duration,
    lower: Duration,
    proofs: Duration,
    said: usize,
}

fn times(rules: &str, table: &str) -> Times {
    let mut sources = Sources::default();
    let number = sources.insert("redirects.yml", file(rules, ""));
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

/// A curve; the larger case may take no more than `factor` times what its size says.
fn curve(name: &str, sizes: [usize; 2], factor: f64, make: &dyn Fn(usize) -> (String, String)) {
    let mut last: Option<(usize, Duration)> = None;
    for size in sizes {
        let (rules, table) = make(size);
        let times = times(&rules, &table);
        show(name, size, &times);
        if let Some((smaller, time)) = last {
            let wanted =
                time.max(Duration::from_millis(20)).as_secs_f64() * (size / smaller) as f64;
            assert!(
                times.proofs.as_secs_f64() < wanted * factor,
                "{name} does not grow as its size"
            );
        }
        last = Some((size, times.proofs));
    }
}

#[test]
fn rows_of_text() {
    curve("rows", [5_000, 50_000], 3.0, &|size| {
        let rows: String = (0..size)
            .map(|row| format!("/old/section-{}/page-{row},/new/pages/{row}\n", row % 97))
            .collect();
        (
            "- table: rows.csv".to_owned(),
            format!("source,destination\n{rows}"),
        )
    });
}

#[test]
fn a_table_of_the_usual_shape() {
    curve("usual", [1_000, 5_000], 3.0, &|size| {
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

#[test]
fn patterns_of_one_front() {
    curve("one front", [300, 1_500], 3.0, &|size| {
        let rules: String = (0..size)
            .map(|rule| format!("- {{ source: '/x/:a<alpha>/p{rule}-:b<int>', destination: '/y/:a/q{rule}-:b' }}\n"))
            .collect();
        (rules, String::new())
    });
}

#[test]
fn rules_that_all_overlap() {
    curve("overlap", [60, 240], 12.0, &|size| {
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
