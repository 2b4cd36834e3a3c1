//! `except`: sources that a rule does not take.

use std::rc::Rc;

use crate::diagnostic::Diagnostic;
use crate::pattern::{self, Item, Pattern, replaced};
use crate::yaml::{Entry, single_quoted};

use super::Checker;
use super::scope::Scope;

impl Checker<'_> {
    /// `except`: sources that bind nothing, and that no rule here takes; `own` is the source of a rule.
    pub(super) fn add_except(&mut self, scope: &mut Scope, entry: &Entry, own: Option<&str>) {
        let mut except = Vec::clone(&scope.except);
        for written in self.texts(entry, "a path such as `/api/*`") {
            if self.foreign_source(written, false) {
                continue;
            }
            let options = scope.source_options(&self.kinds);
            let source = pattern::parse_source(&written.text, &options);
            let Some(source) = self.parsed(written, source) else {
                continue;
            };
            let names = source.names();
            if let Some(bound) = names.iter().find(|bound| bound.name != "*") {
                let span = written.span_of(self.sources, bound.at.clone());
                let message = format!("`except` binds no names, so `:{}` is of no use", bound.name);
                let starred = replaced(&written.text, &bound.at, "*");
                // With the rule's own source as an exception nothing would be left.
                let instead = match own == Some(starred.as_str()) {
                    true => "write the text itself".to_owned(),
                    false => {
                        format!("write `{starred}`, which takes slashes too, or the text itself")
                    }
                };
                self.report(
                    Diagnostic::error("name-in-except", span, message)
                        .help(instead)
                        .help(format!(
                            "or remove `except`, and write `- {{ source: {}, action: stop }}` in front of the rule",
                            single_quoted(&written.text)
                        )),
                );
                continue;
            }
            except.extend(self.behind(written, &source, scope.prefix.as_deref()));
        }
        scope.except = Rc::new(except);
    }
}

/// The exceptions that may concern a source: those that do not begin with other text.
pub(super) fn relevant(
    except: &Rc<Vec<Pattern>>,
    source: &Pattern,
    fold: bool,
) -> Rc<Vec<Pattern>> {
    let front = |pattern: &Pattern| {
        let text = match pattern.items.first() {
            Some(Item::Literal(text)) => text.as_str(),
            _ => "",
        };
        let text = match fold {
            true => text.to_ascii_lowercase(),
            false => text.to_owned(),
        };
        (
            text,
            pattern.items.len() == 1 && pattern.literal_text().is_some(),
        )
    };
    let (own, is_whole) = front(source);
    let concerns = |one: &Pattern| {
        let (other, other_is_whole) = front(one);
        // A literal may match what another writes encoded.
        if own.contains('%') || other.contains('%') {
            return true;
        }
        own.starts_with(&other) && (!other_is_whole || !is_whole || own == other)
            || other.starts_with(&own) && !is_whole
    };
    match except.iter().filter(|one| concerns(one)).count() {
        0 => Rc::default(),
        all if all == except.len() => Rc::clone(except),
        _ => Rc::new(except.iter().filter(|one| concerns(one)).cloned().collect()),
    }
}
