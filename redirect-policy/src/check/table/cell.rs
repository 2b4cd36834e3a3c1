//! What a spreadsheet leaves in a cell that nobody meant: formulas, typographic quotes, characters that nobody sees.

use std::ops::Range;

use crate::check::Checker;
use crate::diagnostic::Diagnostic;

use super::sheet::Sheet;

/// No request line is longer than this on any server, so that no row need be.
const LONGEST: usize = 8192;

/// Quotes that an editor puts in place of `"` and `'`.
const QUOTES: [char; 9] = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»'];

/// What a cell that cannot be meant holds.
struct Oddity {
    at: Range<usize>,
    message: String,
    help: String,
}

impl Checker<'_> {
    /// Whether a source or a destination is what it seems; what is odd is reported.
    pub(super) fn is_plain_cell(&mut self, sheet: &Sheet<'_>, index: usize) -> bool {
        let text = sheet.cell(index);
        let Some(oddity) = oddity(text) else {
            return true;
        };
        let place = sheet.part(index, oddity.at);
        self.report(Diagnostic::error("bad-cell", place, oddity.message).help(oddity.help));
        false
    }
}

fn oddity(text: &str) -> Option<Oddity> {
    if text.starts_with('/') && text.is_ascii() && text.len() <= LONGEST {
        return None;
    }
    too_long(text)
        .or_else(|| formula(text))
        .or_else(|| quoted(text))
        .or_else(|| unseen(text))
}

fn too_long(text: &str) -> Option<Oddity> {
    (text.len() > LONGEST).then(|| Oddity {
        at: 0..text.len(),
        message: format!(
            "this cell holds {} bytes, over the limit of {LONGEST}",
            text.len()
        ),
        help: "shorten it; a quote that is never closed can make one cell of many".to_owned(),
    })
}

fn formula(text: &str) -> Option<Oddity> {
    let failed = text
        .strip_prefix('#')
        .is_some_and(|rest| rest.ends_with(['!', '?', '#']) || rest == "N/A");
    let message = match (text.starts_with('='), failed) {
        (true, _) => format!("`{text}` is a formula, not its value"),
        (_, true) => format!("`{text}` is what a spreadsheet shows where a formula failed"),
        _ => return None,
    };
    Some(Oddity {
        at: 0..text.len(),
        message,
        help: "copy the column as values in the spreadsheet, and export it again".to_owned(),
    })
}

/// Typographic quotes around a value: nothing that is meant begins with one.
fn quoted(text: &str) -> Option<Oddity> {
    let plain = text.trim_matches(QUOTES);
    text.starts_with(QUOTES).then(|| Oddity {
        at: 0..text.len(),
        message: format!(
            "the quotes around `{plain}` are typographic ones, which belong to the value"
        ),
        help: format!("remove them: `{plain}`"),
    })
}

/// A character that looks like a space or like nothing.
fn unseen(text: &str) -> Option<Oddity> {
    if text.is_ascii() {
        return None;
    }
    let (at, character) = text.char_indices().find(|(_, c)| is_unseen(*c))?;
    let what = match character.is_whitespace() {
        true => "looks like a space, but is none",
        false => "cannot be seen",
    };
    let mut encoded = String::new();
    redirect_runtime::canonical::push_characters(character.encode_utf8(&mut [0; 4]), &mut encoded);
    Some(Oddity {
        at: at..at + character.len_utf8(),
        message: format!("a character here (U+{:04X}) {what}", u32::from(character)),
        help: format!("remove it, or write `{encoded}` if it is meant"),
    })
}

fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
    ) || character.is_whitespace() && !character.is_ascii()
}
