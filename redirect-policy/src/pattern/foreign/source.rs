//! Signs in sources, and sources in this language.

use super::{Sign, as_text, name, plain_name};

/// The meaning of a part of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// Anything, with the name that it has elsewhere.
    Anything(Option<String>),
    /// A parameter, by its name or a fresh one, with its kind.
    Parameter(Option<String>, String),
    /// Nothing: an anchor.
    Nothing,
    /// A slash that may be missing.
    Slash,
    /// Text.
    Text(&'static str),
    /// Something that has no form here.
    Unknown,
    /// Text, with a group around it that was meant as text too.
    Title,
}

/// A source as another system reads it.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    /// The source in this language, if there is one.
    pub(super) ours: Option<String>,
    /// The captures of its parts, in order, as a destination writes them.
    pub(super) captures: Vec<String>,
    /// Names as they are written, with what a destination writes for them.
    pub(super) names: Vec<(String, String)>,
    /// The text that a destination writes for the whole path, if the source takes every path.
    pub(super) whole: bool,
}

impl Reading {
    /// Returns the text that a destination writes for a name of the source.
    pub(super) fn named(&self, name: &str) -> Option<&str> {
        let found = self.names.iter().find(|(known, _)| known == name);
        found.map(|(_, spelled)| spelled.as_str())
    }
}

/// The signs of a source.
pub(super) fn signs(text: &str, destination: Option<&str>) -> Vec<Sign> {
    let mut signs = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some((length, sure, meaning)) = sign(text, at, destination) {
            let end = at + length;
            let written = text.get(at..end).unwrap_or_default();
            let escaped = match meaning {
                NAME | REPEATED => keeping_name(written),
                _ => as_text(written),
            };
            signs.push(Sign {
                at: at..end,
                sure,
                meaning,
                escaped,
            });
            at = end;
            continue;
        }
        at += step(rest);
    }
    signs
}

const EXPRESSION: &str = "a regular expression";
const ROUTE: &str = "a parameter of a file route";
const REPEATED: &str = "a repeated parameter";
const END: &str = "the end of a regular expression";
const SPLAT: &str = "a named wildcard";
const TITLE: &str = "text in parentheses";
const NAME: &str = "a name with an underscore";

/// The sign that begins at a place: its length, whether it is sure, and what it is elsewhere.
fn sign(text: &str, at: usize, destination: Option<&str>) -> Option<(usize, bool, &'static str)> {
    let rest = text.get(at..)?;
    let begins = at == 0 || text.get(..at)?.ends_with('/');
    let ends = |length: usize| {
        let behind = rest.get(length..).unwrap_or_default();
        behind.is_empty() || behind.starts_with('/') || matches!(behind, "$" | "/?" | "(/)")
    };
    if let Some(inner) = group(rest) {
        let length = inner.len() + 2;
        let alternatives = inner.contains('|') && !inner.contains('<');
        if is_anything(inner) || run(inner) == Some(inner.len()) || alternatives {
            return Some((length, true, EXPRESSION));
        }
        let title = text.get(..at)?.ends_with('_') && inner.contains(|c: char| c.is_alphabetic());
        let plain = !inner.contains(['*', ':', '(']);
        return (title && plain).then_some((length, false, TITLE));
    }
    if begins && (rest.starts_with(".*") || rest.starts_with(".+")) && ends(2) {
        return Some((2, true, EXPRESSION));
    }
    if begins && rest.starts_with('[') {
        if let Some(length) = route(rest).map(|(length, ..)| length).filter(|l| ends(*l)) {
            return Some((length, true, ROUTE));
        }
        if let Some(length) = run(rest).filter(|length| ends(*length)) {
            return Some((length, true, EXPRESSION));
        }
    }
    if let Some(behind) = rest.strip_prefix(':') {
        return parameter(behind, &ends, destination);
    }
    if at > 0 && rest == "$" {
        return Some((1, true, END));
    }
    let word = name(rest.strip_prefix('*')?);
    (begins && !word.is_empty() && ends(1 + word.len())).then_some((1 + word.len(), false, SPLAT))
}

/// `:id+` at the end of a segment, or `:a_b`; what follows the colon is given.
fn parameter(
    behind: &str,
    ends: &dyn Fn(usize) -> bool,
    destination: Option<&str>,
) -> Option<(usize, bool, &'static str)> {
    let written = name(behind);
    let own = written.split('_').next().unwrap_or_default();
    if own.is_empty() {
        return None;
    }
    let after = behind.get(written.len()..).unwrap_or_default();
    if own.len() == written.len() {
        let repeats = after.starts_with('+') && ends(2 + written.len());
        return repeats.then_some((2 + written.len(), true, REPEATED));
    }
    let whole = ends(1 + written.len());
    let means_name = match destination {
        None => whole,
        Some(text) => uses(text, written) || !uses_at_all(text, own),
    };
    let letters = written.get(own.len() + 1..).unwrap_or_default();
    (means_name && !letters.is_empty()).then_some((1 + written.len(), false, NAME))
}

