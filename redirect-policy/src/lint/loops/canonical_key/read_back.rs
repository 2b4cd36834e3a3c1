//! The proof that a rule reads its key back: no path that its destination can be is cut in another place by its source.

use std::rc::Rc;

use super::Misread;
use crate::model::{LookupUse, Rule};
use crate::pattern::{Class, Item, Kind, Template};
use crate::proof::destinations::path_pattern;
use crate::proof::environment::{Demands, meeting};
use crate::proof::follow::next_request;
use crate::proof::site::Site;
use crate::regular::automaton::Reading;
use crate::regular::cut::{Cut, Cuts, cuts};

/// Texts that are tried on the table where two patterns cut them at different places: the matcher may prefer the right one.
const MOST: usize = 32;

/// The finding about a rule.
pub(super) enum ReadBack {
    /// It reads the key that it wrote, whatever the row's values are.
    Certain,
    /// Here it does not.
    Misread(Misread),
    /// Some of its locations could be read in two ways, and those that were tried are read in the right one.
    Undecided,
}

/// Decides if a rule reads the key back that it writes into its destination.
pub(super) fn read_back(
    site: &Site<'_>,
    index: usize,
    rule: &Rule,
    found: &LookupUse,
    destination: &Template,
) -> ReadBack {
    let origin = destination.origin.as_ref();
    if origin.is_some_and(|origin| origin.names.is_empty() && !site.is_own(&origin.host)) {
        return ReadBack::Certain;
    }
    let written = path_pattern(rule, destination);
    if loses_slashes(&written) {
        return ReadBack::Undecided;
    }
    let reading = Reading {
        fold: rule.fold_case,
        ..Reading::PATH
    };
    for (place, name) in found.key.iter().enumerate() {
        let ways = (
            Cut::at(&written, name, Reading::PATH),
            Cut::at(&rule.source.items, name, reading),
        );
        let (Some(writes), Some(reads)) = ways else {
            return ReadBack::Undecided;
        };
        match cuts(&writes, &reads, MOST, &site.steps) {
            Cuts::Alike => {}
            Cuts::Undecided => return ReadBack::Undecided,
            Cuts::Different(texts) => {
                let key = Key {
                    index,
                    rule,
                    found,
                    place,
                    name,
                };
                let mut misread = texts
                    .into_iter()
                    .map_while(|text| key.misread(site, destination, text));
                return match misread.find_map(|misread| misread) {
                    Some(misread) => ReadBack::Misread(misread),
                    None => ReadBack::Undecided,
                };
            }
        }
    }
    ReadBack::Certain
}

/// A part of the key.
struct Key<'k> {
    index: usize,
    rule: &'k Rule,
    found: &'k LookupUse,
    place: usize,
    name: &'k str,
}

impl Key<'_> {
    /// Asks the table how it reads a path with the text that was written for the key; `None` if the steps do not suffice.
    fn misread(
        &self,
        site: &Site<'_>,
        destination: &Template,
        (path, wrote): (String, String),
    ) -> Option<Option<Misread>> {
        let environment = Rc::new(meeting(Demands::of(self.rule), &site.steps)?);
        let location = match &destination.origin {
            Some(origin) => format!("{}://{}{path}", origin.scheme, origin.host),
            None => path,
        };
        let Some((target, there)) = next_request(site, &location, &environment) else {
            return Some(None);
        };
        let prepared = there.prepare_target(target);
        let again = site.find(&prepared)?;
        let own = again.rule();
        let own = own.filter(|own| own.number() as usize == self.index);
        let read = own.and_then(|own| again.spelled(own.number_of(self.name)?));
        let column = self.found.lookup.key.get(self.place);
        let (Some(read), Some(column)) = (read, column.filter(|_| !wrote.is_empty())) else {
            return Some(None);
        };
        let differs = column.canonical_part(read) != column.canonical_part(&wrote);
        Some(differs.then(|| Misread {
            name: self.name.to_owned(),
            read: read.to_owned(),
            wrote,
            location,
        }))
    }
}

/// True if a value at the front of a path may begin with slashes, which collapse with the one before.
fn loses_slashes(items: &[Item]) -> bool {
    match items {
        [Item::Literal(text), next, ..] if text == "/" => begins_with_slash(next),
        [first, ..] => begins_with_slash(first),
        [] => false,
    }
}

fn begins_with_slash(item: &Item) -> bool {
    match item {
        Item::Literal(_) => false,
        Item::Wildcard { .. } => true,
        Item::Parameter(parameter) => matches!(
            parameter.kind,
            Kind::Class {
                class: Class::Any,
                ..
            }
        ),
        Item::Group(items) => items.first().is_some_and(begins_with_slash),
    }
}
