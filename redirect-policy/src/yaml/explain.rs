//! Faults of a file as YAML, in words for people who do not know the terms of YAML.

use std::ops::Range;

use super::cursor::line_and_column;
use super::{Node, Reader, Scalar, Style, Value};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// Why reading is given up where the cursor no longer knows where it stands.
pub(super) const LOST: &str = "the structure of this file cannot be followed";

/// A tag stands before a value.
pub(super) fn tag(reader: &Reader<'_>, token: &Range<usize>) -> Diagnostic {
    let text = reader.text().get(token.clone()).unwrap_or("!");
    let span = reader.span(token.start, token.end);
    Diagnostic::error(
        "yaml-tag",
        span,
        format!("`{text}` is a YAML tag, and a policy has none"),
    )
    .help(format!(
        "remove `{text}`, or put the whole value in single quotes if the `!` is part of it"
    ))
}

/// An anchor stands before a value.
pub(super) fn anchor(reader: &Reader<'_>, token: &Range<usize>) -> Diagnostic {
    let text = reader.text().get(token.clone()).unwrap_or("&");
    let span = reader.span(token.start, token.end);
    Diagnostic::error(
        "yaml-alias",
        span,
        format!("`{text}` is a YAML anchor, and a policy has none"),
    )
    .help(format!(
        "remove `{text}`: what many rules share goes into `defaults` or a `group`; if the `&` is part of the value, \
         put the whole value in single quotes"
    ))
}

/// An alias stands in place of a value.
pub(super) fn alias(reader: &Reader<'_>, token: &Range<usize>) -> Diagnostic {
    let text = reader.text().get(token.clone()).unwrap_or("*");
    let span = reader.span(token.start, token.end);
    Diagnostic::error(
        "yaml-alias",
        span,
        format!("`{text}` is a YAML alias, and a policy has none"),
    )
    .help(format!(
        "write the value itself in place of `{text}` (what many rules share goes into `defaults` or a `group`); if \
         the `*` is part of the value, put the whole value in single quotes"
    ))
}

/// Returns true if a key is `<<` without quotes.
pub(super) fn is_merge_key(key: &Node) -> bool {
    matches!(&key.value, Value::Scalar(key) if key.style == Style::Plain && key.text == "<<")
}

pub(super) fn merge_key(key: &Scalar) -> Diagnostic {
    Diagnostic::error(
        "yaml-merge",
        key.span,
        "`<<` merges another map into this one, which a policy does not allow",
    )
    .help("write the keys themselves; what many rules share goes into `defaults` or a `group`")
}

/// A key is a list or a map, often braces that were meant as text.
pub(super) fn key_shape(key: &Node) -> Diagnostic {
    let message = format!("{} cannot be a key", key.shape());
    Diagnostic::error("yaml-key", key.span, message)
        .help("put text that begins with `{` or `[` in single quotes")
}

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

    /// A backslash in double quotes before a character that YAML does not know there.
    fn escape(&self) -> Option<Diagnostic> {
        if !self.says("unknown escape character")
            && !self.says("expected hexadecimal number")
            && !self.says("invalid Unicode character escape")
        {
            return None;
        }
        let upto = self
            .reader
            .text()
            .get(..=self.offset)
            .or_else(|| self.reader.text().get(..self.offset))?;
        let backslash = upto.rfind('\\')?;
        let escape: String = self.rest(backslash).chars().take(2).collect();
        let found = Diagnostic::error(
            "yaml-escape",
            self.span(backslash, escape.len()),
            format!(
                "in double quotes YAML itself reads the backslash, and `{escape}` means nothing to it"
            ),
        );
        Some(match self.in_single_quotes() {
            Some(text) => found.help(format!("use single quotes: `{text}`")),
            None => found.help("use single quotes, in which a backslash is just a backslash"),
        })
    }

    /// The double-quoted scalar that the error speaks of, written with single quotes.
    fn in_single_quotes(&self) -> Option<String> {
        let quote = self.context()?;
        let inner = self.rest(quote).strip_prefix('"')?;
        let mut escaped = false;
        let end = inner.find(|c| {
            let closes = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            closes || c == '\n'
        })?;
        let text = inner.get(..end)?;
        inner
            .get(end..)?
            .starts_with('"')
            .then(|| format!("'{}'", text.replace("\\\"", "\"").replace('\'', "''")))
    }

    /// Where the thing began in which the error was noticed.
    fn context(&self) -> Option<usize> {
        let mut cursor = super::Cursor::new(self.reader.text());
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

    /// Quotes and brackets without their other half: the place of the first half is the useful one.
    fn unclosed(&self) -> Option<Diagnostic> {
        let (what, closing) = if self.says("unexpected end of stream")
            || self.says("unexpected document indicator")
        {
            if !self.says("quoted scalar") {
                return None;
            }
            ("this quote", None)
        } else if self.says("expected ',' or ']'") {
            ("this list", Some(']'))
        } else if self.says("expected ',' or '}'") {
            ("this map", Some('}'))
        } else {
            return None;
        };
        let open = self.context().unwrap_or(self.reader.body);
        let found = self.error(open, 1, format!("{what} is not closed"));
        Some(match closing {
            None => self.close_quote(found, open),
            Some(bracket) if self.rest(self.offset).is_empty() => found.help(format!("add `{bracket}` at its end")),
            Some(bracket) => found
                .related(self.span(self.offset, 1), format!("expected `,` or `{bracket}` before this"))
                .help(format!("add `{bracket}` at its end, or put text that holds brackets or commas in single quotes")),
        })
    }

    fn close_quote(&self, found: Diagnostic, open: usize) -> Diagnostic {
        found.help(if self.rest(open).starts_with('"') {
            "add a `\"` at its end; inside double quotes one is written `\\\"`"
        } else {
            "add a `'` at its end; inside single quotes one is written `''`"
        })
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

    /// The quote that closes right before the error, on its line.
    fn quote_before(&self) -> Option<char> {
        let before = self.reader.text().get(..self.offset)?;
        let line = before.rsplit(['\n', '\r']).next()?.trim_end();
        line.chars().next_back().filter(|c| matches!(c, '\'' | '"'))
    }

    /// The quote that an earlier line opens and leaves open, and the one that closes it: right before the error, where
    /// the next value was to begin.
    fn left_open(&self) -> Option<(usize, usize)> {
        let quote = self.quote_before()?;
        let before = self.reader.text().get(..self.offset)?.trim_end();
        let head = before.strip_suffix(quote)?;
        if !head.ends_with([' ', '\t', '[', '{', ',']) {
            return None;
        }
        let mut lines = head.rsplit('\n');
        let mut end = head.len() - lines.next()?.len();
        for line in lines {
            end = end.checked_sub(1 + line.len())?;
            let quotes = line.match_indices(quote);
            let mut quotes = quotes.filter(|(at, _)| {
                quote == '\'' || !line.get(..*at).is_some_and(|before| before.ends_with('\\'))
            });
            if quotes.clone().count() % 2 == 1 {
                return Some((end + quotes.next_back()?.0, head.len()));
            }
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
