//! Faults of files that are not valid YAML: the errors of the library, in words for people who know none of its terms.

mod quotes;

use super::cursor::line_and_column;
use super::{Cursor, Reader};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// The message where reading is given up because the cursor no longer knows its place.
pub(super) const LOST: &str = "the structure of this file cannot be followed";

/// An error of the YAML library: its message, and the byte where it noticed.
pub(super) fn syntax_error(reader: &Reader<'_>, offset: usize, message: &str) -> Diagnostic {
    let fault = Fault {
        reader,
        offset,
        message,
    };
    fault
        .tab()
        .or_else(|| fault.escape())
        .or_else(|| fault.control_character())
        .or_else(|| fault.unclosed())
        .or_else(|| fault.indicator())
        .or_else(|| fault.mapping())
        .unwrap_or_else(|| fault.other())
}

struct Fault<'r, 't> {
    reader: &'r Reader<'t>,
    offset: usize,
    message: &'r str,
}

impl<'t> Fault<'_, 't> {
    fn error(&self, at: usize, length: usize, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error("yaml-syntax", self.span(at, length), message)
    }

    fn span(&self, at: usize, length: usize) -> Span {
        self.reader.span(at, at.saturating_add(length))
    }

    fn rest(&self, at: usize) -> &'t str {
        self.reader.text().get(at..).unwrap_or("")
    }

    fn says(&self, words: &str) -> bool {
        self.message.contains(words)
    }

    /// A tab among the blanks before the first word of the line.
    fn tab(&self) -> Option<Diagnostic> {
        let before = self.reader.text().get(..self.offset)?;
        let line = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let rest = self.rest(line);
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let tab = line + rest.get(..blanks)?.find('\t')?;
        let tabs = self.rest(tab);
        let length = tabs.len() - tabs.trim_start_matches('\t').len();
        let found = Diagnostic::error(
            "yaml-tab",
            self.span(tab, length),
            "a tab indents this line, which YAML does not allow",
        );
        Some(found.help("indent with spaces"))
    }

    /// The place where the thing began in which the error was noticed.
    fn context(&self) -> Option<usize> {
        let mut cursor = Cursor::new(self.reader.text());
        line_and_column(self.message)?;
        cursor.place_of(self.message)
    }

    /// A character that no YAML file may hold. Its place is counted in bytes.
    fn control_character(&self) -> Option<Diagnostic> {
        let (_, place) = self
            .message
            .split_once("control characters are not allowed at position ")?;
        let at = self.reader.body + place.trim().parse::<usize>().ok()?;
        let character = self.rest(at).chars().next()?;
        let message = format!(
            "the character U+{:04X} is not allowed in YAML",
            u32::from(character)
        );
        let found = self.error(at, character.len_utf8(), message);
        Some(found.help("delete it; it is often invisible in editors"))
    }

    /// A character that means something to YAML where a value was to begin.
    fn indicator(&self) -> Option<Diagnostic> {
        let alias = self.says("while scanning an alias") || self.says("unknown anchor");
        let anchor = self.says("while scanning an anchor");
        let tag = self.says("tag")
            || self.rest(self.offset).starts_with('!') && self.says("invalid value");
        if !alias && !anchor && !tag && !self.says("cannot start any token") {
            return None;
        }
        let at = if alias || anchor || tag {
            self.context().unwrap_or(self.offset)
        } else {
            self.offset
        };
        let code = match (alias || anchor, tag) {
            (true, _) => "yaml-alias",
            (_, true) => "yaml-tag",
            _ => "yaml-syntax",
        };
        if let Some(found) = self.braces_in_flow(at) {
            return Some(found);
        }
        let rest = self.rest(at);
        let character = rest.chars().next()?;
        let word = rest
            .split([' ', '\t', '\r', '\n', ',', ']', '}'])
            .next()
            .unwrap_or("");
        let found = Diagnostic::error(
            code,
            self.span(at, word.len().max(1)),
            format!("a value cannot begin with `{character}` unless it stands in quotes"),
        );
        Some(found.help(format!(
            "put the value in single quotes: `'{}'`",
            self.value_at(at).replace('\'', "''")
        )))
    }

    /// A `>` behind a brace: `{ source: /a/:id<int{4}>, ... }`, where YAML took the length for a map.
    fn braces_in_flow(&self, at: usize) -> Option<Diagnostic> {
        let before = self.reader.text().get(..at)?;
        if !self.rest(at).starts_with('>') || !before.ends_with('}') {
            return None;
        }
        let start = before.rfind(": ")? + 2;
        let ends = |c: char| c.is_whitespace() || matches!(c, ',' | '}');
        let tail = self.rest(at).split(ends).next()?;
        let value = self.reader.text().get(start..at + tail.len())?;
        if value.contains('\n') || !value.contains('{') {
            return None;
        }
        let found = self.error(
            start,
            value.len(),
            "a `{` within braces begins another map, so this value ends before it",
        );
        Some(found.help(format!(
            "put the value in single quotes: `'{}'`",
            value.replace('\'', "''")
        )))
    }

    /// The text from a byte to the end of its line, without a comment.
    fn value_at(&self, at: usize) -> &'t str {
        let line = self.rest(at).split(['\n', '\r']).next().unwrap_or("");
        line.split(" #").next().unwrap_or("").trim_end()
    }

    /// A colon or a word that YAML cannot place.
    fn mapping(&self) -> Option<Diagnostic> {
        if self.says("mapping values are not allowed") {
            let found = self.error(
                self.offset,
                1,
                "YAML takes this `:` for the end of a key, where no key can stand",
            );
            return Some(found.help("put the value in single quotes if the `:` is part of it; else check the indentation of this line and the one above"));
        }
        if self.says("could not find expected ':'") {
            let at = self.context().unwrap_or(self.offset);
            let line = self.value_at(at);
            let found = self.error(
                at,
                line.len(),
                format!("`{line}` is neither `key: value` nor an element of a list"),
            );
            return Some(found.help(
                "write a colon and a space after a key; check the indentation of this line",
            ));
        }
        if self.says("did not find expected key")
            || self.says("expected '-' indicator")
            || self.says("<document start>")
        {
            if let Some((open, close)) = self.left_open() {
                let found = self.error(open, 1, "this quote is not closed");
                return Some(self.close_quote(found, open).related(
                    self.span(close, 1),
                    "so it ends only here, where the next one opens",
                ));
            }
            let line = self.value_at(self.offset);
            let found = self.error(
                self.offset,
                line.len(),
                "this does not fit what stands before it",
            );
            let quoted = self.quote_before();
            return Some(found.help(match quoted {
                Some('\'') => "inside single quotes a `'` is written `''`",
                Some(_) => {
                    "inside double quotes a `\"` is written `\\\"`; single quotes spare that"
                }
                None => "check the indentation of this line",
            }));
        }
        None
    }

    /// Reports all other faults in the library's words.
    fn other(&self) -> Diagnostic {
        let problem = self
            .message
            .split(" at line ")
            .next()
            .unwrap_or(self.message);
        if self.says(LOST) {
            let found = self.error(self.offset, 1, LOST);
            return found.help("write the lists and maps around this line in a simpler way");
        }
        self.error(self.offset, 1, format!("this is not valid YAML: {problem}"))
    }
}
