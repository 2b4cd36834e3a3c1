//! Measures policies of growing size: bytes and time of the table, and the cost to build and to run a service.
//!
//! `--rules 1k,10k,100k` are the sizes, `--json [FILE]` keeps the results. Without `--compile` policies are made into
//! tables, which wants `--release`. With it services are compiled, unoptimised however this program is: the policy is
//! in a crate of its own, rustc runs behind this program as its wrapper, and what counts are CPU seconds. It takes
//! some minutes, and reads Linux' `/proc`.

use std::process::ExitCode;
use std::time::Instant;

use redirect_benches::arguments::Arguments;
use redirect_benches::engine::policy;
use redirect_benches::record::{self, Building, Compiling, Lowering};
use redirect_benches::sets::{self, RuleSet};
use redirect_policy::lower::lower;
use redirect_policy::source::Sources;

mod application;
mod wrapper;

use application::{Application, FORMS, Write};

/// The sizes of services: half a power of ten apart.
const SIZES: [&str; 5] = ["1000", "3162", "10000", "31623", "100000"];

fn main() -> ExitCode {
    if let Some(log) = std::env::var_os(wrapper::LOG) {
        return wrapper::run(log.as_ref());
    }
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
    let compiles = arguments.has("--compile");
    let usual: &[&str] = if compiles {
        &SIZES
    } else {
        &["1k", "10k", "100k"]
    };
    let sizes = arguments
        .list("--rules")
        .unwrap_or_else(|| usual.iter().map(|&size| size.to_owned()).collect());
    let file = arguments.file("--json", "building.json");
    // What the other half of the command has found stays.
    let kept = file.as_deref().map(record::read).transpose()?.flatten();
    let mut results: Building = kept.unwrap_or_default();
    results.machine = record::machine();
    if compiles {
        results.compiling = compiling(&sizes)?;
    } else {
        results.lowering = lowered(&sizes)?;
    }
    match file {
        Some(file) => record::write(&file, &results),
        None => Ok(()),
    }
}

fn lowered(sizes: &[String]) -> Result<Vec<Lowering>, String> {
    println!(
        "{:>10}{:>14}{:>14}{:>14}{:>20}",
        "rules", "lower, ms", "literal, ms", "bytes", "beside text a rule"
    );
    let mut results = Vec::new();
    for size in sizes {
        let lowering = lowering(size)?;
        println!(
            "{:>10}{:>14.1}{:>14.1}{:>14}{:>20.1}",
            lowering.rules,
            lowering.milliseconds,
            lowering.literal_milliseconds,
            lowering.bytes,
            lowering.bytes_beside_text
        );
        results.push(lowering);
    }
    Ok(results)
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

/// Services of growing size, in YAML and with a bulk table.
fn compiling(sizes: &[String]) -> Result<Vec<Compiling>, String> {
    let application = Application::new()?;
    let mut results = Vec::new();
    println!(
        "{:>10}{:>8}{:>10}{:>10}{:>10}{:>14}{:>12}  compiled then",
        "rules", "form", "CPU, s", "macro, s", "peak, MB", "resident, MB", "rebuild, s"
    );
    for (form, kind, most, write) in FORMS {
        let empty = sets::named("literal:1")?;
        let base = application.compile(write, &empty, 1)?;
        println!("{:>10}{form:>8}{:>10.2}", 1, base.seconds);
        let base = application.resident(&empty)?;
        for size in sizes {
            let set = sets::named(&format!("{kind}:{size}"))?;
            if set.rules.len() > most {
                continue;
            }
            let row = service(&application, form, write, &set, base)?;
            println!(
                "{:>10}{form:>8}{:>10.2}{:>10.2}{:>10.0}{:>14.1}{:>12.2}  {}",
                row.rules,
                row.seconds,
                row.expanding.unwrap_or(f64::NAN),
                row.peak_megabytes,
                row.resident_megabytes,
                row.rebuild_seconds,
                row.rebuilt.join(", ")
            );
            results.push(row);
        }
    }
    Ok(results)
}

/// A service with this policy: built, run, and built again after a change that is not of the policy.
fn service(
    application: &Application,
    form: &str,
    write: Write,
    set: &RuleSet,
    base: u64,
) -> Result<Compiling, String> {
    let rules = set.rules.len();
    let runs = if rules > 10_000 { 2 } else { 3 };
    let compiled = application.compile(write, set, runs)?;
    let resident = application.resident(set)?;
    let rebuilt = application.change_service(rules)?;
    Ok(Compiling {
        form: form.to_owned(),
        rules,
        seconds: compiled.seconds,
        expanding: compiled.expanding.map(|share| share * compiled.seconds),
        peak_megabytes: compiled.peak_kilobytes as f64 / 1024.0,
        resident_megabytes: resident.saturating_sub(base) as f64 / 1024.0,
        rebuild_seconds: rebuilt.iter().map(|one| one.seconds).sum(),
        rebuilt: rebuilt.into_iter().map(|one| one.name).collect(),
    })
}
