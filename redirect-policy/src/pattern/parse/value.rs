//! The patterns of query values, headers and cookies.

use super::items::{check_variables, finish, items};
use super::reader::read;
use crate::pattern::token::{Language, Token, TokenKind};
use crate::pattern::{Kind, Kinds, Pattern, PatternError};

/// Reads the pattern of a query value, header or cookie: as a source, but it need not look like a path.
///
/// # Errors
/// All that is wrong with it, in the order of the text.
///
/// ```
/// use redirect_policy::pattern::{Class, Kind, parse_value};
/// let digits = Kind::Class { class: Class::Int, min: 1, max: Some(19) };
/// let value = parse_value("page-:number", &digits)?;
/// assert_eq!(value.names()[0].kind, Some(&digits));
/// # Ok::<(), Vec<redirect_policy::pattern::PatternError>>(())
/// ```
pub fn parse_value(text: &str, default_kind: &Kind) -> Result<Pattern, Vec<PatternError>> {
    parse_value_with(text, default_kind, &Kinds::default())
}

/// Reads the pattern of a value where the policy has kinds of its own, as [`parse_value`] does.
///
/// # Errors
/// As [`parse_value`].
pub fn parse_value_with(
    text: &str,
    default_kind: &Kind,
    kinds: &Kinds,
) -> Result<Pattern, Vec<PatternError>> {
    let reading = read(text, 0, Language::Value, kinds);
    let mut errors = reading.errors;
    // Without names and groups any number of `*` is right: nothing asks which of them matched what.
    let is_plain = |token: &Token| {
        matches!(
            token.kind,
            TokenKind::Text(_) | TokenKind::Slash | TokenKind::Wildcard | TokenKind::Fault
        )
    };
    if !reading.tokens.iter().all(is_plain) {
        check_variables(
            text,
            &reading.tokens,
            Language::Value,
            default_kind,
            &mut errors,
        );
    }
    finish(text, items(reading.tokens, default_kind), errors)
}
