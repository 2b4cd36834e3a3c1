//! Rules as the runtime reads them, and the texts of the policy.

mod conditions;
mod lookups;
mod response_options;
mod template;

use redirect_runtime::pattern::strategy::Strategy;
use redirect_runtime::table::handler::HandlerRecord;
use redirect_runtime::table::policy::Texts;
use redirect_runtime::table::rule::{
    ASKS, FOLD, GET_ONLY, KEYED, NEVER_SELF, RENDERS_ALWAYS, RENDERS_UNLESS_DOTS, ROW, RuleRecord,
    STRATEGY, status_flags, write_texts,
};
use redirect_runtime::table::{self, ASKS_SITE};

use super::blob::{Blob, number};
use super::certain::{Certainty, Renders};
use super::names::names;
use super::plan::Known;
use super::sections::Sections;
use super::token::literal_path;
use crate::model::condition::record::Headers;
use crate::model::{Action, OnFailure, Policy, ResponseOptions, Rule};
use crate::pattern::program;
use crate::source::Sources;
use conditions::conditions;
use lookups::Lookups;

/// Numbers the handlers of a policy in order of first use.
pub(in crate::lower) fn handlers(policy: &Policy) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for rule in &policy.rules {
        if let Some(handler) = rule.handler() {
            if !names.contains(&handler.value.as_str()) {
                names.push(&handler.value);
            }
        }
    }
    names
}

/// Writes all rules; gives the offset of the policy's own texts in the blob.
pub(in crate::lower) fn write(
    policy: &Policy,
    sources: &Sources,
    known: &[Known],
    sections: &mut Sections,
) -> u32 {
    let asks_site = policy.rules.iter().any(|rule| rule.asks_site());
    sections.set(ASKS_SITE, asks_site);
    let blob = &mut sections.blob;
    let mut writer = Writer {
        lookups: Lookups::write(policy, blob),
        blob,
        headers: Headers::default(),
        handlers: handlers(policy),
        last_terms: None,
    };
    for (rule, known) in policy.rules.iter().zip(known) {
        let (line, _) = sources.position(rule.span);
        let record = writer.rule(rule, known, number(line));
        record.write(&mut sections.rules);
    }
    writer.policy(policy, sources)
}

struct Writer<'w> {
    lookups: Lookups,
    blob: &'w mut Blob,
    headers: Headers,
    handlers: Vec<&'w str>,
    /// ResponseOptions are shared by neighbours: the last ones and their offset plus one.
    last_terms: Option<(*const ResponseOptions, u32)>,
}

