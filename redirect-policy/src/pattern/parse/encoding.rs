//! The encoding of a literal character, by the language and the part of a URL that it stands in.

use redirect_runtime::canonical;

use crate::pattern::Part;
use crate::pattern::token::Language;

/// Appends a literal character; one that the pattern language would read otherwise has been escaped.
pub(super) fn push(character: char, language: Language, part: Part, out: &mut String) {
    let mut bytes = [0; 4];
    let text: &str = character.encode_utf8(&mut bytes);
    match (language, character) {
        (_, '%') => out.push_str("%25"),
        (Language::Destination, _) => push_encoded(character, part, out),
        // The canonical form of a path would make it a slash.
        (_, '\\') => out.push_str("%5C"),
        _ => canonical::push_characters(text, out),
    }
}

/// Appends a literal character of a destination, encoded unless it may stand in that part of a URL. The user's own
/// `&`, `=` and `+` are the syntax of a query and stay.
pub(in crate::pattern) fn push_encoded(character: char, part: Part, out: &mut String) {
    let mut bytes = [0; 4];
    for &byte in character.encode_utf8(&mut bytes).as_bytes() {
        let stays = match byte {
            b'|' | b'%' => false,
            b'?' => part != Part::Path,
            _ => canonical::is_plain(byte),
        };
        if stays {
            out.push(char::from(byte));
        } else {
            canonical::push_triplet(byte, out);
        }
    }
}
