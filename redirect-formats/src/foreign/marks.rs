//! Marks in an expression or a destination beside its text.

use super::{FOLDED, ForeignRule, Syntax};

/// Reads the marks of regular expressions and their destinations: `~*` and `(?i)` fold letters, a `?` at the end of the
/// destination drops the query.
pub(crate) fn with_marks_read(rule: &ForeignRule) -> ForeignRule {
    let mut rule = rule.clone();
    let is_server = matches!(rule.syntax, Syntax::NginxExact | Syntax::Prefix);
    if !is_expression(rule.syntax) && !is_server {
        return rule;
    }
    if let Some(text) = rule
        .destination
        .as_deref()
        .and_then(|text| text.strip_suffix('?'))
    {
        rule.destination = Some(text.to_owned());
        rule.drop_query = true;
    }
    if !is_expression(rule.syntax) {
        return rule;
    }
    // The keys of nginx's maps begin so.
    let (text, folded) = match rule.source.strip_prefix("~*") {
        Some(text) => (text, true),
        None => (rule.source.strip_prefix('~').unwrap_or(&rule.source), false),
    };
    let (anchor, text) = match text.strip_prefix('^') {
        Some(text) => ("^", text),
        None => ("", text),
    };
    let unmarked = text.strip_prefix(FOLDED);
    rule.fold_case |= folded || unmarked.is_some();
    let mark = if rule.fold_case { FOLDED } else { "" };
    rule.source = [mark, anchor, unmarked.unwrap_or(text)].concat();
    rule
}

fn is_expression(syntax: Syntax) -> bool {
    matches!(
        syntax,
        Syntax::FirebaseRegex | Syntax::Regex | Syntax::StartRegex | Syntax::WholeRegex
    )
}
