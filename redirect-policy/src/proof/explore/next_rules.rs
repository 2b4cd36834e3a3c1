//! The rules that a destination may lead to, and the paths that it leads to them.

use super::Survey;
use crate::model::{Action, Rule};
use crate::pattern::{Item, Part, Piece, Template};
use crate::proof::automaton::{Automaton, Reading};
use crate::proof::decide::{Answer, Question};
use crate::proof::destinations::{Inverse, front, path_pattern};
use crate::proof::forms::Form;
use crate::proof::site::{Site, literal};
use crate::proof::universe::Universe;

/// The most rules that a destination may lead to which are looked at.
pub(super) const MOST_NEXT: usize = 64;
/// The most literal paths that a destination may lead to which are looked at.
const MOST_LITERALS: usize = 64;
/// Steps that it takes to read a destination as a pattern.
pub(super) const PATTERN: usize = 200;
/// Steps that it takes to make a table that reads a destination.
const INVERSE: usize = 2_000;
/// A question about one rule that a destination may lead to takes this part of the steps.
const PART: u64 = 16;

/// The destination of a rule without handler that may lead on: on the site's own hosts, and not to a mere text that
/// no rule matches.
pub(super) fn destination_on<'p>(site: &Site<'_>, rule: &'p Rule) -> Option<&'p Template> {
    let Action::Redirect {
        destination,
        handler: None,
        ..
    } = &rule.action
    else {
        return None;
    };
    let origin = destination.origin.as_ref();
    let leaves = origin.is_some_and(|origin| !site.is_own(&origin.host));
    (!leaves && !ends_at_once(site, destination)).then_some(destination)
}

/// Returns true if some rule may match where a rule leads.
pub(crate) fn leads_on(site: &Site<'_>, survey: &Survey, rule: &Rule) -> bool {
    destination_on(site, rule).is_some_and(|destination| {
        site.steps.spend(PATTERN);
        !NextRules::of(site, survey, &path_pattern(rule, destination)).is_nowhere
    })
}

/// Returns true if a destination of nothing but text is a path that no rule matches.
fn ends_at_once(site: &Site<'_>, destination: &Template) -> bool {
    let mut path = String::new();
    for piece in &destination.pieces {
        match piece {
            Piece::Literal {
                text,
                part: Part::Path,
            } => path.push_str(text),
            Piece::Literal { .. } => break,
            Piece::Parameter { .. } | Piece::Group(_) => return false,
        }
    }
    if path.is_empty() {
        path.push('/');
    }
    let path = redirect_runtime::canonical::canonical_path(&path);
    site.first_candidate(&path).is_none()
}

/// The rules that a destination may lead to.
pub(super) struct NextRules {
    pub(super) patterns: Vec<usize>,
    literals: Vec<usize>,
    /// True if there is none.
    pub(super) is_nowhere: bool,
}

impl NextRules {
    pub(super) fn of(site: &Site<'_>, survey: &Survey, items: &[Item]) -> Self {
        let forms = Form::all(items);
        let patterns = survey.patterns(site, &forms);
        let literals = survey.literals(site, &forms);
        // Without patterns literals are not kept: each is looked up.
        let is_nowhere = !site.index().is_empty()
            && redirect_runtime::canonical::is_canonical(front(items))
            && patterns.is_empty()
            && literals.is_empty();
        NextRules {
            patterns,
            literals,
            is_nowhere,
        }
    }
}

/// Adds the paths that a rule leads into the sources of others; says whether the steps were enough for all of them.
pub(super) fn add_led_on(
    site: &Site<'_>,
    rule: &Rule,
    items: &[Item],
    next: &NextRules,
    paths: &mut Vec<String>,
) -> bool {
    let here = Automaton::of(items, Reading::PATH);
    let mut enough = true;
    let mut led: Vec<String> = Vec::new();
    for &index in next.patterns.iter().take(MOST_NEXT) {
        let source = site.automaton(index);
        let excepts = site.excepts(index);
        let question = Question {
            universe: Universe::Path,
            must: vec![&here, &source],
            avoid: excepts.iter().map(|(_, except)| &**except).collect(),
            steps: &site.steps,
        };
        let most = site.steps.left() / PART;
        match site.steps.within(most, || question.texts(2)).0 {
            Answer::Found(texts) => led.extend(texts),
            Answer::None => {}
            Answer::Undecided => enough = false,
        }
    }
    let literals = next.literals.iter().take(MOST_LITERALS);
    let literals = literals.filter_map(|index| literal(site.rule(*index)?));
    let matching = literals.filter(|path| here.matches(path));
    led.extend(matching.take(4).map(str::to_owned));
    if led.is_empty() {
        return enough;
    }
    site.steps.spend(INVERSE);
    let inverse = Inverse::of(rule, items);
    for path in led {
        if let Some(path) = inverse.path_to(&path) {
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
    }
    enough
}
