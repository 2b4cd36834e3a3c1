//! Measures the layer in nanoseconds, or in instructions.
//!
//! ```text
//! cargo run --release -p redirect-layer-benches                      # nanoseconds
//! cargo run --release -p redirect-layer-benches -- --count           # instructions, under valgrind
//! cargo run --release -p redirect-layer-benches --bin allocations    # calls of the allocator
//! ```

use std::process::{Command, ExitCode};
use std::time::Instant;

use redirect_layer_benches::cases::{NAMES, run};

/// Rounds of which the fastest counts: the others were disturbed.
const ROUNDS: usize = 25;
/// Requests a round.
const REQUESTS: usize = 10_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => time(),
        ["--count"] => count(),
        ["--case", name, times] => {
            let times = times.parse().unwrap_or(0);
            run(name, times);
        }
        _ => {
            eprintln!("usage: [--count | --case NAME TIMES]");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// Prints nanoseconds a request; the cases take turns, so that none has the quiet moments to itself.
fn time() {
    let mut rounds = vec![Vec::new(); NAMES.len()];
    for _ in 0..ROUNDS {
        for (name, rounds) in NAMES.iter().zip(&mut rounds) {
            let none = Instant::now();
            run(name, 0);
            let none = none.elapsed();
            let start = Instant::now();
            run(name, REQUESTS);
            let took = start.elapsed().saturating_sub(none);
            rounds.push(took.as_nanos() / REQUESTS as u128);
        }
    }
    println!("{:34} {:>8}", "", "ns");
    for (name, rounds) in NAMES.iter().zip(&mut rounds) {
        rounds.sort_unstable();
        let at = |part: usize| rounds.get(ROUNDS * part / 4).copied().unwrap_or(0);
        // Half of the rounds lie between these: where they differ by more than a tenth, the figure says little.
        let mark = if (at(3) - at(1)) * 10 > at(2) {
            "~"
        } else {
            ""
        };
        println!("{name:34} {:>8}{mark}", at(0));
    }
}

fn count() {
    println!("{:34} {:>12}", "", "instructions");
    for name in NAMES {
        match (counted(name, 200), counted(name, 1_200)) {
            (Some(few), Some(many)) => println!("{name:34} {:>12}", (many - few) / 1_000),
            _ => println!("{name:34} {:>12}", "not counted"),
        }
    }
}

/// The instructions of a whole run.
fn counted(name: &str, times: usize) -> Option<u64> {
    let program = std::env::current_exe().ok()?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(["--case", name, &times.to_string()])
        .output()
        .ok()?;
    let text = String::from_utf8(output.stderr).ok()?;
    let line = text.lines().find(|line| line.contains("Collected"))?;
    line.rsplit(' ').next()?.parse().ok()
}
