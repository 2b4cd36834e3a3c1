//! Unreachable rules of random policies: a slow reference agrees, path by path.

use redirect_policy::compile;
use redirect_policy::diagnostic::{Diagnostic, Level};
use redirect_policy::reference;
use redirect_policy::source::Sources;
use testkit::Random;
use testkit::patterns::source;

use crate::support::proving::file;

/// Returns true if a diagnostic says that a rule is never reached.
fn is_unreachable(one: &Diagnostic) -> bool {
    matches!(one.code, "unreachable-rule" | "duplicate-source")
}

/// Every path of a small universe that random sources can match.
fn universe(pieces: &[&str], longest: usize) -> Vec<String> {
    let mut all = vec![String::from("/")];
    let mut last = all.clone();
    for _ in 0..longest {
        let longer = |path: &String| {
            let path = path.clone();
            pieces.iter().map(move |piece| format!("{path}{piece}"))
        };
        last = last.iter().flat_map(longer).collect();
        all.extend(last.iter().cloned());
    }
    all.retain(|path| redirect_runtime::canonical::is_canonical(path));
    all
}

#[test]
fn a_slow_reference_agrees_on_random_policies() {
    let universe = universe(&["a", "b", "-", "/", "1", "%20"], 4);
    let mut random = Random(11);
    let (mut unreachable, mut reachable) = (0, 0);
    for _ in 0..400 {
        let wanted = 2 + random.below(6);
        let mut lines = String::new();
        for number in 0..wanted {
            let text = source(&mut random);
            let fold = if random.chance(10) {
                ", caseSensitive: false"
            } else {
                ""
            };
            lines.push_str(&format!(
                "- {{ source: '{text}', statusCode: 410, id: r{number}{fold} }}\n"
            ));
        }
        let mut sources = Sources::default();
        let number = sources.insert("redirects.yml", file(&lines, ""));
        let compiled = compile(&mut sources, number);
        if compiled.policy.rules.len() < wanted {
            continue;
        }
        let told = |index: usize| {
            let span = compiled.policy.rules[index].source_span;
            let is_about = |one: &&Diagnostic| one.places().any(|place| place == span);
            let mut about = compiled.diagnostics.iter().filter(is_about);
            about.any(|one| {
                let unreachable = is_unreachable(one);
                let decided = one.level == Level::Error;
                assert!(!unreachable || decided, "undecided: {lines}");
                unreachable
            })
        };
        let mut won = vec![false; wanted];
        for path in &universe {
            let first = compiled.policy.rules.iter().position(|rule| {
                reference::matches(&rule.source.items, rule.fold_case, path).is_some()
            });
            if let Some(first) = first {
                won[first] = true;
            }
        }
        for (index, won) in won.into_iter().enumerate() {
            if told(index) {
                unreachable += 1;
                assert!(!won, "rule {index} wins a request in\n{lines}");
            } else {
                reachable += 1;
            }
        }
    }
    println!("{unreachable} unreachable, {reachable} reachable");
    assert!(unreachable > 15 && reachable > 300);
}

#[test]
fn rules_called_reachable_win_a_request() {
    // These sources differ within five characters, if at all.
    let universe = universe(&["a", "1", "-", "/", "!", "."], 5);
    let mut random = Random(12);
    let mut checked = 0;
    for _ in 0..60 {
        let mut lines = String::new();
        for number in 0..4 {
            let kinds = [
                "",
                "<int>",
                "<alpha>",
                "<slug>",
                "<a|b>",
                "<path>",
                "<int{1}>",
                "<segment{1}>",
            ];
            let front = ["/", "/a", "/a/", "/1-"][random.below(4)];
            let kind = kinds[random.below(kinds.len())];
            let back = ["", "", "(/)", "(-:y)"][random.below(4)];
            lines.push_str(&format!(
                "- {{ source: '{front}:x{kind}{back}', statusCode: 410, id: r{number} }}\n"
            ));
        }
        let mut sources = Sources::default();
        let number = sources.insert("redirects.yml", file(&lines, ""));
        let compiled = compile(&mut sources, number);
        if compiled.policy.rules.len() < 4 {
            continue;
        }
        for index in 0..4 {
            let span = compiled.policy.rules[index].source_span;
            let about =
                |one: &Diagnostic| one.places().any(|place| place == span) && is_unreachable(one);
            let told = compiled.diagnostics.iter().any(about);
            let wins = universe.iter().any(|path| {
                let first =
                    compiled.policy.rules.iter().position(|rule| {
                        reference::matches(&rule.source.items, false, path).is_some()
                    });
                first == Some(index)
            });
            assert_eq!(
                told, !wins,
                "rule {index} in\n{lines}\n{:#?}",
                compiled.diagnostics
            );
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked}");
}
