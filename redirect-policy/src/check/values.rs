//! Single values: text, numbers, words, lists; and what is said when they are something else.

use crate::diagnostic::{Diagnostic, suggestion};
use crate::model::Located;
use crate::model::condition::reader::NAMED_VALUES;
use crate::source::Span;
use crate::yaml::{Entry, Node, Scalar, Style, Value};

use super::{Checker, foreign_keys};

/// The demand on a value of the query, a header or a cookie.
pub(super) const ANY_VALUE: &str =
    "a value, a list of values, `true` (present) or `false` (absent)";

impl Checker<'_> {
    /// Reports that something is not what it must be: `` `statusCode` must be a number such as 301, not a list ``.
    pub(super) fn wrong_type(&mut self, what: &str, expected: &str, found: &Node) {
        let message = match found.value {
            Value::Scalar(Scalar {
                style: Style::Null, ..
            }) => format!("{what} must be {expected}, but nothing is written here"),
            _ => format!("{what} must be {expected}, not {}", described(found)),
        };
        let mut diagnostic = Diagnostic::error("wrong-type", found.span, message);
        diagnostic.help.extend(reshaped(what, expected, found));
        self.report(diagnostic);
    }

    /// Reports the value of a key; an empty value is pointed at by its key.
    pub(super) fn wrong_value(&mut self, entry: &Entry, expected: &str) {
        let key = format!("`{}`", entry.key.text);
        if is_null(&entry.value) {
            let message = format!("{key} must be {expected}, but nothing is written after it");
            let mut diagnostic = Diagnostic::error("wrong-type", entry.key.span, message);
            if expected == ANY_VALUE {
                diagnostic = diagnostic.help(format!(
                    "write `{}: \"\"` for the empty value, or `{}: true` for any",
                    entry.key.text, entry.key.text
                ));
            }
            self.report(diagnostic);
        } else {
            self.wrong_type(&key, expected, &entry.value);
        }
    }

    /// The text of an entry. Numbers and booleans are the text that is written.
    pub(super) fn text<'n>(&mut self, entry: &'n Entry, expected: &str) -> Option<&'n Scalar> {
        let text = scalar(&entry.value);
        if text.is_none() {
            self.wrong_value(entry, expected);
        }
        text
    }

    /// The text of an entry that people read: not empty, on one line.
    pub(super) fn remark(&mut self, entry: &Entry) -> Option<String> {
        let written = self.text(entry, "text")?;
        let text = written.text.trim();
        let fault = if text.is_empty() {
            "is empty"
        } else if text.contains(|c: char| c.is_control() && c != '\n') {
            "contains a control character"
        } else {
            return Some(text.to_owned());
        };
        let message = format!("`{}` {fault}", entry.key.text);
        self.error("bad-text", written.span, message);
        None
    }

    /// `true` or `false`.
    pub(super) fn boolean(&mut self, entry: &Entry) -> Option<bool> {
        match scalar(&entry.value).map(|written| written.style) {
            Some(Style::Bool(value)) => Some(value),
            _ => {
                self.no_boolean(entry);
                None
            }
        }
    }

    fn no_boolean(&mut self, entry: &Entry) {
        let quoted = scalar(&entry.value).filter(|s| matches!(s.text.as_str(), "true" | "false"));
        let Some(quoted) = quoted else {
            return self.wrong_value(entry, "`true` or `false`");
        };
        let message = format!("`{}` is text here, because of its quotes", quoted.text);
        self.report(
            Diagnostic::error("wrong-type", quoted.span, message)
                .help(format!("write `{}: {}`", entry.key.text, quoted.text)),
        );
    }

    /// A whole number with its place. A number in quotes is taken for what it says.
    pub(super) fn number(&mut self, entry: &Entry, expected: &str) -> Option<Located<u32>> {
        let written = scalar(&entry.value);
        let number = written.and_then(|written| written.text.parse().ok());
        match (written, number) {
            (Some(written), Some(value)) => Some(Located {
                value,
                span: written.span,
            }),
            _ => {
                self.wrong_value(entry, expected);
                None
            }
        }
    }

    /// One of a few words.
    pub(super) fn word(&mut self, entry: &Entry, known: &[&'static str]) -> Option<&'static str> {
        let expected = alternatives(known);
        let written = self.text(entry, &expected)?;
        let found = known.iter().copied().find(|word| *word == written.text);
        if found.is_none() {
            let what = format!("`{}`", entry.key.text);
            self.unknown_word(&what, written, known);
        }
        found
    }

    /// Reports a word that is none of the known ones.
    pub(super) fn unknown_word(&mut self, what: &str, written: &Scalar, known: &[&str]) {
        let expected = alternatives(known);
        let message = format!("{what} must be {expected}, not `{}`", written.text);
        let mut diagnostic = Diagnostic::error("unknown-value", written.span, message);
        let elsewhere = foreign_keys::value(what.trim_matches('`'), &written.text)
            .or_else(|| foreign_keys::level(&written.text).filter(|level| known.contains(level)));
        if let Some(ours) = elsewhere {
            let help = format!("write `{ours}`");
            diagnostic = diagnostic.help(help).edit(written.span, ours);
        } else if let Some(meant) = suggestion::nearest(&written.text, known.iter().copied()) {
            diagnostic = diagnostic
                .label(format!("did you mean `{meant}`?"))
                .help(format!("write `{meant}`"))
                .edit(written.span, meant);
        }
        self.report(diagnostic);
    }

    /// One text or a list of them; empty (and reported) if there is none.
    pub(super) fn texts<'n>(&mut self, entry: &'n Entry, expected: &str) -> Vec<&'n Scalar> {
        let Value::List(nodes) = &entry.value.value else {
            return self.text(entry, expected).into_iter().collect();
        };
        if nodes.is_empty() {
            let message = format!("the list of `{}` is empty", entry.key.text);
            self.error("empty-list", entry.value.span, message);
        }
        let mut texts = Vec::with_capacity(nodes.len());
        for node in nodes {
            match scalar(node) {
                Some(text) => texts.push(text),
                None => {
                    let what = format!("each entry of `{}`", entry.key.text);
                    self.wrong_type(&what, expected, node);
                }
            }
        }
        texts
    }

    /// The entries of a map.
    pub(super) fn entries<'n>(&mut self, entry: &'n Entry, expected: &str) -> &'n [Entry] {
        match &entry.value.value {
            Value::Map(entries) => entries,
            _ => {
                self.wrong_value(entry, expected);
                &[]
            }
        }
    }
}

