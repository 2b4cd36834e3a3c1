//! Heap allocations a lookup, and what an engine holds. Fails when the project's engine allocates for a miss, or more
//! than once for a hit.
//!
//! `--set 40,1k`, `--engines ours,...`, `--json [FILE]`.

use std::alloc::System;
use std::process::ExitCode;

use redirect_benches::arguments::Arguments;
use redirect_benches::engine::{self, Ours};
use redirect_benches::paths::{classes, paths};
use redirect_benches::record::{self, Allocation};
use redirect_benches::sets;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<bool, String> {
    let arguments = Arguments::of_process(&["--set", "--engines", "--json"])?;
    let wanted = |names: &[&str]| {
        names
            .iter()
            .map(|&name| name.to_owned())
            .collect::<Vec<_>>()
    };
    let engines = arguments
        .list("--engines")
        .unwrap_or_else(|| wanted(&engine::NAMES));
    let mut rows = Vec::new();
    for name in arguments
        .list("--set")
        .unwrap_or_else(|| wanted(&["40", "github", "1k"]))
    {
        rows.extend(count(&name, &engines)?);
    }
    let sound = rows
        .iter()
        .filter(|row| row.allocations > most(&row.engine, &row.class))
        .map(|row| {
            println!(
                "too many: {} allocates for `{}` of {}",
                row.engine, row.class, row.set
            );
        });
    let sound = sound.count() == 0;
    if let Some(file) = arguments.file("--json", "allocations.json") {
        record::write(&file, &rows)?;
    }
    Ok(sound)
}

/// The most allocations a lookup may take: one on a hit, for its location, which some rules need before they win (is
/// the request already there?).
fn most(engine: &str, class: &str) -> f64 {
    match engine {
        _ if !engine.starts_with("ours") => f64::INFINITY,
        _ if engine == "ours-candidates" || !(class.starts_with("hit") || class == "parameter") => {
            0.0
        }
        _ => 1.0,
    }
}

fn count(name: &str, engines: &[String]) -> Result<Vec<Allocation>, String> {
    let set = sets::named(name)?;
    let judge = Ours::new(&set).ok_or("the table would be too large")?;
    let mut rows = Vec::new();
    println!("{name}: allocations a lookup, and bytes held");
    for engine in engines {
        let region = Region::new(COUNTED);
        let Some(built) = engine::build(engine, &set) else {
            continue;
        };
        let change = region.change();
        let held = change
            .bytes_allocated
            .saturating_sub(change.bytes_deallocated);
        for class in classes(&set) {
            let targets = paths(&set, class, 512, &judge);
            if targets.is_empty() {
                continue;
            }
            // What is made once, on the first lookups, is not counted.
            built.engine.throughput(&targets, 0, targets.len());
            let region = Region::new(COUNTED);
            built.engine.throughput(&targets, 0, targets.len());
            let change = region.change();
            let allocations =
                (change.allocations + change.reallocations) as f64 / targets.len() as f64;
            println!(
                "  {engine:16}{:12}{allocations:>10.2}{held:>14}",
                class.name()
            );
            rows.push(Allocation {
                set: name.to_owned(),
                class: class.name().to_owned(),
                engine: engine.clone(),
                allocations,
                held,
            });
        }
    }
    Ok(rows)
}
