//! Checks answers: the engine's against the slow, obvious matcher, the peers' against the engine's.

use redirect_policy::reference;
use redirect_runtime::canonical::canonical_path;

use crate::engine::Lookup;
use crate::request::Target;
use crate::sets::RuleSet;

/// The most pairs of a rule and a path that the slow matcher is asked about for one class.
const MOST_PAIRS: usize = 1_000_000;

/// Judges answers by the slow matcher; returns how many it judged.
///
/// # Errors
/// The first wrong answer.
pub fn against_reference(
    set: &RuleSet,
    targets: &[Target],
    engine: &dyn Lookup,
) -> Result<usize, String> {
    // Exponential on purpose: long paths are judged by the tests of the language.
    let judged = match set.name.as_str() {
        "adversarial" => 0,
        _ => targets.len().min(MOST_PAIRS / set.rules.len().max(1)),
    };
    for target in targets.iter().take(judged) {
        let (answer, expected) = (engine.lookup(target), expected(set, target));
        if answer != expected {
            let path = &target.path;
            return Err(format!(
                "`{path}` is answered by rule {answer}, not {expected}"
            ));
        }
    }
    Ok(judged)
}

fn expected(set: &RuleSet, target: &Target) -> u32 {
    let path = canonical_path(&target.path);
    let wins = |rule: &crate::sets::Rule| {
        (rule.host.is_none() || rule.host == target.host)
            && reference::matches(&rule.source.items, false, &path).is_some()
    };
    (1..)
        .zip(&set.rules)
        .find_map(|(number, rule)| wins(rule).then_some(number))
        .unwrap_or(0)
}

/// The share of requests to which two engines give the same answer.
pub fn agreement(targets: &[Target], engine: &dyn Lookup, judge: &dyn Lookup) -> f64 {
    let same = targets
        .iter()
        .filter(|target| engine.lookup(target) == judge.lookup(target))
        .count();
    same as f64 / targets.len().max(1) as f64
}