/// Returns the text to write for a value that has the wrong shape, or another system's word.
fn reshaped(what: &str, expected: &str, found: &Node) -> Option<String> {
    let key = what.trim_matches('`');
    match &found.value {
        Value::List(nodes) if expected.starts_with("a map") => {
            let maps = nodes.iter().all(|node| matches!(node.value, Value::Map(_)));
            (maps && key != "a policy").then(|| "leave out the `- ` before its keys".to_owned())
        }
        Value::List(nodes) if matches!(key, "source" | "destination") => match nodes.as_slice() {
            [_] => Some("leave out the brackets".to_owned()),
            _ if key == "source" => Some("write a rule for each".to_owned()),
            _ => None,
        },
        Value::List(_) if matches!(key, "include" | "table") => {
            Some(format!("write a `- {key}: ...` for each"))
        }
        Value::Map(_) if expected.starts_with("a list of rules") => {
            Some("begin each rule with `- `, such as `- source: \"/old\"`".to_owned())
        }
        Value::Scalar(written)
            if expected == NAMED_VALUES && matches!(key, "query" | "header" | "cookie") =>
        {
            named_value(key, written)
        }
        Value::Scalar(written) => {
            foreign_keys::value(key, &written.text).map(|ours| format!("write `{key}: {ours}`"))
        }
        _ => None,
    }
}

/// The map that a text such as `id=7` or `beta` stands for, in `query`, `header` or `cookie`.
fn named_value(key: &str, written: &Scalar) -> Option<String> {
    let text = written.text.trim_start_matches('?');
    let (name, value) = match text.split_once(['=', ':']) {
        Some((name, value)) => (name.trim(), value.trim()),
        None => (text, ""),
    };
    let is_word = |text: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        !text.is_empty() && text.chars().all(plain)
    };
    let value = match (value, text.contains(['=', ':'])) {
        ("" | "*", _) if is_word(name) => "true".to_owned(),
        (value, true) if is_word(value) => format!("\"{value}\""),
        _ => return None,
    };
    let rest = match value.as_str() {
        "true" => ", or its value in place of `true`",
        _ => "",
    };
    is_word(name).then(|| format!("write `{key}: {{ {name}: {value} }}`{rest}"))
}

/// The scalar that a node is, unless it is null.
pub(super) fn scalar(node: &Node) -> Option<&Scalar> {
    match &node.value {
        Value::Scalar(scalar) if scalar.style != Style::Null => Some(scalar),
        _ => None,
    }
}

/// Returns true if nothing is written.
pub(super) fn is_null(node: &Node) -> bool {
    matches!(&node.value, Value::Scalar(scalar) if scalar.style == Style::Null)
}

/// The span of an entry: of its value, or of its key if the value is empty.
pub(super) fn span_of(entry: &Entry) -> Span {
    if is_null(&entry.value) {
        entry.key.span
    } else {
        entry.value.span
    }
}

fn described(node: &Node) -> String {
    match &node.value {
        Value::List(_) => "a list".to_owned(),
        Value::Map(_) => "a map".to_owned(),
        Value::Scalar(scalar) => format!("`{}`", scalar.text),
    }
}

/// `` `a`, `b` or `c` ``.
pub(super) fn alternatives(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [word] => format!("`{word}`"),
        [before @ .., last] => format!("`{}` or `{last}`", before.join("`, `")),
    }
}

/// Returns true if a text begins like an absolute URL of the web.
pub(super) fn is_absolute(text: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        text.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}
