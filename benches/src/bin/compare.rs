//! The engines beside one another: same rules, same paths, one process, taking turns.
//!
//! `--set 40,github,1k,10k,100k,1M` (also `mixed:N`, `literal:N`, `hosts:N`, `adversarial`, `overlap`, `tables`, or
//! the name of a real table), `--engines ours,matchit,...`, `--rounds N`, `--paths N`, `--json [FILE]`.
//!
//! A cell is `throughput/dependent` in nanoseconds a lookup, `~` where the middle half of the rounds differs by more than
//! a tenth of the median, `x` the share of the better of matchit and wayfind, `!`
//! the share of requests that are answered by another rule than the first that matches.

use std::process::ExitCode;
use std::time::Instant;

use redirect_benches::arguments::Arguments;
use redirect_benches::engine::{self, Built, Engine, Ours};
use redirect_benches::measure::{alternate, median};
use redirect_benches::paths::{Class, classes, paths};
use redirect_benches::record::{self, Chain, Lookups, Row};
use redirect_benches::request::Target;
use redirect_benches::sets::{self, RuleSet};
use redirect_benches::{check, report};

const OPTIONS: [&str; 5] = ["--set", "--engines", "--rounds", "--paths", "--json"];

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
    let arguments = Arguments::of_process(&OPTIONS)?;
    let rounds = arguments.parsed("--rounds", 31)?;
    let count = arguments.parsed("--paths", 16_384)?;
    let wanted = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let engines = arguments
        .list("--engines")
        .unwrap_or_else(|| wanted(&engine::NAMES));
    let mut results = Lookups {
        machine: record::machine(),
        ..Lookups::default()
    };
    println!("{}", results.machine);
    for name in arguments
        .list("--set")
        .unwrap_or_else(|| wanted(&sets::USUAL))
    {
        match name.as_str() {
            "overlap" => results.chains = chains(rounds),
            "tables" => {
                let tables = sets::tables();
                if tables.is_empty() && std::env::var("CI").as_deref() == Ok("true") {
                    return Err("there are no real tables beside the checkout".to_owned());
                } else if tables.is_empty() {
                    println!("skipped: no real tables beside the checkout");
                }
                for table in tables {
                    results
                        .rows
                        .extend(compare(&table, &engines, rounds, count)?);
                }
            }
            _ => results
                .rows
                .extend(compare(&name, &engines, rounds, count)?),
        }
    }
    if let Some(file) = arguments.file("--json", "lookups.json") {
        let mut all: Lookups = record::read(&file)?.unwrap_or_default();
        all.merge(results);
        record::write(&file, &all)?;
    }
    Ok(())
}

/// Measures and prints one set.
fn compare(
    name: &str,
    engines: &[String],
    rounds: usize,
    count: usize,
) -> Result<Vec<Row>, String> {
    let set = sets::named(name)?;
    println!(
        "\n{name}: {} rules{}",
        set.rules.len(),
        match set.left_out {
            0 => String::new(),
            rules => format!(", {rules} left out"),
        }
    );
    if set.rules.is_empty() {
        println!("skipped: no rule looks at path and host alone");
        return Ok(Vec::new());
    }
    let judge = Ours::new(&set).ok_or("the table would be too large")?;
    let built = build(&set, engines);
    let mut rows = Vec::new();
    let mut names = Vec::new();
    for class in classes(&set) {
        let targets = paths(&set, class, count_of(class, count), &judge);
        if targets.is_empty() {
            println!("no paths for {}", class.name());
            continue;
        }
        names.push(class.name());
        check::against_reference(&set, &targets, &judge)?;
        rows.extend(rows_of(&set, class, &targets, &built, &judge, rounds));
    }
    report::print(&set.name, &rows, &names);
    Ok(rows)
}

/// Few long paths are enough.
fn count_of(class: Class, count: usize) -> usize {
    if Class::ADVERSARIAL.contains(&class) {
        count.min(16)
    } else {
        count
    }
}

fn build(set: &RuleSet, engines: &[String]) -> Vec<Built> {
    let build = |name: &String| {
        let begin = Instant::now();
        let built = engine::build(name, set);
        match &built {
            Some(_) => eprintln!(
                "built {name} in {:.0} ms",
                begin.elapsed().as_secs_f64() * 1e3
            ),
            None => eprintln!("skipped {name}: not for this set"),
        }
        built
    };
    engines.iter().filter_map(build).collect()
}

fn rows_of(
    set: &RuleSet,
    class: Class,
    targets: &[Target],
    built: &[Built],
    judge: &Ours,
    rounds: usize,
) -> Vec<Row> {
    // Engines that try one rule after another are judged by a part of the paths.
    let judged = &targets[..targets.len().min(256)];
    let engines: Vec<&dyn Engine> = built.iter().map(|built| &*built.engine).collect();
    let measured = alternate(&engines, targets, rounds);
    built
        .iter()
        .zip(measured)
        .map(|(built, measured)| Row {
            set: set.name.clone(),
            rules: set.rules.len(),
            class: class.name().to_owned(),
            engine: built.name.to_owned(),
            throughput: measured.throughput,
            dependent: measured.dependent,
            spread: measured.spread,
            refused: built.refused,
            agreement: check::agreement(judged, &*built.engine, judge),
        })
        .collect()
}

/// Makes so many rules, and a path that all of them match.
type Overlap = fn(usize) -> (RuleSet, String);

/// Passing through every rule of policies in which all of them match.
fn chains(rounds: usize) -> Vec<Chain> {
    println!("\npassing on, nanoseconds for the whole chain");
    let mut chains = Vec::new();
    let kinds: [(&str, Overlap); 2] = [
        ("overlapping", sets::overlapping),
        ("same parameter", sets::same_parameter),
    ];
    for (kind, make) in kinds {
        for rules in [125, 250, 500, 1_000] {
            let (set, path) = make(rules);
            let Some(engine) = Ours::new(&set) else {
                continue;
            };
            let target = Target { host: None, path };
            let times = (0..rounds.max(3)).map(|_| {
                let begin = Instant::now();
                let matched = (0..16).map(|_| engine.pass_on(&target)).max();
                let nanoseconds = begin.elapsed().as_nanos() as f64 / 16.0;
                assert_eq!(matched, Some(rules), "every rule of `{kind}` matches");
                nanoseconds
            });
            let nanoseconds = median(times.collect());
            let verdict = match rules {
                1_000 if nanoseconds <= 15_000.0 => ", aim 15000: ok",
                1_000 => ", aim 15000: short",
                _ => "",
            };
            println!("  {kind:16}{rules:>6}{nanoseconds:>12.0}{verdict}");
            chains.push(Chain {
                kind: kind.to_owned(),
                rules,
                nanoseconds,
            });
        }
    }
    chains
}
