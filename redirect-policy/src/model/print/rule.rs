//! A rule, its keys in the order in which people read them.

use super::Printer;
use super::entry::Entry;
use super::except::unnamed;
use crate::diagnostic::lint;
use crate::model::{Action, LookupUse, OnFailure, QueryPolicy, Rule};
use crate::pattern::{
    Kinds, SourceOptions, Spelling, Template, foreign, parse_destination, parse_source,
};
use crate::timestamp;
use crate::yaml::write::{key, list, map, one_or_list, quoted};

impl<'p> Printer<'p> {
    /// An entry of `rules`.
    pub(super) fn entry(&mut self, entry: &Entry<'p>) {
        let mut depth = 2;
        let mut when = Vec::new();
        for layers in &entry.choices {
            let (inner, outer) = match layers.split_last() {
                Some((inner, outer)) => (self.conditions(inner), outer),
                None => ("{}".to_owned(), &[][..]),
            };
            for layer in outer {
                let conditions = self.conditions(layer);
                self.item(depth, &format!("when: {conditions}"));
                self.title(depth + 1, "rules");
                depth += 2;
            }
            when.push(inner);
        }
        self.rule(depth, entry, &when);
    }

    fn rule(&mut self, depth: usize, entry: &Entry<'p>, when: &[String]) {
        let rule = entry.rule;
        let texts = self.texts(rule);
        self.item(depth, &format!("source: {}", quoted(&texts.source)));
        let depth = depth + 1;
        self.action(depth, &rule.action, texts.destination.as_deref());
        self.lookup(depth, rule, entry.missing);
        match when {
            [] => {}
            [one] if one == "{}" => {}
            [one] => self.line(depth, "when", one),
            several => {
                self.title(depth, "when");
                for one in several {
                    self.item(depth + 1, one);
                }
            }
        }
        self.exemptions(depth, rule);
        self.response_options(depth, rule);
        self.remarks(depth, entry, &texts);
        if !entry.examples.is_empty() {
            self.title(depth, "examples");
            self.examples(depth + 1, entry.examples);
        }
    }

    /// Source and destination as they are printed, and whether other systems' notation in them is meant as text.
    fn texts(&self, rule: &Rule) -> Texts {
        let source = self.source(rule);
        let destination = match &rule.action {
            Action::Redirect { destination, .. } => Some(destination.to_string()),
            Action::Gone { .. } | Action::Stop => None,
        };
        let has_handler = rule.handler().is_some();
        let mut texts = Texts {
            source,
            destination,
            allows_foreign: false,
        };
        let found = foreign::rule(&texts.source, texts.destination.as_deref(), has_handler);
        let Some(found) = found else {
            return texts;
        };
        texts.allows_foreign = true;
        let Some(escaped) = found.escaped else {
            return texts;
        };
        let escaped = Texts {
            source: escaped.source.unwrap_or_else(|| texts.source.clone()),
            destination: escaped.destination.or_else(|| texts.destination.clone()),
            allows_foreign: false,
        };
        if escaped.are_read_as(&texts, self.kinds) {
            return escaped;
        }
        texts
    }

    fn source(&self, rule: &Rule) -> String {
        self.spelling(Spelling::SOURCE).spelled(&rule.source.items)
    }

    fn action(&mut self, depth: usize, action: &Action, destination: Option<&str>) {
        if let Some(destination) = destination {
            self.line(depth, "destination", &quoted(destination));
        }
        let (status, handler, on_failure) = match action {
            Action::Redirect {
                status,
                handler,
                on_failure,
                ..
            }
            | Action::Gone {
                status,
                handler,
                on_failure,
            } => (*status, handler, on_failure),
            Action::Stop => return self.line(depth, "action", "stop"),
        };
        if status != 301 {
            self.line(depth, "statusCode", &status.to_string());
        }
        if let Some(handler) = handler {
            self.line(depth, "handler", &quoted(&handler.value));
        }
        if let Some(on_failure) = on_failure {
            let written = failure_answer(on_failure, destination);
            self.line(depth, "onFailure", &written);
        }
        if let Action::Redirect {
            permanent_after: Some(moment),
            ..
        } = action
        {
            let moment = timestamp::written(*moment);
            self.line(depth, "permanentAfter", &quoted(&moment));
        }
    }

    /// `lookup` and `onMissing`.
    fn lookup(&mut self, depth: usize, rule: &Rule, missing: Option<&Action>) {
        let lookups: Vec<String> = rule.lookups().map(lookup_use).collect();
        if !lookups.is_empty() {
            self.line(depth, "lookup", &one_or_list(lookups));
        }
        let written = match missing {
            Some(Action::Redirect {
                status,
                destination,
                ..
            }) => map(&[
                ("statusCode".to_owned(), status.to_string()),
                ("destination".to_owned(), quoted(&destination.to_string())),
            ]),
            Some(Action::Gone { .. }) => "gone".to_owned(),
            Some(Action::Stop) | None => return,
        };
        self.line(depth, "onMissing", &written);
    }

