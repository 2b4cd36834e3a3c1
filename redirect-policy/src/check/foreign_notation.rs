//! `foreign-notation`: another system's pattern that would be taken for text.

use crate::diagnostic::{Diagnostic, Level};
use crate::lint;
use crate::pattern::foreign::{self, Foreign, Found, Pair};
#[cfg(feature = "table")]
use crate::source::Span;
use crate::yaml::{Scalar, single_quoted};

use super::keys::Fields;
use super::{Checker, values};

/// The texts of a rule that are not read further, because they are another system's.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Unread {
    pub(super) source: bool,
    pub(super) destination: bool,
}

const NO_FORM: &str = "write it as a pattern: `*` is anything, `:id` a segment, `:id<int>` digits, `:l<en|fr>` a choice, `(...)` what may be missing";

impl Checker<'_> {
    /// Reports the notation of another system in a rule; its texts are not read further if that is an error.
    pub(super) fn foreign_rule(&mut self, fields: &Fields<'_>) -> Unread {
        let text = |key| values::scalar(&fields.find(key)?.value);
        let Some(source) = text("source") else {
            return Unread::default();
        };
        let destination = text("destination");
        let to = destination.map(|scalar| scalar.text.as_str());
        let Some(found) = foreign::rule(&source.text, to, fields.has("handler")) else {
            return Unread::default();
        };
        let Some(diagnostic) = self.foreign(source, destination, &found) else {
            return Unread::default();
        };
        let at_most = match found.sure {
            true => Level::Error,
            false => Level::Warning,
        };
        // Whoever means texts that make no rule writes them escaped.
        let is_error = match found.is_sound {
            true => self.lint_report(at_most, diagnostic),
            false => self.lint_at_level(at_most, diagnostic),
        };
        Unread {
            source: is_error && found.source.is_some(),
            destination: is_error && found.destination.is_some(),
        }
    }

    /// One report of what stands in source and destination.
    fn foreign(
        &self,
        source: &Scalar,
        destination: Option<&Scalar>,
        found: &Foreign,
    ) -> Option<Diagnostic> {
        let span = |scalar: &Scalar, sign: &Found| scalar.span_of(self.sources, sign.at.clone());
        let (scalar, sign, takes) = match (&found.source, destination) {
            (Some(sign), _) => (source, sign, "match"),
            (None, to) => (to?, found.destination.as_ref()?, "be sent as"),
        };
        let written = &sign.written;
        let message = format!("`{written}` is no part of a pattern here: it would {takes} text");
        let label = format!("{} elsewhere", sign.meaning);
        let mut diagnostic =
            Diagnostic::lint(lint::FOREIGN_NOTATION, span(scalar, sign), message).label(label);
        if let (Some(_), Some(other), Some(to)) = (&found.source, &found.destination, destination) {
            let label = format!("{} elsewhere", other.meaning);
            diagnostic = diagnostic.related(span(to, other), label);
        }
        diagnostic = diagnostic.help(match &found.ours {
            Some(pair) if found.folds => {
                format!("write {} with `caseSensitive: false`", spelled(pair))
            }
            Some(pair) => format!("write {}", spelled(pair)),
            None if found.folds => format!("{NO_FORM}, and `caseSensitive: false` any letter case"),
            None => NO_FORM.to_owned(),
        });
        Some(match &found.escaped {
            Some(pair) => {
                diagnostic.help(format!("or, for that very text, write {}", spelled(pair)))
            }
            None => diagnostic,
        })
    }

    /// Reports the notation of another system in a text that matches paths beside a rule's source: in `prefix`, and in
    /// `except`, which binds no names. Returns true if that is an error.
    pub(super) fn foreign_source(&mut self, written: &Scalar, binds: bool) -> bool {
        let found = foreign::rule(&written.text, None, false).filter(|found| found.sure);
        let Some(mut found) = found else {
            return false;
        };
        let has_names = |pair: &Pair| pair.source.as_ref().is_some_and(|text| text.contains(':'));
        let is_list = !binds && found.ours.as_ref().is_none_or(has_names);
        if is_list {
            found.ours = None;
        }
        let Some(mut diagnostic) = self.foreign(written, None, &found) else {
            return false;
        };
        if is_list {
            diagnostic.help = vec!["write a list of paths, with `*` for anything".to_owned()];
        }
        match found.is_sound {
            true => self.lint_report(Level::Error, diagnostic),
            false => self.lint_at_level(Level::Error, diagnostic),
        }
    }

    /// Reports the notation of another system in the destination of `onFailure`. Returns true if that is an error.
    pub(super) fn foreign_destination(&mut self, written: &Scalar) -> bool {
        let found = foreign::rule("/", Some(&written.text), false).filter(|found| found.sure);
        let diagnostic = found.and_then(|found| self.foreign(written, Some(written), &found));
        diagnostic.is_some_and(|diagnostic| self.lint_at_level(Level::Error, diagnostic))
    }

    /// Reports a regular expression in place of the value of a header, a cookie or a key of the query. Returns true if
    /// that is an error.
    pub(super) fn foreign_value(&mut self, written: &Scalar) -> bool {
        let Some(found) = foreign::value(&written.text) else {
            return false;
        };
        let sign = written.text.get(found.at.clone()).unwrap_or_default();
        let message = match found.meaning {
            foreign::COMMENT => format!(
                "`{sign}` is a group here: it matches its text without the parentheses, or nothing"
            ),
            _ => format!("`{sign}` is no part of a value here: it would match text"),
        };
        let span = written.span_of(self.sources, found.at.clone());
        let values: Vec<String> = found.ours.iter().map(|one| single_quoted(one)).collect();
        let fold = match found.folds {
            true => " with `caseSensitive: false`",
            false => "",
        };
        let help = match values.as_slice() {
            [] => "write `*` for anything, and a list for a choice: `['*iPhone*', '*Android*']`"
                .to_owned(),
            [one] if found.meaning == foreign::COMMENT => format!("write `{one}`"),
            [one] => format!("write `{one}`{fold}: `*` is anything"),
            all => format!(
                "write `[{}]`{fold}: a list is a choice, and `*` is anything",
                all.join(", ")
            ),
        };
        let diagnostic = Diagnostic::lint(lint::FOREIGN_NOTATION, span, message)
            .label(format!("{} elsewhere", found.meaning))
            .help(help);
        self.lint_report(Level::Error, diagnostic)
    }

    /// A key of `when.query`, which is a name as it stands.
    pub(super) fn foreign_key(&mut self, key: &Scalar) {
        self.key_with_marks(key);
        let Some(at) = key.text.find('*') else {
            return;
        };
        let text = &key.text;
        let named = text.replace('*', "source");
        let encoded = text.replace('*', "%2A");
        let span = key.span_of(self.sources, at..at + 1);
        let message = format!("a condition names one key, and `{text}` is that very name");
        let diagnostic = Diagnostic::lint(lint::FOREIGN_NOTATION, span, message)
            .label("no wildcard here")
            .help(format!("name each key, such as `{named}`"))
            .help(format!(
                "or, for that very text, write {}",
                quoted(&encoded)
            ));
        self.lint_report(Level::Error, diagnostic);
    }
}

