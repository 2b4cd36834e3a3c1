//! The changes that the canonical form makes to a path, in words.

use redirect_runtime::canonical::{is_unreserved, triplet};

/// The changes from a path as it came to its canonical form, in words; empty if there are none.
pub(super) fn changes(path: &str) -> Vec<String> {
    let mut changes = Vec::new();
    let mut note = |text: String| {
        if !changes.contains(&text) {
            changes.push(text);
        }
    };
    let bytes = path.as_bytes();
    let mut characters = path.char_indices();
    while let Some((at, character)) = characters.next() {
        let rest = bytes.get(at + 1..).unwrap_or_default();
        match (character, triplet(rest)) {
            ('%', Some(byte)) => {
                let written = path.get(at..at + 3).unwrap_or_default();
                if is_unreserved(byte) {
                    note(format!("`{written}` is `{}`", char::from(byte)));
                } else if written.bytes().any(|digit| digit.is_ascii_lowercase()) {
                    note(format!("`{written}` is `{}`", written.to_ascii_uppercase()));
                }
                characters.next();
                characters.next();
            }
            ('%', None) => note("a `%` before no two hexadecimal digits is `%25`".to_owned()),
            ('\\', _) => note("`\\` is `/`".to_owned()),
            (other, _) if needs_encoding(other) => {
                let mut encoded = [0; 4];
                let encoded = other.encode_utf8(&mut encoded).bytes();
                let encoded: String = encoded.map(|byte| format!("%{byte:02X}")).collect();
                note(format!("`{}` is `{encoded}`", other.escape_debug()));
            }
            _ => {}
        }
    }
    let dots = |segment: &str| {
        let plain = segment.to_ascii_lowercase().replace("%2e", ".");
        plain == "." || plain == ".."
    };
    if path.split(['/', '\\']).any(dots) {
        note("segments `.` and `..` are resolved".to_owned());
    }
    changes
}

/// The characters that the path parser of the URL standard encodes, and `|` and `^`.
fn needs_encoding(character: char) -> bool {
    character.is_ascii_control()
        || !character.is_ascii()
        || matches!(
            character,
            ' ' | '"' | '<' | '>' | '^' | '`' | '{' | '}' | '|'
        )
}
