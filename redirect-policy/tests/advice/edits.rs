//! A policy with one edit, as an advice tells it.

use redirect_policy::diagnostic::Edit;
use redirect_policy::yaml::Value;

use super::document::{Document, Way};

impl Document {
    pub(crate) fn replaced(&self, start: u32, end: u32, by: &str) -> Option<Document> {
        let mut changed = self.clone();
        let range = start as usize..end as usize;
        changed.text.get(range.clone())?;
        changed.text.replace_range(range, by);
        Some(changed)
    }

    /// With edits of the policy's own file; none if they change another.
    pub(crate) fn edited(&self, edits: &[Edit]) -> Option<Document> {
        let mut edits: Vec<&Edit> = edits.iter().collect();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
        edits.into_iter().try_fold(self.clone(), |so_far, edit| {
            (edit.span.file == 0).then_some(())?;
            so_far.replaced(edit.span.start, edit.span.end, &edit.text)
        })
    }

    /// A scalar written anew, in its own quotes unless the text brings some.
    pub(crate) fn with_scalar(&self, way: &[usize], text: &str) -> Option<Document> {
        let node = self.node(way)?;
        let scalar = node.as_scalar()?;
        let (start, end) = (scalar.span.start, scalar.span.end);
        let raw = self.text.get(start as usize..end as usize)?;
        let quote = raw
            .chars()
            .next()
            .filter(|first| matches!(first, '"' | '\''));
        let text = match quote {
            _ if text.starts_with(['"', '\'']) => text.to_owned(),
            Some(quote) => format!("{quote}{text}{quote}"),
            None => text.to_owned(),
        };
        self.replaced(start, end, &text)
    }

    /// A map with an entry more, or with another value of it.
    pub(crate) fn with_entry(&self, way: &[usize], key: &str, value: &str) -> Option<Document> {
        let node = self.node(way)?;
        let entries = node.as_map()?;
        if let Some(entry) = entries.iter().find(|entry| entry.key.text == key) {
            let span = entry.value.span;
            return self.replaced(span.start, span.end, value);
        }
        let flow = self.text.get(node.span.start as usize..)?.starts_with('{');
        if flow {
            let comma = if entries.is_empty() { "" } else { "," };
            let start = node.span.start + 1;
            return self.replaced(start, start, &format!(" {key}: {value}{comma}"));
        }
        let first = entries.first()?.key.span.start;
        let line = self.line_start(first as usize);
        let indent = self.text[line..first as usize].chars().count();
        self.replaced(first, first, &format!("{key}: {value}\n{:indent$}", ""))
    }

    /// A map without an entry, or a list without an element.
    pub(crate) fn without(&self, way: &[usize], step: usize) -> Option<Document> {
        let node = self.node(way)?;
        let spans: Vec<(u32, u32)> = match &node.value {
            Value::Map(entries) => entries
                .iter()
                .map(|entry| (entry.key.span.start, entry.value.span.end))
                .collect(),
            Value::List(nodes) => nodes
                .iter()
                .map(|node| (node.span.start, node.span.end))
                .collect(),
            Value::Scalar(_) => return None,
        };
        let (start, end) = *spans.get(step)?;
        match spans.get(step + 1) {
            Some((next, _)) => self.replaced(start, *next, ""),
            None if step > 0 => self.replaced(spans[step - 1].1, end, ""),
            None if node.as_list().is_some() => self.replaced(node.span.start, node.span.end, "[]"),
            None => {
                let (last, outer) = way.split_last()?;
                self.without(outer, *last)
            }
        }
    }

    /// Without a text that stands at a place, in the file itself.
    pub(crate) fn without_text(&self, start: u32, text: &str) -> Option<Document> {
        let there = self.text.get(start as usize..)?.starts_with(text);
        let end = start + u32::try_from(text.len()).ok()?;
        there.then(|| self.replaced(start, end, ""))?
    }

    /// With another text in place of one that stands a little before or behind a place.
    pub(crate) fn with_text(&self, start: u32, theirs: &str, ours: &str) -> Option<Document> {
        let near = (start as usize).saturating_sub(theirs.len() + 4);
        let at = near + self.text.get(near..)?.find(theirs)?;
        self.replaced(at as u32, (at + theirs.len()) as u32, ours)
    }

    /// With a text at the end of the rule's destination.
    pub(crate) fn in_destination(&self, ways: &[Way], text: &str) -> Option<Document> {
        let rule = self.rule(ways)?;
        let scalar = rule.entry("destination")?.value.as_scalar()?.clone();
        let raw = self
            .text
            .get(scalar.span.start as usize..scalar.span.end as usize)?;
        let quote = u32::from(raw.ends_with(['"', '\'']));
        let end = scalar.span.end - quote;
        let mark = if raw.trim_end_matches(['"', '\'']).ends_with('/') {
            ""
        } else {
            "/"
        };
        self.replaced(end, end, &format!("{mark}{text}"))
    }

