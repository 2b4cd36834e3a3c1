//! The policy's own file: the one key on top, the keys of the policy, and their order of reading.

use crate::diagnostic::{Diagnostic, suggestion};
use crate::model::{HostPattern, Located};
use crate::yaml;
use crate::yaml::{Entry, Node, Value};

use super::keys::Fields;
use super::scope::Scope;
use super::{Checker, keys, recover, values};

/// The key that everything stands under.
const TOP: &str = "redirectionPolicy";

/// The versions of the language.
const VERSIONS: &[&str] = &["0.0.1"];

/// The first key that stands beside an empty `redirectionPolicy` and belongs under it.
fn not_indented(entries: &[Entry]) -> Option<&Entry> {
    let top = entries.iter().find(|entry| entry.key.text == TOP)?;
    let mut beside = entries.iter().filter(|entry| entry.key.text != TOP);
    let flat = beside.find(|entry| keys::recognises(&keys::POLICY, &entry.key.text))?;
    values::is_null(&top.value).then_some(flat)
}

impl Checker<'_> {
    /// Checks the policy's own file.
    pub(super) fn document(&mut self, file: u32) {
        let before = self.reported();
        let root = self.root(file, "`redirectionPolicy:`");
        if !self.is_meant_as_policy(file, root.as_ref(), before) {
            return;
        }
        let Some(root) = root else {
            return;
        };
        let Some(policy) = self.top(&root) else {
            return;
        };
        let Some(fields) = self.fields(policy, &keys::POLICY) else {
            return;
        };
        self.policy(&fields);
    }

    /// The value of a file, with all that is wrong with its YAML reported; nothing if there is none.
    pub(super) fn root(&mut self, file: u32, expected: &str) -> Option<Node> {
        let reading = yaml::read(self.sources, file);
        let silent = reading.diagnostics.is_empty();
        for diagnostic in reading.diagnostics {
            self.report(diagnostic);
        }
        if reading.root.is_none() && silent {
            let span = crate::source::Span {
                file,
                ..Default::default()
            };
            let message = format!("this file is empty, it should begin with {expected}");
            self.error("empty-file", span, message);
        }
        if reading.root.is_none() {
            let text = self.sources.file(file).map_or("", |file| &file.text);
            let faulty = recover::faulty_rules(text, file);
            self.checked.policy.faulty.extend(faulty);
        }
        reading.root
    }

    /// The value of `redirectionPolicy`; any other key on top is reported.
    fn top<'n>(&mut self, root: &'n Node) -> Option<&'n Node> {
        let Value::Map(entries) = &root.value else {
            if values::is_null(root) {
                let message = format!("this file is empty, it should begin with `{TOP}:`");
                self.error("empty-file", root.span, message);
            } else {
                self.wrong_type("a policy", &format!("a map with the key `{TOP}`"), root);
            }
            return None;
        };
        if let Some(flat) = not_indented(entries) {
            let message = format!(
                "nothing stands under `{TOP}:`, since `{}` is not indented",
                flat.key.text
            );
            self.report(
                Diagnostic::error("wrong-type", flat.key.span, message)
                    .help("indent this line and all that follow by two spaces"),
            );
            return None;
        }
        for entry in entries.iter().filter(|entry| entry.key.text != TOP) {
            self.unknown_top(entry);
        }
        let found = entries.iter().find(|entry| entry.key.text == TOP);
        if found.is_none() && entries.is_empty() {
            self.error("missing-key", root.span, format!("`{TOP}:` is missing"));
        }
        found.map(|entry| &entry.value)
    }

    fn unknown_top(&mut self, entry: &Entry) {
        let key = entry.key.text.as_str();
        let message = format!("unknown key `{key}`, the only one here is `{TOP}`");
        let found = Diagnostic::error("unknown-key", entry.key.span, message);
        self.report(if suggestion::nearest(key, [TOP]).is_some() {
            found
                .help(format!("write `{TOP}`"))
                .edit(entry.key.span, TOP)
        } else {
            found.help(format!(
                "put everything under `{TOP}:`, indented by two spaces"
            ))
        });
    }

    fn policy(&mut self, fields: &Fields<'_>) {
        self.version(fields);
        // Lints first: a fault that a lint names is reported at the level that is set for it.
        if let Some(entry) = fields.find("lints") {
            let levels = self.lint_levels(entry);
            self.levels.add(&levels);
            self.checked.policy.lints = levels;
        }
        if let Some(entry) = fields.find("kinds") {
            self.kinds = self.own_kinds(entry);
            self.checked.policy.kinds = self.kinds.clone();
        }
        if let Some(entry) = fields.find("hosts") {
            self.checked.policy.hosts = self.own_hosts(entry);
        }
        if let Some(entry) = fields.find("externalHosts") {
            self.checked.policy.external_hosts = self.host_names(entry);
        }
        if let Some(entry) = fields.find("lookups") {
            self.lookups(entry);
        }
        let scope = match fields.find("defaults") {
            Some(entry) => self.defaults(entry),
            None => Scope::default(),
        };
        if let Some(entry) = self.required(fields, &keys::POLICY, "rules", "rules: [ ... ]") {
            self.rules(entry, &scope);
        }
        self.report_other_hosts();
        if let Some(entry) = fields.find("examples") {
            self.checked.policy.examples = self.policy_examples(entry);
        }
        if let Some(entry) = fields.find("coverage") {
            self.checked.policy.coverage = self.coverage(entry);
        }
    }

    fn version(&mut self, fields: &Fields<'_>) {
        let example = format!("version: {}", VERSIONS.join(" or "));
        let Some(entry) = self.required(fields, &keys::POLICY, "version", &example) else {
            return;
        };
        let known = values::alternatives(VERSIONS);
        let Some(written) = self.text(entry, &known) else {
            return;
        };
        if !VERSIONS.contains(&written.text.as_str()) {
            let message = format!("unknown version `{}`, known is {known}", written.text);
            self.report(
                Diagnostic::error("unknown-version", written.span, message)
                    .help(format!("write `{example}`")),
            );
        }
    }

    fn defaults(&mut self, entry: &Entry) -> Scope {
        let before = self.errors;
        let mut scope = Scope::default();
        if let Some(fields) = self.fields(&entry.value, &keys::DEFAULTS) {
            scope = self.scope(&scope, &fields);
        }
        scope.faulty |= self.errors > before;
        scope
    }

    /// The entries of `rules`.
    pub(super) fn rules(&mut self, entry: &Entry, scope: &Scope) {
        match &entry.value.value {
            Value::List(nodes) => self.all(nodes, scope),
            _ => self.wrong_value(entry, "a list of rules"),
        }
    }

    /// The site's own hosts, in the forms of `when.host`.
    fn own_hosts(&mut self, entry: &Entry) -> Vec<Located<HostPattern>> {
        let mut hosts = Vec::new();
        for written in self.texts(entry, "a host such as `www.example.com`") {
            let host = crate::pattern::parse_host_with(&written.text, &self.kinds);
            if let Some(value) = self.parsed(written, host) {
                let span = written.span;
                hosts.push(Located { value, span });
            }
        }
        hosts
    }

    /// A list of plain host names, canonical.
    fn host_names(&mut self, entry: &Entry) -> Vec<Located<String>> {
        let mut hosts = Vec::new();
        for written in self.texts(entry, "a host such as `www.example.com`") {
            if let Some(value) = self.plain_host(written) {
                let span = written.span;
                hosts.push(Located { value, span });
            }
        }
        hosts
    }
}
