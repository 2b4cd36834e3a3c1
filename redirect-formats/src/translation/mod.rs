//! One foreign rule to the rules of the policy that say the same.

mod condition;
mod difference;
mod pattern;
mod reference;
mod source;
mod template;
mod written;

use redirect_policy::model;

pub(crate) use condition::is_expressible;
use condition::{Slashes, conditions};
use difference::differences;
use pattern::lower;
use reference::{Style, fixes_scheme};
use source::{query_conditions, source, split_source};
use template::Destination;

use crate::entry::Entry;
use crate::foreign::{ForeignRule, Status, Syntax, with_marks_read, without_look_ahead};
use crate::report::Reason;
use crate::{Options, Status418};

/// No request line is longer, so that no source need be.
const LONGEST_SOURCE: usize = 8192;

/// A rule's translation, with the differences that are not to the letter.
pub(crate) struct Converted {
    pub(crate) entries: Vec<Entry>,
    pub(crate) notes: Vec<String>,
}

/// Converts one rule.
pub(crate) fn convert_rule(rule: &ForeignRule, options: &Options) -> Result<Converted, Reason> {
    let rule = &without_look_ahead(&with_marks_read(rule));
    let mut notes = rule.notes.clone();
    if rule.source.len() > LONGEST_SOURCE {
        return Err(Reason::new(
            "too-long",
            format!("the source is longer than {LONGEST_SOURCE} bytes"),
        ));
    }
    let (path, query) = split_source(rule)?;
    let mut when = rule.when.clone();
    when.extend(query_conditions(&query, rule.syntax)?);
    let slashes = match rule.syntax {
        Syntax::Next => Slashes::Kept,
        _ => Slashes::Encoded,
    };
    let mut when = conditions(&when, slashes)?;
    when.unless.splice(0..0, unless(rule)?);
    if rule.syntax == Syntax::Exact && path.ends_with('?') {
        notes.push(
            "the `?` at its end is read as part of a title, which requests send as `%3F`"
                .to_owned(),
        );
    }
    let node = source(rule, &path, &mut notes)?;
    let mut names = Vec::new();
    node.captures(&mut names);
    names.extend(when.bound.iter().cloned());
    let outcome = outcome(rule, &names, options)?;
    let used = match &outcome {
        Outcome::Redirect(_, destination) => destination.references(),
        _ => Vec::new(),
    };
    let variants = lower(&node, &used, &mut notes)?;
    for items in &variants {
        differences(rule, items, &outcome, &used, &mut notes)?;
    }
    let row = written::row(rule, &node, &query, &outcome, &when);
    let entries = variants
        .iter()
        .map(|items| written::entry(rule, items, &outcome, &when, row.clone()));
    let entries = entries.collect::<Result<Vec<Entry>, Reason>>()?;
    if rule.destination.as_deref().is_some_and(fixes_scheme) && style(rule.syntax) == Style::Dollar
    {
        notes.push("the location stays on the scheme of the request, since the policy names no host for it".to_owned());
    }
    notes.sort();
    notes.dedup();
    Ok(Converted { entries, notes })
}

/// The rule's answer, its destination read.
enum Outcome {
    Redirect(u16, Destination),
    Gone(u16),
    Stop,
}

fn outcome(rule: &ForeignRule, names: &[String], options: &Options) -> Result<Outcome, Reason> {
    let status = match &rule.status {
        Status::Code(status) => *status,
        Status::Stop => return Ok(Outcome::Stop),
        Status::Other(text) => {
            return Err(Reason::new(
                "status",
                format!("`{text}` is not a redirect, but another way to answer"),
            ));
        }
    };
    match status {
        301 | 302 | 303 | 307 | 308 => {
            let text = rule.destination.as_deref().unwrap_or_default();
            Destination::parse(text, style(rule.syntax), names)
                .map(|destination| Outcome::Redirect(status, destination))
        }
        410 | 451 => Ok(Outcome::Gone(status)),
        418 => match options.status_418 {
            Status418::Stop => Ok(Outcome::Stop),
            Status418::Gone => Ok(Outcome::Gone(410)),
            Status418::Skip => Err(Reason::new(
                "no-target-yet",
                "418 says that there is no target yet; left out as asked",
            )),
        },
        200 => Err(Reason::new(
            "rewrite",
            "200 is a rewrite: the site answers with another page, which is not a redirect",
        )),
        other => Err(Reason::new(
            "status",
            format!("the language has no answer with status {other}"),
        )),
    }
}

fn style(syntax: Syntax) -> Style {
    match syntax {
        Syntax::Exact | Syntax::Rails => Style::Literal,
        Syntax::Netlify | Syntax::Cloudflare => Style::Colon,
        Syntax::Vercel => Style::Vercel,
        Syntax::Next => Style::Next,
        Syntax::FirebaseGlob | Syntax::FirebaseRoute | Syntax::FirebaseRegex => Style::Route,
        Syntax::Amplify => Style::Angle,
        Syntax::NginxExact | Syntax::Regex | Syntax::StartRegex | Syntax::Prefix => Style::Dollar,
        Syntax::WholeRegex => Style::Brace,
    }
}

/// One map for each condition, since each of them alone exempts a request.
fn unless(rule: &ForeignRule) -> Result<Vec<Vec<model::Condition>>, Reason> {
    let mut maps = Vec::new();
    for condition in &rule.unless {
        let written = conditions(std::slice::from_ref(condition), Slashes::Encoded)?;
        if let Some(name) = written.bound.first() {
            let text = format!("`{name}` would be bound where it must be missing");
            return Err(Reason::new("condition", text));
        }
        maps.push(Vec::clone(&written.when));
    }
    Ok(maps)
}
