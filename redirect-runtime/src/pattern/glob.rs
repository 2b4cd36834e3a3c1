//! Values with several `*`, which bind nothing: texts that stand in a value one behind the other.

use crate::simd::chunks::read_bytes;

/// Tells whether a value has these texts in it, each with a length of two bytes: the first at its front, the last at its end,
/// the others anywhere between. Linear in the value for each text.
///
/// A triplet (`%2F`) is one character: no text begins inside of one.
pub(crate) fn matches(texts: &[u8], value: &str) -> bool {
    let Some((front, mut texts)) = read_bytes(texts) else {
        return false;
    };
    let Some(mut rest) = value.as_bytes().strip_prefix(front) else {
        return false;
    };
    while let Some((part, behind)) = read_bytes(texts) {
        if behind.is_empty() {
            return rest.len() >= part.len() && ends_with(rest, part);
        }
        match find(rest, part) {
            Some(end) => rest = rest.get(end..).unwrap_or_default(),
            None => return false,
        }
        texts = behind;
    }
    rest.is_empty()
}

fn ends_with(text: &[u8], part: &[u8]) -> bool {
    text.ends_with(part) && !is_inside_triplet(text, text.len().saturating_sub(part.len()))
}

/// Where the first place ends at which a part stands.
fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    let first = *part.first()?;
    let mut from = 0usize;
    loop {
        let found = text.get(from..)?.iter().position(|&byte| byte == first)?;
        let at = from.saturating_add(found);
        if text.get(at..)?.starts_with(part) && !is_inside_triplet(text, at) {
            return at.checked_add(part.len());
        }
        from = at.checked_add(1)?;
    }
}

/// Tells whether a place is behind a `%` that begins a triplet: in canonical text every `%` does.
fn is_inside_triplet(text: &[u8], at: usize) -> bool {
    let start = at.saturating_sub(2);
    text.get(start..at)
        .is_some_and(|before| before.contains(&b'%'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glob(pattern: &str, value: &str) -> bool {
        let mut texts = Vec::new();
        for part in pattern.split('*') {
            texts.extend_from_slice(&(part.len() as u16).to_le_bytes());
            texts.extend_from_slice(part.as_bytes());
        }
        matches(&texts, value)
    }

    #[test]
    fn texts_stand_one_behind_the_other() {
        for (pattern, value, expected) in [
            ("*a*", "xay", true),
            ("*a*", "xy", false),
            ("a*b*c", "abc", true),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*b", "ab", false),
            ("ab*bc", "abc", false),
            ("*20*", "a%20b", false),
            ("*20*", "a%2020", true),
            ("*%20*", "a%20b", true),
            ("*0", "a%20", false),
            ("*", "", true),
        ] {
            assert_eq!(glob(pattern, value), expected, "{pattern} {value}");
        }
    }
}
