//! Sources that are text with placeholders, and expressions.

/// Returns true if an expression is more than a text, with or without a slash at its end.
pub(super) fn is_pattern(written: &str) -> bool {
    let body = written.trim_start_matches('^').trim_end_matches('$');
    let body = body.trim_end_matches("/?");
    let mut characters = body.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' if characters.next().is_some_and(|c| c.is_ascii_alphanumeric()) => return true,
            '\\' => {}
            '.' | '*' | '+' | '?' | '(' | '[' | '{' | '|' => return true,
            _ => {}
        }
    }
    // Without an end it goes on.
    !written.ends_with('$')
}

pub(super) fn exact(path: &str) -> String {
    let path = redirect_runtime::canonical::canonical_path(path);
    format!("^{}$", regex::escape(&path))
}

/// Rails: `(*name)` is anything.
pub(super) fn rails(path: &str) -> String {
    let (front, rest) = path.split_once("(*").expect("a name");
    let (_, rest) = rest.split_once(')').expect("an end");
    format!("^{}.*{}$", regex::escape(front), regex::escape(rest))
}

/// Netlify: `:name` is a segment, `*` at the end anything, and a slash at the end makes no difference.
pub(super) fn netlify(path: &str, either_slash: bool) -> String {
    let mut out = String::from("^");
    let bare = match (either_slash, path.strip_suffix('/')) {
        (true, Some(bare)) if !bare.is_empty() => bare,
        _ => path,
    };
    let mut rest = bare;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let (name, behind) = after.split_at(end.unwrap_or(after.len()));
        match c {
            '/' if after == "*" && out != "^" => {
                return out + "(?:/(?P<splat>.*))?$";
            }
            '*' => out += "(?P<splat>.*)",
            ':' if out.ends_with('/') && !name.is_empty() => {
                out += &format!("(?P<{name}>[^/]+)");
                rest = behind;
                continue;
            }
            c => out += &regex::escape(&c.to_string()),
        }
        rest = after;
    }
    match either_slash && bare.len() > 1 && !bare.ends_with('*') {
        true => out + "/?$",
        false => out + "$",
    }
}

/// Amplify: `<*>` is anything, `<name>` a segment.
pub(super) fn amplify(path: &str) -> String {
    let mut out = String::from("^");
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('<') {
        let (name, after) = after.split_once('>').expect("an end");
        out += &regex::escape(before);
        out += &match name {
            "*" => "(?P<splat>.*)".to_owned(),
            name => format!("(?P<{name}>[^/]+)"),
        };
        rest = after;
    }
    out + &regex::escape(rest) + "$"
}

/// An expression that must match the whole path behind the first slash.
pub(super) fn whole(source: &str) -> String {
    let inner = source.trim_start_matches('^').trim_end_matches('$');
    let inner = full_stops(inner.trim_start_matches('/'));
    match inner.contains('|') {
        true => format!("^/(?:{inner})$"),
        false => format!("^/{inner}$"),
    }
}

/// An expression that may end anywhere unless it says so.
pub(super) fn begun(source: &str) -> String {
    let inner = full_stops(source.trim_start_matches('^'));
    match inner.contains('|') {
        true => format!("^(?:{inner})"),
        false => format!("^{inner}"),
    }
}

/// An expression that may match anywhere; a full stop without a quantifier means itself.
pub(super) fn full_stops(source: &str) -> String {
    let mut out = String::new();
    let mut characters = source.chars().peekable();
    let mut in_class = false;
    while let Some(c) = characters.next() {
        match c {
            '\\' => {
                out.push(c);
                out.extend(characters.next());
                continue;
            }
            '[' => in_class = true,
            ']' => in_class = false,
            _ => {}
        }
        let repeats = matches!(characters.peek(), Some('*' | '+' | '?' | '{'));
        match c == '.' && !repeats && !in_class {
            true => out += "\\.",
            false => out.push(c),
        }
    }
    out
}