impl Writer<'_> {
    /// The record of a rule that stands at a line.
    fn rule(&mut self, rule: &Rule, known: &Known, line: u32) -> RuleRecord {
        let names = names(rule);
        let number_of = |name: &str| {
            let place = names.iter().position(|known| *known == name);
            response_options::count(place.unwrap_or(usize::from(u8::MAX)))
        };
        let of_values = match rule.when.is_empty() {
            true => Vec::new(),
            false => rule.names_of_values(),
        };
        let mut flags = flags(rule, known.certainty);
        let texts = match known.record.filter(|_| is_keyed(rule)) {
            Some(record) => {
                flags |= KEYED;
                record
            }
            None => self.texts(rule),
        };
        let needs_program = !names.is_empty() || literal_path(&rule.source).is_none();
        let program = if needs_program {
            let bytes = program::program(&rule.source.items, rule.fold_case, &number_of);
            let one_pass = program::is_one_pass(&rule.source.items, rule.fold_case);
            flags |= Strategy::of(&bytes, rule.fold_case, one_pass).number() << STRATEGY;
            self.blob.place(bytes) + 1
        } else {
            0
        };
        let template = match &rule.action {
            Action::Redirect { destination, .. } => {
                self.template(&template::template(destination, &number_of, &of_values))
            }
            _ => 0,
        };
        let conditions = conditions(rule, &number_of, &mut self.headers, &self.lookups)
            .map_or(0, |bytes| self.blob.place(bytes) + 1);
        RuleRecord {
            texts,
            names: known.names,
            program,
            template,
            response_options: self.response_options(rule),
            conditions,
            handler: self.handler(rule, &number_of, &of_values),
            line,
            file: u16::try_from(rule.span.file).unwrap_or(u16::MAX),
            flags,
        }
    }

    /// Templates of rows differ: looking for equal ones would cost more than it saves.
    fn template(&mut self, bytes: &[u8]) -> u32 {
        self.blob.append(bytes) + 1
    }

    fn texts(&mut self, rule: &Rule) -> u32 {
        let id = (rule.id != rule.source.text).then_some(rule.id.as_str());
        let texts = write_texts(&rule.source.text, id);
        self.blob.append(&texts) + 1
    }

    fn response_options(&mut self, rule: &Rule) -> u32 {
        let this = std::rc::Rc::as_ptr(&rule.response_options);
        if let Some((last, offset)) = self.last_terms {
            if std::ptr::eq(last, this) {
                return offset;
            }
        }
        let offset = response_options::response_options(&rule.response_options)
            .map_or(0, |bytes| self.blob.place(bytes) + 1);
        self.last_terms = Some((this, offset));
        offset
    }

    fn handler(
        &mut self,
        rule: &Rule,
        number_of: &dyn Fn(&str) -> u8,
        of_values: &[String],
    ) -> u32 {
        let (on_failure, permanent_after) = match &rule.action {
            Action::Redirect {
                on_failure,
                permanent_after,
                ..
            } => (on_failure.as_ref(), *permanent_after),
            Action::Gone { on_failure, .. } => (on_failure.as_ref(), None),
            Action::Stop => (None, None),
        };
        let handler = rule.handler().and_then(|handler| {
            let known = self
                .handlers
                .iter()
                .position(|name| *name == handler.value)?;
            u16::try_from(known).ok()
        });
        if handler.is_none() && on_failure.is_none() && permanent_after.is_none() {
            return 0;
        }
        let template = on_failure
            .and_then(|failure| failure.destination.as_ref())
            .map_or(0, |of| {
                self.template(&template::template(of, number_of, of_values))
            });
        let record = HandlerRecord {
            handler,
            status: on_failure.map_or(0, |OnFailure { status, .. }| *status),
            retry_after: on_failure.and_then(|failure| failure.retry_after),
            template,
            permanent_after,
        };
        self.blob.place(record.bytes()) + 1
    }

    /// Files, handlers, headers, external hosts, lookups that the program serves.
    fn policy(self, policy: &Policy, sources: &Sources) -> u32 {
        let external = policy.external_hosts.iter();
        let served = policy.lookups.iter().filter(|lookup| lookup.is_served());
        let bytes = table::policy::write(&Texts {
            files: sources.files().iter().map(|file| &*file.shown).collect(),
            headers: self.headers.names().iter().map(|name| &**name).collect(),
            external: external.map(|host| &*host.value).collect(),
            lookups: served
                .map(|lookup| (lookup.name.value.as_str(), lookup.contract()))
                .collect(),
            handlers: self.handlers,
        });
        self.blob.append(&bytes)
    }
}

/// Returns true if source, id and path are one text.
fn is_keyed(rule: &Rule) -> bool {
    !rule.fold_case
        && rule.id == rule.source.text
        && literal_path(&rule.source) == Some(rule.source.text.as_str())
}

fn flags(rule: &Rule, certain: Certainty) -> u16 {
    let status = match &rule.action {
        Action::Redirect { status, .. } | Action::Gone { status, .. } => *status,
        Action::Stop => 0,
    };
    let mut flags = status_flags(status);
    for (flag, set) in [
        (GET_ONLY, rule.get_only()),
        (FOLD, rule.fold_case),
        (RENDERS_ALWAYS, certain.renders == Renders::Always),
        (RENDERS_UNLESS_DOTS, certain.renders == Renders::ButForDots),
        (NEVER_SELF, certain.elsewhere),
        (ROW, rule.from_table),
        (ASKS, rule.handler().is_some()),
    ] {
        if set {
            flags |= flag;
        }
    }
    flags
}
