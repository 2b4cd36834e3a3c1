//! `Accept-Language` (RFC 9110, 12.5.4), matched as RFC 4647, 3.4 (lookup) does.

/// A range with its quality in thousandths.
fn ranges<'a>(fields: impl Iterator<Item = &'a str>) -> impl Iterator<Item = (&'a str, u16)> {
    fields
        .flat_map(|field| field.split(','))
        .filter_map(|part| {
            let mut parameters = part.split(';');
            let range = parameters.next()?.trim();
            let valid = !range.is_empty()
                && range
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'*'));
            let mut quality = 1000;
            for parameter in parameters {
                let (name, value) = parameter.split_once('=')?;
                if name.trim().eq_ignore_ascii_case("q") {
                    quality = thousandths(value.trim())?;
                }
            }
            valid.then_some((range, quality))
        })
}

/// A quality value (RFC 9110, 12.4.2) in thousandths.
pub(crate) fn thousandths(value: &str) -> Option<u16> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fraction = format!("{fraction:0<3}").parse::<u16>().ok()?;
    match (whole, fraction) {
        ("0", fraction) => Some(fraction),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

/// The range that the client ranks highest; the first of equals.
pub(crate) fn first_choice<'a>(fields: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut first = None;
    for (range, quality) in ranges(fields) {
        if quality > 0 && first.is_none_or(|(_, best)| quality > best) {
            first = Some((range, quality));
        }
    }
    first.map(|(range, _)| range)
}

/// Tells whether a range asks for a language: the tag itself, or a narrower tag of it (`ko-KR` for `ko`).
pub(crate) fn is(tag: &str, range: &str) -> bool {
    range.get(..tag.len()).is_some_and(|front| {
        front.eq_ignore_ascii_case(tag)
            && matches!(range.as_bytes().get(tag.len()), None | Some(b'-'))
    })
}

/// The language of a set that the client ranks highest; `*` stands for those not named. The first of equals in the
/// order of the field, then of the set.
pub(crate) fn best_of<'k, 'a>(
    known: &[&'k str],
    fields: impl Iterator<Item = &'a str>,
) -> Option<&'k str> {
    let ranges: Vec<(&str, u16)> = ranges(fields).collect();
    let named = |tag: &str| {
        ranges
            .iter()
            .enumerate()
            .find(|(_, (range, _))| is(tag, range))
    };
    let any = ranges
        .iter()
        .enumerate()
        .find(|(_, (range, _))| *range == "*");
    known
        .iter()
        .enumerate()
        .filter_map(|(order, tag)| {
            let (place, (_, quality)) = named(tag).or(any)?;
            (*quality > 0).then_some((std::cmp::Reverse(*quality), place, order, *tag))
        })
        .min()
        .map(|(_, _, _, tag)| tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quality_ranks() {
        let field = ["ko;q=0.5, ja-JP, en;q=0.9"];
        assert_eq!(first_choice(field.into_iter()), Some("ja-JP"));
        assert_eq!(best_of(&["ko", "en"], field.into_iter()), Some("en"));
        assert_eq!(best_of(&["fr"], field.into_iter()), None);
        assert_eq!(best_of(&["fr"], ["ko, *;q=0.1"].into_iter()), Some("fr"));
        assert_eq!(best_of(&["ko"], ["ko;q=0, *"].into_iter()), None);
        assert_eq!(first_choice(["ko;q=1.5, ja;q=0.1"].into_iter()), Some("ja"));
    }
}
