//! `language`: the client's first choice, or the best-ranked of a set, which is bound (RFC 9110, 12.5.4).

use http::header::ACCEPT_LANGUAGE;
use redirect_runtime::condition as op;

use super::asked::{Asked, if_true};
use super::facet::Facet;
use super::reader::{Bound, Conditions, Reader, parsed};
use super::record::Record;
use super::{Condition, Reads, Spell};
use crate::diagnostic::Diagnostic;
use crate::environment::{Environment, Parts};
use crate::key::{Key, TEXTS, key};
use crate::pattern::backtrack::Bindings;
use crate::pattern::{LanguagePattern, parse_language_with};
use crate::regular::steps::Steps;
use crate::yaml::write::{one_or_list, quoted};
use crate::yaml::{Entry, Scalar};

pub(crate) const KEY: Key = key(
    "language",
    TEXTS,
    "A language that is the client's first choice, or a set of which the best ranked is bound: `\":l<ko|ja>\"`.",
    "ko",
);

pub(super) fn read(entry: &Entry, reader: &mut dyn Reader, found: &mut Conditions) {
    let texts = reader.texts(entry, "a language such as `ko`");
    let several = texts.len() > 1;
    let mut first = Vec::new();
    for written in texts {
        let language = parse_language_with(&written.text, reader.kinds());
        match parsed(reader, written, language) {
            Some(LanguagePattern::First(languages)) => first.extend(languages),
            Some(LanguagePattern::Best { name, .. }) if several => {
                let message = format!("`:{name}` cannot be one of several languages");
                reader.report(
                    Diagnostic::error("wrong-type", written.span, message)
                        .help("write it alone: `language: \":l<ko|en>\"`"),
                );
            }
            Some(best @ LanguagePattern::Best { .. }) => {
                read_best(written, best, reader, found);
                return;
            }
            None => {}
        }
    }
    if !first.is_empty() {
        let languages = LanguagePattern::First(first);
        found.all.push(Condition::Language(languages));
    }
}

fn read_best(
    written: &Scalar,
    best: LanguagePattern,
    reader: &mut dyn Reader,
    found: &mut Conditions,
) {
    if let LanguagePattern::Best { name, .. } = &best {
        let at = 0..written.text.find('<').unwrap_or(written.text.len());
        let bound = Bound {
            name: name.clone(),
            span: reader.span_of(written, at),
        };
        reader.bind(&mut found.bound, vec![bound]);
    }
    found.all.push(Condition::Language(best));
}

pub(super) struct Language<'c>(pub(super) &'c LanguagePattern);

