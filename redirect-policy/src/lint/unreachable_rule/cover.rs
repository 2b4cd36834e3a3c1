//! Searches for earlier rules that together match all that a rule can.

use std::collections::HashMap;
use std::rc::Rc;

use redirect_runtime::canonical::delimiters::is_delimiter;

use crate::model::Rule;
use crate::pattern::Item;
use crate::proof::automaton::Automaton;
use crate::proof::decide::{Answer, Question};
use crate::proof::dot_segments::faults;
use crate::proof::environment::{Demands, Environment, Environments, holds, meeting};
use crate::proof::site::{Excepts, Site, Standing, literal};
use crate::proof::universe::Universe;
use crate::proof::witness;
use crate::proof::witness::Taste;

/// The most texts that are tried where a rule's own destination may fail.
const MOST_TEXTS: usize = 8;
/// The most excepted sources that are looked at together.
const MOST_EXCEPTS: usize = 3;

/// The environments that are gone through although the cover has grown.
const MOST_BEFORE: usize = 256;

/// The result of looking at a rule.
pub(super) enum Verdict {
    /// It wins some request.
    Alive,
    /// No request meets its own conditions.
    Impossible,
    /// These rules match all that it does.
    Dead(Vec<Covering>),
    /// The steps were spent.
    Undecided,
}

/// A rule of a cover, with a request that the covered rule matches too and that this one wins.
#[derive(Clone, Debug)]
pub(super) struct Covering {
    pub(super) rule: usize,
    pub(super) path: String,
    pub(super) environment: Environment,
}

/// A cover as it grows.
pub(super) struct Cover<'c, 'p> {
    site: &'c Site<'p>,
    index: usize,
    rule: &'p Rule,
    demands: Demands<'p>,
    /// The sources that the rule itself does not take.
    excepts: Vec<Rc<Automaton>>,
    covering: Vec<Covering>,
    /// The answers for sets of rules.
    known: HashMap<Vec<usize>, Answer>,
}

/// The result of the search in one environment.
enum Step {
    Alive,
    Grown,
    Covered,
    Undecided,
}

impl<'c, 'p> Cover<'c, 'p> {
    pub(super) fn new(site: &'c Site<'p>, index: usize, rule: &'p Rule) -> Self {
        Cover {
            site,
            index,
            rule,
            demands: Demands::of(rule),
            excepts: site
                .excepts(index)
                .iter()
                .map(|(_, own)| Rc::clone(own))
                .collect(),
            covering: Vec::new(),
            known: HashMap::new(),
        }
    }

    pub(super) fn verdict(mut self) -> Verdict {
        let Some(environment) = meeting(self.demands, &self.site.steps) else {
            return match Environments::of(&[self.demands], &self.site.steps).complete {
                true => Verdict::Impossible,
                false => Verdict::Undecided,
            };
        };
        let turns: &[(usize, bool)] = match literal(self.rule) {
            Some(_) => &[(0, false)],
            None => &[(0, false), (0, true), (1, false)],
        };
        for &(turn, groups) in turns {
            let taste = Taste {
                turn,
                groups,
                longest: false,
            };
            let path = witness::text(&self.rule.source.items, taste);
            if !redirect_runtime::canonical::is_canonical(&path) || !path.starts_with('/') {
                continue;
            }
            match self.ask(&path, &environment) {
                Step::Alive => return Verdict::Alive,
                Step::Undecided => return Verdict::Undecided,
                Step::Grown | Step::Covered => {}
            }
        }
        self.grow()
    }

    /// Adds rules to the cover until it is one, or the rule wins a request.
    fn grow(mut self) -> Verdict {
        loop {
            let mut demands = vec![self.demands];
            demands.extend(self.covering.iter().filter_map(|covering| {
                let rule = self.site.rule(covering.rule)?;
                Some(Demands::of(rule))
            }));
            let environments = Environments::of(&demands, &self.site.steps);
            let complete = environments.complete;
            let mut grown = false;
            for (number, environment) in environments.enumerate() {
                if !holds(self.demands, &environment, &self.site.steps) {
                    continue;
                }
                match self.settle(&environment) {
                    Step::Alive => return Verdict::Alive,
                    Step::Undecided => return Verdict::Undecided,
                    Step::Covered => {}
                    Step::Grown => {
                        grown = true;
                        // Others may show more rules for the cover; later ones are better told apart with these.
                        if number > MOST_BEFORE {
                            break;
                        }
                    }
                }
            }
            if !grown {
                let complete = complete && !self.site.steps.are_spent();
                return match (complete, self.covering.is_empty()) {
                    (false, _) => Verdict::Undecided,
                    (true, true) => Verdict::Impossible,
                    (true, false) => Verdict::Dead(self.covering),
                };
            }
        }
    }

