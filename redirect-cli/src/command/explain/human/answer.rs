//! The rule that answers, step by step.

use std::io::{self, Write};

use redirect_policy::model::{Action, Condition, QueryPolicy, Rule};
use redirect_policy::reference::looked_at;

use super::{Page, position};
use crate::command::explain::Answer;
use crate::style::{GOOD, RESET, WARNING};

impl Page<'_, '_> {
    /// The rule that answers, and what becomes of its destination.
    pub(super) fn winner(&self, out: &mut dyn Write) -> io::Result<()> {
        let explanation = self.explanation;
        let answer = &explanation.answer;
        let Some((number, rule)) = answer.rule.and_then(|at| Some((at, self.rule(at)?))) else {
            return writeln!(out, "{WARNING}no rule matches{RESET}: the site answers");
        };
        writeln!(out, "{GOOD}{}{RESET}", outcome(answer))?;
        writeln!(out, "  rule `{}` {}", rule.id, position(self.loaded, rule))?;
        if let Some(owner) = &rule.response_options.owner {
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
        self.conditions(rule, out)?;
        self.destination(rule, out)?;
        self.fields(out)
    }

    /// The conditions of the rule, with the values of the request that they look at.
    fn conditions(&self, rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
        let asked = &self.explanation.asked;
        for condition in rule.when.iter() {
            let found = match condition {
                Condition::Lookup(asked) if asked.lookup.is_served() => {
                    "it is asked then".to_owned()
                }
                // The winner's own: its values stand among what is bound.
                Condition::Lookup(_) => "it has one".to_owned(),
                _ => {
                    let value = looked_at(condition, &asked.view(), &asked.headers);
                    condition.words_for(value.as_deref())
                }
            };
            writeln!(out, "  {}: {found}", condition.words())?;
        }
        Ok(())
    }

    /// The way from the rule's destination to the location.
    fn destination(&self, rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
        let explanation = self.explanation;
        if let Action::Redirect { destination, .. } = &rule.action {
            writeln!(out, "  destination `{}`", destination.text)?;
            if let Some(query) = &explanation.query {
                writeln!(
                    out,
                    "  query `{query}`: {}",
                    forwarded(&rule.response_options.query)
                )?;
            }
        }
        if let Some(location) = &explanation.answer.location {
            writeln!(out, "  location `{location}`{}", decoded(location))?;
            let stays = location.starts_with('/');
            let guarded = match stays {
                true => "the path stays on the host that was asked",
                false => "the origin is written in the policy; the request cannot choose it",
            };
            writeln!(out, "  guard: {guarded}")?;
        }
        if let Action::Redirect {
            permanent_after: Some(timestamp),
            ..
        } = &rule.action
        {
            let until = redirect_policy::timestamp::written(*timestamp);
            writeln!(out, "  permanent after {until}, temporary until then")?;
        }
        Ok(())
    }

    /// Writes the header fields of the answer, and what caches do where none says it.
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
}

/// The outcome in a few words.
fn outcome(answer: &Answer) -> String {
    match (answer.status, &answer.location, &answer.handler) {
        (Some(status), Some(location), _) => format!("{} to {location}", status.as_u16()),
        (Some(status), None, _) => status.as_u16().to_string(),
        (None, _, Some(handler)) => format!("the handler `{handler}` decides"),
        _ if answer.lookup.is_some() => {
            let lookup = answer.lookup.as_deref().unwrap_or_default();
            format!("the lookup `{lookup}` decides, whose rows the program has")
        }
        _ if answer.already_there => "already there: the site answers".to_owned(),
        _ => "the site answers".to_owned(),
    }
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

/// The pairs of the query that are forwarded.
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
