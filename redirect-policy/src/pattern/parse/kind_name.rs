//! Kinds by the names that people from other routers write.

/// The kind that a word stands for.
pub(in crate::pattern) fn meant(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "integer" | "number" | "num" | "digits" | "digit" | "id" | "u64" | "i64" | "\\d+"
        | "[0-9]+" => "int",
        "string" | "str" | "seg" | "[^/]+" => "segment",
        "letters" | "alphabetic" => "alpha",
        "alphanumeric" | "alphanum" | "\\w+" => "alnum",
        "hexadecimal" => "hex",
        "guid" => "uuid",
        "rest" | "*" | ".*" | ".+" => "path",
        "segment" => "segment",
        "slug" => "slug",
        "int" => "int",
        "hex" => "hex",
        "alpha" => "alpha",
        "alnum" => "alnum",
        "uuid" => "uuid",
        "path" => "path",
        "any" => "any",
        _ => return None,
    })
}