    /// Searches for a request that the cover leaves to the rule in one environment.
    fn settle(&mut self, environment: &Environment) -> Step {
        // A literal that holds delimiters matches more than one path.
        if let Some(path) = literal(self.rule).filter(|path| !path.bytes().any(is_delimiter)) {
            return self.ask(path, environment);
        }
        let active: Vec<usize> = self.active(environment);
        let left = self.left(&active);
        match self.ask_all(&left, environment) {
            Step::Covered => {}
            step => return step,
        }
        // Those may all be paths for which the rule has no location.
        let own_faults = faults(self.rule);
        if matches!(left, Answer::Found(_)) && !own_faults.is_empty() {
            let own = self.site.automaton(self.index);
            let others = self.question(&[&own], &active, &own_faults, MOST_TEXTS);
            match self.ask_all(&others, environment) {
                Step::Covered => {}
                step => return step,
            }
        }
        self.failures(&active, environment)
    }

    /// Asks the matcher that ships about each path of an answer, until one tells more.
    fn ask_all(&mut self, answer: &Answer, environment: &Environment) -> Step {
        match answer {
            Answer::Undecided => Step::Undecided,
            Answer::None => Step::Covered,
            Answer::Found(paths) => self.ask_paths(paths, environment),
        }
    }

    /// The rules of the cover whose conditions hold.
    fn active(&self, environment: &Environment) -> Vec<usize> {
        let holding = self.covering.iter().filter(|covering| {
            let rule = self.site.rule(covering.rule);
            rule.is_some_and(|rule| holds(Demands::of(rule), environment, &self.site.steps))
        });
        holding.map(|covering| covering.rule).collect()
    }

    /// Texts that the rule matches and some others do not.
    fn left(&mut self, active: &[usize]) -> Answer {
        if let Some(known) = self.known.get(active) {
            return known.clone();
        }
        let own = self.site.automaton(self.index);
        let answer = self.left_within(&mut vec![own], &mut Vec::new(), active);
        self.known.insert(active.to_vec(), answer.clone());
        answer
    }

    /// Texts of some languages that the rules of a cover do not match. What a rule excepts is left to the others: so
    /// that is looked at without it.
    fn left_within(
        &mut self,
        within: &mut Vec<Rc<Automaton>>,
        excepted: &mut Vec<&'p [Item]>,
        active: &[usize],
    ) -> Answer {
        let must: Vec<&Automaton> = within.iter().map(Rc::as_ref).collect();
        let answer = self.question(&must, active, &[], MOST_TEXTS);
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

    fn question(
        &mut self,
        must: &[&Automaton],
        avoid: &[usize],
        faults: &[Automaton],
        most: usize,
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
                .chain(faults)
                .collect(),
            steps: &self.site.steps,
        }
        .texts(most)
    }

    /// Rules of the cover whose location cannot be made for some paths do not match those: whether the rule wins
    /// one of them.
    fn failures(&mut self, active: &[usize], environment: &Environment) -> Step {
        let own = self.site.automaton(self.index);
        for &failing in active {
            let Some(rule) = self.site.rule(failing) else {
                continue;
            };
            let others: Vec<usize> = active
                .iter()
                .copied()
                .filter(|one| *one != failing)
                .collect();
            for fault in faults(rule) {
                let answer = self.question(&[&own, &fault], &others, &[], MOST_TEXTS);
                match self.ask_all(&answer, environment) {
                    Step::Covered => {}
                    step => return step,
                }
            }
        }
        Step::Covered
    }

    /// Asks the matcher that ships about some paths, but for those that rules match which were added on the way.
    fn ask_paths(&mut self, paths: &[String], environment: &Environment) -> Step {
        let known = self.covering.len();
        for path in paths {
            let added = self.covering.get(known..).unwrap_or_default();
            let is_known = |one: &Covering| {
                let automaton = self.site.automaton(one.rule);
                self.site.steps.spend(automaton.len() + path.len());
                automaton.matches(path)
            };
            if added.iter().any(is_known) {
                continue;
            }
            match self.ask(path, environment) {
                Step::Covered | Step::Grown => {}
                step => return step,
            }
        }
        match self.covering.len() > known {
            true => Step::Grown,
            false => Step::Covered,
        }
    }

    /// Asks the matcher that ships about one request.
    fn ask(&mut self, path: &str, environment: &Environment) -> Step {
        match self.site.standing(self.index, path, environment) {
            Standing::Wins => Step::Alive,
            Standing::Undecided => Step::Undecided,
            Standing::Fails => Step::Covered,
            Standing::Shadowed(rule) => {
                if self.covering.iter().any(|covering| covering.rule == rule) {
                    return Step::Covered;
                }
                self.covering.push(Covering {
                    rule,
                    path: path.to_owned(),
                    environment: environment.clone(),
                });
                Step::Grown
            }
        }
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