/// Returns true if a destination writes a name, and nothing of a name behind it.
fn uses(text: &str, written: &str) -> bool {
    let mut parts = text.split(':').skip(1);
    parts.any(|part| name(part) == written)
}

/// Returns true if a destination uses a name of this language.
fn uses_at_all(text: &str, own: &str) -> bool {
    let mut parts = text.split(':').skip(1);
    parts.any(|part| {
        let end = part.find(|next: char| !next.is_ascii_alphanumeric());
        part.get(..end.unwrap_or(part.len())) == Some(own)
    })
}

/// A parameter whose name stays one, with what follows it as text.
fn keeping_name(written: &str) -> String {
    let end = written
        .char_indices()
        .skip(1)
        .find(|(_, next)| !next.is_ascii_alphanumeric());
    let (name, rest) = written
        .split_at_checked(end.map_or(written.len(), |(end, _)| end))
        .unwrap_or((written, ""));
    match rest.starts_with('_') {
        true => format!("{name}\\{rest}"),
        false => format!("{name}{}", as_text(rest)),
    }
}

/// Returns the text in the parentheses that a text begins with, if no others stand in them.
fn group(rest: &str) -> Option<&str> {
    let inner = rest.strip_prefix('(')?;
    let end = inner.find([')', '('])?;
    let inner = inner.get(..end)?;
    rest.get(1 + end..)?.starts_with(')').then_some(inner)
}

fn is_anything(text: &str) -> bool {
    matches!(text, ".*" | ".+" | ".*?" | ".+?")
}

/// The length of a repeated class that a text begins with: `[0-9]+`, `[^/]+`, `\d+`.
fn run(rest: &str) -> Option<usize> {
    let class = match rest.strip_prefix('[') {
        Some(inner) => {
            let close = inner.find(']')?;
            let inside = inner.get(..close)?;
            (!inside.is_empty() && !inside.contains('/') || inside == "^/").then_some(close + 2)?
        }
        None => match rest.get(..2)? {
            "\\d" | "\\w" | "\\S" => 2,
            _ => return None,
        },
    };
    let repeat = rest.get(class..)?;
    repeat.starts_with(['+', '*']).then_some(class + 1)
}

/// The kind of a repeated class.
fn kind(class: &str) -> &'static str {
    let inside = class
        .trim_end_matches(['+', '*'])
        .trim_start_matches('[')
        .trim_end_matches(']');
    match inside {
        "0-9" | "\\d" => "<int>",
        "a-z" | "A-Z" | "a-zA-Z" | "A-Za-z" => "<alpha>",
        "0-9a-f" | "a-f0-9" | "0-9a-fA-F" | "a-fA-F0-9" | "0-9A-Fa-f" => "<hex>",
        "a-z0-9" | "0-9a-z" | "a-zA-Z0-9" | "A-Za-z0-9" | "0-9a-zA-Z" => "<alnum>",
        _ if inside.starts_with('^') => "",
        _ => "<slug>",
    }
}

/// `[id]`, `[...slug]`, `[[...slug]]`: the length, the name, and whether it takes several segments.
fn route(rest: &str) -> Option<(usize, &str, bool)> {
    let double = rest.starts_with("[[");
    let inner = rest.trim_start_matches('[');
    let brackets = rest.len() - inner.len();
    let inside = inner.split(']').next()?;
    let (word, several) = match inside.strip_prefix("...") {
        Some(word) => (word, true),
        None => (inside, false),
    };
    let letters = |next: char| next.is_ascii_alphanumeric() || matches!(next, '_' | '-');
    let is_name = word.starts_with(|next: char| next.is_ascii_alphabetic());
    let closes = match double {
        true => inner.get(inside.len()..)?.starts_with("]]"),
        false => brackets == 1,
    };
    (is_name && closes && word.chars().all(letters)).then_some((
        2 * brackets + inside.len(),
        word,
        several,
    ))
}

/// The length of what is read as text.
fn step(rest: &str) -> usize {
    let mut characters = rest.chars();
    let first = characters.next().map_or(1, char::len_utf8);
    match rest.starts_with('\\') {
        true => first + characters.next().map_or(0, char::len_utf8),
        false => first,
    }
}

/// Reads a source as the other system does, if there are signs of one.
pub(super) fn read(text: &str, signs: &[Sign]) -> Reading {
    let mut writer = Writer {
        reading: Reading::default(),
        ours: String::new(),
        wildcards: 0,
        sound: true,
        text,
    };
    let foreign = signs.iter().any(|sign| sign.sure);
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let sign = signs.iter().find(|sign| sign.at.start == at);
        let (form, length) = match sign {
            Some(sign) => (form_of(text, sign), sign.at.len()),
            None => match other(text, at, foreign) {
                Some(found) => found,
                None => {
                    let length = step(rest);
                    writer.copy(rest.get(..length).unwrap_or_default());
                    at += length;
                    continue;
                }
            },
        };
        writer.write(form, text.get(at..at + length).unwrap_or_default());
        at += length;
    }
    writer.finish()
}

