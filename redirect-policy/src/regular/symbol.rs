//! The characters of canonical text as proofs see them: a byte, or a triplet as a whole.

use redirect_runtime::canonical::delimiters::is_delimiter;
use redirect_runtime::canonical::{is_plain, is_unreserved, push_triplet, triplet};

use crate::pattern::Class;

/// A character: a byte below 0x80 but `%`, or [`TRIPLET`] with the byte that a triplet stands for.
pub(crate) type Symbol = u16;

/// Set in triplets.
const TRIPLET: Symbol = 0x100;
/// One more than the greatest symbol.
pub(crate) const SYMBOLS: usize = 0x200;

/// `/`.
pub(crate) const SLASH: Symbol = b'/' as Symbol;
/// `.`.
pub(crate) const DOT: Symbol = b'.' as Symbol;

/// Cuts canonical text into characters.
pub(crate) fn symbols(text: &str) -> Vec<Symbol> {
    let mut rest = text.as_bytes();
    let mut symbols = Vec::with_capacity(rest.len());
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match triplet(tail).filter(|_| byte == b'%') {
            Some(value) => {
                symbols.push(TRIPLET | Symbol::from(value));
                rest = tail.get(2..).unwrap_or_default();
            }
            None => symbols.push(Symbol::from(byte)),
        }
    }
    symbols
}

/// Appends a character.
pub(crate) fn push(symbol: Symbol, out: &mut String) {
    let byte = (symbol & 0xff) as u8;
    if is_triplet(symbol) {
        push_triplet(byte, out);
    } else {
        out.push(char::from(byte));
    }
}

pub(crate) const fn is_triplet(symbol: Symbol) -> bool {
    symbol & TRIPLET != 0
}

/// The triplet of a delimiter.
pub(crate) fn encoded_delimiter(symbol: Symbol) -> Option<Symbol> {
    byte(symbol)
        .filter(|&byte| is_delimiter(byte))
        .map(|byte| TRIPLET | Symbol::from(byte))
}

/// The byte of a character that is no triplet.
pub(crate) fn byte(symbol: Symbol) -> Option<u8> {
    u8::try_from(symbol).ok()
}

/// Returns true if a character that is no triplet belongs to a class.
pub(crate) fn in_class(class: Class, symbol: Symbol) -> bool {
    let Some(byte) = byte(symbol) else {
        return false;
    };
    match class {
        Class::Any => true,
        Class::Segment => byte != b'/',
        Class::Value => true,
        Class::Slug => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~'),
        Class::Int => byte.is_ascii_digit(),
        Class::Hex => byte.is_ascii_hexdigit(),
        Class::Alpha => byte.is_ascii_alphabetic(),
        Class::Alnum => byte.is_ascii_alphanumeric(),
    }
}

/// Returns the character that a character matches beside itself where case is folded.
pub(crate) fn other_case(symbol: Symbol) -> Option<Symbol> {
    let byte = byte(symbol)?;
    let other = byte ^ 0x20;
    byte.is_ascii_alphabetic().then_some(Symbol::from(other))
}

/// The characters that the patterns of one question can tell apart: those that they name, and of all others one for
/// each set of kinds that it belongs to.
pub(crate) struct Alphabet {
    named: [bool; SYMBOLS],
    /// Those that are named, in any order.
    names: Vec<Symbol>,
}

/// Characters that no kind tells apart, the readable ones first.
const ALIKE: [&str; 7] = [
    "xyzwvutsrqponmlkjihg",
    "1234567890",
    "-_~",
    "abcdef",
    "XYZWVUTSRQPONMLKJIHG",
    "ABCDEF",
    "!$&'()*+,:;=@[]",
];

impl Alphabet {
    pub(crate) fn new() -> Self {
        let mut alphabet = Alphabet {
            named: [false; SYMBOLS],
            names: Vec::new(),
        };
        for symbol in [SLASH, DOT] {
            alphabet.name(symbol);
        }
        alphabet
    }

    pub(crate) fn name(&mut self, symbol: Symbol) {
        if let Some(is_named) = self.named.get_mut(usize::from(symbol)) {
            if !*is_named {
                *is_named = true;
                self.names.push(symbol);
            }
        }
    }

    fn is_named(&self, symbol: Symbol) -> bool {
        self.named
            .get(usize::from(symbol))
            .is_some_and(|named| *named)
    }

    /// The characters, in the order in which witnesses prefer them.
    pub(crate) fn symbols(&self) -> Vec<Symbol> {
        let mut symbols: Vec<Symbol> = ALIKE
            .iter()
            .filter_map(|alike| {
                let mut alike = alike.bytes().map(Symbol::from);
                alike.find(|symbol| !self.is_named(*symbol))
            })
            .collect();
        let mut names = self.names.clone();
        names.sort_unstable();
        let plain = |symbol: &Symbol| byte(*symbol).is_some_and(is_plain);
        symbols.extend(names.iter().copied().filter(plain));
        let is_reserved = |symbol: &Symbol| !is_unreserved((symbol & 0xff) as u8);
        // Those of controls come last.
        let mut triplets: Vec<Symbol> = names.into_iter().filter(|one| is_triplet(*one)).collect();
        triplets.sort_unstable_by_key(|symbol| (symbol & 0xff < 0x20, *symbol));
        symbols.extend(triplets.into_iter().filter(is_reserved));
        let mut others = (TRIPLET + 0x20..TRIPLET + 0x100).chain(TRIPLET..TRIPLET + 0x20);
        symbols.extend(others.find(|one| is_reserved(one) && !self.is_named(*one)));
        symbols
    }
}
