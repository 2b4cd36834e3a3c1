//! Lookups as the runtime reads them: compiled-in ones each once, those that the program serves by their numbers.

use std::borrow::Cow;

use redirect_runtime::table::lookup::{NewRow, write};

use crate::lower::blob::Blob;
use crate::model::{Lookup, LookupRow, Policy};

/// Where a lookup is found.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// At this offset of the blob.
    Compiled(u32),
    /// In the program, by this number.
    Served(u32),
}

/// Where the lookups of a policy are found, by their names.
#[derive(Default)]
pub(in crate::lower) struct Lookups {
    places: Vec<(String, Place)>,
}

impl Lookups {
    /// Writes the compiled-in lookups of a policy, and numbers the others.
    pub(in crate::lower) fn write(policy: &Policy, blob: &mut Blob) -> Lookups {
        let mut places = Vec::with_capacity(policy.lookups.len());
        let mut served = 0u32;
        for lookup in &policy.lookups {
            let place = if lookup.is_served() {
                served += 1;
                Place::Served(served - 1)
            } else {
                Place::Compiled(blob.append(&bytes(lookup)))
            };
            places.push((lookup.name.value.clone(), place));
        }
        Lookups { places }
    }

    /// Where a lookup is found; a rule uses only lookups of its policy.
    pub(super) fn place(&self, lookup: &Lookup) -> Option<Place> {
        let mut places = self.places.iter();
        let (_, place) = places.find(|(name, _)| *name == lookup.name.value)?;
        Some(*place)
    }
}

fn bytes(lookup: &Lookup) -> Vec<u8> {
    let whole_numbers: Vec<bool> = lookup
        .key
        .iter()
        .map(|column| column.kind.is_int())
        .collect();
    let row = |row| new_row(lookup, row);
    let rows: Vec<NewRow<'_>> = lookup.rows.iter().map(row).collect();
    write(&whole_numbers, lookup.values.len(), &rows)
}

fn new_row<'r>(lookup: &Lookup, row: &'r LookupRow) -> NewRow<'r> {
    let values = lookup.values.iter().zip(&row.values);
    NewRow {
        key: row.key.iter().map(String::as_str).collect(),
        values: values
            .map(|(column, value)| {
                let text = value.as_deref()?;
                Some(Cow::Owned(column.canonical_value(text)))
            })
            .collect(),
        status: row.status,
    }
}
