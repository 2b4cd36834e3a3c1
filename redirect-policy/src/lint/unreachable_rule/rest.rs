//! The paths of a rule that earlier rules leave to it, by the languages of their sources.

use std::collections::HashMap;
use std::rc::Rc;

use crate::pattern::Item;
use crate::proof::automaton::Automaton;
use crate::proof::decide::{Answer, Question};
use crate::proof::site::{Excepts, Site};
use crate::proof::universe::Universe;

/// The most paths that a question is answered with.
const MOST_PATHS: usize = 8;
/// The most excepted sources that are looked at together.
const MOST_EXCEPTS: usize = 3;

/// The paths of one rule, as far as others leave them.
pub(super) struct Rest<'c, 'p> {
    site: &'c Site<'p>,
    index: usize,
    /// The sources that the rule itself does not take.
    excepts: Vec<Rc<Automaton>>,
    /// The answers for sets of rules.
    known: HashMap<Vec<usize>, Answer>,
}

impl<'c, 'p> Rest<'c, 'p> {
    pub(super) fn of(site: &'c Site<'p>, index: usize) -> Self {
        let excepts = site.excepts(index);
        Rest {
            site,
            index,
            excepts: excepts.iter().map(|(_, own)| Rc::clone(own)).collect(),
            known: HashMap::new(),
        }
    }

    /// Paths that the rule matches and some others do not.
    pub(super) fn left_by(&mut self, active: &[usize]) -> Answer {
        if let Some(known) = self.known.get(active) {
            return known.clone();
        }
        let own = self.site.automaton(self.index);
        let answer = self.left_within(&mut vec![own], &mut Vec::new(), active);
        self.known.insert(active.to_vec(), answer.clone());
        answer
    }

    /// Paths of some languages that the rules of a cover do not match. What a rule excepts is left to the others: so
    /// that is looked at without it.
    fn left_within(
        &mut self,
        within: &mut Vec<Rc<Automaton>>,
        excepted: &mut Vec<&'p [Item]>,
        active: &[usize],
    ) -> Answer {
        let must: Vec<&Automaton> = within.iter().map(Rc::as_ref).collect();
        let answer = self.paths(&must, active, &[]);
        if answer != Answer::None || excepted.len() >= MOST_EXCEPTS {
            return answer;
        }
        let site = self.site;
        let all: Vec<_> = active.iter().map(|&rule| site.excepts(rule)).collect();
        let mut tried: Vec<&[Item]> = Vec::new();
        for (source, language) in all.iter().flat_map(|excepts| excepts.iter()) {
            let source = *source;
            site.steps.spend(tried.len() + excepted.len());
            if tried.contains(&source) || excepted.contains(&source) {
                continue;
            }
            if site.steps.are_spent() {
                return Answer::Undecided;
            }
            tried.push(source);
            let takes = |(_, excepts): &(&usize, &Excepts<'_>)| {
                site.steps.spend(excepts.len());
                excepts.iter().all(|(own, _)| *own != source)
            };
            let others = active.iter().zip(&all).filter(takes);
            let others: Vec<usize> = others.map(|(rule, _)| *rule).collect();
            within.push(Rc::clone(language));
            excepted.push(source);
            let answer = self.left_within(within, excepted, &others);
            within.pop();
            excepted.pop();
            if answer != Answer::None {
                return answer;
            }
        }
        Answer::None
    }

    /// Paths of all of some languages that neither some rules match nor the rule excepts, and are in none of `excluded`.
    pub(super) fn paths(
        &self,
        must: &[&Automaton],
        avoid: &[usize],
        excluded: &[Automaton],
    ) -> Answer {
        let avoid: Vec<Rc<Automaton>> = avoid
            .iter()
            .map(|&rule| self.site.automaton(rule))
            .collect();
        Question {
            universe: Universe::Path,
            must: must.to_vec(),
            avoid: avoid
                .iter()
                .chain(&self.excepts)
                .map(Rc::as_ref)
                .chain(excluded)
                .collect(),
            steps: &self.site.steps,
        }
        .texts(MOST_PATHS)
    }
}

/// Returns true if a rule matches paths that another does not.
pub(super) fn has_more(site: &Site<'_>, rule: usize, than: usize) -> bool {
    let (rule, than) = (site.automaton(rule), site.automaton(than));
    let question = Question {
        universe: Universe::Path,
        must: vec![&rule],
        avoid: vec![&than],
        steps: &site.steps,
    };
    !matches!(question.first(), Answer::None)
}