impl<'c> Facet<'c> for Language<'c> {
    fn key(&self) -> &'static str {
        KEY.name
    }

    fn reads(&self) -> Reads {
        Reads::Field
    }

    fn values(&self) -> Vec<String> {
        match self.0 {
            LanguagePattern::First(tags) => tags.clone(),
            best @ LanguagePattern::Best { .. } => vec![best.to_string()],
        }
    }

    fn printed(&self, _: Spell<'_>) -> String {
        match self.0 {
            LanguagePattern::First(tags) => {
                one_or_list(tags.iter().map(|tag| quoted(tag)).collect())
            }
            best @ LanguagePattern::Best { .. } => quoted(&best.to_string()),
        }
    }

    fn words(&self) -> String {
        match self.0 {
            LanguagePattern::First(tags) => {
                let tags = tags.join("` or `");
                format!("the client's first language must be `{tags}`")
            }
            LanguagePattern::Best { of, .. } => {
                format!("the client must accept a language of `{}`", of.join("`, `"))
            }
        }
    }

    fn absent(&self) -> &'static str {
        "the client names none"
    }

    fn personal(&self) -> Option<String> {
        Some("the client's language".to_owned())
    }

    fn set(&self) -> Option<(&'c str, Vec<String>)> {
        let LanguagePattern::Best { name, of, only } = self.0 else {
            return None;
        };
        let mut values = match only {
            Some(only) => vec![only.clone()],
            None => of.clone(),
        };
        values.sort_by_key(|value| std::cmp::Reverse(value.len()));
        Some((name, values))
    }

    fn choices(&self, name: &str) -> Option<Vec<String>> {
        match self.0 {
            LanguagePattern::Best {
                name: bound, of, ..
            } => (bound == name).then(|| of.clone()),
            LanguagePattern::First(_) => None,
        }
    }

    fn restricted(&self, name: &str, value: &str) -> Option<Condition> {
        match self.0 {
            LanguagePattern::Best {
                name: bound, of, ..
            } if bound == name => Some(Condition::Language(LanguagePattern::Best {
                name: bound.clone(),
                of: of.clone(),
                only: Some(value.to_owned()),
            })),
            LanguagePattern::Best { .. } | LanguagePattern::First(_) => None,
        }
    }

    fn record(&self, record: &mut Record<'_>) {
        record.kind(op::LANGUAGE);
        record.header(ACCEPT_LANGUAGE.as_str());
        let (only, tags) = match self.0 {
            LanguagePattern::First(tags) => {
                record.kind(op::FIRST_CHOICE);
                (None, tags)
            }
            LanguagePattern::Best { name, of, only } => {
                // In `unless` the name has no number, which is not to be taken for the first choice.
                record.kind(record.number(name).min(op::FIRST_CHOICE - 1));
                (only.as_ref(), of)
            }
        };
        match only {
            Some(only) => record.text(only),
            None => record.short(u16::MAX),
        }
        record.length(tags.len());
        for tag in tags {
            record.text(tag);
        }
    }

    fn cost(&self) -> usize {
        10
    }

    fn tell_apart(&self, parts: &mut Parts<'c>, _: bool) {
        let (LanguagePattern::First(tags) | LanguagePattern::Best { of: tags, .. }) = self.0;
        parts.languages.extend(tags.iter().map(String::as_str));
    }

    fn holds_in(&self, environment: &Environment, _: bool, _: &Steps) -> bool {
        let tags = &environment.languages.tags;
        match self.0 {
            LanguagePattern::First(known) => tags
                .first()
                .is_some_and(|first| known.iter().any(|tag| asks_for(tag, first))),
            LanguagePattern::Best { of, only, .. } => {
                let mut ranges = tags.iter();
                let best = ranges.find_map(|range| of.iter().find(|tag| asks_for(tag, range)));
                best.is_some_and(|best| only.as_ref().is_none_or(|only| only == best))
            }
        }
    }

    fn meet(&self, environment: &mut Environment) {
        let tag = match self.0 {
            LanguagePattern::Best {
                only: Some(only), ..
            } => Some(only),
            LanguagePattern::First(tags) | LanguagePattern::Best { of: tags, .. } => tags.first(),
        };
        environment.languages.tags.extend(tag.cloned());
    }

    fn found(&self, asked: Asked<'_>) -> Option<String> {
        asked.field(ACCEPT_LANGUAGE.as_str())
    }

    fn judge(&self, asked: Asked<'_>, _: bool) -> Option<Bindings> {
        let list = self.found(asked).unwrap_or_default();
        let ranges: Vec<(String, u32)> = list.split(',').filter_map(range).collect();
        match self.0 {
            LanguagePattern::First(known) => {
                let accepted = || ranges.iter().filter(|(_, quality)| *quality > 0);
                let best = accepted().map(|(_, quality)| *quality).max()?;
                let (first, _) = accepted().find(|(_, quality)| *quality == best)?;
                if_true(known.iter().any(|tag| asks_for(tag, first)))
            }
            LanguagePattern::Best { name, of, only } => {
                let best = best_of(of, &ranges);
                let best = best.filter(|tag| only.as_ref().is_none_or(|only| only == *tag));
                best.map(|tag| vec![(name.clone(), tag.clone())])
            }
        }
    }
}

/// The tag of a set that a client likes most; of those that it likes equally, the one that it names first.
fn best_of<'t>(tags: &'t [String], ranges: &[(String, u32)]) -> Option<&'t String> {
    let range_of = |tag: &String| {
        let own = ranges.iter().position(|(range, _)| asks_for(tag, range));
        own.or_else(|| ranges.iter().position(|(range, _)| range == "*"))
    };
    let mut best: Option<(u32, usize, &String)> = None;
    for tag in tags {
        let Some(rank) = range_of(tag) else { continue };
        let quality = ranges.get(rank).map_or(0, |(_, quality)| *quality);
        let is_better =
            best.is_none_or(|(most, first, _)| quality > most || quality == most && rank < first);
        if quality > 0 && is_better {
            best = Some((quality, rank, tag));
        }
    }
    best.map(|(_, _, tag)| tag)
}

/// RFC 4647, 3.4: a range asks for the tag itself, or for a narrower one of it.
fn asks_for(tag: &str, range: &str) -> bool {
    range
        .split_at_checked(tag.len())
        .is_some_and(|(front, rest)| {
            front.eq_ignore_ascii_case(tag) && (rest.is_empty() || rest.starts_with('-'))
        })
}

/// A range of `Accept-Language` in lower case, with its quality in thousandths.
fn range(part: &str) -> Option<(String, u32)> {
    let (range, parameters) = part.split_once(';').unwrap_or((part, ""));
    let range = range.trim();
    let is_range = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '*');
    if range.is_empty() || !range.chars().all(is_range) {
        return None;
    }
    let mut quality = 1000;
    for parameter in parameters.split(';').filter(|one| !one.is_empty()) {
        let (name, value) = parameter.split_once('=')?;
        if name.trim().eq_ignore_ascii_case("q") {
            quality = thousandths(value.trim())?;
        }
    }
    // A `;` with nothing behind it is no parameter.
    let is_whole = !part.contains(';') || parameters.split(';').all(|one| one.contains('='));
    is_whole.then(|| (range.to_ascii_lowercase(), quality))
}

/// A quality value (RFC 9110, 12.4.2).
pub(super) fn thousandths(value: &str) -> Option<u32> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let fraction: u32 = format!("{fraction:0<3}").parse().ok()?;
    match (whole, fraction) {
        ("0", fraction) => Some(fraction),
        ("1", 0) => Some(1000),
        _ => None,
    }
}
