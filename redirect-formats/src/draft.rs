//! A table on its way into the policy: rule after rule, with what was refused and what was told.

use std::collections::HashSet;

use redirect_policy::model::Action;

use crate::entry::{Entry, after_site, overlap};
use crate::foreign::{Condition, ForeignRule, Status, Syntax};
use crate::report::{Reason, Remark};
use crate::translation::{Converted, convert_rule};
use crate::{Format, Options};

/// A policy in the making.
#[derive(Default)]
pub(crate) struct Draft {
    pub(crate) entries: Vec<Entry>,
    pub(crate) refused: Vec<Remark>,
    pub(crate) approximated: Vec<Remark>,
    /// Number of rules of the input that are in the policy.
    pub(crate) converted: usize,
}

impl Draft {
    /// Translates a rule. One that is refused leaves a `stop` behind, so that no later rule takes its requests.
    pub(crate) fn push(&mut self, rule: &ForeignRule, format: Format, options: &Options) {
        let done = convert_rule(rule, options).and_then(|done| match format {
            // Rows are data without an order: the compiler says which ones are there twice.
            Format::JsonLines => Ok(done),
            _ => self.without_hidden(done),
        });
        match done {
            Ok(mut done) => {
                self.converted += 1;
                if !done.notes.is_empty() {
                    let reason = Reason::new("approximated", done.notes.join("; "));
                    self.approximated.push(remark(rule, reason));
                }
                self.entries.append(&mut done.entries);
            }
            Err(mut reason) => {
                let stop = match reason.code {
                    HIDDEN => Some(Vec::new()),
                    // Its 404 and 200 come after the files of the site, and after the redirects.
                    _ if rule.syntax == Syntax::Amplify => None,
                    _ => stop(rule, options),
                };
                match stop {
                    Some(entries) => self.stand_in(entries),
                    None => reason.text.push_str("; a later rule may take its requests"),
                }
                self.refused.push(remark(rule, reason));
            }
        }
    }

    /// Adds the rules that stop what a refused one would have answered.
    fn stand_in(&mut self, entries: Vec<Entry>) {
        self.entries.extend(entries.into_iter().map(|mut entry| {
            entry.origin.stands_in = true;
            entry
        }));
    }

    /// Leaves out what an earlier rule with the same source and conditions takes.
    fn without_hidden(&self, mut done: Converted) -> Result<Converted, Reason> {
        let mut line = 0;
        done.entries.retain(|entry| {
            let mut earlier = self.entries.iter();
            match earlier.find(|earlier| entry.is_hidden_by(earlier)) {
                Some(earlier) => {
                    line = earlier.origin.line;
                    false
                }
                None => true,
            }
        });
        match done.entries.is_empty() {
            true => Err(Reason::new(
                HIDDEN,
                format!("the rule of line {line} takes all its requests"),
            )),
            false => Ok(done),
        }
    }

    /// A rule that goes before files must not overtake an earlier one that yields to them: it yields, too.
    pub(crate) fn keep_order_of_forced_rules(&mut self) {
        // The beginnings of those that yield, each once.
        let mut yielding: HashSet<String> = HashSet::new();
        for entry in &mut self.entries {
            if entry.rule.asks_site() {
                yielding.insert(entry.front().to_owned());
                continue;
            }
            if !yielding.iter().any(|front| overlap(front, entry.front())) {
                continue;
            }
            after_site(&mut entry.rule);
            yielding.insert(entry.front().to_owned());
            let reason = Reason::new(
                "forced",
                "an earlier rule without `!` may take its requests, so that this one is tried where the site has nothing, too: a file that exists is served",
            );
            let origin = &entry.origin;
            let remark = reason.of(&origin.file, origin.line, &origin.raw);
            if !self.approximated.contains(&remark) {
                self.approximated.push(remark);
            }
        }
    }

    /// Leaves out the stops of refused rules that no later rule could take requests of.
    pub(crate) fn drop_idle_stops(&mut self) {
        let mut at = self.entries.len();
        while let Some(index) = at.checked_sub(1) {
            at = index;
            let Some((_, [stop, later @ ..])) = self.entries.split_at_checked(index) else {
                continue;
            };
            let answers = |later: &Entry| {
                !matches!(later.rule.action, Action::Stop) && later.may_overlap(stop)
            };
            if stop.origin.stands_in && !later.iter().any(answers) {
                self.entries.remove(index);
            }
        }
    }
}

/// The code of a rule that an earlier one hides.
const HIDDEN: &str = "hidden";

/// The rule as one that stops, with as much of its conditions as the language has; `None` where its source can't be
/// said.
fn stop(rule: &ForeignRule, options: &Options) -> Option<Vec<Entry>> {
    let mut stop = rule.clone();
    stop.status = Status::Stop;
    stop.destination = None;
    stop.drop_query = false;
    stop.keep_used = false;
    let attempt = |stop: &ForeignRule| convert_rule(stop, options).ok().map(|done| done.entries);
    attempt(&stop).or_else(|| {
        stop.unless.clear();
        stop.when.retain(|condition| match condition {
            Condition::Host(_) | Condition::Scheme(_) => true,
            condition => crate::translation::is_expressible(condition),
        });
        attempt(&stop)
    })
}

fn remark(rule: &ForeignRule, reason: Reason) -> Remark {
    reason.of(&rule.file, rule.line, &rule.raw)
}
