//! Sources of routers: path-to-regexp and globs.

/// path-to-regexp, as Next.js uses it: `:name`, `:name(expression)`, `(expression)`, each with `?`, `*` or `+`.
pub(super) fn route(path: &str) -> String {
    let mut out = String::from("^");
    let mut rest = path;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        if c == '\\' {
            let escaped = after.chars().next().expect("a character");
            out += &regex::escape(&escaped.to_string());
            rest = &after[escaped.len_utf8()..];
            continue;
        }
        // A slash in front belongs to the parameter behind it.
        let (prefix, at) = match c == '/' && after.starts_with([':', '(']) {
            true => ("/", after),
            false => ("", rest),
        };
        match parameter(at) {
            Some((name, inner, behind)) => {
                let (group, behind) = repeated(name, &inner, prefix, behind);
                out += &group;
                rest = behind;
            }
            None => {
                out += &regex::escape(&c.to_string());
                rest = after;
            }
        }
    }
    out + end(path)
}

/// `:name*` at the end takes a slash behind its last segment, which is no part of it.
fn end(path: &str) -> &str {
    let is_many = path
        .rsplit('/')
        .next()
        .is_some_and(|last| last.starts_with(':'));
    match is_many && path.ends_with('*') {
        true => "/?$",
        false => "$",
    }
}

/// The name (none for a bare group), the expression, what follows.
fn parameter(text: &str) -> Option<(&str, String, &str)> {
    let (name, rest) = match text.strip_prefix(':') {
        Some(after) => {
            let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            after.split_at(end.unwrap_or(after.len()))
        }
        None => ("", text),
    };
    let Some(inner) = rest.strip_prefix('(') else {
        return (!name.is_empty()).then(|| (name, "[^/]+?".to_owned(), rest));
    };
    let mut depth = 1;
    for (at, c) in inner.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((name, inner[..at].to_owned(), &inner[at + 1..]));
        }
    }
    None
}

fn repeated<'t>(name: &str, inner: &str, prefix: &str, behind: &'t str) -> (String, &'t str) {
    let open = match name {
        "" => "(".to_owned(),
        name => format!("(?P<{name}>"),
    };
    let many = format!("{prefix}{open}(?:{inner})(?:/(?:{inner}))*)");
    let modifier = behind.chars().next().unwrap_or(' ');
    match modifier {
        '?' => (format!("(?:{prefix}{open}{inner}))?"), &behind[1..]),
        '*' => (format!("(?:{many})?"), &behind[1..]),
        '+' => (many, &behind[1..]),
        _ => (format!("{prefix}{open}{inner})"), behind),
    }
}

/// Firebase: `*` within a segment, `**` anything, `{a,b}` a choice, `:name` and `:name*` as in a route.
pub(super) fn glob(path: &str) -> String {
    let mut out = String::from("^");
    let mut rest = path;
    let mut depth = 0;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let is_front = out.ends_with('/') || out.ends_with("(?:/");
        rest = after;
        match c {
            '/' if after.starts_with(':') => {
                let (name, inner, behind) = parameter(after).expect("a name");
                let (group, behind) = repeated(name, &inner, "/", behind);
                out += &group;
                rest = behind;
            }
            '/' if after.starts_with("**/") => {
                out += "(?:/.*)?/";
                rest = &after[3..];
            }
            '*' if after.starts_with('*') => {
                let is_whole = is_front && after[1..].starts_with(['/', '}']) || after == "*";
                out += if is_front && is_whole { ".*" } else { "[^/]*" };
                rest = &after[1..];
            }
            // A whole segment is never empty.
            '*' if is_front && (after.is_empty() || after.starts_with('/')) => out += "[^/]+",
            '*' => out += "[^/]*",
            '{' => {
                depth += 1;
                out += "(?:";
            }
            '}' => {
                depth -= 1;
                out += ")";
            }
            ',' if depth > 0 => out += "|",
            '@' if after.starts_with('(') => {
                depth += 1;
                out += "(?:";
                rest = &after[1..];
            }
            '|' if depth > 0 => out += "|",
            ')' if depth > 0 => {
                depth -= 1;
                out += ")";
            }
            c => out += &regex::escape(&c.to_string()),
        }
    }
    out + end(path)
}
