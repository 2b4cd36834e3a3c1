//! An explanation as text.

use std::io::{self, Write};

use redirect_policy::model::{Action, Condition, QueryPolicy, Rule};
use redirect_policy::reference::{Judgement, looked_at};

use super::{Explanation, Trip, wording};
use crate::policy_file::Loaded;
use crate::style::{ERROR, FRAME, GOOD, RESET, STRONG, WARNING};

/// The most rules that are named with their reasons, unless all are asked for.
const MOST_NAMED: usize = 10;

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

    /// The rule that answers, and what becomes of its destination.
    fn winner(&self, out: &mut dyn Write) -> io::Result<()> {
        let explanation = self.explanation;
        let answer = &explanation.answer;
        let Some((number, rule)) = answer.rule.and_then(|at| Some((at, self.rule(at)?))) else {
            return writeln!(out, "{WARNING}no rule matches{RESET}: the site answers");
        };
        let says = match (answer.status, &answer.location, &answer.handler) {
            (Some(status), Some(location), _) => format!("{} to {location}", status.as_u16()),
            (Some(status), None, _) => status.as_u16().to_string(),
            (None, _, Some(handler)) => format!("the handler `{handler}` decides"),
            _ if answer.lookup.is_some() => {
                let lookup = answer.lookup.as_deref().unwrap_or_default();
                format!("the lookup `{lookup}` decides, whose rows the program has")
            }
            _ if answer.already_there => "already there: the site answers".to_owned(),
            _ => "the site answers".to_owned(),
        };
        writeln!(out, "{GOOD}{says}{RESET}")?;
        writeln!(out, "  rule `{}` {}", rule.id, place(self.loaded, rule))?;
        if let Some(owner) = &rule.terms.owner {
            writeln!(out, "  owner {owner}")?;
        }
        if let Some(note) = &rule.note {
            writeln!(out, "  note: {note}")?;
        }
        if self.is_of_a_missing_row(number) {
            writeln!(out, "  its `onMissing`: the lookup has no row")?;
        }
        writeln!(out, "  source `{}`", rule.source.text)?;
        if let Some((_, bound)) = explanation.matching.iter().find(|(at, _)| *at == number) {
            for (name, value) in bound {
                writeln!(out, "    {name} = `{value}`{}", decoded(value))?;
            }
        }
        let asked = &explanation.asked;
        for condition in rule.when.iter() {
            let is = match condition {
                Condition::Lookup(found) if found.lookup.is_served() => {
                    "it is asked then".to_owned()
                }
                // The winner's own: its values stand among what is bound.
                Condition::Lookup(_) => "it has one".to_owned(),
                _ => {
                    let found = looked_at(condition, &asked.view(), &asked.headers);
                    condition.words_for(found.as_deref())
                }
            };
            writeln!(out, "  {}: {is}", condition.words())?;
        }
        if let Action::Redirect { destination, .. } = &rule.action {
            writeln!(out, "  destination `{}`", destination.text)?;
            if let Some(query) = &explanation.query {
                writeln!(out, "  query `{query}`: {}", forwarded(&rule.terms.query))?;
            }
        }
        if let Some(location) = &answer.location {
            writeln!(out, "  location `{location}`{}", decoded(location))?;
            let stays = location.starts_with('/');
            let guarded = match stays {
                true => "the path stays on the host that was asked",
                false => "the origin is written in the policy; the request cannot choose it",
            };
            writeln!(out, "  guard: {guarded}")?;
        }
        if let Action::Redirect {
            permanent_after: Some(moment),
            ..
        } = &rule.action
        {
            let moment = redirect_policy::timestamp::written(*moment);
            writeln!(out, "  permanent after {moment}, temporary until then")?;
        }
        self.fields(out)
    }

    /// Writes the header fields of the answer, those for caches first.
    fn fields(&self, out: &mut dyn Write) -> io::Result<()> {
        let headers = &self.explanation.answer.headers;
        for (name, value) in headers {
            if matches!(
                name.as_str(),
                "location" | "content-length" | "content-type"
            ) {
                continue;
            }
            let value = String::from_utf8_lossy(value.as_bytes());
            writeln!(out, "  {name}: {value}")?;
        }
        let status = self.explanation.answer.status.map(|status| status.as_u16());
        if !headers.contains_key("cache-control") {
            match status {
                Some(301 | 308 | 410) => writeln!(
                    out,
                    "  caching: browsers and caches keep a {} until they are told otherwise",
                    status.unwrap_or_default()
                )?,
                Some(302 | 303 | 307) => writeln!(out, "  caching: not kept")?,
                _ => {}
            }
        }
        Ok(())
    }

    /// The rules that match too, and come later.
    fn shadowed(&self, out: &mut dyn Write) -> io::Result<()> {
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
    fn others(&self, all: bool, out: &mut dyn Write) -> io::Result<()> {
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
            place(self.loaded, rule)
        )
    }

    fn trip(&self, trip: &Trip, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{STRONG}the trip{RESET}")?;
        for (number, hop) in trip.hops.iter().enumerate() {
            let place = self.rule(hop.rule).map(|rule| place(self.loaded, rule));
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
                place.unwrap_or_default(),
                once.unwrap_or_default()
            )?;
        }
        writeln!(out, "  {}", trip.end)
    }
}

/// Where a rule stands, as editors click it.
fn place(loaded: &Loaded, rule: &Rule) -> String {
    let (line, column) = loaded.sources.position(rule.source_span);
    let file = loaded.sources.file(rule.source_span.file);
    let file = file.map_or("", |file| file.shown.as_str());
    format!("{FRAME}{file}:{line}:{column}{RESET}")
}

/// The text that an encoded one stands for, if that is another and can be shown.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        rest = behind;
        match redirect_runtime::canonical::triplet(behind).filter(|_| first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = behind.get(2..).unwrap_or_default();
            }
            None => bytes.push(first),
        }
    }
    match String::from_utf8(bytes) {
        Ok(plain) if plain != text && !plain.chars().any(char::is_control) => {
            format!(" (decoded: {plain})")
        }
        _ => String::new(),
    }
}

fn forwarded(policy: &QueryPolicy) -> String {
    match policy {
        QueryPolicy::Keep => {
            "forwarded, but for keys that the rule uses or the destination sets".to_owned()
        }
        QueryPolicy::Drop => "dropped (`query: drop`)".to_owned(),
        QueryPolicy::Except(keys) => format!("all but `{}` is forwarded", keys.join("`, `")),
        QueryPolicy::Only(keys) => format!("only `{}` is forwarded", keys.join("`, `")),
    }
}
