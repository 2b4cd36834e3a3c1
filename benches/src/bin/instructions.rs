//! Counts the instructions of the main paths under callgrind and compares them with the recorded counts.
//!
//! Fails when one grew by more than 3 %; `--record` keeps the new counts. Without valgrind it says so and ends well.
//!
//! `--survey 40,groups40,github,1k` counts every class of these sets for `--engines ours,matchit`; with `--json` it keeps them
//! under the name of `--profile`, for builds of other profiles (`CARGO_PROFILE_RELEASE_LTO=off cargo run ...`).

use std::path::Path;
use std::process::ExitCode;

use redirect_benches::arguments::Arguments;
use redirect_benches::instructions::{self, Counted, Counts};
use redirect_benches::record;

const OPTIONS: [&str; 10] = [
    "--profile",
    "--prepare",
    "--class",
    "--record",
    "--counted",
    "--set",
    "--engine",
    "--survey",
    "--engines",
    "--json",
];

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
    let arguments = Arguments::of_process(&OPTIONS)?;
    if let Some(folder) = arguments.value("--counted") {
        let set = arguments.value("--set").unwrap_or_default();
        let engine = arguments.value("--engine").unwrap_or("ours");
        instructions::serve(Path::new(folder), set, engine)?;
        return Ok(true);
    }
    if let Some(folder) = arguments.value("--prepare") {
        let set = arguments.value("--set").unwrap_or_default();
        let class = arguments.value("--class").unwrap_or("hit");
        instructions::prepare(Path::new(folder), set, class)?;
        return Ok(true);
    }
    if let Some(sets) = arguments.list("--survey") {
        let engines = arguments.list("--engines");
        let engines = engines.unwrap_or_else(|| vec!["ours".to_owned(), "matchit".to_owned()]);
        let profile = arguments.value("--profile").unwrap_or("release");
        let rows = instructions::survey(profile, &sets, &engines)?;
        if let Some(file) = arguments.file("--json", "profiles.json") {
            let mut all: Vec<Counted> = record::read(&file)?.unwrap_or_default();
            Counted::merge(&mut all, rows);
            record::write(&file, &all)?;
        }
        return Ok(true);
    }
    let Some(counts) = instructions::count()? else {
        println!("skipped: valgrind is not there");
        return Ok(true);
    };
    let file = instructions::recorded();
    let recorded: Option<Counts> = record::read(&file)?;
    if arguments.has("--record") || recorded.is_none() {
        record::write(&file, &counts)?;
        println!("recorded in {}", file.display());
        return Ok(true);
    }
    let regressions = instructions::regressions(&recorded.unwrap_or_default(), &counts);
    regressions.iter().for_each(|line| println!("{line}"));
    Ok(regressions.is_empty())
}
