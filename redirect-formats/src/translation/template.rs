//! Destinations: literal text with references to what the source captured.

use super::pattern::{Item, Kind, find_capture, is_bound, parameter_name};
use super::reference::{Piece, Style, own_host_removed, pieces, refused, split_origin};
use crate::report::Reason;
use crate::text::{Field, has_dot_segment, literal, push_encoded, push_literal};

/// A destination, read.
#[derive(Clone, Debug)]
pub(crate) struct Destination {
    /// `https://host:port`, or nothing for a path on the same host.
    origin: String,
    pieces: Vec<Piece>,
    style: Style,
}

impl Destination {
    /// Reads a destination.
    pub(crate) fn parse(text: &str, style: Style, names: &[String]) -> Result<Self, Reason> {
        let text = match style {
            Style::Dollar => own_host_removed(text),
            _ => text.to_owned(),
        };
        let (origin, rest) = split_origin(&text, style)?;
        let pieces = pieces(rest, style, names)?;
        if has_dot_segment(rest) {
            return Err(refused("the destination has a `.` or `..` segment"));
        }
        Ok(Self {
            origin,
            pieces,
            style,
        })
    }

    /// The captures that it refers to.
    pub(crate) fn references(&self) -> Vec<String> {
        let keys = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Reference { key, .. } => Some(key.clone()),
            Piece::Literal(_) => None,
        });
        keys.collect()
    }

    /// The captures that stand in the query.
    pub(crate) fn references_in_query(&self) -> Vec<&str> {
        let is_query = |piece: &&Piece| matches!(piece, Piece::Literal(text) if text.contains('?'));
        let query = self.pieces.iter().skip_while(|piece| !is_query(piece));
        let keys = query.filter_map(|piece| match piece {
            Piece::Reference { key, .. } => Some(key.as_str()),
            Piece::Literal(_) => None,
        });
        keys.collect()
    }

    /// The text for a row of a table, if it refers to nothing.
    pub(crate) fn as_row(&self) -> Option<String> {
        let mut out = self.origin.clone();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => out.push_str(&literal(text, Field::RowDestination)),
                Piece::Reference { .. } => return None,
            }
        }
        Some(out)
    }

    /// The template for a source of these items; `bound` are names that conditions bind.
    pub(crate) fn render(&self, source: &[Item], bound: &[String]) -> Result<String, Reason> {
        let mut items = Vec::new();
        let mut pieces = self.pieces.iter().peekable();
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Literal(text) => push_text(&mut items, text),
                Piece::Reference { key, written } => {
                    let slash_follows = matches!(pieces.peek(), Some(Piece::Literal(text)) if text.starts_with('/'));
                    let reference = (key.as_str(), written.as_str());
                    self.push_reference(&mut items, source, reference, bound, slash_follows)?;
                }
            }
        }
        items.retain(|item| !matches!(item, Item::Literal(text) if text.is_empty()));
        let mut out = self.origin.clone();
        let begins_with_slash = begins_with_slash(&items);
        if !out.is_empty() && !items.is_empty() && !begins_with_slash {
            out.push('/');
        }
        write(&items, &mut out)?;
        if self.origin.is_empty() && out.starts_with("//") {
            return Err(refused(
                "the destination would begin with `//`, which names a host",
            ));
        }
        if self.origin.is_empty() && !begins_with_slash {
            return Err(refused(
                "the destination begins with neither `/` nor a scheme",
            ));
        }
        if out.len() > 1024 {
            return Err(refused("the destination is longer than 1,024 bytes"));
        }
        Ok(out)
    }

    fn push_reference(
        &self,
        items: &mut Vec<Item>,
        source: &[Item],
        (key, written): (&str, &str),
        bound: &[String],
        slash_follows: bool,
    ) -> Result<(), Reason> {
        let Some((captured, depth)) = find_capture(source, key) else {
            if bound.iter().any(|name| name == key) {
                items.push(parameter(key));
                return Ok(());
            }
            let after_slash =
                matches!(items.last(), Some(Item::Literal(text)) if text.ends_with('/'));
            if self.style == Style::Colon || self.style == Style::Route && !after_slash {
                push_text(items, written);
                return Ok(());
            }
            return Err(Reason::new(
                "unbound-reference",
                format!("the destination uses `{written}`, which the source does not bind"),
            ));
        };
        let takes_slash =
            matches!(self.style, Style::Route | Style::Next) && (depth > 0 || captured.is_empty());
        let slash = takes_slash && take_slash(items, slash_follows);
        if depth == 0 || captured.is_empty() {
            for item in captured {
                push_item(items, item);
            }
            return Ok(());
        }
        let mut group = Vec::new();
        if slash {
            push_text(&mut group, "/");
        }
        for item in captured {
            push_item(&mut group, item);
        }
        items.push(Item::Group(group));
        Ok(())
    }
}

/// Returns true if the path begins with `/`, whichever groups are there.
fn begins_with_slash(items: &[Item]) -> bool {
    match items.split_first() {
        Some((Item::Literal(text), _)) => text.starts_with('/'),
        Some((Item::Group(inner), rest)) => begins_with_slash(inner) && begins_with_slash(rest),
        _ => false,
    }
}

/// Takes the `/` that stands last, unless the path would be left without one.
fn take_slash(items: &mut [Item], slash_follows: bool) -> bool {
    let alone = items.len() == 1 && !slash_follows;
    match items.last_mut() {
        Some(Item::Literal(text)) if text.ends_with('/') && !(alone && text == "/") => {
            text.pop();
            true
        }
        _ => false,
    }
}

fn parameter(key: &str) -> Item {
    // The kind is the source's business.
    Item::Parameter {
        name: parameter_name(key),
        kind: Kind::Path,
    }
}

fn push_text(items: &mut Vec<Item>, text: &str) {
    match items.last_mut() {
        Some(Item::Literal(last)) => last.push_str(text),
        _ => items.push(Item::Literal(text.to_owned())),
    }
}

fn push_item(items: &mut Vec<Item>, item: &Item) {
    match item {
        Item::Literal(text) => push_text(items, text),
        Item::Capture(_, inner) => inner.iter().for_each(|item| push_item(items, item)),
        Item::Group(inner) => {
            let mut group = Vec::new();
            inner.iter().for_each(|item| push_item(&mut group, item));
            items.push(Item::Group(group));
        }
        item => items.push(item.clone()),
    }
}

fn write(items: &[Item], out: &mut String) -> Result<(), Reason> {
    let mut after_name = false;
    for item in items {
        match item {
            Item::Literal(text) => {
                let mut rest = text.chars();
                match rest.clone().next() {
                    // Or the letter would be read as part of the name.
                    Some(c) if after_name && c.is_ascii_alphanumeric() => {
                        push_encoded(out, c);
                        rest.next();
                    }
                    _ => {}
                }
                push_literal(out, rest.as_str(), Field::Destination);
            }
            Item::Parameter { name, .. } => {
                out.push(':');
                out.push_str(name);
            }
            Item::Wildcard | Item::Any { .. } => out.push('*'),
            Item::Group(inner) if is_bound(inner) => {
                out.push('(');
                write(inner, out)?;
                out.push(')');
            }
            Item::Group(_) => {
                return Err(refused(
                    "the destination repeats an optional text of the source that binds nothing",
                ));
            }
            Item::Capture(_, inner) => write(inner, out)?,
        }
        after_name = matches!(item, Item::Parameter { .. });
    }
    Ok(())
}
