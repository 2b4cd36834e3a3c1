//! `loop`: a rule that writes a key of its lookup into the destination must read the same key back there, whatever the
//! row's values are. Else the next request is for another row, which may send it anywhere, for ever.
//!
//! The rows of compiled-in lookups are followed one by one. Here values are tried that the kinds allow, such as titles with
//! dashes at either end, so that an ambiguity of a few characters is found, and shown on the table that ships; then it is
//! proved that there is no other.

mod read_back;

use std::rc::Rc;

use redirect_runtime::Outcome;
use redirect_runtime::serving::{Value, path_value};

use crate::diagnostic::Diagnostic;
use crate::lint;
use crate::lint::linter::Linter;
use crate::model::{Action, Column, LookupUse, Rule};
use crate::pattern::Template;
use crate::proof::environment::Demands;
use crate::proof::environment::{Environment, meeting};
use crate::proof::follow::next_request;
use crate::proof::site::Site;
use crate::proof::witness::{Taste, names, of_kind, text_with};
use read_back::{ReadBack, read_back};

/// Texts whose parts could be taken for one another: with separators at either end and between, digits, letters.
const TEXTS: [&str; 14] = [
    "a", "7", "a-b", "a-", "-a", "a--b", "7-a", "a-7", "a.b", "a_b", "a~b", "a b", "a/b", "a,b",
];

/// Tries the keys of all rules with a lookup that the program serves.
pub(in crate::lint) fn check(site: &mut Linter<'_>) {
    if site.is_silent(lint::LOOP) {
        return;
    }
    site.each_rule(lint::LOOP, |site, index, rule| {
        if let Some((found, destination)) = canonical(rule) {
            let read = match misread(site, index, rule, found) {
                Some(misread) => ReadBack::Misread(misread),
                None => read_back(site, index, rule, found, destination),
            };
            match read {
                ReadBack::Misread(misread) => report(site, rule, found, destination, &misread),
                ReadBack::Undecided if !site.steps.are_spent() => {
                    site.open(lint::LOOP, Some(index), rule.destination_span());
                }
                ReadBack::Certain | ReadBack::Undecided => {}
            }
        }
    });
}

/// A location that holds another key than the one that was written into it.
struct Misread {
    /// The name of the part of the key.
    name: String,
    wrote: String,
    location: String,
    read: String,
}

/// The first lookup of a rule that the program serves, if the rule writes its whole key into its destination.
fn canonical(rule: &Rule) -> Option<(&LookupUse, &Template)> {
    let Action::Redirect { destination, .. } = &rule.action else {
        return None;
    };
    let found = rule.lookups().find(|found| found.lookup.is_served())?;
    let (bound, written) = (names(&rule.source.items), destination.names());
    let is_kept = |key: &String| {
        let is_replaced = rule.lookups().any(|other| {
            let mut values = other.lookup.values.iter();
            values.any(|value| value.name.value == *key)
        });
        bound.contains(&key.as_str()) && !is_replaced && written.iter().any(|(name, _)| name == key)
    };
    found
        .key
        .iter()
        .all(is_kept)
        .then_some((found, destination))
}

fn misread(site: &Site<'_>, index: usize, rule: &Rule, found: &LookupUse) -> Option<Misread> {
    let environment = meeting(Demands::of(rule), &site.steps)?;
    let keys: Vec<Vec<String>> = found.lookup.key.iter().map(samples).collect();
    let values: Vec<(&str, Vec<String>)> = rule
        .lookups()
        .flat_map(|found| &found.lookup.values)
        .map(|column| (column.name.value.as_str(), samples(column)))
        .collect();
    let most = |all: &mut dyn Iterator<Item = usize>| all.max().unwrap_or(1).max(1);
    let key_turns = most(&mut keys.iter().map(Vec::len));
    let value_turns = most(&mut values.iter().map(|(_, samples)| samples.len()));
    for key_turn in 0..key_turns {
        let key: Vec<&str> = keys.iter().map(|samples| turn(samples, key_turn)).collect();
        for value_turn in 0..value_turns {
            let row = |name: &str| {
                let (_, samples) = values.iter().find(|(known, _)| *known == name)?;
                Some(turn(samples, value_turn))
            };
            let tried = Tried {
                key: &key,
                row: &row,
            };
            if let Some(misread) = tried.misread(site, index, rule, found, &environment) {
                return Some(misread);
            }
            if site.steps.are_spent() {
                return None;
            }
        }
    }
    None
}

