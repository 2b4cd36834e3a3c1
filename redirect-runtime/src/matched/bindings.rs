//! Bindings: the texts that the names of a rule that matched are bound to.

use std::cell::OnceCell;

use super::captured::Captured;
use super::rule_match::RuleMatch;
use crate::pattern::locator::CaptureLocator;
use crate::pattern::{Captures, program};
use crate::table::names::Names;
use crate::table::rule::FOLD;

/// The bindings of a match, found when they are asked for.
pub(crate) struct Bindings<'m, 'r> {
    rule_match: &'m RuleMatch<'r>,
    /// In canonical form.
    path: &'m str,
    captures: OnceCell<Captures>,
}

impl<'m, 'r> Bindings<'m, 'r> {
    #[inline]
    pub(crate) fn of(rule_match: &'m RuleMatch<'r>, path: &'m str) -> Self {
        Bindings {
            rule_match,
            path,
            captures: OnceCell::new(),
        }
    }

    /// Returns what a name is bound to, by a condition or by the source.
    pub(crate) fn captured(&self, number: u8) -> Option<Captured<'m>> {
        let (rule_match, path) = (self.rule_match, self.path);
        if let Some(kept) = rule_match.kept(number, path) {
            return kept.map(Captured::new);
        }
        let locator = match rule_match.names().get(number) {
            Some(name) => name.locator(),
            None => CaptureLocator::NONE,
        };
        let text = if locator.is_none() {
            let captures = self.captures.get_or_init(|| rule_match.captures(path));
            captures.text_in(path, number)
        } else {
            locator.text_in(path, rule_match.ends)
        };
        text.map(Captured::new)
    }

    /// Returns what a destination writes for a name: what is bound, in the spelling of the enumeration that it came from.
    pub(crate) fn spelled(&self, number: u8) -> Option<&'m str> {
        let bound = self.captured(number)?.as_str();
        let rule = &self.rule_match.rule;
        let own = match rule.program() {
            Some(program) if rule.has(FOLD) => program::spelling(program, number, bound),
            _ => None,
        };
        Some(own.unwrap_or(bound))
    }
}

/// The parameters of a match by their names.
pub(crate) struct Parameters<'m, 'r> {
    rule_match: Option<(&'m RuleMatch<'r>, &'m str)>,
    /// The names that are left.
    names: Names<'r>,
    /// The number of the first of them.
    number: u8,
    /// The captures of the source's program, once it is asked.
    captures: Option<Captures>,
}

impl<'m, 'r> Parameters<'m, 'r> {
    /// Those of a rule that matched a path, if one did.
    #[inline]
    pub(crate) fn of(rule_match: Option<(&'m RuleMatch<'r>, &'m str)>) -> Self {
        let names = rule_match.map_or(Names::NONE, |(rule_match, _)| rule_match.names());
        Parameters {
            // Most rules bind nothing: then nothing is looked at again.
            rule_match: rule_match.filter(|_| !names.is_empty()),
            names,
            number: 0,
            captures: None,
        }
    }
}

impl<'m, 'r> Iterator for Parameters<'m, 'r> {
    type Item = (&'r str, Captured<'m>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let (rule_match, path) = self.rule_match?;
        loop {
            let name = self.names.next()?;
            let number = self.number;
            // There are fewer names than these.
            self.number = number.wrapping_add(1);
            let text = match rule_match.kept(number, path) {
                Some(kept) => kept,
                None if name.locator().is_none() => {
                    // Returned, not made in its place: so the iterator needs no address.
                    let captures = match self.captures.take() {
                        Some(captures) => captures,
                        None => rule_match.captures(path),
                    };
                    let text = captures.text_in(path, number);
                    self.captures = Some(captures);
                    text
                }
                None => name.locator().text_in(path, rule_match.ends),
            };
            if let Some(text) = text {
                let name = match name.text(&rule_match.rule.table) {
                    "*" => "wildcard",
                    name => name,
                };
                return Some((name, Captured::new(text)));
            }
        }
    }
}
