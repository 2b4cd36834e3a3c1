//! The short hypertext that a redirect carries, for the few clients that show it (RFC 9110, 15.4).

use http::StatusCode;

/// The text before the location, if there is one, of a note with a title.
macro_rules! front {
    ($title:literal, $link:literal) => {
        concat!(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>",
            $title,
            "</title></head><body><h1>",
            $title,
            "</h1>",
            $link,
        )
    };
}

/// The front of a note that links to a location.
macro_rules! linked {
    ($title:literal) => {
        front!($title, "<p>It is at <a href=\"")
    };
}

/// The text between the two times that a location is written, and the one behind them.
const LINK: [&str; 2] = ["\">", "</a>.</p></body></html>\n"];

/// The end of a note without a location.
const END: &str = "</body></html>\n";

/// The front of the note of a status that a policy answers with.
const fn front(status: StatusCode, links: bool) -> &'static str {
    match (status.as_u16(), links) {
        (301, true) => linked!("Moved Permanently"),
        (302, true) => linked!("Found"),
        (303, true) => linked!("See Other"),
        (307, true) => linked!("Temporary Redirect"),
        (308, true) => linked!("Permanent Redirect"),
        (410, false) => front!("Gone", ""),
        (451, false) => front!("Unavailable For Legal Reasons", ""),
        (503, false) => front!("Service Unavailable", ""),
        (_, true) => linked!("Moved"),
        (_, false) => front!("Moved", ""),
    }
}

/// A note that is not written yet.
pub(crate) struct Note<'a> {
    front: &'static str,
    location: Option<&'a str>,
    /// Of the location, escaped.
    escaped: usize,
}

impl<'a> Note<'a> {
    pub(crate) fn new(status: StatusCode, location: Option<&'a str>) -> Self {
        Note {
            front: front(status, location.is_some()),
            location,
            escaped: location.map_or(0, escaped_len),
        }
    }

    /// The length in bytes.
    pub(crate) fn len(&self) -> usize {
        let [between, behind] = LINK;
        let behind = match self.location {
            Some(_) => {
                let twice = self.escaped.saturating_mul(2);
                twice
                    .saturating_add(between.len())
                    .saturating_add(behind.len())
            }
            None => END.len(),
        };
        self.front.len().saturating_add(behind)
    }

    /// The text, in one allocation.
    pub(crate) fn write(&self) -> String {
        let mut text = String::with_capacity(self.len());
        text.push_str(self.front);
        let Some(location) = self.location else {
            text.push_str(END);
            return text;
        };
        let [between, behind] = LINK;
        self.push_escaped(location, &mut text);
        text.push_str(between);
        self.push_escaped(location, &mut text);
        text.push_str(behind);
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

/// The length in bytes of a text with its special characters escaped.
fn escaped_len(text: &str) -> usize {
    text.bytes().fold(0_usize, |length, byte| {
        length.saturating_add(usize::from(LENGTHS[usize::from(byte)]))
    })
}

/// The length in bytes of each byte escaped.
static LENGTHS: [u8; 256] = {
    let mut lengths = [1; 256];
    let mut byte = 0;
    while byte < 128 {
        if let Some(entity) = entity(byte as u8 as char) {
            lengths[byte] = entity.len() as u8;
        }
        byte += 1;
    }
    lengths
};

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
