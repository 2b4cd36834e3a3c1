//! Sources of other systems, in this language.

use super::form::{Form, form_of, other};
use super::notation::step;
use super::{Sign, as_text, plain_name};

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