    /// With another value of a key that stands somewhere within the rule.
    pub(crate) fn with_inner_entry(
        &self,
        ways: &[Way],
        key: &str,
        value: &str,
    ) -> Option<Document> {
        let rule = self.rule(ways)?;
        let mut inside = vec![rule];
        while let Some(node) = inside.pop() {
            for entry in node.as_map().unwrap_or_default() {
                if entry.key.text == key {
                    let span = entry.value.span;
                    return self.replaced(span.start, span.end, value);
                }
                inside.push(entry.value.clone());
            }
        }
        None
    }

    /// With another key in place of that at a place.
    pub(crate) fn with_key(&self, start: u32, text: &str) -> Option<Document> {
        let ways = self.around(start, start);
        let maps = ways.iter().filter_map(|way| self.node(way));
        let mut keys = maps.flat_map(|node| {
            let entries = node.as_map().unwrap_or_default().to_vec();
            entries.into_iter().map(|entry| entry.key.span)
        });
        let key = keys.find(|span| span.start <= start && start < span.end)?;
        self.replaced(key.start, key.end, text)
    }

    /// With another entry in place of the one whose key or value stands at a place.
    pub(crate) fn with_whole_entry(&self, start: u32, text: &str) -> Option<Document> {
        let ways = self.around(start, start);
        let maps = ways.iter().filter_map(|way| self.node(way));
        let mut entries = maps.flat_map(|node| node.as_map().unwrap_or_default().to_vec());
        let entry =
            entries.find(|entry| entry.key.span.start <= start && start < entry.key.span.end)?;
        self.replaced(entry.key.span.start, entry.value.span.end, text)
    }

    /// With one more entry in the declaration of a lookup.
    pub(crate) fn in_lookup(&self, name: &str, entry: &str) -> Option<Document> {
        let root = self.root()?;
        let policy = &root.entry("redirectionPolicy")?.value;
        let lookup = &policy.entry("lookups")?.value.entry(name)?.value;
        let start = lookup.as_map()?.first()?.key.span.start;
        if self.text[..start as usize].trim_end().ends_with('{') {
            return self.replaced(start, start, &format!("{entry}, "));
        }
        let line = self.line_start(start as usize);
        let indent = self.text[line..start as usize].to_owned();
        self.replaced(start, start, &format!("{entry}\n{indent}"))
    }

    /// With one more host among the policy's own.
    pub(crate) fn with_host(&self, host: &str) -> Option<Document> {
        let root = self.root()?;
        let hosts = root.entry("redirectionPolicy")?.value.entry("hosts")?;
        let start = hosts.value.as_list()?.first()?.span.start;
        self.replaced(start, start, &format!("{host}, "))
    }

    /// With another quoted text in place of the one around a place, whether the rest of the file can be read or not.
    pub(crate) fn with_quoted(&self, start: u32, end: u32, text: &str) -> Option<Document> {
        let line = self.line_start(start as usize);
        let before = &self.text[line..start as usize];
        let open = line + before.rfind(['"', '\''])?;
        let quote = self.text[open..].chars().next()?;
        let close = end as usize + self.text[end as usize..].find(quote)? + 1;
        self.replaced(open as u32, close as u32, text)
    }

    /// With another element in place of that of the innermost list, or before it.
    pub(crate) fn with_element(&self, ways: &[Way], text: &str, words: &str) -> Option<Document> {
        let is_list = |way: &Way| {
            let (_, outer) = way.split_last()?;
            self.node(outer)?.as_list()?;
            self.node(way)
        };
        let element = ways.iter().find_map(is_list)?;
        let text = text.strip_prefix("- ")?;
        if words.contains("in front of") {
            let start = element.span.start;
            let line = self.line_start(start as usize);
            let dash = self.text[line..start as usize].to_owned();
            return self.replaced(start, start, &format!("{text}\n{dash}"));
        }
        self.replaced(element.span.start, element.span.end, text)
    }

    /// With another spelling of a parameter in all texts of the rule; that which is pointed at, or the one of that name.
    pub(crate) fn renamed(&self, ways: &[Way], start: u32, end: u32, text: &str) -> Vec<Document> {
        let name = |text: &str| -> String {
            let letters = text.chars().skip(1).take_while(|c| c.is_alphanumeric());
            format!(":{}", letters.collect::<String>())
        };
        let shown = self.text.get(start as usize..end as usize);
        let mut old: Vec<String> = shown.into_iter().map(name).collect();
        old.push(name(text));
        let mut changed = Vec::new();
        if let Some(rule) = self.rule(ways) {
            let span = rule.span;
            let Some(written) = self.text.get(span.start as usize..span.end as usize) else {
                return changed;
            };
            for old in &old {
                changed.extend(self.replaced(span.start, span.end, &written.replace(old, text)));
                changed.extend(self.replaced(
                    span.start,
                    span.end,
                    &written.replacen(old, text, 1),
                ));
            }
        }
        changed
    }
}
