//! What policies of growing size take: bytes and time of the table, and the compile time of an application.
//!
//! `--rules 1k,10k,100k`, `--compile` (also compiles applications: minutes), `--json [FILE]`.

use std::process::ExitCode;
use std::time::Instant;

use redirect_benches::arguments::Arguments;
use redirect_benches::engine::policy;
use redirect_benches::record::{self, Building, Compiling, Lowering};
use redirect_benches::sets::{self, RuleSet};
use redirect_policy::document::Sources;
use redirect_policy::lower::lower;

mod application;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let arguments = Arguments::of_process(&["--rules", "--compile", "--json"])?;
    let sizes = arguments
        .list("--rules")
        .unwrap_or_else(|| ["1k", "10k", "100k"].map(str::to_owned).to_vec());
    let mut results = Building {
        machine: record::machine(),
        ..Building::default()
    };
    println!(
        "{:>10}{:>14}{:>14}{:>14}{:>20}",
        "rules", "lower, ms", "literal, ms", "bytes", "beside text a rule"
    );
    for size in &sizes {
        let lowering = lowering(size)?;
        println!(
            "{:>10}{:>14.1}{:>14.1}{:>14}{:>20.1}",
            lowering.rules,
            lowering.milliseconds,
            lowering.literal_milliseconds,
            lowering.bytes,
            lowering.bytes_beside_text
        );
        results.lowering.push(lowering);
    }
    if arguments.has("--compile") {
        results.compiling = compiling(&sizes)?;
    }
    if let Some(file) = arguments.file("--json", "building.json") {
        record::write(&file, &results)?;
    }
    Ok(())
}

fn lowering(size: &str) -> Result<Lowering, String> {
    let mixed = sets::named(&format!("mixed:{size}"))?;
    let literal = sets::named(&format!("literal:{size}"))?;
    let (bytes, milliseconds) = timed(&mixed)?;
    let (literal_bytes, literal_milliseconds) = timed(&literal)?;
    let text: usize = literal
        .rules
        .iter()
        .map(|rule| rule.source.text.len() + rule.destination.text.len())
        .sum();
    let rules = mixed.rules.len();
    Ok(Lowering {
        rules,
        milliseconds,
        literal_milliseconds,
        bytes,
        bytes_beside_text: literal_bytes.saturating_sub(text) as f64 / rules as f64,
    })
}

/// Bytes and milliseconds, the best of three.
fn timed(set: &RuleSet) -> Result<(usize, f64), String> {
    let mut best = f64::INFINITY;
    let mut bytes = 0;
    let model = policy(set);
    for _ in 0..3 {
        let begin = Instant::now();
        let table = lower(&model, &Sources::default());
        best = best.min(begin.elapsed().as_secs_f64() * 1e3);
        bytes = table.ok_or("the table would be too large")?.len();
    }
    Ok((bytes, best))
}

/// Applications of growing size, in YAML and with a bulk table; seconds beyond one with a single rule.
fn compiling(sizes: &[String]) -> Result<Vec<Compiling>, String> {
    let application = application::Application::new()?;
    let mut results = Vec::new();
    println!("{:>10}{:>8}{:>12}", "rules", "form", "compile, s");
    for (form, write) in application::FORMS {
        let floor = application.compile(write, &sets::named("literal:1")?)?;
        for size in sizes {
            let set = sets::named(&format!("mixed:{size}"))?;
            let seconds = application.compile(write, &set)? - floor;
            println!("{:>10}{form:>8}{seconds:>12.2}", set.rules.len());
            results.push(Compiling {
                form: form.to_owned(),
                rules: set.rules.len(),
                seconds,
            });
        }
    }
    Ok(results)
}
