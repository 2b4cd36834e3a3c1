//! Sources of other systems, in this language.

use super::notation::{
    END, FOLD, KIND, NAME, REPEATED, ROUTE, SPLAT, START, TAIL, TITLE, group, is_anything, kind,
    named_capture, route, run, step, uncaptured,
};
use super::{Sign, as_text, plain_name};

/// The meaning of a part of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// Anything, with the name that it has elsewhere.
    Anything(Option<String>),
    /// Anything but nothing, captured.
    Something,
    /// A parameter, by its name or a fresh one, with its kind.
    Parameter(Option<String>, String),
    /// A parameter that no number stands for.
    Uncaptured(String),
    /// A parameter that may be missing, with the slash in front of it.
    Optional(Box<Form>),
    /// A slash with anything behind it, which may be missing.
    Tail,
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
    /// The names that stand behind a `*`, and are no names here.
    pub(super) splats: Vec<String>,
    /// The names that may be missing.
    pub(super) optional: Vec<String>,
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

/// Reads a source as the other system does, if there are signs of one.
///
/// `uses_captures` says that a destination uses what the source captures.
pub(super) fn read(text: &str, signs: &[Sign], uses_captures: bool) -> Reading {
    let mut writer = Writer {
        reading: Reading::default(),
        ours: String::new(),
        wildcards: 0,
        sound: true,
        uses_captures,
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
        START | END | FOLD => Form::Nothing,
        TAIL => Form::Tail,
        KIND => match written.strip_suffix('?') {
            Some(written) => Form::Optional(Box::new(named_expression(written))),
            None => named_expression(written),
        },
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
                let form = Form::Parameter(Some(name.to_owned()), kind.to_owned());
                match written.starts_with("[[") {
                    true => Form::Optional(Box::new(form)),
                    false => form,
                }
            }
            None => Form::Unknown,
        },
        _ => expression(written),
    }
}

/// Returns the meaning of a part of an expression.
fn expression(written: &str) -> Form {
    let inner = group(written).unwrap_or(written);
    if let Some((name, inner)) = named_capture(inner) {
        return named(name, expression(&format!("({inner})")));
    }
    if let Some(inner) = uncaptured(inner) {
        return match expression(inner) {
            Form::Parameter(None, kind) => Form::Uncaptured(kind),
            _ => Form::Unknown,
        };
    }
    if inner.len() < written.len() && inner.starts_with(".+") && is_anything(inner) {
        return Form::Something;
    }
    if is_anything(inner) {
        return Form::Anything(None);
    }
    if run(inner) == Some(inner.len()) {
        return Form::Parameter(None, kind(inner));
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

/// Returns the meaning of `:id(\d+)`: what the expression matches, under the name.
fn named_expression(written: &str) -> Form {
    let group = written.find('(').unwrap_or(written.len());
    match written.split_at_checked(group) {
        Some((name, group)) => named(name.trim_start_matches(':'), expression(group)),
        None => Form::Unknown,
    }
}

/// Gives a form its name.
fn named(name: &str, form: Form) -> Form {
    let name = Some(name.to_owned());
    match form {
        Form::Something => Form::Parameter(name, "<any>".to_owned()),
        Form::Anything(_) => Form::Anything(name),
        Form::Parameter(_, kind) => Form::Parameter(name, kind),
        form => form,
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
    uses_captures: bool,
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
            Form::Optional(form) => {
                // The only slash of a path stays.
                let is_only = self.ours == "/" && self.text.ends_with(written);
                let slash = match self.ours.ends_with('/') && !is_only {
                    true => "/",
                    false => "",
                };
                self.ours.truncate(self.ours.len() - slash.len());
                self.copy(&format!("({slash}"));
                if let Form::Parameter(Some(name), _) = form.as_ref() {
                    self.reading.optional.push(name.clone());
                }
                self.write(*form, written);
                self.copy(")");
            }
            Form::Tail => {
                self.wildcards += 1;
                self.copy("(/*)");
                self.bind(None, "(/*)".to_owned());
            }
            Form::Uncaptured(kind) => {
                let spelled = self.fresh("id");
                self.copy(&spelled);
                self.copy(&kind);
            }
            // What is not used is no name: its `*` takes nothing more than a lone slash.
            Form::Something if self.uses_captures && self.wildcards == 0 => {
                self.wildcards += 1;
                let spelled = self.fresh("rest");
                self.copy(&spelled);
                self.copy("<any>");
                self.bind(None, spelled);
            }
            Form::Something => self.write(Form::Anything(None), written),
            Form::Anything(name) => {
                let splat = name.clone().filter(|_| written.starts_with('*'));
                self.reading.splats.extend(splat);
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
        let begins = self.ours.starts_with(['/', '*']) || self.ours.starts_with("(/");
        let first = if begins { "" } else { "/" };
        let ours = format!("{first}{}", self.ours);
        reading.whole = matches!(ours.as_str(), "/*" | "*");
        reading.ours = Some(ours).filter(|_| self.sound);
        reading
    }
}
