//! The engine against the slow, obvious matcher: the winner, what it binds, and the whole order of passing on.

mod support;

use redirect_policy::document::Sources;
use redirect_policy::pattern::{Pattern, SourceOptions, parse_source};
use redirect_policy::policy::{Action, Located, Policy, Rule};
use redirect_policy::{diagnostic::Span, lower::lower};
use redirect_runtime::canonical::canonical_path;
use support::random::{Random, path, source};
use support::reference::{self, Bindings};

/// A rule that a handler decides, so that every rule can pass on.
fn rule(pattern: Pattern, fold_case: bool) -> Rule {
    let span = Span::default();
    Rule {
        id: pattern.text.clone(),
        explicit_id: false,
        source: pattern,
        source_span: span,
        span,
        action: Action::Gone {
            status: 410,
            handler: Some(Located {
                value: "ask".to_owned(),
                span,
            }),
            on_failure: None,
        },
        fold_case,
        terms: Default::default(),
        when: Default::default(),
        unless: Default::default(),
        note: None,
        examples: Vec::new(),
        allow: Vec::new(),
        from_table: false,
    }
}

fn policy(random: &mut Random) -> Policy {
    let mut policy = Policy::default();
    let wanted = 1 + random.below(12);
    while policy.rules.len() < wanted {
        if let Ok(pattern) = parse_source(&source(random), &SourceOptions::default()) {
            policy.rules.push(rule(pattern, random.chance(10)));
        }
    }
    policy
}

/// Every rule that matches with what it binds, by the reference.
fn expected(policy: &Policy, path: &str) -> Vec<(u32, Bindings)> {
    let path = canonical_path(path);
    (0..)
        .zip(&policy.rules)
        .filter_map(|(number, rule)| {
            let mut bound = reference::matches(&rule.source.items, rule.fold_case, &path)?;
            bound.sort();
            Some((number, bound))
        })
        .collect()
}

/// The same by the engine.
fn answered(policy: &redirect_runtime::Policy, path: &str) -> Vec<(u32, Bindings)> {
    let mut answers = Vec::new();
    let mut found = policy.find(path);
    while let Some(rule) = found.rule() {
        let name = |name: &str| if name == "wildcard" { "*" } else { name }.to_owned();
        let mut bound: Bindings = found
            .parameters()
            .map(|(key, value)| (name(key), value.as_str().to_owned()))
            .collect();
        bound.sort();
        answers.push((rule.number(), bound));
        found = found.next();
    }
    answers
}

fn compare(seed: u64, policies: usize, paths: usize) {
    let mut random = Random(seed);
    let mut matched = 0;
    for _ in 0..policies {
        let policy = policy(&mut random);
        let table = lower(&policy, &Sources::default()).expect("small");
        let compiled = redirect_runtime::Policy::from_bytes(table).expect("a table");
        for _ in 0..paths {
            let from = random.below(policy.rules.len());
            let path = path(&mut random, &policy.rules[from].source.items);
            let expected = expected(&policy, &path);
            matched += usize::from(!expected.is_empty());
            let sources: Vec<_> = policy
                .rules
                .iter()
                .map(|rule| (&rule.source.text, rule.fold_case))
                .collect();
            assert_eq!(
                answered(&compiled, &path),
                expected,
                "{path} on {sources:#?}"
            );
        }
    }
    let cases = policies * paths;
    println!("{matched} of {cases} cases matched");
    assert!(matched > cases / 2, "too few cases match to mean anything");
}

#[test]
fn engine_and_reference_agree() {
    compare(1, 2_000, 50);
}

#[test]
fn engine_and_reference_agree_on_few_rules() {
    compare(2, 1_000, 100);
}
