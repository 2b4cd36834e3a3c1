//! The texts in a program.

/// The texts of a program's string literals.
pub(crate) fn literals(program: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = program;
    while let Some(at) = rest.find(['"', '\'']) {
        let (before, text) = rest.split_at(at);
        if text.starts_with('\'') {
            // A character, or a lifetime.
            let skipped = ["'\"'", "'\\\"'"]
                .iter()
                .find(|quote| text.starts_with(**quote));
            rest = &text[skipped.map_or(1, |quote| quote.len())..];
            continue;
        }
        let marks = before.len() - before.trim_end_matches('#').len();
        let is_raw = before.trim_end_matches('#').ends_with('r');
        let text = &text[1..];
        if is_raw {
            let end = format!("\"{}", "#".repeat(marks));
            let Some(length) = text.find(&end) else {
                break;
            };
            out.push(text[..length].to_owned());
            rest = &text[length + end.len()..];
            continue;
        }
        let mut literal = String::new();
        let mut characters = text.char_indices();
        rest = "";
        while let Some((at, next)) = characters.next() {
            match next {
                '"' => {
                    rest = &text[at + 1..];
                    break;
                }
                '\\' => match characters.next() {
                    Some((_, 'n')) => literal.push('\n'),
                    Some((at, '\n')) => {
                        let line = &text[at + 1..];
                        let indent = line.len() - line.trim_start().len();
                        for _ in 0..line[..indent].chars().count() {
                            characters.next();
                        }
                    }
                    Some((_, other)) => literal.push(other),
                    None => break,
                },
                _ => literal.push(next),
            }
        }
        out.push(literal);
    }
    out
}
