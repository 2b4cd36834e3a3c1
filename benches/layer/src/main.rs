//! Measures the cost of the layer to a service, in process: on a bare tower service, inside `Router::layer`, around a
//! router, and in actix-web; each beside a layer that does nothing, and redirects beside routes written by hand.
//!
//! ```text
//! cargo run --release -p redirect-layer-benches                  # nanoseconds and allocations
//! cargo run --release -p redirect-layer-benches -- --count       # instructions, under valgrind
//! ```

mod actix;
mod cases;
mod site;

use std::process::{Command, ExitCode};
use std::time::Instant;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

redirects::redirects!(mod routes = "redirects.yml");

#[global_allocator]
static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;

/// Rounds of which the fastest counts: the others were disturbed.
const ROUNDS: usize = 15;
/// Requests a round.
const REQUESTS: usize = 20_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => time(),
        ["--count"] => count(),
        ["--case", name, times] => {
            let times = times.parse().unwrap_or(0);
            cases::run(name, times);
        }
        _ => {
            eprintln!("usage: [--count | --case NAME TIMES]");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn time() {
    println!("{:34} {:>8} {:>12}", "", "ns", "allocations");
    for name in cases::NAMES {
        cases::run(name, 1_000);
        let region = Region::new(ALLOCATOR);
        cases::run(name, 1_000);
        let more = Region::new(ALLOCATOR);
        cases::run(name, 2_000);
        let (first, second) = (region.change(), more.change());
        // What is made once, such as the router, is in both.
        let once = second.allocations + second.reallocations;
        let both = first.allocations + first.reallocations;
        let each = (2 * once).saturating_sub(both) as f64 / 1_000.0;
        let fastest = (0..ROUNDS).map(|_| {
            let none = Instant::now();
            cases::run(name, 0);
            let none = none.elapsed();
            let start = Instant::now();
            cases::run(name, REQUESTS);
            start.elapsed().saturating_sub(none).as_nanos() / REQUESTS as u128
        });
        println!("{name:34} {:>8} {each:>12.1}", fastest.min().unwrap_or(0));
    }
}

fn count() {
    println!("{:34} {:>12}", "", "instructions");
    for name in cases::NAMES {
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
