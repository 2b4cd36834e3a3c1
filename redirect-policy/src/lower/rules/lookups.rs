//! Compiled-in lookups as the runtime reads them, each once.

use std::borrow::Cow;

use redirect_runtime::table::lookup::{NewRow, write};

use crate::lower::blob::Blob;
use crate::model::{Lookup, LookupRow, Policy};
use crate::pattern::{Class, Kind};

/// Where the lookups of a policy stand in the blob, by their names.
#[derive(Default)]
pub(in crate::lower) struct Lookups {
    places: Vec<(String, u32)>,
}

impl Lookups {
    /// Writes the lookups of a policy.
    pub(in crate::lower) fn write(policy: &Policy, blob: &mut Blob) -> Lookups {
        let place =
            |lookup: &std::rc::Rc<Lookup>| (lookup.name.value.clone(), blob.append(&bytes(lookup)));
        Lookups {
            places: policy.lookups.iter().map(place).collect(),
        }
    }

    /// The offset of a lookup.
    pub(super) fn place(&self, lookup: &Lookup) -> u32 {
        let found = self
            .places
            .iter()
            .find(|(name, _)| *name == lookup.name.value);
        // A rule uses only lookups of its policy; no offset is the largest.
        found.map_or(u32::MAX, |(_, place)| *place)
    }
}

fn bytes(lookup: &Lookup) -> Vec<u8> {
    let whole_numbers: Vec<bool> = lookup
        .key
        .iter()
        .map(|column| {
            matches!(
                column.kind,
                Kind::Class {
                    class: Class::Int,
                    ..
                }
            )
        })
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
