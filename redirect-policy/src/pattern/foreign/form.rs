//! The meaning of a part of another system's source.

use super::Sign;
use super::notation::{
    END, FOLD, KIND, NAME, REPEATED, ROUTE, SPLAT, START, TAIL, TITLE, group, is_anything, kind,
    named_capture, route, run, uncaptured,
};

/// The meaning of a part of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Form {
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

/// Returns the meaning of a sign.
pub(super) fn form_of(text: &str, sign: &Sign) -> Form {
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
pub(super) fn other(text: &str, at: usize, foreign: bool) -> Option<(Form, usize)> {
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