/// Returns the meaning of a sign.
fn form_of(text: &str, sign: &Sign) -> Form {
    let written = text.get(sign.at.clone()).unwrap_or_default();
    match sign.meaning {
        END => Form::Nothing,
        SPLAT => Form::Anything(written.get(1..).map(str::to_owned)),
        TITLE => Form::Title,
        NAME => Form::Parameter(written.get(1..).map(str::to_owned), String::new()),
        REPEATED => {
            let name = written.trim_matches([':', '+']).to_owned();
            Form::Parameter(Some(name), "<path>".to_owned())
        }
        ROUTE => match route(written) {
            Some((_, name, several)) => {
                let kind = if several { "<path>" } else { "" };
                Form::Parameter(Some(name.to_owned()), kind.to_owned())
            }
            None => Form::Unknown,
        },
        _ => expression(written),
    }
}

/// Returns the meaning of a part of an expression.
fn expression(written: &str) -> Form {
    let inner = group(written).unwrap_or(written);
    if is_anything(inner) {
        return Form::Anything(None);
    }
    if run(inner) == Some(inner.len()) {
        return Form::Parameter(None, kind(inner).to_owned());
    }
    let plain = |value: &str| {
        let letter = |next: char| next.is_ascii_alphanumeric() || "-_.~".contains(next);
        !value.is_empty() && value.chars().all(letter)
    };
    match inner.split('|').all(plain) {
        true => Form::Parameter(None, format!("<{inner}>")),
        false => Form::Unknown,
    }
}

/// Reads what stands beside signs: parts of this language that bind, and, beside sure signs, more of an expression.
fn other(text: &str, at: usize, foreign: bool) -> Option<(Form, usize)> {
    let rest = text.get(at..)?;
    if let Some(behind) = rest.strip_prefix(':') {
        let end = behind.find(|next: char| !next.is_ascii_alphanumeric());
        let name = behind.get(..end.unwrap_or(behind.len()))?;
        let after = behind.get(name.len()..)?;
        let kind = match (after.starts_with('<'), after.find('>')) {
            (true, Some(close)) => after.get(..=close)?,
            _ => "",
        };
        let length = 1 + name.len() + kind.len();
        let form = Form::Parameter(Some(name.to_owned()), kind.to_owned());
        return (!name.is_empty()).then_some((form, length));
    }
    if rest.starts_with('*') {
        return Some((Form::Anything(None), 1));
    }
    if !foreign {
        return None;
    }
    if at == 0 && rest.starts_with('^') {
        return Some((Form::Nothing, 1));
    }
    if rest.starts_with("/?") {
        return Some((Form::Slash, 2));
    }
    if rest.starts_with(".*") || rest.starts_with(".+") {
        return Some((Form::Anything(None), 2));
    }
    if let Some(length) = run(rest) {
        return Some((expression(rest.get(..length)?), length));
    }
    match rest.starts_with("\\/") {
        true => Some((Form::Text("/"), 2)),
        false => None,
    }
}

/// A source in this language, while it is written.
struct Writer<'t> {
    reading: Reading,
    ours: String,
    wildcards: usize,
    sound: bool,
    /// The source as it is written.
    text: &'t str,
}

impl Writer<'_> {
    fn copy(&mut self, text: &str) {
        self.ours.push_str(text);
    }

    fn write(&mut self, form: Form, written: &str) {
        match form {
            Form::Nothing => {}
            Form::Slash => self.copy("(/)"),
            Form::Text(text) => self.copy(text),
            Form::Title => self.copy(&as_text(written)),
            Form::Unknown => self.sound = false,
            Form::Anything(name) => {
                self.wildcards += 1;
                let spelled = match self.wildcards {
                    1 => "*".to_owned(),
                    _ => self.fresh("rest"),
                };
                self.copy(&spelled);
                if self.wildcards > 1 {
                    self.copy("<path>");
                }
                self.bind(name, spelled);
            }
            Form::Parameter(name, kind) => {
                let spelled = match &name {
                    Some(name) => format!(":{}", plain_name(name)),
                    None => self.fresh("id"),
                };
                self.copy(&spelled);
                self.copy(&kind);
                self.bind(name, spelled);
            }
        }
    }

    fn bind(&mut self, name: Option<String>, spelled: String) {
        if let Some(name) = name {
            self.reading.names.push((name, spelled.clone()));
        }
        self.reading.captures.push(spelled);
    }

    /// A name that the source does not write.
    fn fresh(&self, name: &str) -> String {
        let mut number = 1;
        loop {
            let fresh = match number {
                1 => format!(":{name}"),
                _ => format!(":{name}{number}"),
            };
            let is_used = self.reading.captures.contains(&fresh) || self.text.contains(&fresh);
            if !is_used {
                return fresh;
            }
            number += 1;
        }
    }

    fn finish(self) -> Reading {
        let mut reading = self.reading;
        reading.whole = matches!(self.ours.as_str(), "/*" | "*");
        reading.ours = Some(self.ours).filter(|_| self.sound);
        reading
    }
}
