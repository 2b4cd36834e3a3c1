//! Taking the time: cases take turns, round after round, so that what disturbs the machine disturbs all of them.

use std::time::{Duration, Instant};

/// Time that one turn should take.
const TURN: Duration = Duration::from_millis(4);

/// A case: answers so many requests, from a place in the list on.
pub struct Case<'c> {
    /// The name in tables.
    pub name: &'static str,
    /// Answers requests.
    pub run: Box<dyn FnMut(usize, usize) + 'c>,
}

impl<'c> Case<'c> {
    /// A case.
    pub fn new(name: &'static str, run: impl FnMut(usize, usize) + 'c) -> Self {
        Case {
            name,
            run: Box::new(run),
        }
    }
}

/// The middle of some values.
#[derive(Clone, Copy, Debug)]
pub struct Middle {
    /// The middle one.
    pub median: f64,
    /// By how much their middle half differs, as a share of it.
    pub spread: f64,
}

/// Measures cases in turns: nanoseconds a request.
pub fn alternate(cases: &mut [Case<'_>], rounds: usize) -> Vec<Middle> {
    let counts: Vec<usize> = cases.iter_mut().map(requests_a_turn).collect();
    let mut taken = vec![Vec::with_capacity(rounds); cases.len()];
    for round in 0..rounds {
        let mut turns: Vec<_> = cases.iter_mut().zip(&counts).zip(&mut taken).collect();
        let length = turns.len().max(1);
        turns.rotate_left(round % length);
        for ((case, &count), taken) in turns {
            let start = Instant::now();
            (case.run)(round * count, count);
            taken.push(start.elapsed().as_nanos() as f64 / count as f64);
        }
    }
    taken.iter().map(|taken| middle(taken)).collect()
}

/// The number of requests that fill a turn.
fn requests_a_turn(case: &mut Case<'_>) -> usize {
    let mut count = 64;
    loop {
        let start = Instant::now();
        (case.run)(0, count);
        if start.elapsed() >= TURN / 2 || count >= 1 << 16 {
            return count;
        }
        count *= 2;
    }
}

/// The middle of some values.
pub fn middle(values: &[f64]) -> Middle {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let at = |quarter: usize| {
        values
            .get(values.len() * quarter / 4)
            .copied()
            .unwrap_or_default()
    };
    let median = at(2);
    Middle {
        median,
        spread: if median > 0.0 {
            (at(3) - at(1)) / median
        } else {
            0.0
        },
    }
}
