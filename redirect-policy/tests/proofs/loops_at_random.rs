//! Loops of random policies: those that trying every request of a small universe finds, and no others.

use redirect_policy::compile;
use redirect_policy::lint;
use redirect_policy::lower::lower;
use redirect_policy::model::Policy;
use redirect_policy::source::Sources;
use redirect_runtime::Outcome;
use testkit::Random;

use crate::rounds::{extra, rounds};
use crate::support::proving::file;

/// A rule that leads from one folder to another.
fn leading(random: &mut Random, number: usize) -> String {
    leading_behind(random, number, ["", ""])
}

/// A rule that leads from one folder to another, with something in front of its source and of its destination.
fn leading_behind(random: &mut Random, number: usize, fronts: [&str; 2]) -> String {
    let folders = ["a", "b", "c"];
    let kinds = [
        "",
        "<int>",
        "<alpha>",
        "<p|q|12>",
        "<int{1,2}>",
        "<hex{2}>",
        "<path>",
        "<slug>",
    ];
    let (from, to) = (folders[random.below(3)], folders[random.below(3)]);
    let kind = kinds[random.below(kinds.len())];
    let (source, destination) = match random.below(12) {
        0 => (format!("/{from}/p"), format!("/{to}/q")),
        1 => (format!("/{from}/12"), format!("/{to}/p")),
        2 => (format!("/{from}/:x{kind}(/)"), format!("/{to}/:x/")),
        3 => (format!("/{from}/:x{kind}/"), format!("/{to}/:x")),
        4 => (format!("/{from}/1-:x{kind}"), format!("/{to}/:x")),
        5 => (format!("/{from}/*"), format!("/{to}/*")),
        6 => (format!("/{from}/:x{kind}/z"), format!("/{to}/:x/z")),
        7 => (format!("/{from}/:x<p|q>-z"), format!("/{to}/:x-z")),
        8 => (format!("/{from}(/:x{kind})"), format!("/{to}(/:x)")),
        9 => (format!("/:f<a|b>/:x{kind}/z"), format!("/{to}/:x/z")),
        _ => (format!("/{from}/:x{kind}"), format!("/{to}/:x")),
    };
    let [own, others] = fronts;
    format!(
        "- {{ source: '{own}{source}', destination: '{others}{destination}', id: r{number} }}\n"
    )
}

/// A rule that no rule of [`leading`] has to do with, of as many forms.
fn apart(random: &mut Random, number: usize, fronts: [&str; 2]) -> String {
    let (source, destination) = match random.below(6) {
        0 => (format!("/s{number}/:x"), format!("/t{number}/:x")),
        1 => (format!("/s/:x/p{number}"), format!("/t/:x/p{number}")),
        2 => (format!("/s/{number}-:x<int>"), format!("/t/:x-{number}")),
        3 => (format!("/s{number}/*"), format!("/t{number}/*")),
        4 => (format!("/s/p{number}"), format!("/t/q{number}")),
        _ => (
            format!("/s/:x<p|q|r>-{number}(/)"),
            format!("/t/:x/{number}"),
        ),
    };
    let [own, others] = fronts;
    format!(
        "- {{ source: '{own}{source}', destination: '{others}{destination}', id: s{number} }}\n"
    )
}

/// Returns a request of the universe that comes back to itself.
fn loops(policy: &Policy) -> Option<String> {
    let table = lower(policy, &Sources::default()).expect("small");
    let compiled = redirect_runtime::Policy::from_bytes(table).expect("a table");
    let values = [
        "p", "q", "12", "1", "99", "ab", "f0", "x7", "1-p", "1-12", "1-ab", "123", "1-1-p", "p/q",
        "1-", "x-y", "", "z", "p/z", "q/z", "12/z", "1/z", "ab/z", "x7/z", "f0/z", "99/z", "p-z",
        "q-z", "p/q/z", "1-p/z",
    ];
    let folders = ["/a", "/b", "/c", "/en/a", "/en/b", "/en/c"];
    for folder in folders {
        for value in values {
            for end in ["", "/"] {
                let start = match value {
                    "" => format!("{folder}{end}"),
                    value => format!("{folder}/{value}{end}"),
                };
                let mut path = start.clone();
                let mut seen = Vec::new();
                for _ in 0..40 {
                    if seen.contains(&path) {
                        return Some(start);
                    }
                    seen.push(path.clone());
                    let found = compiled.find(path.as_str());
                    match found.outcome() {
                        Outcome::Redirect { location, .. } => {
                            let next = location.to_owned();
                            drop(found);
                            path = next;
                        }
                        _ => break,
                    }
                }
            }
        }
    }
    None
}

#[test]
fn loops_are_found_as_by_trying_every_request() {
    let mut random = Random(21 + extra() as u64);
    let (mut with, mut without) = (0, 0);
    for _ in 0..rounds(600) {
        let lines: String = (0..2 + random.below(5))
            .map(|number| leading(&mut random, number))
            .collect();
        if is_told_as_it_is(&lines) {
            with += 1;
        } else {
            without += 1;
        }
    }
    println!("{with} with loops, {without} without");
    assert!(with > 30 && without > 50);
}

#[test]
fn loops_are_found_among_many_rules() {
    let mut random = Random(22 + extra() as u64);
    let (mut with, mut without) = (0, 0);
    for _ in 0..rounds(60) {
        let fronts = match random.chance(50) {
            true => ["(/:l<en|de>)", "(/:l)"],
            false => ["", ""],
        };
        let mut lines: Vec<String> = (0..4 + random.below(4))
            .map(|number| leading_behind(&mut random, number, fronts))
            .collect();
        for number in 0..40 {
            let line = apart(&mut random, number, fronts);
            lines.insert(random.below(lines.len() + 1), line);
        }
        if is_told_as_it_is(&lines.concat()) {
            with += 1;
        } else {
            without += 1;
        }
    }
    println!("{with} with loops, {without} without");
    assert!(with > 8 && without > 10);
}

/// Asserts that a loop is told of rules if there is one; gives whether there is.
fn is_told_as_it_is(lines: &str) -> bool {
    let mut sources = Sources::default();
    let number = sources.insert("redirects.yml", file(lines, ""));
    let compiled = compile(&mut sources, number);
    let known = |code: &str| lint::find(code).is_some();
    assert!(
        compiled.diagnostics.iter().all(|one| known(one.code)),
        "{lines}"
    );
    let told = compiled.diagnostics.iter().any(|one| one.code == "loop");
    let there = loops(&compiled.policy);
    assert_eq!(
        told,
        there.is_some(),
        "{there:?} in\n{lines}\n{:#?}",
        compiled.diagnostics
    );
    told
}
