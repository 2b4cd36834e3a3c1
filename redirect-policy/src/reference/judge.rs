//! One rule against one request, with every reason why it does not match.

use http::Method;
use http::header::HeaderMap;
use redirect_runtime::{Captured, Request};

use super::destination::{Unrenderable, fault};
use crate::model::condition::asked::Asked;
use crate::model::{Action, Condition, LookupRow, LookupUse, QueryPolicy, Rule};
use crate::pattern::Pattern;
use crate::pattern::backtrack::{Attempt, Bindings, Stuck, attempt, matches};

/// The most steps that a pattern is followed.
const MOST_STEPS: usize = 100_000;

/// The finding about a rule for a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement<'p> {
    /// It matches, and binds this.
    Matches(Bindings),
    /// It does not, for these reasons; the first is the path, if that is one.
    Misses(Vec<Reason<'p>>),
    /// The pattern has too many ways to try.
    Undecided,
}

/// Why a rule does not match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason<'p> {
    /// The source does not match the path.
    Path(Stuck),
    /// The method is neither GET nor HEAD, and the status would not keep it.
    Method,
    /// A condition of `when` does not hold.
    When(&'p Condition),
    /// All conditions of an `unless` hold.
    Unless(&'p [Condition]),
    /// The path is one that the rule does not take.
    Except(&'p Pattern),
    /// The site has answered, and the rule is one of those that are tried before it is asked.
    BeforeSite,
    /// The location cannot be written.
    Destination(Unrenderable),
}

/// Judges a rule by the language's definition. `path` is the request's in canonical form; `headers` are its fields.
///
/// ```
/// use http::header::HeaderMap;
/// use redirect_policy::reference::{Judgement, Reason, judge};
/// let mut sources = redirect_policy::source::Sources::default();
/// let text = "redirectionPolicy:
///   version: 0.0.1
///   rules: [{ source: /a, destination: /b, when: { host: a.example } }]";
/// let file = sources.insert("redirects.yml", text);
/// let compiled = redirect_policy::compile(&mut sources, file);
/// let rule = &compiled.policy.rules[0];
/// let judgement = judge(rule, &"http://b.example/a".into(), "/a", &HeaderMap::new());
/// assert_eq!(judgement, Judgement::Misses(vec![Reason::When(&rule.when[0])]));
/// ```
#[must_use]
pub fn judge<'p>(
    rule: &'p Rule,
    request: &Request<'_>,
    path: &str,
    headers: &HeaderMap,
) -> Judgement<'p> {
    let mut reasons = Vec::new();
    let mut bound = match attempt(&rule.source.items, rule.fold_case, path, MOST_STEPS) {
        Attempt::Matches(bound) => bound,
        Attempt::Fails(stuck) => {
            reasons.push(Reason::Path(stuck));
            Bindings::new()
        }
        Attempt::Undecided => return Judgement::Undecided,
    };
    if request.site_status().is_some() && !rule.asks_site() {
        reasons.push(Reason::BeforeSite);
    }
    let excepted = |source: &&Pattern| matches(&source.items, rule.fold_case, path).is_some();
    if let Some(source) = rule.except.iter().find(excepted) {
        reasons.push(Reason::Except(source));
    }
    if rule.get_only() && !matches!(*request.method(), Method::GET | Method::HEAD) {
        reasons.push(Reason::Method);
    }
    let asked = Asked { request, headers };
    for condition in rule.when.iter() {
        match condition.judge(asked, rule.fold_case) {
            Some(more) => bound.extend(more),
            None => reasons.push(Reason::When(condition)),
        }
    }
    let exempt = |condition: &Condition| condition.judge(asked, rule.fold_case).is_some();
    let mut lists = rule.unless.iter();
    if let Some(list) = lists.find(|list| list.iter().all(exempt)) {
        reasons.push(Reason::Unless(list));
    }
    // True if nothing is rendered here: a row has a status of its own, or the program is asked.
    let mut row_answers = false;
    for found in rule.lookups() {
        if found.lookup.is_served() {
            // The program is asked: what it says is not known here.
            row_answers = true;
            break;
        }
        match row(found, &bound) {
            Some(row) if row.status.is_some() => {
                row_answers = true;
                break;
            }
            Some(row) => rebind(found, row, &mut bound),
            None => {
                let condition = rule
                    .when
                    .iter()
                    .find(|one| matches!(one, Condition::Lookup(own) if **own == *found));
                reasons.extend(condition.map(Reason::When));
                break;
            }
        }
    }
    if reasons.is_empty() && !row_answers {
        if let Some(fault) = unrenderable(rule, request, &bound) {
            reasons.push(Reason::Destination(fault));
        }
    }
    match reasons.is_empty() {
        true => Judgement::Matches(bound),
        false => Judgement::Misses(reasons),
    }
}

/// The row of a lookup for what is bound.
fn row<'p>(found: &'p LookupUse, bound: &Bindings) -> Option<&'p LookupRow> {
    let part = |name: &String| {
        let (_, text) = bound.iter().rev().find(|(known, _)| known == name)?;
        Captured::new(text)
            .decode()
            .ok()
            .map(std::borrow::Cow::into_owned)
    };
    let parts: Option<Vec<String>> = found.key.iter().map(part).collect();
    let key = found.lookup.canonical_key(parts?);
    found.lookup.rows.iter().find(|row| row.key == key)
}

/// Binds the values of a row in place of what the request said.
fn rebind(found: &LookupUse, row: &LookupRow, bound: &mut Bindings) {
    for (column, value) in found.lookup.values.iter().zip(&row.values) {
        bound.retain(|(name, _)| *name != column.name.value);
        if let Some(value) = value {
            bound.push((column.name.value.clone(), column.canonical_value(value)));
        }
    }
}

/// Why the location of a rule without handler is not written.
fn unrenderable(rule: &Rule, request: &Request<'_>, bound: &Bindings) -> Option<Unrenderable> {
    let Action::Redirect {
        destination,
        handler: None,
        ..
    } = &rule.action
    else {
        return None;
    };
    let query = match rule.response_options.query {
        QueryPolicy::Keep => request.query().map_or(0, |query| query.len() + 1),
        QueryPolicy::Drop | QueryPolicy::Only(_) | QueryPolicy::Except(_) => 0,
    };
    let of_values = rule.names_of_values();
    let mut written = bound.clone();
    for (name, value) in &mut written {
        if of_values.contains(name) {
            *value = value.replace('/', "%2F");
        }
    }
    fault(destination, &written, query)
}
