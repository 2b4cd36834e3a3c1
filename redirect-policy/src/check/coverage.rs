//! `coverage`: inventories of URLs, from files and as patterns.

#[cfg(feature = "sitemap")]
mod sitemap;

use crate::diagnostic::Diagnostic;
use crate::model::{Coverage, Inventory, Located, UrlFile, Urls};
use crate::pattern::{self, SourceOptions};
use crate::source::Span;
use crate::yaml::{Entry, Node, Scalar, Value};

use super::examples::is_target;
use super::keys::{Fields, Shape};
use super::{Checker, keys, values};

const EXPECTED: &str = "a file such as `old.txt`, a pattern such as `/blog/*`, or a map";

impl Checker<'_> {
    /// `old`, `live` and `dropped`.
    pub(super) fn coverage(&mut self, entry: &Entry) -> Coverage {
        let mut coverage = Coverage::default();
        let Some(fields) = self.fields(&entry.value, &keys::COVERAGE) else {
            return coverage;
        };
        if let Some(entry) = fields.find("old") {
            coverage.old = self.inventories(entry);
        }
        if let Some(entry) = fields.find("live") {
            coverage.live = self.inventories(entry);
        }
        if let Some(entry) = fields.find("dropped") {
            for node in listed(entry) {
                let dropped = self.dropped(node);
                coverage.dropped.extend(dropped);
            }
        }
        coverage
    }

    fn inventories(&mut self, entry: &Entry) -> Vec<Inventory> {
        let mut inventories = Vec::new();
        for node in listed(entry) {
            let inventory = match values::scalar(node) {
                Some(written) => self.named(written),
                None if values::is_null(node) => {
                    self.wrong_value(entry, EXPECTED);
                    None
                }
                None => self
                    .fields(node, &keys::INVENTORY)
                    .and_then(|fields| self.inventory(&fields, &keys::INVENTORY)),
            };
            inventories.extend(inventory);
        }
        inventories
    }

    /// An inventory that is given up, with the reason.
    fn dropped(&mut self, node: &Node) -> Option<(Inventory, String)> {
        if let Some(written) = values::scalar(node) {
            let key = if written.text.starts_with('/') {
                "pattern"
            } else {
                "file"
            };
            let message = format!("`{}` is dropped without a reason", written.text);
            self.report(
                Diagnostic::error("missing-key", node.span, message).help(format!(
                    "write `{{ {key}: \"{}\", reason: ... }}`",
                    written.text
                )),
            );
            return None;
        }
        let fields = self.fields(node, &keys::DROPPED)?;
        let inventory = self.inventory(&fields, &keys::DROPPED);
        let example = "reason: ...";
        let entry = self.required(&fields, &keys::DROPPED, "reason", example)?;
        let reason = self.remark(entry)?;
        Some((inventory?, reason))
    }

    /// A scalar: a pattern if it begins with a slash, else a file of lines.
    fn named(&mut self, written: &Scalar) -> Option<Inventory> {
        if written.text.starts_with(['/', '*']) {
            return self.matching(written);
        }
        self.lines(written)
    }

    fn inventory(&mut self, fields: &Fields<'_>, shape: &Shape) -> Option<Inventory> {
        let forms = ["file", "csv", "sitemap", "pattern"];
        let mut given = forms.iter().filter_map(|form| fields.find(form));
        let Some(entry) = given.next() else {
            if !forms.iter().any(|form| fields.misspelt(form, shape)) {
                let message = format!("{} names no URLs", shape.name);
                self.report(
                    Diagnostic::error("missing-key", fields.span, message)
                        .help("add `file`, `csv` with `column`, `sitemap` or `pattern`"),
                );
            }
            return None;
        };
        if let Some(second) = given.next() {
            let why = format!("`{}` is there already", entry.key.text);
            self.out_of_place(
                second,
                "conflicting-keys",
                &why,
                "make it an entry of its own",
            );
        }
        if entry.key.text != "csv" {
            if let Some(column) = fields.find("column") {
                let why = "only `csv` has columns";
                self.out_of_place(
                    column,
                    "conflicting-keys",
                    why,
                    "remove it, or write `csv: ...`",
                );
            }
        }
        let written = self.text(entry, "text")?;
        match entry.key.text.as_str() {
            "pattern" => self.matching(written),
            "csv" => self.csv(written, fields, shape),
            "sitemap" => self.sitemap(written),
            _ => self.lines(written),
        }
    }

    fn matching(&mut self, written: &Scalar) -> Option<Inventory> {
        let pattern = pattern::parse_source(
            &written.text,
            &SourceOptions {
                kinds: self.kinds.clone(),
                ..SourceOptions::default()
            },
        );
        let pattern = self.parsed(written, pattern)?;
        Some(Inventory {
            span: written.span,
            urls: Urls::Matching(pattern),
            file: None,
        })
    }

    /// A file of one URL a line; empty lines and lines that begin with `#` are left out.
    fn lines(&mut self, written: &Scalar) -> Option<Inventory> {
        for (ending, help) in [
            (
                ".csv",
                format!("write `{{ csv: \"{}\", column: ... }}`", written.text),
            ),
            (
                ".xml",
                format!("write `{{ sitemap: \"{}\" }}`", written.text),
            ),
        ] {
            if written.text.ends_with(ending) {
                let message = format!("`{}` is no file of one URL a line", written.text);
                self.report(Diagnostic::error("wrong-type", written.span, message).help(help));
                return None;
            }
        }
        let file = self.beside(written)?;
        let text = self.sources.file(file)?.text.clone();
        let before = self.reported();
        let mut urls = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let begins = line.trim_start_matches(['\u{feff}', ' ', '\t']);
            let at = start + line.len() - begins.len();
            start += line.len();
            let url = begins.trim_end();
            if !url.is_empty() && !url.starts_with('#') {
                let span = span(file, at, url.len());
                urls.extend(self.url(url, span));
            }
        }
        self.any_url(written, file, before, &urls)?;
        let named = UrlFile::Lines(written.text.clone());
        self.listed_urls(written, urls, named)
    }

    /// One URL of an inventory.
    fn url(&mut self, url: &str, span: Span) -> Option<Located<String>> {
        if is_target(url) {
            let value = url.to_owned();
            return Some(Located { value, span });
        }
        let message = format!("`{url}` is no path and no URL");
        self.report(
            Diagnostic::error("bad-url", span, message)
                .help("begin it with `/`, `http://` or `https://`"),
        );
        None
    }

    /// Reports a file all of whose lines or cells were refused.
    fn any_url(
        &mut self,
        written: &Scalar,
        file: u32,
        before: (usize, usize),
        urls: &[Located<String>],
    ) -> Option<()> {
        if urls.is_empty() && self.reported() != before {
            let help = "an inventory has paths and URLs, such as `/old/1`";
            self.unrelated(written, file, before, ("no path and no URL", help));
            return None;
        }
        Some(())
    }

    fn listed_urls(
        &mut self,
        written: &Scalar,
        urls: Vec<Located<String>>,
        file: UrlFile,
    ) -> Option<Inventory> {
        Some(Inventory {
            span: written.span,
            urls: Urls::Listed(urls),
            file: Some(file),
        })
    }

    /// The column of a table with a header.
    #[cfg(feature = "table")]
    fn csv(&mut self, written: &Scalar, fields: &Fields<'_>, shape: &Shape) -> Option<Inventory> {
        let column = self.required(fields, shape, "column", "column: url")?;
        let column = self.text(column, "the name of a column")?;
        let file = self.beside(written)?;
        let text = self.sources.file(file)?.text.clone();
        let cells = self.column(file, &text, column)?;
        let before = self.reported();
        let urls: Vec<Located<String>> = cells
            .into_iter()
            .filter_map(|cell| self.url(&cell.value, cell.span))
            .collect();
        self.any_url(written, file, before, &urls)?;
        let named = UrlFile::Column {
            file: written.text.clone(),
            column: column.text.clone(),
        };
        self.listed_urls(written, urls, named)
    }

    #[cfg(not(feature = "table"))]
    fn csv(&mut self, written: &Scalar, _: &Fields<'_>, _: &Shape) -> Option<Inventory> {
        self.missing_feature(written, "table");
        None
    }

    #[cfg(not(feature = "sitemap"))]
    fn sitemap(&mut self, written: &Scalar) -> Option<Inventory> {
        self.missing_feature(written, "sitemap");
        None
    }

    /// Reports a part of the language that was left out of this build.
    #[cfg(not(all(feature = "table", feature = "sitemap")))]
    pub(super) fn missing_feature(&mut self, written: &Scalar, feature: &str) {
        let message = format!("`{}` needs the feature `{feature}`", written.text);
        self.report(
            Diagnostic::error("missing-feature", written.span, message)
                .help(format!("run `cargo add redirects --features {feature}`")),
        );
    }
}

/// The entries of a list, or the one that stands in its place.
fn listed(entry: &Entry) -> &[Node] {
    match &entry.value.value {
        Value::List(nodes) => nodes,
        _ => std::slice::from_ref(&entry.value),
    }
}

/// A span of a file from a place and a length in bytes.
pub(super) fn span(file: u32, start: usize, length: usize) -> Span {
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span {
        file,
        start: byte(start),
        end: byte(start.saturating_add(length)),
    }
}
