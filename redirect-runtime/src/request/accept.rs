//! `Accept` (RFC 9110, 12.5.1): which of a resource's representations a client asks for.

use super::language::thousandths;

/// A media range, `type/subtype`, with its quality in thousandths. Its other parameters are not looked at.
fn ranges<'a>(fields: impl Iterator<Item = &'a str>) -> impl Iterator<Item = (&'a str, u16)> {
    fields
        .flat_map(|field| field.split(','))
        .filter_map(|part| {
            let mut parameters = part.split(';');
            let range = parameters.next()?.trim();
            let mut quality = 1000;
            for parameter in parameters {
                let Some((name, value)) = parameter.split_once('=') else {
                    continue;
                };
                if name.trim().eq_ignore_ascii_case("q") {
                    quality = thousandths(value.trim())?;
                }
            }
            range.contains('/').then_some((range, quality))
        })
}

/// The quality that the most specific range gives a type, and whether that is more than `*/*`.
fn quality_of<'a>(wanted: &str, fields: impl Iterator<Item = &'a str>) -> Option<(u16, bool)> {
    let family = wanted.split('/').next().unwrap_or_default();
    let rank = |range: &str| {
        let (of, subtype) = range.split_once('/')?;
        if range.eq_ignore_ascii_case(wanted) {
            Some(2)
        } else if subtype == "*" && of.eq_ignore_ascii_case(family) {
            Some(1)
        } else {
            (range == "*/*").then_some(0)
        }
    };
    let best = ranges(fields)
        .filter_map(|(range, quality)| Some((rank(range)?, quality)))
        .max()?;
    Some((best.1, best.0 > 0))
}

/// Tells whether a client names a type, not by `*/*` alone, with a quality above zero and not below that of `text/html`.
pub(crate) fn prefers<'a, F: Iterator<Item = &'a str>>(
    wanted: &str,
    fields: impl Fn() -> F,
) -> bool {
    let html = quality_of("text/html", fields()).map_or(0, |(quality, _)| quality);
    match quality_of(wanted, fields()) {
        Some((quality, named)) => named && quality > 0 && quality >= html,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(wanted: &str, field: &'static str) -> bool {
        prefers(wanted, || [field].into_iter())
    }

    #[test]
    fn a_type_is_named_and_not_liked_less_than_html() {
        for (field, expected) in [
            ("text/turtle", true),
            ("TEXT/Turtle; charset=utf-8", true),
            ("text/*", true),
            ("*/*", false),
            ("text/turtle;q=0", false),
            ("text/turtle;q=0.5, text/html", false),
            ("text/html;q=0.5, text/turtle;q=0.5", true),
            ("text/turtle;q=0.2, */*;q=0.9", false),
            ("text/turtle;q=2", false),
            ("application/rdf+xml, */*;q=0.1", false),
            ("", false),
        ] {
            assert_eq!(holds("text/turtle", field), expected, "{field}");
        }
        assert!(holds(
            "text/html",
            "text/html,application/xml;q=0.9,*/*;q=0.8"
        ));
    }
}
