//! Bytes of tables against the reader.
//!
//! The first byte of an input says how to read the others: as a whole table if it is odd, else as changes to a table
//! that has every section, four bytes each: three for the place, the low one first, and one for what stands there then.

use redirect_runtime::Policy;
use testkit::tables;

/// Checks that a table is refused, or answers.
///
/// # Panics
/// If it panics.
pub fn check(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else {
        return;
    };
    let table = match first % 2 {
        1 => rest.to_vec(),
        _ => changed(rest),
    };
    if let Ok(policy) = Policy::from_bytes(table) {
        tables::ask(&policy);
    }
}

fn changed(changes: &[u8]) -> Vec<u8> {
    static TABLE: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    let mut table = TABLE.get_or_init(tables::of_every_section).clone();
    for change in changes.chunks_exact(4) {
        if let [low, middle, high, value] = change {
            let at = u32::from_le_bytes([*low, *middle, *high, 0]) as usize;
            let at = at % table.len().max(1);
            if let Some(byte) = table.get_mut(at) {
                *byte = *value;
            }
        }
    }
    table
}
