//! Searches for earlier rules that together match all that a rule can.

use redirect_runtime::canonical::delimiters::is_delimiter;

use super::rest::Rest;
use crate::model::Rule;
use crate::proof::decide::Answer;
use crate::proof::dot_segments::paths_without_location;
use crate::proof::environment::{Demands, Environment, Environments, holds, meeting};
use crate::proof::site::{Site, Standing, literal};
use crate::proof::witness;
use crate::proof::witness::Taste;

/// The most environments that are gone through although the cover has grown.
const MOST_BEFORE: usize = 256;

/// The result of looking at a rule.
pub(super) enum Verdict {
    /// It wins some request.
    Reachable,
    /// No request meets its own conditions.
    Impossible,
    /// These rules match all that it does.
    Covered(Vec<Covering>),
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
    covering: Vec<Covering>,
    /// The paths that rules of the cover leave.
    rest: Rest<'c, 'p>,
}

/// The result of the search in one environment.
enum Step {
    /// The rule wins a request.
    Won,
    /// Another rule wins one, and was added.
    Grown,
    /// Nothing is left.
    Covered,
    /// The steps were spent.
    Undecided,
}

impl<'c, 'p> Cover<'c, 'p> {
    pub(super) fn new(site: &'c Site<'p>, index: usize, rule: &'p Rule) -> Self {
        Cover {
            site,
            index,
            rule,
            demands: Demands::of(rule),
            covering: Vec::new(),
            rest: Rest::of(site, index),
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
                Step::Won => return Verdict::Reachable,
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
                    Step::Won => return Verdict::Reachable,
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
                    (true, false) => Verdict::Covered(self.covering),
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
        let left = self.rest.left_by(&active);
        match self.ask_all(&left, environment) {
            Step::Covered => {}
            step => return step,
        }
        // Those may all be paths for which the rule has no location.
        let without_location = paths_without_location(self.rule);
        if matches!(left, Answer::Found(_)) && !without_location.is_empty() {
            let own = self.site.automaton(self.index);
            let others = self.rest.paths(&[&own], &active, &without_location);
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
            for without_location in paths_without_location(rule) {
                let answer = self.rest.paths(&[&own, &without_location], &others, &[]);
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
            Standing::Wins => Step::Won,
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
