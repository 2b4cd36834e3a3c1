//! The short hypertext that a redirect carries, for the few clients that show it (RFC 9110, 15.4).

use http::StatusCode;

/// Text between the parts that differ.
const PIECES: [&str; 4] = [
    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>",
    "</title></head><body><h1>",
    "</h1>",
    "</body></html>\n",
];

/// Text around a location, which is written twice.
const LINK: [&str; 3] = ["<p>It is at <a href=\"", "\">", "</a>.</p>"];

/// A note that is not written yet.
pub(crate) struct Note<'a> {
    title: &'static str,
    location: Option<&'a str>,
    /// Of the location, escaped.
    escaped: usize,
}

impl<'a> Note<'a> {
    pub(crate) fn new(status: StatusCode, location: Option<&'a str>) -> Self {
        Note {
            title: status.canonical_reason().unwrap_or("Moved"),
            location,
            escaped: location.map_or(0, escaped_len),
        }
    }

    /// The length in bytes.
    pub(crate) fn len(&self) -> usize {
        let link = self.location.map_or(0, |_| {
            length(&LINK).saturating_add(self.escaped.saturating_mul(2))
        });
        length(&PIECES)
            .saturating_add(self.title.len().saturating_mul(2))
            .saturating_add(link)
    }

    /// The text, in one allocation.
    pub(crate) fn write(&self) -> String {
        let mut text = String::with_capacity(self.len());
        let [front, title, body, end] = PIECES;
        for piece in [front, self.title, title, self.title, body] {
            text.push_str(piece);
        }
        if let Some(location) = self.location {
            let [link, shown, closed] = LINK;
            text.push_str(link);
            self.push_escaped(location, &mut text);
            text.push_str(shown);
            self.push_escaped(location, &mut text);
            text.push_str(closed);
        }
        text.push_str(end);
        text
    }

    fn push_escaped(&self, location: &str, text: &mut String) {
        if self.escaped == location.len() {
            text.push_str(location);
            return;
        }
        for character in location.chars() {
            match entity(character) {
                Some(entity) => text.push_str(entity),
                None => text.push(character),
            }
        }
    }
}

fn length(pieces: &[&str]) -> usize {
    pieces.iter().map(|piece| piece.len()).sum()
}

fn escaped_len(text: &str) -> usize {
    let special = |byte: &u8| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    let more: usize = text
        .bytes()
        .filter(special)
        .filter_map(|byte| Some(entity(char::from(byte))?.len().saturating_sub(1)))
        .sum();
    text.len().saturating_add(more)
}

/// Returns the entity of a character between tags and in an attribute.
const fn entity(character: char) -> Option<&'static str> {
    Some(match character {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => return None,
    })
}