impl Checker<'_> {
    /// Reports a key of `when.query` with a mark that stands between the keys of a URL.
    fn key_with_marks(&mut self, key: &Scalar) {
        let text = &key.text;
        let first = text.starts_with(['?', '&']).then_some(0);
        let Some(at) = first.or_else(|| text.find('=')) else {
            return;
        };
        let bare = text.trim_start_matches(['?', '&']);
        let (name, value) = bare.split_once('=').unwrap_or((bare, ""));
        let mark = text.get(at..=at).unwrap_or_default();
        let message =
            format!("`{mark}` stands beside the keys of a query, and `{text}` names one with it");
        let span = key.span_of(self.sources, at..at + 1);
        let encoded = text
            .replace('?', "%3F")
            .replace('&', "%26")
            .replace('=', "%3D");
        let mut diagnostic = Diagnostic::lint(lint::FOREIGN_NOTATION, span, message);
        if !name.is_empty() {
            diagnostic = diagnostic.help(match value {
                "" => format!("write {}", quoted(name)),
                value => format!("write `{name}: {}`", single_quoted(value)),
            });
        }
        let help = format!("or, for that very text, write {}", quoted(&encoded));
        self.lint_report(Level::Error, diagnostic.help(help));
    }
}

/// Why a row of a table is no pattern, if both of its cells are those of one.
#[cfg(feature = "table")]
pub(super) fn foreign_row(source: &str, destination: &str, span: Span) -> Option<Diagnostic> {
    let ours = foreign::row(source, destination)?;
    let message =
        format!("rows are text, and `{source}` is a pattern that leads to `{destination}`");
    let rule = ours.and_then(|pair| {
        Some((
            single_quoted(&pair.source?),
            single_quoted(&pair.destination?),
        ))
    });
    let help = match rule {
        Some((source, destination)) => format!(
            "in place of this row write the rule `- {{ source: {source}, destination: {destination} }}`"
        ),
        None => "write a rule in place of this row".to_owned(),
    };
    let diagnostic = Diagnostic::lint(lint::FOREIGN_NOTATION, span, message);
    Some(diagnostic.label("matches that very text alone").help(help))
}

/// Source and destination as one writes them in YAML.
fn spelled(pair: &Pair) -> String {
    match (&pair.source, &pair.destination) {
        (Some(source), Some(destination)) => format!(
            "`source: {}` and `destination: {}`",
            single_quoted(source),
            single_quoted(destination)
        ),
        (Some(text), None) | (None, Some(text)) => quoted(text),
        (None, None) => String::new(),
    }
}

/// A whole value in single quotes of YAML, in which nothing but the quote itself is escaped.
pub(super) fn quoted(text: &str) -> String {
    format!("`{}`", single_quoted(text))
}
