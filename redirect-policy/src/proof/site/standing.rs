//! The standing of a rule for one request: first, behind an earlier rule, or no match.

use redirect_runtime::Match;

use super::Site;
use super::search::is_left_to_site;
use crate::model::Rule;
use crate::proof::environment::{Environment, Prepared};

/// The most matching rules that are looked at for one request.
const MOST_MATCHES: usize = 2_000;

/// The standing of a rule for one request, by the matcher that ships.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// No earlier rule ends the search.
    Wins,
    /// This earlier rule does.
    Shadowed(usize),
    /// The rule does not match.
    Fails,
    /// The steps were spent before it was found out.
    Undecided,
}

impl Site<'_> {
    /// Returns the standing of a rule for a request, by the matcher that ships.
    pub(crate) fn standing(&self, index: usize, path: &str, environment: &Environment) -> Standing {
        self.standing_for(index, &environment.prepare(path))
    }

    pub(crate) fn standing_for(&self, index: usize, prepared: &Prepared) -> Standing {
        self.stands(index, prepared).unwrap_or(Standing::Undecided)
    }

    /// Returns the standing of a rule; `None` if the steps do not suffice.
    fn stands(&self, index: usize, prepared: &Prepared) -> Option<Standing> {
        if self.rule(index).is_some_and(Rule::asks_site) {
            if let Some(first) = self.ending_first_search(prepared)? {
                let found = self.ask_for(prepared.request(), Some(index))?;
                return Some(match self.reaches(found, index)? {
                    true => Standing::Shadowed(first),
                    false => Standing::Fails,
                });
            }
        }
        let mut found = self.ask_for(prepared.request(), Some(index))?;
        for _ in 0..MOST_MATCHES {
            let number = found.rule().map(|rule| rule.number() as usize);
            match number.filter(|number| *number <= index) {
                None => return Some(Standing::Fails),
                Some(number) if number == index => return Some(Standing::Wins),
                Some(number) if !self.passes_on(number) => {
                    // A rule that does not match is not shadowed.
                    let behind = self.behind(found)?;
                    return Some(match self.reaches(behind, index)? {
                        true => Standing::Shadowed(number),
                        false => Standing::Fails,
                    });
                }
                Some(_) => found = self.behind(found)?,
            }
        }
        None
    }

    /// Returns the rule that answers a request before the site is asked, if there is one; `None` if the steps do not
    /// suffice.
    fn ending_first_search(&self, prepared: &Prepared) -> Option<Option<usize>> {
        let mut found = self.ask(prepared.first_request())?;
        for _ in 0..MOST_MATCHES {
            let Some(number) = found.rule().map(|rule| rule.number() as usize) else {
                return Some(None);
            };
            if !self.passes_on(number) {
                return Some((!is_left_to_site(&found)).then_some(number));
            }
            found = self.behind(found)?;
        }
        Some(None)
    }

    /// Returns true if a rule is among a match and those behind it; `None` where that is not decided.
    fn reaches(&self, found: Match<'_>, index: usize) -> Option<bool> {
        let mut found = found;
        for _ in 0..MOST_MATCHES {
            match found.rule().map(|rule| rule.number() as usize) {
                Some(number) if number == index => return Some(true),
                Some(number) if number < index => found = self.behind(found)?,
                _ => return Some(false),
            }
        }
        None
    }
}
