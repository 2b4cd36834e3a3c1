//! Targets: the share of the time of the better of matchit and wayfind in the same run.

use crate::record::Row;

/// By how much the share may be higher where each lookup waits for the last.
pub const DEPENDENT: f64 = 0.1;

/// Rows: set, then hit, parameter hit, shared miss, cold miss.
const SHARES: [(&str, [f64; 4]); 7] = [
    ("40", [0.80, 0.90, 0.60, 0.60]),
    ("groups40", [0.80, 0.90, 0.60, 0.60]),
    ("github", [0.70, 0.80, 0.70, 0.50]),
    ("1k", [0.45, 0.80, 0.80, 0.60]),
    ("10k", [0.20, 0.50, 0.40, 0.60]),
    ("100k", [0.28, 0.40, 0.26, 0.80]),
    ("1M", [0.25, 0.40, 0.34, 0.80]),
];

/// An aim: at most so large a share of the time of the best of some engines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aim {
    /// The engines that it is held against.
    pub against: &'static [&'static str],
    /// The share, by throughput.
    pub share: f64,
    /// The addition to the share where each lookup waits for the last; `None` if that is not aimed at.
    pub dependent: Option<f64>,
}

/// The aim for a class of a set.
pub fn aim(set: &str, class: &str) -> Option<Aim> {
    if set.starts_with("literal:") {
        return (class == "hit").then_some(Aim {
            against: &["hashmap"],
            share: 1.6,
            dependent: None,
        });
    }
    let column = ["hit", "parameter", "shared", "cold"]
        .iter()
        .position(|name| *name == class)?;
    let (_, shares) = SHARES.iter().find(|(name, _)| *name == set)?;
    Some(Aim {
        against: &["matchit", "wayfind"],
        share: shares[column],
        dependent: Some(DEPENDENT),
    })
}

/// The shares that were reached, by throughput and dependent: of `ours` in the best of the engines of an aim.
pub fn reached(rows: &[Row], set: &str, class: &str, against: &[&str]) -> Option<(f64, f64)> {
    let of = |engine: &str| {
        rows.iter()
            .find(|row| row.set == set && row.class == class && row.engine == engine)
    };
    let ours = of("ours")?;
    let peers: Vec<_> = against.iter().filter_map(|engine| of(engine)).collect();
    let best = |time: fn(&Row) -> f64| peers.iter().map(|row| time(row)).min_by(f64::total_cmp);
    Some((
        ours.throughput / best(|row| row.throughput)?,
        ours.dependent / best(|row| row.dependent)?,
    ))
}
