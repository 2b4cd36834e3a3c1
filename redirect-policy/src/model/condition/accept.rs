//! `accept`: media types, one of which the client names and likes no less than `text/html` (RFC 9110, 12.5.1).

use http::header::ACCEPT;
use redirect_runtime::condition as op;

use super::asked::{Asked, if_true};
use super::facet::Facet;
use super::language::thousandths;
use super::reader::{Conditions, Reader};
use super::record::Record;
use super::{Condition, Reads, Spell};
use crate::diagnostic::Diagnostic;
use crate::environment::{Environment, Parts};
use crate::key::{Key, TEXTS, key};
use crate::pattern::backtrack::Bindings;
use crate::regular::steps::Steps;
use crate::yaml::Entry;
use crate::yaml::write::{one_or_list, quoted};

pub(crate) const KEY: Key = key(
    "accept",
    TEXTS,
    "A media type that the client names and likes no less than `text/html`.",
    "text/turtle",
);

pub(super) fn read(entry: &Entry, reader: &mut dyn Reader, found: &mut Conditions) {
    let before = reader.errors();
    let mut types = Vec::new();
    for written in reader.texts(entry, "a media type such as `text/turtle`") {
        if let Some(fault) = fault(&written.text) {
            let message = format!("`{}` {fault}", written.text);
            reader.report(
                Diagnostic::error("bad-media-type", written.span, message)
                    .help("write a type such as `text/turtle` or `application/rdf+xml`"),
            );
            continue;
        }
        let media_type = written.text.to_ascii_lowercase();
        if !types.contains(&media_type) {
            types.push(media_type);
        }
    }
    if reader.errors() == before {
        found.all.push(Condition::Accept(types));
    }
}

/// Why a text names no media type (RFC 9110, 8.3.1).
fn fault(text: &str) -> Option<&'static str> {
    let Some((family, subtype)) = text.split_once('/') else {
        return Some("is no media type");
    };
    let token = |part: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte);
        !part.is_empty() && part.bytes().all(plain)
    };
    if text.contains(';') {
        Some("has a parameter, which is not looked at")
    } else if text.contains('*') {
        Some("is a range, not a type")
    } else if !token(family) || !token(subtype) {
        Some("is no media type")
    } else {
        None
    }
}

pub(super) struct Accept<'c>(pub(super) &'c [String]);

impl<'c> Facet<'c> for Accept<'c> {
    fn key(&self) -> &'static str {
        KEY.name
    }

    fn reads(&self) -> Reads {
        Reads::Field
    }

    fn values(&self) -> Vec<String> {
        self.0.to_vec()
    }

    fn printed(&self, _: Spell<'_>) -> String {
        one_or_list(self.0.iter().map(|media_type| quoted(media_type)).collect())
    }

    fn words(&self) -> String {
        format!(
            "the client must ask for `{}`, and not like `text/html` more",
            self.0.join("` or `")
        )
    }

    fn absent(&self) -> &'static str {
        "the client names none"
    }

    fn personal(&self) -> Option<String> {
        Some("the media types that the client asks for".to_owned())
    }

    fn record(&self, record: &mut Record<'_>) {
        record.kind(op::ACCEPT);
        record.header(ACCEPT.as_str());
        record.texts(self.0);
    }

    fn cost(&self) -> usize {
        3 * (1 + self.0.len())
    }

    fn tell_apart(&self, parts: &mut Parts<'c>, _: bool) {
        parts.types.extend(self.0.iter().map(String::as_str));
    }

    fn holds_in(&self, environment: &Environment, _: bool, _: &Steps) -> bool {
        self.0.iter().any(|one| environment.types.contains(one))
    }

    fn meet(&self, environment: &mut Environment) {
        environment.types.extend(self.0.first().cloned());
    }

    fn found(&self, asked: Asked<'_>) -> Option<String> {
        asked.field(ACCEPT.as_str())
    }

    fn judge(&self, asked: Asked<'_>, _: bool) -> Option<Bindings> {
        let list = self.found(asked).unwrap_or_default();
        if_true(self.0.iter().any(|one| is_preferred(one, &list)))
    }
}

/// Returns true if a client names a media type, not by `*/*` alone, and likes it no less than `text/html`.
fn is_preferred(wanted: &str, list: &str) -> bool {
    let named = |range: &str| {
        let ranges = list.split(',').filter_map(|part| {
            let mut parameters = part.split(';');
            let name = parameters.next()?.trim();
            let mut quality = 1000;
            for parameter in parameters {
                let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
                if key.trim().eq_ignore_ascii_case("q") {
                    quality = thousandths(value.trim())?;
                }
            }
            name.eq_ignore_ascii_case(range).then_some(quality)
        });
        ranges.max()
    };
    let family = |one: &str| format!("{}/*", one.split('/').next().unwrap_or_default());
    let quality = |one: &str| named(one).or_else(|| named(&family(one)));
    let html = quality("text/html").or_else(|| named("*/*")).unwrap_or(0);
    quality(wanted).is_some_and(|quality| quality > 0 && quality >= html)
}
