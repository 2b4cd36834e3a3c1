//! Counts the instructions of the main paths under callgrind and compares them with the recorded counts.
//!
//! Fails when one grew by more than 3 %; `--record` keeps the new counts. Without valgrind it says so and ends well.

use std::path::Path;
use std::process::ExitCode;

use redirect_benches::arguments::Arguments;
use redirect_benches::instructions::{self, Counts};
use redirect_benches::record;

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
    let arguments = Arguments::of_process(&["--record", "--counted", "--location"])?;
    if let Some(folder) = arguments.value("--counted") {
        instructions::serve(Path::new(folder), arguments.has("--location"))?;
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
