//! `self-redirect`: rules that never lead anywhere else, because every request that they match is already there.

use redirect_runtime::Outcome;

use super::linter::Linter;
use crate::diagnostic::Diagnostic;
use crate::lint;
use crate::model::{Action, Condition, QueryPolicy, Rule, ValuePattern};
use crate::pattern::{Item, Kind, Part, Piece, Template};
use crate::proof::environment::{Demands, meeting};
use crate::proof::requests::requests;
use crate::proof::site::Site;

/// The most requests that are played.
const PLAYED: usize = 8;

/// Rules whose destinations are their sources.
#[derive(Default)]
pub(super) struct Found {
    /// Those that redirect no request.
    pub(super) idle: Vec<usize>,
    /// Those of which that is not decided.
    open: Vec<usize>,
}

/// Finds the rules that redirect no request.
pub(super) fn find(site: &Site<'_>) -> Found {
    let rules = site.policy.rules.iter().enumerate();
    let suspects: Vec<_> = rules.filter(|(_, rule)| writes_its_source(rule)).collect();
    let mut found = Found::default();
    for (done, &(index, rule)) in suspects.iter().enumerate() {
        let share = site.steps.share_of(suspects.len() - done);
        match site.steps.within(share, || stays(site, index, rule)) {
            (_, true) => found.open.push(index),
            (true, false) => found.idle.push(index),
            (false, false) => {}
        }
    }
    found
}

/// Reports the rules that were found.
pub(super) fn report(site: &mut Linter<'_>, found: &Found) {
    for index in &found.open {
        let span = site.rule(*index).map(Rule::destination_span);
        site.open(lint::SELF_REDIRECT, Some(*index), span.unwrap_or_default());
    }
    for index in &found.idle {
        let Some(rule) = site.rule(*index) else {
            continue;
        };
        let message = format!(
            "`{}` leads to itself: every request that it matches is already there",
            rule.source.text
        );
        let diagnostic = Diagnostic::lint(lint::SELF_REDIRECT, rule.destination_span(), message)
            .label("never redirects")
            .help("send it to another page, or remove it; a rule that leaves these pages to the site has `action: stop` and no destination");
        site.report(Some(rule), diagnostic);
    }
}

/// Returns true if the destination is the source, name by name, for every query.
fn writes_its_source(rule: &Rule) -> bool {
    let Action::Redirect {
        destination,
        handler: None,
        ..
    } = &rule.action
    else {
        return false;
    };
    if destination.origin.is_some() || !keeps_query(rule, destination) {
        return false;
    }
    let mut from = Vec::new();
    of_items(&rule.source.items, rule.fold_case, &mut from);
    let mut to = Vec::new();
    of_pieces(&destination.pieces, &mut to);
    from == to
}

/// Returns true if the location has the request's own query, whatever that is.
fn keeps_query(rule: &Rule, destination: &Template) -> bool {
    let writes = |piece: &Piece| match piece {
        Piece::Literal { text, part } => *part == Part::Query && text != "?",
        Piece::Parameter { part, .. } => *part == Part::Query,
        // What stands in a group is compared as a part of the path.
        Piece::Group(_) => false,
    };
    let uses_up = |condition: &Condition| match condition {
        Condition::Query { value, .. } => *value != ValuePattern::Present(false),
        Condition::NoQuery
        | Condition::Host(_)
        | Condition::Scheme(_)
        | Condition::Method(_)
        | Condition::AnyMethod
        | Condition::Header { .. }
        | Condition::Cookie { .. }
        | Condition::Language(_)
        | Condition::Accept(_)
        | Condition::From(_)
        | Condition::Until(_)
        | Condition::SiteStatus(_)
        | Condition::Lookup(_) => false,
    };
    let has_none = rule.when.contains(&Condition::NoQuery);
    !destination.pieces.iter().any(writes)
        && !rule.when.iter().any(uses_up)
        && (has_none || rule.response_options.query == QueryPolicy::Keep)
}

/// A part of a path, as a source and a destination may both have it.
#[derive(Debug, PartialEq, Eq)]
enum Segment {
    Text(String),
    Name(String),
    Open,
    Close,
    /// Something that may be written in another way than it was asked for.
    Other,
}

fn of_items(items: &[Item], fold: bool, parts: &mut Vec<Segment>) {
    // Requests may encode these, and the destination does not.
    let varies = |text: &str| {
        text.bytes()
            .any(|byte| b"!$&'()*+,;=:@".contains(&byte) || fold && byte.is_ascii_alphabetic())
    };
    for item in items {
        match item {
            Item::Literal(text) if varies(text) => parts.push(Segment::Other),
            Item::Literal(text) => push_text(text, parts),
            Item::Parameter(parameter) => parts.push(match &parameter.kind {
                Kind::Enumeration(values) if values.iter().any(|value| varies(value)) => {
                    Segment::Other
                }
                _ => Segment::Name(parameter.name.clone()),
            }),
            Item::Wildcard { .. } => parts.push(Segment::Name("*".to_owned())),
            Item::Group(items) => {
                parts.push(Segment::Open);
                of_items(items, fold, parts);
                parts.push(Segment::Close);
            }
        }
    }
}

fn of_pieces(pieces: &[Piece], parts: &mut Vec<Segment>) {
    for piece in pieces {
        match piece {
            Piece::Literal {
                text,
                part: Part::Path,
            } => push_text(text, parts),
            Piece::Parameter {
                name,
                part: Part::Path,
                ..
            } => parts.push(Segment::Name(name.clone())),
            Piece::Group(pieces) => {
                parts.push(Segment::Open);
                of_pieces(pieces, parts);
                parts.push(Segment::Close);
            }
            Piece::Literal { .. } | Piece::Parameter { .. } => {}
        }
    }
}

fn push_text(text: &str, parts: &mut Vec<Segment>) {
    let text = redirect_runtime::canonical::canonical_path(text);
    match parts.last_mut() {
        Some(Segment::Text(before)) => before.push_str(&text),
        _ => parts.push(Segment::Text(text.into_owned())),
    }
}

/// Returns true if no request that is tried moves, on the table that ships.
fn stays(site: &Site<'_>, index: usize, rule: &Rule) -> bool {
    let Some(environment) = meeting(Demands::of(rule), &site.steps) else {
        return false;
    };
    let mut paths = requests(site, index, &environment, PLAYED);
    // Runs of slashes at the front are one in a location.
    paths.extend(paths.first().map(|path| format!("/{path}")));
    let mut there = false;
    for path in &paths {
        for query in ["", "?a=b", "?a=b|c&d=it's"] {
            let target = match query.is_empty() || environment.target(path).contains('?') {
                true => environment.target(path),
                false => format!("{path}{query}"),
            };
            let prepared = environment.prepare_target(target);
            let Some(found) = site.find(&prepared) else {
                return false;
            };
            if found.rule().map(|rule| rule.number() as usize) != Some(index) {
                continue;
            }
            match found.outcome() {
                Outcome::Stop {
                    already_there: true,
                } => there = true,
                Outcome::Stop {
                    already_there: false,
                }
                | Outcome::Redirect { .. }
                | Outcome::Gone { .. }
                | Outcome::Handler { .. }
                | Outcome::Lookup { .. }
                | Outcome::Passthrough => return false,
            }
        }
    }
    there
}
