//! Every strategy on every program that it takes, against the slow, obvious matcher.

use redirect_policy::model::{Action, Policy, Rule};
use redirect_policy::pattern::{Item, Pattern, SourceOptions, parse_source};
use redirect_policy::reference::{self, Bindings};
use redirect_policy::source::Sources;
use redirect_runtime::canonical::{canonical_path, delimiters};
use redirect_runtime::pattern::strategy::Strategy;
use testkit::Random;
use testkit::patterns::{long_path, path, plain_source, source};

/// A policy of one rule that stops.
fn policy(pattern: Pattern, fold_case: bool) -> Policy {
    let rule = Rule {
        fold_case,
        ..Rule::new(pattern, Action::Stop)
    };
    Policy {
        rules: vec![rule],
        ..Policy::default()
    }
}

/// The names of a source in the order of the table.
fn names(items: &[Item], names: &mut Vec<String>) {
    for item in items {
        match item {
            Item::Literal(_) => {}
            Item::Parameter(parameter) => names.push(parameter.name.clone()),
            Item::Wildcard { .. } => names.push("*".to_owned()),
            Item::Group(items) => self::names(items, names),
        }
    }
}

/// Returns how many times the usual number of cases is drawn: `REDIRECTS_CASES`, 1 by default.
fn times() -> usize {
    std::env::var("REDIRECTS_CASES").map_or(1, |times| times.parse().expect("a number"))
}

/// Compares draws of sources and of paths; returns how many cases each strategy decided.
fn compare(
    seed: u64,
    cases: usize,
    source: fn(&mut Random) -> String,
    path: fn(&mut Random, &[Item]) -> String,
) -> [usize; 3] {
    let mut random = Random(seed);
    let mut decided = [0; 3];
    for _ in 0..cases * times() {
        let text = source(&mut random);
        let Ok(pattern) = parse_source(&text, &SourceOptions::default()) else {
            continue;
        };
        let items = pattern.items.clone();
        let mut order = Vec::new();
        names(&items, &mut order);
        let fold = random.chance(20);
        let table = redirect_policy::lower::lower(&policy(pattern, fold), &Sources::default());
        let table = redirect_runtime::Policy::from_bytes(table.expect("small")).expect("a table");
        let rule = table.rules().next().expect("a rule");
        if order.is_empty() {
            continue;
        }
        for _ in 0..30 {
            let path = path(&mut random, &items);
            let path = canonical_path(&path).into_owned();
            // Paths that hold encoded delimiters go a way of their own.
            if delimiters::has_encoded(&path) {
                continue;
            }
            let expected = reference::matches(&items, fold, &path);
            for (strategy, decided) in Strategy::ALL.into_iter().zip(&mut decided) {
                // What one pass takes the others take too; they know what they do not take.
                if strategy == Strategy::OnePass && rule.strategy() != Strategy::OnePass {
                    continue;
                }
                *decided += usize::from(expected.is_some() && rule.strategy() == strategy);
                let bound = rule.bound_by(strategy, &path).map(|texts| {
                    let named = order.iter().zip(texts);
                    let named =
                        named.filter_map(|(name, text)| Some((name.clone(), text?.to_owned())));
                    named.collect::<Bindings>()
                });
                let mut expected = expected.clone();
                if let Some(bound) = &mut expected {
                    bound.sort_by_key(|(name, _)| order.iter().position(|known| known == name));
                }
                assert_eq!(
                    bound, expected,
                    "{strategy:?} of {text} (fold: {fold}) on {path}"
                );
            }
        }
    }
    decided
}

#[test]
fn every_strategy_agrees_with_the_reference() {
    let decided = compare(21, 4_000, source, path);
    assert!(decided.iter().all(|&count| count > 500), "{decided:?}");
}

#[test]
fn every_strategy_agrees_with_the_reference_on_long_paths() {
    let decided = compare(22, 400, source, long_path);
    assert!(decided.iter().all(|&count| count > 20), "{decided:?}");
}

#[test]
fn every_strategy_agrees_with_the_reference_on_plain_patterns() {
    let decided = compare(23, 4_000, plain_source, path);
    assert!(decided.iter().all(|&count| count > 500), "{decided:?}");
}
