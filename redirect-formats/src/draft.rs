//! A table on its way into the policy: rule after rule, with what was refused and what was told.

use crate::foreign::{Condition, ForeignRule, Status, Syntax};
use crate::policy::{Action, PolicyRule};
use crate::report::{Reason, Remark};
use crate::translation::{Converted, convert_rule};
use crate::{Format, Options};

/// Where a rule of the policy comes from.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub(crate) file: String,
    pub(crate) line: u64,
    pub(crate) raw: String,
    /// True if the rule only stops what a refused one would have answered.
    pub(crate) stands_in: bool,
}

/// A policy in the making.
#[derive(Default)]
pub(crate) struct Draft {
    pub(crate) rules: Vec<PolicyRule>,
    /// Where each of `rules` comes from.
    pub(crate) lines: Vec<Origin>,
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
            Ok(done) => {
                self.converted += 1;
                if !done.notes.is_empty() {
                    let reason = Reason::new("approximated", done.notes.join("; "));
                    self.approximated.push(remark(rule, reason));
                }
                self.append(rule, done.rules, false);
            }
            Err(mut reason) => {
                let stop = match reason.code {
                    HIDDEN => Some(Vec::new()),
                    // Its 404 and 200 come after the files of the site, and after the redirects.
                    _ if rule.syntax == Syntax::Amplify => None,
                    _ => stop(rule, options),
                };
                match stop {
                    Some(rules) => self.append(rule, rules, true),
                    None => reason.text.push_str("; a later rule may take its requests"),
                }
                self.refused.push(remark(rule, reason));
            }
        }
    }

    fn append(&mut self, rule: &ForeignRule, rules: Vec<PolicyRule>, stands_in: bool) {
        for one in rules {
            self.rules.push(one);
            self.lines.push(Origin {
                file: rule.file.clone(),
                line: rule.line,
                raw: rule.raw.clone(),
                stands_in,
            });
        }
    }

    /// Leaves out what an earlier rule with the same source and conditions takes.
    fn without_hidden(&self, mut done: Converted) -> Result<Converted, Reason> {
        let mut line = 0;
        done.rules.retain(|rule| {
            let mut earlier = self.rules.iter().zip(&self.lines);
            match earlier.find(|(earlier, _)| rule.is_hidden_by(earlier)) {
                Some((_, origin)) => {
                    line = origin.line;
                    false
                }
                None => true,
            }
        });
        match done.rules.is_empty() {
            true => Err(Reason::new(
                HIDDEN,
                format!("the rule of line {line} takes all its requests"),
            )),
            false => Ok(done),
        }
    }

    /// A rule that goes before files must not overtake an earlier one that yields to them: it yields, too.
    pub(crate) fn keep_order_of_forced_rules(&mut self) {
        for at in 1..self.rules.len() {
            let Some((before, [rule, ..])) = self.rules.split_at_mut_checked(at) else {
                return;
            };
            let overtakes =
                |earlier: &PolicyRule| earlier.traits.after_site && earlier.may_overlap(rule);
            if rule.traits.after_site || !before.iter().any(overtakes) {
                continue;
            }
            rule.traits.after_site = true;
            let Some(origin) = self.lines.get(at) else {
                continue;
            };
            let reason = Reason::new(
                "forced",
                "an earlier rule without `!` may take its requests, so that this one is tried where the site has nothing, too: a file that exists is served",
            );
            let remark = reason.of(&origin.file, origin.line, &origin.raw);
            if !self.approximated.contains(&remark) {
                self.approximated.push(remark);
            }
        }
    }

    /// Leaves out the stops of refused rules that no later rule could take requests of.
    pub(crate) fn drop_idle_stops(&mut self) {
        let mut at = self.rules.len();
        while let Some(index) = at.checked_sub(1) {
            at = index;
            let Some((_, [stop, later @ ..])) = self.rules.split_at_checked(index) else {
                continue;
            };
            let stands_in = self.lines.get(index).is_some_and(|origin| origin.stands_in);
            let answers = |rule: &PolicyRule| rule.action != Action::Stop && rule.may_overlap(stop);
            if stands_in && !later.iter().any(answers) {
                self.rules.remove(index);
                self.lines.remove(index);
            }
        }
    }
}

/// The code of a rule that an earlier one hides.
const HIDDEN: &str = "hidden";

/// The rule as one that stops, with as much of its conditions as the language has; `None` where its source can't be
/// said.
fn stop(rule: &ForeignRule, options: &Options) -> Option<Vec<PolicyRule>> {
    let mut stop = rule.clone();
    stop.status = Status::Stop;
    stop.destination = None;
    stop.drop_query = false;
    stop.keep_used = false;
    let attempt = |stop: &ForeignRule| convert_rule(stop, options).ok().map(|done| done.rules);
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
