//! The faults of the shared tables, as the proofs find them: how many of each, and every witness played again, on the
//! table that ships and by the slow matcher.
//!
//! `UPDATE=1 cargo test -p redirect-formats --test faults` writes `faults.txt` anew.

mod support;

use std::collections::BTreeMap;

use redirect_formats::{Format, Options, convert};
use redirect_policy::diagnostic::{Diagnostic, Level};
use redirect_policy::lint::{self, LintArguments, LintLevel};
use redirect_policy::model::Rule;
use redirect_policy::source::Span;
use redirect_runtime::Policy;
use support::judge::{self, Asked};
use support::rows::HOST;
use url::Url;

/// The faults of each table; tables without a line have none.
const FOUND: &str = include_str!("faults.txt");

#[test]
fn the_proofs_find_these_faults_and_no_other() {
    let mut found = String::new();
    let mut wrong = Vec::new();
    for name in support::CORPORA {
        let Some(text) = support::corpus(name) else {
            return;
        };
        let options = Options {
            table: Some("rows".to_owned()),
            ..Options::default()
        };
        let conversion = convert(Format::JsonLines, name, &text, &options);
        let (mut compiled, _) = support::compiled(&conversion, &warned());
        let errors = compiled
            .diagnostics
            .iter()
            .filter(|one| one.level == Level::Error);
        assert_eq!(errors.count(), 0, "{name}");
        let table = compiled.table.take().expect("no errors");
        let replay = Replay {
            policy: Policy::from_bytes(table).expect("a table"),
            rules: &compiled.policy.rules,
        };
        let mut counts = BTreeMap::new();
        for diagnostic in &compiled.diagnostics {
            let is_open = diagnostic.message.starts_with("it was not decided");
            let open = if is_open { "-undecided" } else { "" };
            *counts
                .entry(format!("{}{open}", diagnostic.code))
                .or_insert(0) += diagnostic.places().count();
            if is_open {
                continue;
            }
            if let Err(why) = replay.check(diagnostic) {
                wrong.push(format!("{name}: {why}: {diagnostic:#?}"));
            }
        }
        for (code, count) in counts {
            found += &format!("{name} {code} {count}\n");
        }
    }
    let count = wrong.len();
    wrong.truncate(10);
    assert!(wrong.is_empty(), "{count} wrong\n{}", wrong.join("\n"));
    if std::env::var_os("UPDATE").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/faults.txt");
        std::fs::write(path, &found).expect("written");
    }
    assert_eq!(found, FOUND, "what is found");
}

/// Every lint a warning, so that all of them are heard.
fn warned() -> LintArguments {
    let mut arguments = LintArguments::default();
    for lint in lint::names() {
        assert!(arguments.set(lint, LintLevel::Warn).is_ok());
    }
    arguments
}

/// Plays witnesses again.
struct Replay<'p> {
    policy: Policy,
    rules: &'p [Rule],
}

impl Replay<'_> {
    fn check(&self, diagnostic: &Diagnostic) -> Result<(), String> {
        match diagnostic.code {
            "unreachable-rule" | "duplicate-source" => self.dead(diagnostic),
            "chain" | "loop" => self.trip(diagnostic),
            _ => Ok(()),
        }
    }

    /// The request that is shown is matched by the dead rule, and won by an earlier one.
    fn dead(&self, diagnostic: &Diagnostic) -> Result<(), String> {
        let dead = self.rule_at(diagnostic.span).ok_or("no such rule")?;
        for related in &diagnostic.related {
            let earlier = self.rule_at(related.span).ok_or("no earlier rule")?;
            let shown = related.label.split_once("such as `");
            let url = match shown.and_then(|(_, text)| text.split_once('`')) {
                Some((text, _)) => url(text)?,
                // Two rows of one table: the first names both.
                None if diagnostic.code == "duplicate-source" => continue,
                None => return Err("no witness".to_owned()),
            };
            let asked = Asked::new(&url);
            if !judge::matches(&self.rules[dead], &asked) {
                return Err(format!("{url} is not matched by the dead rule"));
            }
            self.winner(&url, earlier)?;
            if earlier >= dead {
                return Err("the earlier rule is later".to_owned());
            }
        }
        match diagnostic.related.is_empty() {
            true => Err("no related rule".to_owned()),
            false => Ok(()),
        }
    }

    /// Each step of a trip leads to the next.
    fn trip(&self, diagnostic: &Diagnostic) -> Result<(), String> {
        let help = diagnostic.help.first().ok_or("no trip")?;
        let steps = help.strip_prefix("the trip: ").ok_or("no trip")?;
        let steps: Vec<&str> = steps.split(" -> ").collect();
        let first = steps.first().ok_or("no trip")?;
        let mut here = url(first.trim_matches('`'))?;
        for (number, step) in steps.iter().enumerate().skip(1) {
            let Some(location) = step
                .strip_prefix('`')
                .and_then(|step| step.strip_suffix('`'))
            else {
                // The rest is not drawn.
                return Ok(());
            };
            let found = self.policy.find(here.as_str());
            if found.location() != Some(location) {
                return Err(format!("step {number} leads to {:?}", found.location()));
            }
            let rule = found.rule().ok_or("no rule")?.number();
            self.winner(&here, rule as usize)?;
            here = here.join(location).map_err(|error| error.to_string())?;
        }
        match steps.len() {
            0..3 if diagnostic.code == "chain" => Err("no chain".to_owned()),
            _ => Ok(()),
        }
    }

    /// Checks that a rule wins a request, by the matcher that ships and by the slow one.
    fn winner(&self, url: &Url, rule: usize) -> Result<(), String> {
        let fast = self
            .policy
            .find(url.as_str())
            .rule()
            .map(|rule| rule.number() as usize);
        let slow = judge::first(self.rules, &Asked::new(url));
        match fast == Some(rule) && slow == Some(rule) {
            true => Ok(()),
            false => Err(format!(
                "{url} is won by {fast:?}, slowly by {slow:?}, not {rule}"
            )),
        }
    }

    fn rule_at(&self, span: Span) -> Option<usize> {
        self.rules.iter().position(|rule| rule.source_span == span)
    }
}

fn url(text: &str) -> Result<Url, String> {
    let text = match text.starts_with('/') {
        true => format!("http://{HOST}{text}"),
        false => text.to_owned(),
    };
    Url::parse(&text).map_err(|error| format!("{text}: {error}"))
}
