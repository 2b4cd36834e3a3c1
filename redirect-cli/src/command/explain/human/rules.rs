//! The rules that do not answer, with their reasons.

use std::io::{self, Write};

use redirect_policy::model::Rule;
use redirect_policy::reference::Judgement;

use super::{Page, position};
use crate::command::explain::wording;
use crate::style::{ERROR, RESET, STRONG};

/// The most rules that are named with their reasons, unless all are asked for.
const MOST_NAMED: usize = 10;

impl Page<'_, '_> {
    /// The rules that match too, and come later.
    pub(super) fn shadowed(&self, out: &mut dyn Write) -> io::Result<()> {
        let answer = &self.explanation.answer;
        let others = self.explanation.matching.iter().skip(1).take(MOST_NAMED);
        for (number, _) in others {
            if let Some(rule) = self.rule(*number) {
                let why = match answer.handler {
                    _ if self.is_of_a_missing_row(*number) => {
                        "its `onMissing` would answer, had the lookup no row"
                    }
                    Some(_) => "is tried next, should the handler pass on",
                    None if answer.lookup.is_some() => {
                        "is tried next, should the lookup have no row and pass on"
                    }
                    None => "would match too, but comes later",
                };
                self.named(rule, why, out)?;
            }
        }
        let more = self
            .explanation
            .matching
            .len()
            .saturating_sub(MOST_NAMED + 1);
        if more > 0 {
            writeln!(out, "  and {more} more rules would match")?;
        }
        Ok(())
    }

    /// The rules that do not match, with their reasons.
    pub(super) fn others(&self, all: bool, out: &mut dyn Write) -> io::Result<()> {
        let explanation = self.explanation;
        if all {
            for (number, judgement) in &explanation.missing {
                self.miss(*number, judgement, out)?;
            }
            return Ok(());
        }
        let near: Vec<_> = explanation.near().collect();
        for (number, judgement) in near.iter().take(MOST_NAMED) {
            self.miss(*number, judgement, out)?;
        }
        if near.len() > MOST_NAMED {
            let more = near.len() - MOST_NAMED;
            writeln!(
                out,
                "  and {more} more with such a source (`--all` names them)"
            )?;
        }
        if !explanation.nearest.is_empty() {
            writeln!(out, "{STRONG}nearest sources{RESET}")?;
        }
        for nearby in &explanation.nearest {
            let judged = explanation
                .missing
                .iter()
                .find(|(at, _)| *at == nearby.rule);
            if let Some((number, judgement)) = judged {
                self.miss(*number, judgement, out)?;
            }
        }
        Ok(())
    }

    fn miss(
        &self,
        number: usize,
        judgement: &Judgement<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let Some(rule) = self.rule(number) else {
            return Ok(());
        };
        let asked = &self.explanation.asked;
        let view = asked.view();
        let why = match judgement {
            Judgement::Misses(reasons) => {
                let path = &self.explanation.canonical;
                let told: Vec<String> = reasons
                    .iter()
                    .map(|reason| wording::reason(reason, rule, path, (&view, &asked.headers)))
                    .collect();
                told.join("; ")
            }
            Judgement::Undecided => "the reference gave up: too many ways to match".to_owned(),
            Judgement::Matches(_) => return Ok(()),
        };
        self.named(rule, &why, out)
    }

    fn named(&self, rule: &Rule, why: &str, out: &mut dyn Write) -> io::Result<()> {
        writeln!(
            out,
            "  {ERROR}x{RESET} `{}` {}\n      {why}",
            rule.source.text,
            position(self.loaded, rule)
        )
    }
}
