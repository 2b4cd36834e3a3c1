//! The entries of `rules`: a rule, a group, an include, a table.

use std::path::{Component, Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::yaml::{Entry, Node, Scalar, Value};

use super::keys::Fields;
use super::scope::Scope;
use super::{Allowing, Checker, keys, values};

/// Files that include each other without a cycle can still double at every step.
const MOST_INCLUDES: usize = 1_000;

impl Checker<'_> {
    /// Checks entries in the order of the file.
    pub(super) fn all(&mut self, nodes: &[Node], scope: &Scope) {
        for node in nodes {
            self.entry(node, scope);
        }
    }

    fn entry(&mut self, node: &Node, scope: &Scope) {
        let Value::Map(entries) = &node.value else {
            self.wrong_type(
                "an entry of `rules`",
                "a map, such as a rule with a `source`",
                node,
            );
            return;
        };
        let has = |key: &str| entries.iter().any(|entry| entry.key.text == key);
        if has("group") || (has("rules") && !has("source")) {
            self.group(node, scope);
        } else if has("include") {
            self.include(node, scope);
        } else if has("table") {
            self.table(node, scope);
        } else if entries
            .iter()
            .any(|entry| keys::recognises(&keys::RULE, &entry.key.text))
        {
            self.rule(node, scope);
        } else {
            self.no_rule(node, entries);
        }
    }

    /// A map without one key of a rule: one error says more than one for each key that is missing or unknown.
    fn no_rule(&mut self, node: &Node, entries: &[Entry]) {
        let Some(first) = entries.first() else {
            let message = "a rule has no `source` and no `destination`";
            self.report(
                Diagnostic::error("missing-key", node.span, message)
                    .help("write `{ source: \"/old\", destination: \"/new\" }`"),
            );
            return;
        };
        let key = &first.key.text;
        let message = format!("unknown key `{key}`, and no key of a rule beside it");
        let help = match (&first.value.value, key.starts_with('/')) {
            (Value::Scalar(to), true) => {
                format!(
                    "write `source: \"{key}\"` and `destination: \"{}\"`",
                    to.text
                )
            }
            (Value::Map(_), _) => format!("write its keys right behind the `- `, without `{key}:`"),
            _ => "write `source: \"/old\"` and `destination: \"/new\"`".to_owned(),
        };
        self.report(Diagnostic::error("unknown-key", first.key.span, message).help(help));
    }

    /// `- group: { rules: ... }`, or `- group: a name` with `rules` beside it.
    fn group(&mut self, node: &Node, scope: &Scope) {
        let Some(outer) = self.fields(node, &keys::GROUP) else {
            return;
        };
        let nested = outer
            .find("group")
            .filter(|entry| matches!(entry.value.value, Value::Map(_) | Value::List(_)));
        let Some(nested) = nested else {
            return self.group_fields(&outer, scope);
        };
        if let Value::Map(entries) = &node.value {
            for beside in entries.iter().filter(|e| e.key.text != "group") {
                let key = &beside.key.text;
                let message = format!("`{key}` stands beside `group`, which is a map of its own");
                self.report(
                    Diagnostic::error("conflicting-keys", beside.key.span, message)
                        .help(format!("indent `{key}` so that it is inside `group`")),
                );
            }
        }
        if matches!(nested.value.value, Value::List(_)) {
            let message = "`group` is a list, its entries belong under `rules`";
            self.report(
                Diagnostic::error("wrong-type", nested.key.span, message)
                    .help("write `- rules:` in place of `- group:`, or put `rules:` between"),
            );
        } else if let Some(inner) = self.fields(&nested.value, &keys::GROUP) {
            self.group_fields(&inner, scope);
        }
    }

    fn group_fields(&mut self, fields: &Fields<'_>, scope: &Scope) {
        let before = self.errors;
        self.allowing = Allowing::default();
        let mut inner = self.scope(scope, fields);
        inner.faulty |= self.errors > before;
        let example = "rules: [ ... ]";
        if let Some(entry) = self.required(fields, &keys::GROUP, "rules", example) {
            self.rules(entry, &inner);
        }
    }

    /// The entries of another file, in this place.
    fn include(&mut self, node: &Node, scope: &Scope) {
        let Some(fields) = self.fields(node, &keys::INCLUDE) else {
            return;
        };
        let Some(entry) = fields.find("include") else {
            return;
        };
        let Some(file) = self.included_file(entry) else {
            return;
        };
        let before = self.reported();
        let root = self.root(file, "a list of entries, such as `- source: ...`");
        if !self.is_meant_as_entries(file, root.as_ref()) {
            if let Some(written) = values::scalar(&entry.value) {
                let help = "an included file is a list of entries, such as `- source: ...`";
                self.unrelated(written, file, before, ("no entries of `rules`", help));
            }
            return;
        }
        if let Some(root) = root {
            self.open.push(file);
            self.included_entries(&root, scope);
            self.open.pop();
        }
    }

    fn included_entries(&mut self, root: &Node, scope: &Scope) {
        match &root.value {
            Value::List(nodes) => self.all(nodes, scope),
            Value::Map(entries) if entries.iter().any(|e| e.key.text == "redirectionPolicy") => {
                let message = "an included file is a list of entries, not a policy of its own";
                self.report(
                    Diagnostic::error("wrong-type", root.span, message)
                        .help("leave `redirectionPolicy:`, `version:` and `rules:` out, and begin each entry with `- `"),
                );
            }
            _ => self.wrong_type("an included file", "a list of entries", root),
        }
    }

    /// Opens the file of an `include`, unless it is being included already.
    fn included_file(&mut self, entry: &Entry) -> Option<u32> {
        let written = self.text(entry, "the path of a file such as `teams/jobs.yml`")?;
        self.included += 1;
        if self.included > MOST_INCLUDES {
            if self.included == MOST_INCLUDES + 1 {
                let message = format!("more than {MOST_INCLUDES} files are included");
                self.error("too-many-includes", written.span, message);
            }
            return None;
        }
        let file = self.beside(written)?;
        let first = self.open.iter().position(|open| *open == file);
        if let Some(first) = first {
            self.include_cycle(written, first);
            return None;
        }
        Some(file)
    }

    fn include_cycle(&mut self, written: &Scalar, first: usize) {
        let shown = |file: &u32| self.sources.file(*file).map(|file| file.shown.as_str());
        let mut round: Vec<&str> = self.open.iter().skip(first).filter_map(shown).collect();
        round.extend(round.first().copied());
        let message = format!(
            "this include leads back to itself: `{}`",
            round.join("` -> `")
        );
        self.report(
            Diagnostic::error("include-cycle", written.span, message)
                .help("remove one of these includes"),
        );
    }

    /// Opens a file that is named relative to the file of the scalar; failure is reported.
    pub(super) fn beside(&mut self, written: &Scalar) -> Option<u32> {
        let shown = self.shown_beside(written);
        match self.sources.open(&shown) {
            Ok(file) => Some(file),
            Err(message) => {
                self.report(
                    Diagnostic::error("unreadable-file", written.span, message).help(
                        "paths are relative to the folder of the file in which they are written",
                    ),
                );
                None
            }
        }
    }

    /// The path of a file named in another, as shown to the user: without `.` and `..` where that can be.
    pub(super) fn shown_beside(&self, written: &Scalar) -> String {
        let from = self.sources.file(written.span.file);
        let folder = from.and_then(|file| Path::new(&file.shown).parent());
        let joined = folder.unwrap_or(Path::new("")).join(&written.text);
        let mut shown = PathBuf::new();
        for component in joined.components() {
            let climbs = matches!(shown.components().next_back(), Some(Component::Normal(_)));
            match component {
                Component::CurDir => {}
                Component::ParentDir if climbs => _ = shown.pop(),
                other => shown.push(other),
            }
        }
        shown.to_string_lossy().into_owned()
    }

    /// A table, where tables were left out of the build.
    #[cfg(not(feature = "table"))]
    fn table(&mut self, node: &Node, _: &Scope) {
        let fields = self.fields(node, &keys::TABLE);
        let entry = fields.and_then(|fields| fields.find("table"));
        let written = entry.and_then(|entry| self.text(entry, "the path of a file"));
        if let Some(written) = written {
            self.missing_feature(written, "table");
        }
    }
}
