//! Counts how often a request calls the allocator, what the client reads included.

use redirect_layer_benches::cases::{NAMES, run};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;

/// Requests that are counted.
const REQUESTS: usize = 1_000;

fn main() {
    println!("{:34} {:>12}", "", "allocations");
    for name in NAMES {
        run(name, REQUESTS);
        // What is made once, such as the router, is in both.
        let (few, many) = (calls(name, REQUESTS), calls(name, 2 * REQUESTS));
        let each = many.saturating_sub(few) as f64 / REQUESTS as f64;
        println!("{name:34} {each:>12.1}");
    }
}

/// The calls of a number of requests: what grows is moved, and counts again.
fn calls(name: &str, requests: usize) -> usize {
    let region = Region::new(ALLOCATOR);
    run(name, requests);
    let change = region.change();
    change.allocations + change.reallocations
}