/// A key with a row, as they could be.
struct Tried<'t> {
    key: &'t [&'t str],
    row: &'t dyn Fn(&str) -> Option<&'t str>,
}

impl Tried<'_> {
    fn misread(
        &self,
        site: &Site<'_>,
        index: usize,
        rule: &Rule,
        found: &LookupUse,
        environment: &Environment,
    ) -> Option<Misread> {
        let part = |name: &str| {
            let place = found.key.iter().position(|key| key == name)?;
            self.key.get(place).copied()
        };
        let path = text_with(&rule.source.items, Taste::PLAIN, &part);
        let prepared = environment.prepare(&path);
        let matched = site.find(&prepared)?;
        let own = matched
            .rule()
            .filter(|own| own.number() as usize == index)?;
        if !matches!(matched.outcome(), Outcome::Lookup { .. }) {
            return None;
        }
        let written: Vec<String> = found
            .key
            .iter()
            .filter_map(|key| Some(matched.spelled(own.number_of(key)?)?.to_owned()))
            .collect();
        let location = matched
            .render_with(&|number| {
                match (self.row)(own.name(number)?) {
                    // A row without this value.
                    Some("") => None,
                    Some(text) => Some(Value::Captured(text)),
                    None => matched.spelled(number).map(Value::Captured),
                }
            })
            .ok()?;
        let (target, there) = next_request(site, &location, &Rc::new(environment.clone()))?;
        let prepared = there.prepare_target(target);
        let again = site.find(&prepared)?;
        let own = again.rule().filter(|own| own.number() as usize == index)?;
        for ((name, column), wrote) in found.key.iter().zip(&found.lookup.key).zip(written) {
            let read = again.spelled(own.number_of(name)?)?;
            if column.canonical_part(read) != column.canonical_part(&wrote) {
                return Some(Misread {
                    name: name.clone(),
                    wrote,
                    read: read.to_owned(),
                    location,
                });
            }
        }
        None
    }
}

fn turn(samples: &[String], turn: usize) -> &str {
    let length = samples.len().max(1);
    samples.get(turn % length).map_or("", String::as_str)
}

/// Texts of a column's kind as they stand in a path; an empty one too where a row may leave it empty.
fn samples(column: &Column) -> Vec<String> {
    let slashes = column.kind.holds_slashes();
    let texts = TEXTS.iter().map(|text| path_value(text, slashes));
    let mut samples: Vec<String> = texts.filter(|text| column.kind.accepts(text)).collect();
    if samples.is_empty() {
        let turned = (0..8).map(|turn| Taste {
            turn,
            ..Taste::PLAIN
        });
        samples.extend(turned.map(|taste| of_kind(&column.kind, taste)));
        samples.dedup();
    }
    if column.optional {
        samples.push(String::new());
    }
    samples
}

fn report(
    site: &mut Linter<'_>,
    rule: &Rule,
    found: &LookupUse,
    destination: &Template,
    misread: &Misread,
) {
    let Misread {
        name,
        wrote,
        location,
        read,
    } = misread;
    let message = format!(
        "`{}` does not hold the key of `{}` for certain: `{location}`, written for `{wrote}`, is read as `{read}`",
        destination.text, found.lookup.name.value
    );
    let diagnostic = Diagnostic::lint(lint::LOOP, rule.destination_span(), message)
        .label("the same rule reads this with another key, and may redirect again, for ever")
        .related(rule.source_span, "read back by this source")
        .help(format!(
            "give `:{name}` in the source a kind that does not hold what stands beside it, such as `:{name}<alnum>` beside a `-`"
        ))
        .witness(location.clone());
    site.report(Some(rule), diagnostic);
}
