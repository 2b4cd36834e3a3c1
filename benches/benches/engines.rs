//! Plain benches of single engines: `cargo bench -p redirect-benches`. To compare engines take the binary `compare`,
//! where they take turns.

use divan::{Bencher, black_box};
use redirect_benches::engine::{self, Ours};
use redirect_benches::paths::{Class, paths};
use redirect_benches::sets;

fn main() {
    divan::main();
}

/// Lookups of one class of paths in a set.
fn bench(bencher: Bencher<'_, '_>, engine: &str, set: &str, class: Class) {
    let set = sets::named(set).expect("a set of this name");
    let judge = Ours::new(&set).expect("a small table");
    let built = engine::build(engine, &set).expect("an engine that serves the set");
    let targets = paths(&set, class, 256, &judge);
    bencher
        .counter(divan::counter::ItemsCount::new(targets.len()))
        .bench_local(|| {
            built
                .engine
                .throughput(black_box(&targets), 0, targets.len())
        });
}

const ENGINES: [&str; 4] = ["ours", "ours-location", "matchit", "wayfind"];
const SETS: [&str; 3] = ["40", "github", "1k"];

#[divan::bench(args = ENGINES, consts = [0, 1, 2])]
fn hit<const SET: usize>(bencher: Bencher<'_, '_>, engine: &str) {
    bench(bencher, engine, SETS[SET], Class::Hit);
}

#[divan::bench(args = ENGINES, consts = [0, 1, 2])]
fn parameter<const SET: usize>(bencher: Bencher<'_, '_>, engine: &str) {
    bench(bencher, engine, SETS[SET], Class::Parameter);
}

#[divan::bench(args = ENGINES, consts = [0, 1, 2])]
fn shared_miss<const SET: usize>(bencher: Bencher<'_, '_>, engine: &str) {
    bench(bencher, engine, SETS[SET], Class::Shared);
}

#[divan::bench(args = ENGINES, consts = [0, 1, 2])]
fn cold_miss<const SET: usize>(bencher: Bencher<'_, '_>, engine: &str) {
    bench(bencher, engine, SETS[SET], Class::Cold);
}