    /// `unless` and `except`.
    fn exemptions(&mut self, depth: usize, rule: &Rule) {
        let unless = rule.unless.iter();
        let unless: Vec<String> = unless
            .map(|map| self.conditions(&map.iter().collect::<Vec<_>>()))
            .collect();
        match unless.as_slice() {
            [] => {}
            [one] => self.line(depth, "unless", one),
            several => {
                self.title(depth, "unless");
                for one in several {
                    self.item(depth + 1, one);
                }
            }
        }
        if !rule.except.is_empty() {
            let except = rule.except.iter().flat_map(unnamed);
            let except = except.map(|source| quoted(&source));
            self.line(depth, "except", &list(except.collect()));
        }
    }

    pub(super) fn response_options(&mut self, depth: usize, rule: &Rule) {
        let options = &rule.response_options;
        if options.explicit_query {
            self.line(depth, "query", &query_policy(&options.query));
        }
        if rule.fold_case {
            self.line(depth, "caseSensitive", "false");
        }
        if !options.headers.is_empty() {
            let headers = options.headers.iter();
            let headers: Vec<_> = headers
                .map(|(name, value)| (key(name), quoted(value)))
                .collect();
            self.line(depth, "headers", &map(&headers));
        }
        if let Some(cache_control) = &options.cache_control {
            self.line(depth, "cacheControl", &quoted(cache_control));
        }
        if let Some(owner) = &options.owner {
            self.line(depth, "owner", &quoted(owner));
        }
    }

    /// `id`, `note` and `allow`.
    fn remarks(&mut self, depth: usize, entry: &Entry<'p>, texts: &Texts) {
        let (rule, id) = (entry.rule, entry.id);
        let is_new = self.ids.insert(id);
        // A second one of that name would be given another.
        if !is_new || id != texts.source {
            self.line(depth, "id", &quoted(id));
        }
        if let Some(note) = &rule.note {
            self.line(depth, "note", &quoted(note));
        }
        let mut allow: Vec<&str> = Vec::new();
        let written = rule.allow.iter().map(|lint| lint.value.as_str());
        let more = [
            (!is_new, lint::DUPLICATE_ID.name),
            (texts.allows_foreign, lint::FOREIGN_NOTATION.name),
        ];
        let more = more.into_iter().filter(|(is_meant, _)| *is_meant);
        for lint in written.chain(more.map(|(_, lint)| lint)) {
            if !allow.contains(&lint) {
                allow.push(lint);
            }
        }
        if !allow.is_empty() {
            let allow = allow.iter().map(|lint| (*lint).to_owned());
            self.line(depth, "allow", &list(allow.collect()));
        }
    }
}

/// Source and destination of a rule as they are printed.
struct Texts {
    source: String,
    destination: Option<String>,
    /// True if they have the notation of other systems, and no other spelling.
    allows_foreign: bool,
}

impl Texts {
    /// Returns true if both are read as other texts are.
    fn are_read_as(&self, other: &Texts, kinds: &Kinds) -> bool {
        let options = SourceOptions {
            kinds: kinds.clone(),
            ..SourceOptions::default()
        };
        let source = |text: &str| {
            parse_source(text, &options)
                .ok()
                .map(|source| source.to_string())
        };
        let destination = |text: &Option<String>| {
            let template = parse_destination(text.as_deref()?).ok()?;
            Some(Template::to_string(&template))
        };
        source(&self.source).is_some()
            && source(&self.source) == source(&other.source)
            && destination(&self.destination) == destination(&other.destination)
    }
}

fn failure_answer(answer: &OnFailure, own: Option<&str>) -> String {
    let mut pairs = vec![("statusCode".to_owned(), answer.status.to_string())];
    let destination = answer.destination.as_ref().map(ToString::to_string);
    if let Some(destination) = destination.filter(|text| Some(text.as_str()) != own) {
        pairs.push(("destination".to_owned(), quoted(&destination)));
    }
    if let Some(seconds) = answer.retry_after {
        pairs.push(("retryAfter".to_owned(), seconds.to_string()));
    }
    map(&pairs)
}

fn query_policy(query: &QueryPolicy) -> String {
    let keys = |keys: &[String]| list(keys.iter().map(|key| quoted(key)).collect());
    match query {
        QueryPolicy::Keep => "keep".to_owned(),
        QueryPolicy::Drop => "drop".to_owned(),
        QueryPolicy::Only(kept) => map(&[("keep".to_owned(), keys(kept))]),
        QueryPolicy::Except(dropped) => map(&[("drop".to_owned(), keys(dropped))]),
    }
}

fn lookup_use(found: &LookupUse) -> String {
    let names = found.lookup.key.iter().map(|column| &column.name.value);
    let name = key(&found.lookup.name.value);
    if names.eq(&found.key) {
        return name;
    }
    let names = found.key.iter().map(|name| quoted(&format!(":{name}")));
    map(&[(name, one_or_list(names.collect()))])
}
