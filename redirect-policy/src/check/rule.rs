//! A rule: its source, its conditions, and what is said about it.

use std::rc::Rc;

use crate::diagnostic::Diagnostic;
use crate::model::{Example, FaultyRule, Located, Rule};
use crate::pattern::{self, Pattern};
use crate::yaml::{Entry, Node, Scalar};

use super::action::Parts;
use super::bindings::{self, Names, Supply};
use super::choices::Choice;
use super::exceptions::relevant;
use super::keys::Fields;
use super::prefix::GroupPrefix;
use super::remarks::{Remarks, not_in_a_name};
use super::scope::Scope;
use super::{Allowing, Checker, keys, lookup, values};

impl Checker<'_> {
    /// Checks one rule, and keeps it if it is whole.
    pub(super) fn rule(&mut self, node: &Node, outer: &Scope) {
        let before = self.errors;
        let Some(fields) = self.fields(node, &keys::RULE) else {
            return;
        };
        let remarks = self.remarks(&fields);
        self.allowing = Allowing {
            lints: remarks.allow.clone(),
            in_table: Some(false),
        };
        let unread = self.foreign_rule(&fields);
        let mut scope = self.scope(outer, &fields);
        let source = match unread.source {
            true => None,
            false => self.source(&fields, &scope),
        };
        let plain = scope.clone();
        let written = source.as_ref().map(|(source, _)| source);
        let sound = self.add_lookups(&mut scope, &fields, written);
        let unless = self.unless(&fields, &scope);
        let judged = source.as_ref().filter(|_| !scope.when_unread);
        let names = |scope: &Scope| {
            judged.map(|(source, _)| Names {
                source,
                choices: scope
                    .choices
                    .iter()
                    .map(|choice| bindings::of_conditions(&choice.when))
                    .collect(),
                optional_values: lookup::optional_values(&scope.choices),
                unless: unless.bound.clone(),
            })
        };
        let bound = names(&scope).filter(|_| sound);
        let plain_names = names(&plain);
        let lookups = lookup::asked(&scope.choices);
        let from = Supply {
            names: bound.as_ref(),
            source_names: plain_names.as_ref(),
            // Of one that is faulty it is not known.
            served_lookup: !sound || lookups.iter().any(|lookup| lookup.served.is_some()),
        };
        let parts = self.action(&fields, &scope, from, unread);
        let missing = self.on_missing(&fields, plain_names.as_ref(), &lookups);
        let examples = match fields.find("examples") {
            Some(entry) => self.rule_examples(entry, &scope.choices),
            None => Vec::new(),
        };
        let whole = self.errors == before && !scope.faulty;
        match (source, parts) {
            (
                Some((source, written)),
                Parts {
                    action: Some(action),
                    ..
                },
            ) if whole => {
                let id = remarks.id.clone().unwrap_or_else(|| source.text.clone());
                let rule = Rule {
                    id,
                    explicit_id: remarks.id.is_some(),
                    source_span: written.span,
                    span: node.span,
                    fold_case: scope.fold_case,
                    response_options: scope.response_options,
                    unless: unless.lists.into(),
                    except: relevant(&scope.except, &source, scope.fold_case),
                    note: remarks.note,
                    examples: Vec::new(),
                    allow: remarks.allow,
                    entry: self.next_entry(),
                    prefix: scope.prefix.as_deref().map(GroupPrefix::of_rules),
                    ..Rule::new(source, action)
                };
                let behind = missing.map(|action| lookup::missing_rule(&rule, action));
                self.keep(rule, &scope.choices, examples);
                if let Some(rule) = behind {
                    self.keep(rule, &plain.choices, Vec::new());
                }
            }
            (source, parts) => {
                let source = source.map(|(source, _)| source);
                self.faulty_rule(source, parts, &scope, &fields);
            }
        }
    }

    /// Keeps a rule, once for each choice that its conditions leave, in their order and under one id. Any of them may
    /// answer the examples.
    fn keep(&mut self, rule: Rule, choices: &[Choice], examples: Vec<Example>) {
        let mut rules: Vec<Rule> = Vec::with_capacity(choices.len());
        for choice in choices {
            let one = Rule {
                when: Rc::clone(&choice.when),
                ..rule.clone()
            };
            rules.extend(self.hosts_of(one));
        }
        if let Some(last) = rules.last_mut() {
            last.examples = examples;
        }
        self.checked.policy.rules.extend(rules);
    }

    /// The number of the entry that is being checked, from 1.
    pub(super) fn next_entry(&mut self) -> u32 {
        self.entries_seen = self.entries_seen.saturating_add(1);
        self.entries_seen
    }

    /// Remembers the handler of a rule that is not whole, with what can be made out of the rest.
    fn faulty_rule(
        &mut self,
        source: Option<Pattern>,
        parts: Parts,
        scope: &Scope,
        fields: &Fields<'_>,
    ) {
        let meant = |key| fields.meant(key, &keys::RULE);
        let text = |key| {
            let entry = fields.find(key).or_else(|| meant(key))?;
            entry.value.as_scalar().map(|scalar| scalar.text.as_str())
        };
        let misspelt = || {
            let written = meant("handler")?.value.as_scalar()?;
            not_in_a_name(&written.text).is_none().then(|| Located {
                value: written.text.clone(),
                span: written.span,
            })
        };
        if let Some(handler) = parts.handler.or_else(misspelt) {
            self.checked.policy.faulty.push(FaultyRule {
                handler,
                source: source.or_else(|| text("source").map(pattern::guess_source)),
                destination: parts
                    .destination
                    .or_else(|| text("destination").map(pattern::guess_destination)),
                bindings: scope
                    .choices
                    .first()
                    .map_or_else(Vec::new, |choice| bindings::of_conditions(&choice.when)),
            });
        }
    }

    /// The pattern of `source` with the scalar that it is written in.
    fn source<'n>(&mut self, fields: &Fields<'n>, scope: &Scope) -> Option<(Pattern, &'n Scalar)> {
        let example = "source: \"/old/:id\"";
        let entry = self.required(fields, &keys::RULE, "source", example)?;
        let written = self.text(entry, "a pattern such as `/old/:id`")?;
        let source = pattern::parse_source(&written.text, &scope.source_options(&self.kinds));
        let source = self.parsed(written, source)?;
        let source = self.behind(written, &source, scope.prefix.as_deref())?;
        let bound = scope.choices.iter().flat_map(|choice| choice.bound.iter());
        self.bound_once(written, &source, bound);
        Some((source, written))
    }

    /// `id`, `note` and `allow`, of a rule or a table.
    pub(super) fn remarks(&mut self, fields: &Fields<'_>) -> Remarks {
        let mut remarks = Remarks {
            id: None,
            note: None,
            allow: Vec::new(),
        };
        if let Some(entry) = fields.find("id") {
            remarks.id = self.remark(entry);
        }
        if let Some(entry) = fields.find("note") {
            remarks.note = self.remark(entry);
        }
        if let Some(entry) = fields.find("allow") {
            remarks.allow = self.allowed(entry);
        }
        remarks
    }

    /// `handler`: a name that can become the name of a method.
    pub(super) fn handler(&mut self, entry: &Entry) -> Option<Located<String>> {
        let written = self.text(entry, "a name such as `handleArticles`")?;
        let name = &written.text;
        let Some((at, wrong)) = not_in_a_name(name) else {
            return Some(Located {
                value: name.clone(),
                span: written.span,
            });
        };
        let message = match (name.is_empty(), at) {
            (true, _) => "the name of the handler is empty".to_owned(),
            (_, 0) => format!("the name `{name}` does not begin with a letter"),
            _ => format!("`{wrong}` cannot stand in the name of a handler"),
        };
        let span = match name.is_empty() {
            true => written.span,
            false => written.span_of(self.sources, at..at + wrong.len_utf8()),
        };
        let help = match joined(name) {
            Some(name) => format!("write `{name}`"),
            None => "a name is a letter, then letters, digits and `_`, such as `handleArticles`"
                .to_owned(),
        };
        self.report(Diagnostic::error("bad-handler-name", span, message).help(help));
        None
    }

    /// Reports a key that has no meaning beside another.
    pub(super) fn out_of_place(
        &mut self,
        entry: &Entry,
        code: &'static str,
        why: &str,
        help: &str,
    ) {
        let message = format!("`{}` has no meaning here: {why}", entry.key.text);
        let span = values::span_of(entry);
        self.report(Diagnostic::error(code, span, message).help(help));
    }
}

/// The words of a name in one, such as `handleArticles` for `handle-articles`.
fn joined(name: &str) -> Option<String> {
    let mut joined = String::new();
    for word in name.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if !joined.is_empty() => {
                joined.push(first.to_ascii_uppercase());
                joined.push_str(letters.as_str());
            }
            _ => joined.push_str(word),
        }
    }
    (name.is_ascii() && not_in_a_name(&joined).is_none()).then_some(joined)
}
