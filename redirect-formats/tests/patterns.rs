//! Every pattern of the shared tables, asked with paths made of it and with paths that come near: the policy answers as
//! the table did in its own system, read by a slow interpreter of that system's sources.

mod support;

use std::collections::{BTreeMap, HashSet};

use redirect_formats::{Format, Options, convert};
use redirect_policy::model::Rule;
use redirect_runtime::{Outcome, Policy, Request};
use support::location::same;
use support::original::{Original, Originals};
use support::rows::HOST;
use support::sample::{Dice, matching, near};
use url::Url;

/// Number of matching paths that are made of a pattern.
const PATHS: usize = 10;

#[derive(Default)]
struct Tally {
    patterns: usize,
    requests: usize,
    redirected: usize,
    /// Differences where a rule that is not to the letter answers, on either side.
    known: usize,
    wrong: BTreeMap<String, Vec<String>>,
}

#[test]
fn patterns_answer_as_their_own_system_does() {
    println!("| corpus | patterns | requests | redirected | by a rule not to the letter | wrong |");
    println!("|---|---|---|---|---|---|");
    let mut wrong = Vec::new();
    for name in support::CORPORA {
        let Some(text) = support::corpus(name) else {
            return;
        };
        let tally = judged(name, &text);
        if tally.patterns > 0 {
            println!(
                "| {name} | {} | {} | {} | {} | {} |",
                tally.patterns,
                tally.requests,
                tally.redirected,
                tally.known,
                tally.wrong.values().map(Vec::len).sum::<usize>()
            );
        }
        for (row, texts) in tally.wrong {
            let few: Vec<&String> = texts.iter().take(3).collect();
            wrong.push(format!("{name}: {row}: {} wrong: {few:#?}", texts.len()));
        }
    }
    let count = wrong.len();
    wrong.truncate(400);
    assert!(wrong.is_empty(), "{count} rows\n{}", wrong.join("\n"));
}

fn judged(name: &str, text: &str) -> Tally {
    let conversion = convert(Format::JsonLines, name, text, &Options::default());
    let remarks = |remarks: &[redirect_formats::Remark]| -> HashSet<(String, u64)> {
        let pairs = remarks.iter().map(|one| (one.rule.clone(), one.line));
        pairs.collect()
    };
    let (refused, loose) = (
        remarks(&conversion.refused),
        remarks(&conversion.approximated),
    );
    let originals = Originals::of(text, &|raw, line| refused.contains(&(raw.to_owned(), line)));
    let mut tally = Tally::default();
    if !originals.rows.iter().any(|row| row.pattern.is_some()) {
        return tally;
    }
    let (policy, compiled) = support::served(&conversion);
    let judge = Judge {
        policy: &policy,
        rules: &compiled.policy.rules,
        originals: &originals,
        loose_sources: loose_sources(text, &loose),
        loose,
    };
    for row in originals.rows.iter().filter(|row| row.pattern.is_some()) {
        tally.patterns += 1;
        let before = tally.redirected;
        for path in paths(row) {
            judge.judge(row, &path, &mut tally);
        }
        assert!(
            tally.redirected > before,
            "{name}: no path is made of {}",
            row.source
        );
    }
    tally
}

/// The sources of the policy that are not to the letter.
fn loose_sources(text: &str, loose: &HashSet<(String, u64)>) -> HashSet<String> {
    let is_loose = |line: &&str| {
        let object: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let raw = object["raw"].as_str().unwrap_or(line).to_owned();
        loose.contains(&(raw, object["line"].as_u64().unwrap_or_default()))
    };
    let lines: Vec<&str> = text.lines().filter(is_loose).collect();
    let alone = convert(
        Format::JsonLines,
        "loose",
        &lines.join("\n"),
        &Options::default(),
    );
    alone
        .patterns
        .into_iter()
        .map(|(source, _)| source)
        .collect()
}

/// Paths that a row matches and such as come near it.
fn paths(row: &Original) -> Vec<String> {
    let mut dice = Dice(0x9e37_79b9 + row.line);
    let mut paths = Vec::new();
    for _ in 0..PATHS {
        let path = matching(&row.written, &mut dice);
        paths.extend(near(&path, &mut dice));
        paths.push(path);
    }
    paths.retain(|path| {
        path.starts_with('/')
            && !path.contains("//")
            && !path.contains(['?', '#', '%', '\\'])
            && !has_dot_segment(path)
    });
    paths.sort();
    paths.dedup();
    paths
}

struct Judge<'j> {
    policy: &'j Policy,
    rules: &'j [Rule],
    originals: &'j Originals,
    loose: HashSet<(String, u64)>,
    loose_sources: HashSet<String>,
}

impl Judge<'_> {
    fn judge(&self, row: &Original, path: &str, tally: &mut Tally) {
        let host = row
            .host
            .as_ref()
            .map_or(HOST.to_owned(), |host| match host.is_wildcard {
                true => format!("www.{}", host.name),
                false => host.name.clone(),
            });
        let here = Url::parse(&format!("http://{host}{path}")).expect("a URL");
        let wanted = self.originals.answer(&host, path);
        let found = self
            .policy
            .find(Request::from(path).with_authority(Some(&host)));
        tally.requests += 1;
        tally.redirected += usize::from(wanted.is_some());
        let outcome = found.outcome();
        let agrees = match (&wanted, &outcome) {
            (None, Outcome::Passthrough) => true,
            (Some((row, to)), Outcome::Redirect { status, location }) => {
                row.status == status.as_u16()
                    && matches!((here.join(to), here.join(location)), (Ok(a), Ok(b)) if same(&a, &b))
            }
            (
                Some((_, to)),
                Outcome::Stop {
                    already_there: true,
                },
            ) => here.join(to).is_ok_and(|to| same(&to, &here)),
            _ => false,
        };
        // A location with a dot segment is never sent: the rule does not match.
        let is_guarded = |(_, to): &(&Original, String)| has_dot_segment(to);
        if agrees || wanted.as_ref().is_some_and(is_guarded) {
            return;
        }
        let rule = found
            .rule()
            .and_then(|rule| self.rules.get(rule.number() as usize));
        let is_loose = wanted
            .as_ref()
            .is_some_and(|(row, _)| self.loose.contains(&(row.raw.clone(), row.line)))
            || rule.is_some_and(|rule| self.loose_sources.contains(&rule.source.text));
        if is_loose {
            tally.known += 1;
            return;
        }
        let wanted = wanted.map(|(row, to)| format!("{} -> {to}", row.source));
        let ours = rule.map(|rule| rule.source.text.as_str());
        let text = format!("{host}{path}: {wanted:?}, but {ours:?} says {outcome:?}");
        tally
            .wrong
            .entry(format!("{}: {}", row.line, row.source))
            .or_default()
            .push(text);
    }
}

fn has_dot_segment(location: &str) -> bool {
    let path = location.split(['?', '#']).next().unwrap_or_default();
    path.split('/').any(|segment| matches!(segment, "." | ".."))
}
