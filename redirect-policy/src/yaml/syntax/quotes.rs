//! Quotes and brackets that are not closed, and what double quotes make of a backslash.

use super::Fault;
use crate::diagnostic::Diagnostic;

impl Fault<'_, '_> {
    /// A backslash in double quotes before a character that YAML does not know there.
    pub(super) fn escape(&self) -> Option<Diagnostic> {
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

    /// Quotes and brackets without their other half: the place of the first half is the useful one.
    pub(super) fn unclosed(&self) -> Option<Diagnostic> {
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

    pub(super) fn close_quote(&self, found: Diagnostic, open: usize) -> Diagnostic {
        found.help(if self.rest(open).starts_with('"') {
            "add a `\"` at its end; inside double quotes one is written `\\\"`"
        } else {
            "add a `'` at its end; inside single quotes one is written `''`"
        })
    }

    /// The quote that closes right before the error, on its line.
    pub(super) fn quote_before(&self) -> Option<char> {
        let before = self.reader.text().get(..self.offset)?;
        let line = before.rsplit(['\n', '\r']).next()?.trim_end();
        line.chars().next_back().filter(|c| matches!(c, '\'' | '"'))
    }

    /// The quote that an earlier line opens and leaves open, and the one that closes it: right before the error, where
    /// the next value was to begin.
    pub(super) fn left_open(&self) -> Option<(usize, usize)> {
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
}
