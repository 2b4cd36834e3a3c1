//! Who answers: the project's engine and its peers behind one trait.

mod by_host;
mod hashmap;
mod matchit;
mod ours;
mod path_tree;
mod redirectionio;
mod regexes;
mod routes;
mod urlpattern;
mod wayfind;

use std::hint::black_box;

use crate::request::Target;
use crate::sets::RuleSet;

pub use ours::{Candidates, Found, Location, Ours, policy, table};

/// A prepared matcher, which answers one request at a time.
pub trait Lookup {
    /// The number of the rule that wins plus one; zero for none. Captures are taken.
    fn lookup(&self, target: &Target) -> u32;
}

/// A [`Lookup`] with the loops that are timed; these are compiled for each engine, so that the call costs the same
/// for all.
pub trait Engine: Lookup {
    /// Asks `count` requests from the one at `from` on, round and round; each may overlap with the next.
    fn throughput(&self, targets: &[Target], from: usize, count: usize) -> u32;

    /// Looks up targets where each answer is needed to know the next request.
    fn dependent(&self, targets: &[Target], from: usize, count: usize) -> u32;
}

impl<L: Lookup> Engine for L {
    fn throughput(&self, targets: &[Target], from: usize, count: usize) -> u32 {
        let mut answers = 0_u32;
        for target in targets.iter().cycle().skip(from).take(count) {
            answers = answers.wrapping_add(black_box(self.lookup(black_box(target))));
        }
        answers
    }

    fn dependent(&self, targets: &[Target], from: usize, count: usize) -> u32 {
        // Zero, which the compiler does not know: every engine walks the same path through the requests.
        let nothing = black_box(0_u32);
        let mut index = from;
        let mut answers = 0_u32;
        for _ in 0..count {
            let Some(target) = targets.get(index) else {
                break;
            };
            let answer = self.lookup(target);
            answers = answers.wrapping_add(answer);
            index += 1 + (answer & nothing) as usize;
            if index >= targets.len() {
                index = 0;
            }
        }
        answers
    }
}

/// An engine that serves a set, or as much of it as it takes.
pub struct Built {
    /// One of [`NAMES`].
    pub name: &'static str,
    /// Number of rules that the engine refuses.
    pub refused: usize,
    /// The engine.
    pub engine: Box<dyn Engine>,
}

/// An engine, and how many rules it refuses.
type Made<L> = (L, usize);

/// All engines, in the order of tables.
///
/// `ours` finds the rule and takes its captures, as matchit and wayfind do; `ours-find` leaves them for when they are
/// asked for, as the library does; `ours-location` renders the location too; `ours-candidates` is the bare index.
/// `ours-static` is `ours` on a table that is part of the program, as the macro makes it; the others hold one that was
/// compiled while the program runs.
pub const NAMES: [&str; 13] = [
    "ours",
    "ours-static",
    "ours-find",
    "ours-location",
    "ours-candidates",
    "matchit",
    "wayfind",
    "path-tree",
    "hashmap",
    "regexes",
    "regexset",
    "redirectionio",
    "urlpattern",
];

/// The most rules that an engine is asked to take: beyond them it needs minutes or gigabytes.
const fn most_rules(name: &str) -> usize {
    match name.as_bytes() {
        b"regexes" => 10_000,
        b"regexset" | b"urlpattern" => 1_000,
        b"redirectionio" => 100_000,
        _ => usize::MAX,
    }
}

/// Returns true if an engine ends a lookup of the adversarial set within a second.
fn survives(name: &str) -> bool {
    !matches!(
        name,
        "path-tree" | "urlpattern" | "redirectionio" | "hashmap"
    )
}

/// Builds an engine by its name; `None` where it cannot serve the set within reason, or there is no such engine.
pub fn build(name: &str, set: &RuleSet) -> Option<Built> {
    let name = *NAMES.iter().find(|known| **known == name)?;
    if set.rules.len() > most_rules(name) || set.name == "adversarial" && !survives(name) {
        return None;
    }
    let (engine, refused): Made<Box<dyn Engine>> = match name {
        "ours" => (Box::new(Ours::new(set)?), 0),
        "ours-static" => (Box::new(Ours::leaked(set)?), 0),
        "ours-find" => (Box::new(Found::new(set)?), 0),
        "ours-location" => (Box::new(Location::new(set)?), 0),
        "ours-candidates" => (Box::new(Candidates::new(set)?), 0),
        "matchit" => boxed(set, matchit::build),
        "wayfind" => boxed(set, wayfind::build),
        "path-tree" => boxed(set, path_tree::build),
        "hashmap" => boxed(set, hashmap::build),
        "regexes" => boxed(set, regexes::in_order),
        "regexset" => boxed(set, regexes::as_set),
        "redirectionio" => boxed(set, redirectionio::build),
        "urlpattern" => boxed(set, urlpattern::build),
        _ => return None,
    };
    Some(Built {
        name,
        refused,
        engine,
    })
}

/// The rules of a set that an engine is built from, with their numbers.
type Numbered<'s> = [(u32, &'s crate::sets::Rule)];

/// An engine that knows no hosts: one for each host, if the set has any.
fn boxed<L: Lookup + 'static>(
    set: &RuleSet,
    build: fn(&Numbered<'_>) -> Made<L>,
) -> Made<Box<dyn Engine>> {
    let rules: Vec<_> = (1..).zip(&set.rules).collect();
    if set.has_hosts() {
        let (engine, refused) = by_host::build(&rules, build);
        (Box::new(engine), refused)
    } else {
        let (engine, refused) = build(&rules);
        (Box::new(engine), refused)
    }
}
