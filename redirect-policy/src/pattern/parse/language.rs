//! The patterns of `when.language`.

use std::ops::Range;

use super::reader::refused_at_once;
use crate::pattern::error::replaced;
use crate::pattern::{Kinds, LanguagePattern, PatternError};

/// Reads a language of `when.language`: a tag such as `ko`, or a set that binds the best-ranked, `:l<ko|ja|en>`, in the
/// spelling that it has here.
///
/// # Errors
/// All that is wrong with it; tags that are none (RFC 5646, 2.1) are `bad-language`.
///
/// ```
/// use redirect_policy::pattern::{LanguagePattern, parse_language};
/// assert_eq!(parse_language("ko-KR"), Ok(LanguagePattern::First(vec!["ko-kr".into()])));
/// assert!(matches!(parse_language(":l<ko|ja|en>"), Ok(LanguagePattern::Best { of, .. }) if of == ["ko", "ja", "en"]));
/// ```
pub fn parse_language(text: &str) -> Result<LanguagePattern, Vec<PatternError>> {
    parse_language_with(text, &Kinds::default())
}

/// Reads a language where the policy has kinds of its own, as [`parse_language`] does.
///
/// # Errors
/// As [`parse_language`].
pub fn parse_language_with(
    text: &str,
    kinds: &Kinds,
) -> Result<LanguagePattern, Vec<PatternError>> {
    if let Some(error) = refused_at_once(text) {
        return Err(vec![error.help("write a language, such as `ko`")]);
    }
    let Some(rest) = text.strip_prefix(':') else {
        return match tag(text, 0..text.len()) {
            Ok(tag) => Ok(LanguagePattern::First(vec![tag.to_ascii_lowercase()])),
            Err(error) => Err(vec![error]),
        };
    };
    let end = rest
        .find(|next: char| !next.is_ascii_alphanumeric())
        .unwrap_or(rest.len());
    let (name, set) = rest.split_at_checked(end).unwrap_or((rest, ""));
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        let (code, message) = match name.is_empty() {
            true => ("missing-name", "no name follows the `:`"),
            false => ("name-starts-with-digit", "the name begins with a digit"),
        };
        return Err(vec![PatternError::new(code, 0..1 + end, message).help(
            "write a name of letters and digits, such as `:l<ko|ja|en>`",
        )]);
    }
    let set_at = 1 + end..text.len();
    let Some(values) = set.strip_prefix('<') else {
        return Err(vec![no_set(text, name, set, set_at)]);
    };
    let Some((values, behind)) = values.split_once('>') else {
        return Err(vec![
            PatternError::new(
                "unclosed-kind",
                set_at,
                format!("the set of `:{name}` is never closed"),
            )
            .help(format!("write `{text}>`")),
        ]);
    };
    if !behind.is_empty() {
        let at = text.len() - behind.len()..text.len();
        return Err(vec![
            PatternError::new(
                "bad-language",
                at.clone(),
                format!("`{behind}` can't follow the set"),
            )
            .help(format!("write `{}`", replaced(text, &at, ""))),
        ]);
    }
    let set = match kinds.written(values) {
        Some(named) => tags(&named.join("|"), 0).map_err(|errors| not_all_tags(errors, set_at))?,
        None => tags(values, set_at.start + 1)?,
    };
    Ok(LanguagePattern::Best {
        name: name.to_owned(),
        of: set,
        only: None,
    })
}

/// The faults of the values of a kind, at the place where the kind is used.
fn not_all_tags(errors: Vec<PatternError>, set_at: Range<usize>) -> Vec<PatternError> {
    let placed = errors.into_iter().map(|error| PatternError {
        at: set_at.clone(),
        ..error
    });
    placed.collect()
}

fn no_set(text: &str, name: &str, set: &str, set_at: Range<usize>) -> PatternError {
    if set.is_empty() {
        return PatternError::new(
            "bad-language",
            0..text.len(),
            format!("`:{name}` does not say which languages there are"),
        )
        .help(format!(
            "write the set of them, such as `:{name}<ko|ja|en>`"
        ));
    }
    PatternError::new(
        "bad-language",
        set_at.clone(),
        format!("`{set}` can't follow a name here"),
    )
    .help(format!("write `{}`", replaced(text, &set_at, "<ko|ja|en>")))
}

fn tags(values: &str, start: usize) -> Result<Vec<String>, Vec<PatternError>> {
    let mut of: Vec<String> = Vec::new();
    let mut errors = Vec::new();
    let mut position = start;
    for value in values.split('|') {
        let at = position..position + value.len();
        position = at.end + 1;
        match tag(value, at.clone()) {
            Err(error) => errors.push(error),
            Ok(tag) if of.iter().any(|known| known.eq_ignore_ascii_case(&tag)) => errors.push(
                PatternError::new("bad-enum", at, format!("`{value}` is given twice"))
                    .help("write each language once"),
            ),
            Ok(tag) => of.push(tag),
        }
    }
    if errors.is_empty() {
        Ok(of)
    } else {
        Err(errors)
    }
}

/// A language tag as it is spelled: the primary subtag has two or three letters (RFC 5646, 2.2.1).
fn tag(text: &str, at: Range<usize>) -> Result<String, PatternError> {
    let subtag = |subtag: &str| {
        (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let primary = text.split('-').next().unwrap_or_default();
    let is_word = !primary.is_empty() && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_tag = is_word && text.split('-').all(subtag);
    if is_tag && matches!(primary.len(), 2 | 3) {
        return Ok(text.to_owned());
    }
    // An empty value has no text to point at: show the bar or bracket before it.
    let at = if at.is_empty() {
        at.start.saturating_sub(1)..at.start
    } else {
        at
    };
    let message = match text {
        "" => "a language is missing".to_owned(),
        _ => format!("`{text}` is no language tag"),
    };
    let error = PatternError::new("bad-language", at, message);
    if let Some(code) = is_word.then(|| code_of(primary)).flatten() {
        return Err(error
            .label("browsers ask by a code")
            .help(format!("write `{}`", text.replacen(primary, code, 1))));
    }
    Err(if text.contains('_') {
        error.help(format!("write `{}`", text.replace('_', "-")))
    } else {
        error.help("write a tag such as `ko` or `pt-BR`")
    })
}

/// Languages that people name by their word, with their codes (ISO 639-1).
const CODES: &[(&str, &str)] = &[
    ("arabic", "ar"),
    ("bengali", "bn"),
    ("bulgarian", "bg"),
    ("catalan", "ca"),
    ("chinese", "zh"),
    ("croatian", "hr"),
    ("czech", "cs"),
    ("danish", "da"),
    ("deutsch", "de"),
    ("dutch", "nl"),
    ("english", "en"),
    ("estonian", "et"),
    ("finnish", "fi"),
    ("french", "fr"),
    ("german", "de"),
    ("greek", "el"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("hungarian", "hu"),
    ("indonesian", "id"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("latvian", "lv"),
    ("lithuanian", "lt"),
    ("malay", "ms"),
    ("norwegian", "nb"),
    ("persian", "fa"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("romanian", "ro"),
    ("russian", "ru"),
    ("serbian", "sr"),
    ("slovak", "sk"),
    ("slovenian", "sl"),
    ("spanish", "es"),
    ("swedish", "sv"),
    ("thai", "th"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
    ("vietnamese", "vi"),
];

/// The code of a language that is named by its word.
fn code_of(word: &str) -> Option<&'static str> {
    let mut codes = CODES.iter();
    let found = codes.find(|(name, _)| name.eq_ignore_ascii_case(word));
    found.map(|(_, code)| *code)
}
