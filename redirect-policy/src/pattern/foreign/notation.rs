//! Parts that other systems' notations have in common.

pub(super) const EXPRESSION: &str = "a regular expression";
pub(super) const ROUTE: &str = "a parameter of a file route";
pub(super) const REPEATED: &str = "a repeated parameter";
pub(super) const KIND: &str = "a parameter with a regular expression";
pub(super) const START: &str = "the start of a regular expression";
pub(super) const TAIL: &str = "a path that may be missing";
pub(super) const FOLD: &str = "a mark for any letter case";
pub(super) const END: &str = "the end of a regular expression";
pub(super) const SPLAT: &str = "a named wildcard";
pub(super) const TITLE: &str = "text in parentheses";
pub(super) const NAME: &str = "a name with an underscore";

/// Returns the text in the parentheses that a text begins with, if no others stand in them.
pub(super) fn group(rest: &str) -> Option<&str> {
    let inner = rest.strip_prefix('(')?;
    let end = inner.find([')', '('])?;
    let inner = inner.get(..end)?;
    rest.get(1 + end..)?.starts_with(')').then_some(inner)
}

/// Returns true if the text in a group's parentheses is one of a regular expression.
pub(super) fn is_expression(inner: &str) -> bool {
    if uncaptured(inner).is_some() || named_capture(inner).is_some() {
        return true;
    }
    let alternatives = inner.contains('|') && !inner.contains('<');
    is_anything(inner) || run(inner) == Some(inner.len()) || alternatives
}

/// The length of the sign that begins an expression: `^`, or nginx's `~` with what follows.
pub(super) fn start(rest: &str) -> Option<usize> {
    let behind = rest.trim_start_matches(['~', '*', ' ']);
    let begins = behind
        .strip_prefix('^')
        .filter(|_| !rest.starts_with(['*', ' ']));
    begins.map(|path| rest.len() - path.len())
}

/// The expression in `(?:html|htm)`, whose match has no number.
pub(super) fn uncaptured(inner: &str) -> Option<&str> {
    inner.strip_prefix("?:")
}

/// The name and the expression in `(?<id>\d+)` and `(?P<id>\d+)`.
pub(super) fn named_capture(inner: &str) -> Option<(&str, &str)> {
    let begin = inner.strip_prefix("?P<").or(inner.strip_prefix("?<"))?;
    let (name, inner) = begin.split_once('>')?;
    (super::name(begin) == name && !name.is_empty()).then_some((name, inner))
}

pub(super) fn is_anything(text: &str) -> bool {
    matches!(text, ".*" | ".+" | ".*?" | ".+?")
}

/// The length of a repeated class that a text begins with: `[0-9]+`, `[^/]+`, `\d+`.
pub(super) fn run(rest: &str) -> Option<usize> {
    let class = match rest.strip_prefix('[') {
        Some(inner) => {
            let close = inner.find(']')?;
            let inside = inner.get(..close)?;
            (!inside.is_empty() && !inside.contains('/') || inside == "^/").then_some(close + 2)?
        }
        None => match rest.get(..2)? {
            "\\d" | "\\w" | "\\S" => 2,
            _ => return None,
        },
    };
    let repeat = rest.get(class..)?;
    match (repeat.starts_with(['+', '*']), length(repeat)) {
        (true, _) => Some(class + 1),
        (false, Some(length)) => Some(class + length.len()),
        (false, None) => None,
    }
}

/// The `{4}` or `{1,4}` that a text begins with.
fn length(text: &str) -> Option<&str> {
    let length = text.get(..=text.find('}')?)?;
    let numbers = length.strip_prefix('{')?.strip_suffix('}')?;
    let mut parts = numbers.split(',');
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (parts.all(is_number) && numbers.matches(',').count() < 2).then_some(length)
}

/// The kind of a repeated class, as it is written behind a name.
pub(super) fn kind(class: &str) -> String {
    let (class, length) = match class.rfind('{').and_then(|at| class.split_at_checked(at)) {
        Some((class, length)) => (class, length),
        None => (class.trim_end_matches(['+', '*']), ""),
    };
    let inside = class.trim_start_matches('[').trim_end_matches(']');
    let word = match inside {
        "0-9" | "\\d" => "int",
        "a-z" | "A-Z" | "a-zA-Z" | "A-Za-z" => "alpha",
        "0-9a-f" | "a-f0-9" | "0-9a-fA-F" | "a-fA-F0-9" | "0-9A-Fa-f" => "hex",
        "a-z0-9" | "0-9a-z" | "a-zA-Z0-9" | "A-Za-z0-9" | "0-9a-zA-Z" => "alnum",
        _ if inside.starts_with('^') && length.is_empty() => return String::new(),
        _ if inside.starts_with('^') => "segment",
        _ => "slug",
    };
    format!("<{word}{length}>")
}

/// `[id]`, `[...slug]`, `[[...slug]]`: the length, the name, and whether it takes several segments.
pub(super) fn route(rest: &str) -> Option<(usize, &str, bool)> {
    let double = rest.starts_with("[[");
    let inner = rest.trim_start_matches('[');
    let brackets = rest.len() - inner.len();
    let inside = inner.split(']').next()?;
    let (word, several) = match inside.strip_prefix("...") {
        Some(word) => (word, true),
        None => (inside, false),
    };
    let letters = |next: char| next.is_ascii_alphanumeric() || matches!(next, '_' | '-');
    let is_name = word.starts_with(|next: char| next.is_ascii_alphabetic());
    let closes = match double {
        true => inner.get(inside.len()..)?.starts_with("]]"),
        false => brackets == 1,
    };
    (is_name && closes && word.chars().all(letters)).then_some((
        2 * brackets + inside.len(),
        word,
        several,
    ))
}

/// The length of what is read as text.
pub(super) fn step(rest: &str) -> usize {
    let mut characters = rest.chars();
    let first = characters.next().map_or(1, char::len_utf8);
    match rest.starts_with('\\') {
        true => first + characters.next().map_or(0, char::len_utf8),
        false => first,
    }
}
