//! Taking the time: engines take turns, round after round, so that what disturbs the machine disturbs all of them.

use std::time::{Duration, Instant};

use crate::engine::Engine;
use crate::request::Target;

/// Time that one engine's turn should take.
const TURN: Duration = Duration::from_micros(1_500);

/// So many lookups every engine makes in a turn that can.
const FEWEST: usize = 1 << 10;

/// Nanoseconds a lookup, medians over the rounds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measured {
    /// Lookups that do not wait for one another.
    pub throughput: f64,
    /// Each lookup needs the answer of the last.
    pub dependent: f64,
    /// By how much the middle half of the rounds differ, as a share of the median: the larger of both.
    pub spread: f64,
}

/// Measures engines on the same requests.
pub fn alternate(engines: &[&dyn Engine], targets: &[Target], rounds: usize) -> Vec<Measured> {
    if targets.is_empty() {
        return vec![Measured::default(); engines.len()];
    }
    let mut counts: Vec<usize> = engines
        .iter()
        .map(|engine| lookups_a_turn(*engine, targets))
        .collect();
    // An engine that asks for more than the first one would find in the caches what that one has to fetch.
    let most = counts.first().map_or(FEWEST, |&first| first.max(FEWEST));
    for count in &mut counts {
        *count = most.min(*count);
    }
    let mut taken = vec![(Vec::new(), Vec::new()); engines.len()];
    for round in 0..rounds {
        // What the engine before leaves in the caches differs: each follows on different ones.
        let mut turns: Vec<_> = engines.iter().zip(&counts).zip(&mut taken).collect();
        turns.rotate_left(round % engines.len().max(1));
        if round % 2 == 1 {
            turns.reverse();
        }
        for ((engine, &count), (throughput, dependent)) in turns {
            // One stretch of requests to warm up after the other engines' turns, one for each time that is taken: none
            // is asked twice in a turn unless the engine answers all of them in it.
            let stretch = |number: usize| (3 * round + number) * count % targets.len();
            std::hint::black_box(engine.throughput(targets, stretch(0), count));
            throughput.push(time(count, || {
                engine.throughput(targets, stretch(1), count)
            }));
            dependent.push(time(count, || engine.dependent(targets, stretch(2), count)));
        }
    }
    taken
        .into_iter()
        .map(|(throughput, dependent)| Measured {
            spread: spread(&throughput).max(spread(&dependent)),
            throughput: median(throughput),
            dependent: median(dependent),
        })
        .collect()
}

/// Returns the number of lookups that fill a turn: all requests where they do, fewer for slow engines, several times
/// over for few requests.
fn lookups_a_turn(engine: &dyn Engine, targets: &[Target]) -> usize {
    let mut count = 1;
    loop {
        let begin = Instant::now();
        std::hint::black_box(engine.throughput(targets, 0, count));
        if begin.elapsed() >= TURN / 2 || count >= 1 << 16 {
            return count;
        }
        count *= 2;
    }
}

/// Nanoseconds for one of `count`.
fn time(count: usize, run: impl FnOnce() -> u32) -> f64 {
    let begin = Instant::now();
    std::hint::black_box(run());
    begin.elapsed().as_nanos() as f64 / count as f64
}

/// By how much the middle half of some values differ, as a share of the middle one.
pub fn spread(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let at = |quarter: usize| values.get(values.len() * quarter / 4).copied();
    match (at(1), at(2), at(3)) {
        (Some(low), Some(middle), Some(high)) if middle > 0.0 => (high - low) / middle,
        _ => 0.0,
    }
}

/// The middle one.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
