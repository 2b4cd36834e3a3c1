//! Which bytes of a text belong to a class, as bits.

use super::program::{ALNUM, ALPHA, ANY, HEX, INT, SEGMENT, SLUG, VALUE};
use crate::simd::chunks::{is, within};
use crate::simd::find::{bits_where, slashes};

/// Which of the first 64 bytes of a text are [`in_class`](super::program::in_class), as bits.
pub(crate) fn class_bits(class: u8, text: &[u8]) -> u64 {
    match class {
        SEGMENT => !slashes(text) & u64::MAX.checked_shr(unused(text)).unwrap_or(0),
        SLUG => bits_where(text, |byte| alphanumeric(byte) | slug_mark(byte)),
        INT => bits_where(text, digit),
        HEX => bits_where(text, |byte| digit(byte) | within(byte | 0x20, b'a', 6)),
        ALPHA => bits_where(text, letter),
        ALNUM => bits_where(text, alphanumeric),
        VALUE | ANY => u64::MAX.checked_shr(unused(text)).unwrap_or(0),
        _ => 0,
    }
}

/// Returns the number of those of 64 bits that stand for no byte of a text.
const fn unused(text: &[u8]) -> u32 {
    64_u32.saturating_sub(text.len() as u32)
}

/// Returns the number of bytes at the front of a text that belong to a class.
pub(crate) fn run(class: u8, text: &[u8]) -> usize {
    let mut length = 0;
    for chunk in text.chunks(64) {
        let members = class_bits(class, chunk).trailing_ones() as usize;
        length += members;
        if members < chunk.len() {
            break;
        }
    }
    length
}

const fn digit(byte: u8) -> u8 {
    within(byte, b'0', 10)
}

const fn letter(byte: u8) -> u8 {
    within(byte | 0x20, b'a', 26)
}

const fn alphanumeric(byte: u8) -> u8 {
    letter(byte) | digit(byte)
}

const fn slug_mark(byte: u8) -> u8 {
    is(byte, b'-') | is(byte, b'_') | is(byte, b'~') | is(byte, b'%') | is(byte, b' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::program::in_class;

    #[test]
    fn bits_of_every_class() {
        let all: Vec<u8> = (0..=255).collect();
        for class in SEGMENT..=VALUE + 1 {
            for text in all.windows(64).chain(all.windows(7)) {
                let bits = class_bits(class, text);
                for at in 0..64 {
                    let expected = text.get(at).is_some_and(|&byte| in_class(class, byte));
                    assert_eq!(
                        bits >> at & 1 == 1,
                        expected,
                        "{at} of {text:?}, class {class}"
                    );
                }
            }
        }
    }

    #[test]
    fn runs_of_every_length() {
        for length in 0..200 {
            let mut text = vec![b'7'; length];
            assert_eq!(run(INT, &text), length);
            text.extend(b"-7");
            assert_eq!(run(INT, &text), length);
        }
    }
}
