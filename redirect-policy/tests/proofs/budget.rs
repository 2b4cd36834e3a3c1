//! Proofs that the budget of a compilation leaves open are named once, and alike in each run.

use crate::support::proving::file;
use redirect_policy::diagnostic::{Diagnostic, Level};
use redirect_policy::lint::LintArguments;
use redirect_policy::source::Sources;
use redirect_policy::{Budget, Compiled, compile_text_within, compile_within};

fn compiled(rules: &str, top: &str, budget: Budget) -> Compiled {
    let mut sources = Sources::default();
    let number = sources.insert("redirects.yml", file(rules, top));
    compile_within(&mut sources, number, &LintArguments::default(), budget)
}

/// Rules that overlap, none of which matches all that another one does.
fn overlapping(count: usize) -> String {
    let rule = |number: usize| {
        let (fewest, most) = (1 + number, 200 + number);
        format!(
            "- {{ source: '/:a<alnum{{{fewest},{most}}}>-:b<alnum{{{fewest},255}}>', destination: '/x/:a/:b' }}\n"
        )
    };
    (0..count).map(rule).collect()
}

fn undecided(compiled: &Compiled) -> Vec<&Diagnostic> {
    let all = compiled.diagnostics.iter();
    all.filter(|one| one.code == "undecided").collect()
}

#[test]
fn what_is_left_open_is_one_warning_that_names_the_rules() {
    let compiled = compiled(&overlapping(40), "", Budget::of_steps(200_000));
    let found = undecided(&compiled);
    let [found] = found.as_slice() else {
        panic!("{found:#?}");
    };
    assert_eq!(found.level, Level::Warning);
    assert!(compiled.table.is_some());
    let told = found.help.join("\n");
    assert!(told.contains("`unreachable-rule` of "), "{told}");
    assert!(told.contains("alnum{"), "{told}");
    assert!(
        !compiled.diagnostics.iter().any(|one| one.code == "loop"),
        "{:#?}",
        compiled.diagnostics
    );
}

#[test]
fn the_same_policy_and_budget_give_the_same_answer() {
    let rules = overlapping(30);
    for steps in [0, 10_000, 300_000, 3_000_000] {
        let first = compiled(&rules, "", Budget::of_steps(steps));
        let second = compiled(&rules, "", Budget::of_steps(steps));
        assert_eq!(first.diagnostics, second.diagnostics, "{steps}");
    }
}

#[test]
fn a_larger_budget_leaves_less_open() {
    let rules = "- { source: '/a/:x<int>', destination: '/b/:x' }\n\
                 - { source: '/a/:y<hex>', destination: '/c/:y' }\n\
                 - { source: '/a/12', destination: '/d' }\n";
    let none = compiled(rules, "", Budget::of_steps(0));
    assert_eq!(undecided(&none).len(), 1);
    assert!(none.table.is_some());
    let enough = compiled(rules, "", Budget::default());
    assert_eq!(undecided(&enough), Vec::<&Diagnostic>::new());
    let dead = |one: &Diagnostic| one.code == "unreachable-rule";
    assert!(enough.diagnostics.iter().any(dead));
}

#[test]
fn one_hard_rule_takes_nothing_from_the_others() {
    // The dead rule stands behind rules that no budget of this size decides.
    let rules = overlapping(30)
        + "- { source: '/z/:x<int>', destination: '/b/:x' }\n- { source: '/z/12', destination: '/d' }\n";
    let compiled = compiled(&rules, "", Budget::of_steps(400_000));
    assert_eq!(undecided(&compiled).len(), 1);
    let dead = |one: &Diagnostic| one.code == "unreachable-rule" && one.level == Level::Error;
    assert!(
        compiled.diagnostics.iter().any(dead),
        "{:#?}",
        compiled.diagnostics
    );
}

#[test]
fn what_is_left_open_is_refused_where_the_policy_says_so() {
    let text = file(&overlapping(40), "lints: { undecided: deny }\n");
    assert!(compile_text_within(&text, Budget::of_steps(200_000)).is_err());
    let silent = compiled(
        &overlapping(40),
        "lints: { undecided: allow }\n",
        Budget::of_steps(200_000),
    );
    assert!(silent.table.is_some(), "{:#?}", silent.diagnostics);
    assert_eq!(undecided(&silent), Vec::<&Diagnostic>::new());
}

#[test]
fn a_search_among_more_rules_than_the_steps_suffice_for_is_not_begun() {
    let rule = |number: usize| {
        format!(
            "- {{ source: '/:p/*', destination: '/{number}', id: r{number}, when: {{ header: {{ x: '{number}' }} }} }}\n"
        )
    };
    let rules: String = (0..400).map(rule).collect();
    let top = "examples: [{ request: /a/b, headers: { x: '399' }, location: /elsewhere }]\n";
    let has = |compiled: &Compiled, code: &str| {
        let mut all = compiled.diagnostics.iter();
        all.any(|one| one.code == code)
    };
    let enough = compiled(&rules, top, Budget::default());
    assert!(has(&enough, "failed-example"), "{:#?}", enough.diagnostics);
    let few = compiled(&rules, top, Budget::of_steps(20_000));
    assert!(!has(&few, "failed-example"), "{:#?}", few.diagnostics);
    let found = undecided(&few);
    let told = found.first().map(|one| one.help.join("\n"));
    assert!(
        told.is_some_and(|told| told.contains("`failed-example`")),
        "{found:#?}"
    );
}

#[test]
fn the_choices_of_one_rule_are_one_question() {
    let headers: Vec<String> = (0..64)
        .map(|number| format!("{{ header: {{ x: 'v{number}' }} }}"))
        .collect();
    let rule = |number: usize| {
        format!("{{ source: '/:x/*', destination: '/b{number}', id: r{number}, statusCode: 302 }}")
    };
    let rules: Vec<String> = (0..20).map(rule).collect();
    let rules = format!(
        "- {{ group: g, when: [{}], rules: [{}] }}\n",
        headers.join(", "),
        rules.join(", ")
    );
    let top = "lints: { unreachable-rule: allow, duplicate-source: allow, catch-all: allow, loop: allow, chain: allow }\n";
    let few = compiled(&rules, top, Budget::of_steps(1_000));
    let found = undecided(&few);
    let told = found.first().map(|one| one.message.as_str());
    assert_eq!(
        told,
        Some("the proofs' budget left 20 questions undecided"),
        "{:#?}",
        few.diagnostics
    );
}

#[test]
fn rules_for_lists_of_hosts_are_told_apart_within_few_steps() {
    let rule = |number: usize| {
        format!(
            "- {{ source: '/p{}/:a/*', id: r{number}, destination: '/h{number}/:a/*', when: {{ host: [s{number}.example, www.s{number}.example] }} }}\n",
            number % 5
        )
    };
    let rules: String = (0..600).map(rule).collect();
    let compiled = compiled(&rules, "", Budget::of_steps(500_000));
    assert!(compiled.table.is_some());
    assert_eq!(undecided(&compiled), Vec::<&Diagnostic>::new());
}
