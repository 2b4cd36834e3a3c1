//! Leftovers of a spreadsheet that nobody meant: formulas, quotes, dates, characters that nobody sees.

use std::ops::Range;

use crate::check::Checker;
use crate::diagnostic::Diagnostic;

use super::sheet::Sheet;

/// No request line is longer than this on any server, so that no row need be.
const LONGEST: usize = 8192;

/// Quotes that an editor puts in place of `"` and `'`.
const QUOTES: [char; 9] = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»'];

/// Texts that people write where there is nothing to write.
const NOTHING: [&str; 14] = [
    "-",
    "--",
    "–",
    "—",
    "?",
    "n/a",
    "na",
    "nan",
    "none",
    "null",
    "nil",
    "undefined",
    "tbd",
    "gone",
];

/// A cell that cannot be meant as it stands.
struct Oddity {
    at: Range<usize>,
    message: String,
    help: String,
}

impl Checker<'_> {
    /// Returns true if a source or a destination is the text that it seems to be; reports what is odd.
    pub(super) fn is_plain_cell(&mut self, sheet: &Sheet<'_>, index: usize) -> bool {
        let text = sheet.cell(index);
        let Some(oddity) = oddity(text) else {
            return true;
        };
        let span = sheet.part(index, oddity.at);
        self.report(Diagnostic::error("bad-cell", span, oddity.message).help(oddity.help));
        false
    }
}

/// Returns true if a cell only says that there is nothing to say.
pub(super) fn means_nothing(text: &str) -> bool {
    NOTHING.iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn oddity(text: &str) -> Option<Oddity> {
    let is_address = text.starts_with('/') || text.starts_with("http");
    if is_address && text.is_ascii() && text.len() <= LONGEST {
        return None;
    }
    too_long(text)
        .or_else(|| formula(text))
        .or_else(|| quoted(text))
        .or_else(|| linked(text))
        .or_else(|| value(text))
        .or_else(|| unseen(text))
        .or_else(|| undecoded(text))
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

/// Quotes around a value, or the apostrophe by which a spreadsheet knows a text: nothing that is meant begins with one.
fn quoted(text: &str) -> Option<Oddity> {
    let is_typographic = text.starts_with(QUOTES);
    let plain = text.trim_matches(|c| matches!(c, '"' | '\'') || QUOTES.contains(&c));
    let first = text.chars().next()?;
    let message = match (is_typographic, first) {
        (true, _) => {
            format!("the quotes around `{plain}` are typographic ones, which belong to the value")
        }
        (_, '\'') if !text.ends_with('\'') => {
            format!("the apostrophe in front of `{plain}` belongs to the value")
        }
        (_, '"' | '\'') => format!("the quotes around `{plain}` belong to the value"),
        _ => return None,
    };
    let them = if message.contains("apostrophe") {
        "it"
    } else {
        "them"
    };
    Some(Oddity {
        at: 0..text.len(),
        message,
        help: format!("remove {them}: `{plain}`"),
    })
}

/// A link as mail programs and Markdown write it.
fn linked(text: &str) -> Option<Oddity> {
    let in_brackets = text
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'));
    let in_markdown = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(')'))
        .and_then(|rest| rest.split_once("](").map(|(_, address)| address));
    let address = in_brackets.or(in_markdown)?;
    Some(Oddity {
        at: 0..text.len(),
        message: format!("`{text}` is a link as other programs write it"),
        help: format!("write its address alone: `{address}`"),
    })
}

/// Finds a value that a spreadsheet took for a number or a date.
fn value(text: &str) -> Option<Oddity> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let what = match (text.parse::<f64>().is_ok(), is_date(text)) {
        (true, _) => "a number",
        (_, true) => "a date",
        _ => return None,
    };
    Some(Oddity {
        at: 0..text.len(),
        message: format!("`{text}` is {what}, not an address"),
        help: format!(
            "write `/{text}`, or what stood here before a spreadsheet took it for {what}"
        ),
    })
}

/// `12/03/2019`, `2019-03-12`, `12-Mar`, `12-Mar-19`.
fn is_date(text: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let parts: Vec<&str> = text.split(['/', '-']).collect();
    let is_month = |part: &&&str| MONTHS.iter().any(|month| part.eq_ignore_ascii_case(month));
    let is_number = |part: &&&str| {
        (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let months = parts.iter().filter(is_month).count();
    let numbers = parts.iter().filter(is_number).count();
    months + numbers == parts.len() && matches!((months, numbers), (0, 3) | (1, 1 | 2))
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

/// Letters that were read in one encoding and written in another.
fn undecoded(text: &str) -> Option<Oddity> {
    if text.is_ascii() {
        return None;
    }
    if let Some(at) = text.find('\u{fffd}') {
        return Some(Oddity {
            at: at..at + '\u{fffd}'.len_utf8(),
            message: "a letter was lost here, and U+FFFD stands in its place".to_owned(),
            help: "write the letter, and save the file as UTF-8".to_owned(),
        });
    }
    let bytes: Option<Vec<u8>> = text.chars().map(windows_1252).collect();
    let meant = String::from_utf8(bytes?).ok()?;
    Some(Oddity {
        at: 0..text.len(),
        message: format!("the letters of `{text}` were read in another encoding than written"),
        help: format!("write `{meant}`, and save the file as UTF-8"),
    })
}

/// The byte that Windows-1252 has for a character.
fn windows_1252(character: char) -> Option<u8> {
    const BEYOND_LATIN: [(char, u8); 27] = [
        ('€', 0x80),
        ('‚', 0x82),
        ('ƒ', 0x83),
        ('„', 0x84),
        ('…', 0x85),
        ('†', 0x86),
        ('‡', 0x87),
        ('ˆ', 0x88),
        ('‰', 0x89),
        ('Š', 0x8A),
        ('‹', 0x8B),
        ('Œ', 0x8C),
        ('Ž', 0x8E),
        ('‘', 0x91),
        ('’', 0x92),
        ('“', 0x93),
        ('”', 0x94),
        ('•', 0x95),
        ('–', 0x96),
        ('—', 0x97),
        ('˜', 0x98),
        ('™', 0x99),
        ('š', 0x9A),
        ('›', 0x9B),
        ('œ', 0x9C),
        ('ž', 0x9E),
        ('Ÿ', 0x9F),
    ];
    let beyond = BEYOND_LATIN.iter().find(|(known, _)| *known == character);
    match beyond {
        Some((_, byte)) => Some(*byte),
        None => u8::try_from(u32::from(character)).ok(),
    }
}
