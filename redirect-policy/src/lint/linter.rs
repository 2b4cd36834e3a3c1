//! The site under proof with what lints have to say of it.

use std::ops::Deref;
use std::rc::Rc;

use super::undecided::{self, Open};
use super::{Cause, Levels, Lint, Reports, UNDECIDED};
use crate::diagnostic::{Diagnostic, Level};
use crate::model::{Policy, Rule};
use crate::proof::site::Site;
use crate::proof::steps::Budget;
use crate::source::{Sources, Span};

/// The most recent reports that are searched for an equal one: a rule stands for no more choices.
const MOST_CHOICES: usize = 64;

/// A site, and the reports of its lints.
pub(super) struct Linter<'p> {
    site: Site<'p>,
    reports: Reports,
    /// Questions that were not decided.
    open: Vec<Open>,
}

impl<'p> Deref for Linter<'p> {
    type Target = Site<'p>;

    fn deref(&self) -> &Site<'p> {
        &self.site
    }
}

impl<'p> Linter<'p> {
    /// A linter without reports; `None` if the table is none.
    pub(super) fn new(
        policy: &'p Policy,
        table: &'p [u8],
        sources: &'p Sources,
        levels: &Levels,
        budget: Budget,
    ) -> Option<Self> {
        Some(Linter {
            site: Site::new(policy, table, sources, budget)?,
            reports: Reports::new(levels.clone()),
            open: Vec::new(),
        })
    }

    /// Tells which URLs the site has.
    pub(super) fn tell_live(&mut self, is_live: impl Fn(&str) -> bool + 'p) {
        self.site.tell_live(is_live);
    }

    /// Tells which rules redirect no request.
    pub(super) fn tell_idle(&mut self, rules: &[usize]) {
        self.site.tell_idle(rules);
    }

    /// All that was found, and what was not decided.
    pub(super) fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        if let Some(undecided) = undecided::summary(&self.site, &self.open) {
            self.report(None, undecided);
        }
        self.reports.into_diagnostics()
    }

    pub(super) fn level(&self, lint: Lint, rule: Option<&Rule>) -> Option<Level> {
        self.reports.level(lint, rule)
    }

    /// Returns true if a lint is silenced everywhere, so that its proof need not be made.
    pub(super) fn is_silent(&self, lint: Lint) -> bool {
        self.level(lint, None).is_none()
    }

    /// Reports at the level that a lint has at a rule.
    pub(super) fn report(&mut self, rule: Option<&Rule>, diagnostic: Diagnostic) {
        if !self.is_said(rule, &diagnostic) {
            self.reports.add(rule, Level::Error, diagnostic);
        }
    }

    /// Reports at the level that a lint has at a rule; reports of one lint and one cause are one.
    pub(super) fn report_caused(&mut self, rule: &Rule, cause: Cause, diagnostic: Diagnostic) {
        if !self.is_said(Some(rule), &diagnostic) {
            let line = self.line(rule.source_span);
            self.reports.add_caused(rule, line, cause, diagnostic);
        }
    }

    /// Returns true if another of the choices that a rule stands for has the same fault, which is said once.
    pub(super) fn is_said(&self, rule: Option<&Rule>, diagnostic: &Diagnostic) -> bool {
        rule.is_some_and(|rule| rule.entry != 0)
            && self.reports.has_recent(diagnostic, MOST_CHOICES)
    }

    /// The conditions of a rule as the cause of what is reported of it: a group or table gives them to all its rules.
    pub(super) fn conditions_of(&self, rule: &Rule) -> Cause {
        match (rule.when.is_empty(), rule.from_table) {
            (_, true) => Cause::Table(rule.span.file),
            (false, false) => Cause::Conditions(Rc::as_ptr(&rule.when).addr()),
            (true, false) => Cause::Conditions(Rc::as_ptr(&rule.unless).addr()),
        }
    }

    /// Notes a question that was not decided, of a rule or of something else at a place.
    pub(super) fn open(&mut self, lint: Lint, rule: Option<usize>, span: Span) {
        let about = rule.and_then(|index| self.rule(index));
        let is_told = |lint| self.level(lint, about).is_some();
        if is_told(lint) && is_told(UNDECIDED) {
            self.open.push(Open { lint, rule, span });
        }
    }

    /// Does some work within a part of the steps that are left, such as 2 of 5.
    pub(super) fn within_part(&mut self, part: u64, of: u64, work: impl FnOnce(&mut Self)) {
        let steps = Rc::clone(&self.steps);
        steps.within(steps.left() / of * part, || work(self));
    }

    /// Does some work within the share of one of so many questions, and says whether it wanted more.
    pub(super) fn within_share(&mut self, shares: usize, work: impl FnOnce(&mut Self)) -> bool {
        let steps = Rc::clone(&self.steps);
        steps.within(steps.share_of(shares), || work(self)).1
    }

    /// Looks at each rule within its part of the steps; those that wanted more are questions that are open.
    ///
    /// The choices that a rule was written for have one part together: a few lines may stand for a hundred thousand of
    /// them. Once that is spent, the other choices are not looked at.
    pub(super) fn each_rule(
        &mut self,
        lint: Lint,
        mut look: impl FnMut(&mut Self, usize, &'p Rule),
    ) {
        let policy = self.policy;
        let mut left = policy.rules.chunk_by(Rule::is_written_with).count();
        let mut next = 0;
        for choices in policy.rules.chunk_by(Rule::is_written_with) {
            let first = next;
            next += choices.len();
            let spent = self.within_share(left, |site| {
                for (index, rule) in (first..).zip(choices) {
                    look(site, index, rule);
                    if site.steps.are_spent() {
                        break;
                    }
                }
            });
            if let Some(rule) = choices.first().filter(|_| spent) {
                self.open(lint, Some(first), rule.source_span);
            }
            left -= 1;
        }
    }
}
