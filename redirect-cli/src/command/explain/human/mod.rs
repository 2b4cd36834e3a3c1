//! An explanation as text.

mod answer;
mod rules;

use std::io::{self, Write};

use redirect_policy::model::Rule;

use super::{Explanation, Trip};
use crate::policy_file::Loaded;
use crate::style::{FRAME, RESET, STRONG};

/// Writes an explanation: the request, the answer step by step, the rules that do not match, the trip.
pub(super) fn write(
    loaded: &Loaded,
    explanation: &Explanation<'_>,
    trip: Option<&Trip>,
    all: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let page = Page {
        loaded,
        explanation,
    };
    page.request(out)?;
    page.winner(out)?;
    page.shadowed(out)?;
    page.others(all, out)?;
    if let Some(trip) = trip {
        page.trip(trip, out)?;
    }
    Ok(())
}

struct Page<'e, 'p> {
    loaded: &'p Loaded,
    explanation: &'e Explanation<'p>,
}

impl Page<'_, '_> {
    fn rule(&self, number: usize) -> Option<&Rule> {
        self.loaded.compiled.policy.rules.get(number)
    }

    /// True for the rule behind one with a lookup that `onMissing` makes.
    fn is_of_a_missing_row(&self, number: usize) -> bool {
        let before = number.checked_sub(1).and_then(|at| self.rule(at));
        let (Some(rule), Some(before)) = (self.rule(number), before) else {
            return false;
        };
        let is_same = rule.source_span == before.source_span && rule.id == before.id;
        is_same && before.has_lookup() && !rule.has_lookup()
    }

    fn request(&self, out: &mut dyn Write) -> io::Result<()> {
        let explanation = self.explanation;
        let asked = &explanation.asked;
        writeln!(out, "{STRONG}{} {}{RESET}", asked.method, asked.url)?;
        if explanation.canonical != explanation.path {
            let why = match explanation.changes.is_empty() {
                true => String::new(),
                false => format!(" ({})", explanation.changes.join("; ")),
            };
            writeln!(out, "  matched as `{}`{why}", explanation.canonical)?;
        }
        match &explanation.host {
            Some(host) => writeln!(out, "  host `{host}`")?,
            None => writeln!(out, "  no host: only rules without `when.host` can match")?,
        }
        match asked.site_status {
            Some(status) => writeln!(out, "  the site has answered {}", status.as_u16()),
            None => Ok(()),
        }
    }

    fn trip(&self, trip: &Trip, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{STRONG}the trip{RESET}")?;
        for (number, hop) in trip.hops.iter().enumerate() {
            let position = self.rule(hop.rule).map(|rule| position(self.loaded, rule));
            let once = hop
                .site_status
                .map(|status| format!(", once the site has answered {}", status.as_u16()));
            writeln!(
                out,
                "  {}. `{}` {} `{}` {}{}",
                number + 1,
                hop.url,
                hop.status,
                hop.location,
                position.unwrap_or_default(),
                once.unwrap_or_default()
            )?;
        }
        writeln!(out, "  {}", trip.end)
    }
}

/// The file, line and column of a rule, in the form that editors open by a click.
fn position(loaded: &Loaded, rule: &Rule) -> String {
    let (line, column) = loaded.sources.position(rule.source_span);
    let file = loaded.sources.file(rule.source_span.file);
    let file = file.map_or("", |file| file.shown.as_str());
    format!("{FRAME}{file}:{line}:{column}{RESET}")
}
