//! A compiled policy.

use std::sync::Arc;

use crate::table::policy::{handlers, header_bits, lookups};
use crate::table::rule::{RULE, Rule};
use crate::table::{Count, Header, Layout, Section, Table, TableError};

/// A compiled policy.
///
/// `redirects!` makes a static one; [`Policy::from_bytes`] takes what the policy compiler made while the program runs.
#[derive(Clone)]
pub struct Policy {
    bytes: Held,
    layout: Layout,
}

#[derive(Clone)]
enum Held {
    Static(&'static [u8]),
    Shared(Arc<[u8]>),
}

impl Policy {
    /// A policy from a table that is part of the program; the header is checked while the program compiles.
    ///
    /// # Panics
    /// In the constant it is made in, when the bytes are not a table.
    #[must_use]
    pub const fn from_static(bytes: &'static [u8]) -> Self {
        if let Ok(header) = Header::read(bytes) {
            if let Some(names) = header.names(bytes) {
                return Policy {
                    bytes: Held::Static(bytes),
                    layout: Layout::of_static(header, names),
                };
            }
        }
        panic!("not a redirect table of this version of redirect-runtime")
    }

    /// A policy from a table that was compiled while the program runs.
    ///
    /// # Errors
    /// When the bytes are not a table of this version.
    pub fn from_bytes(bytes: impl Into<Arc<[u8]>>) -> Result<Self, TableError> {
        let bytes = bytes.into();
        Ok(Policy {
            layout: Layout::read(&bytes)?,
            bytes: Held::Shared(bytes),
        })
    }

    /// The table.
    #[inline]
    pub(crate) fn table(&self) -> Table<'_> {
        self.layout.of(match &self.bytes {
            Held::Static(bytes) => bytes,
            Held::Shared(bytes) => bytes,
        })
    }

    /// The names of the handlers, in order of first use.
    #[doc(hidden)]
    pub fn handlers(&self) -> impl Iterator<Item = &str> {
        handlers(&self.table())
    }

    /// A number that differs for each policy, as far as 64 bits do. Takes time linear in the table.
    #[doc(hidden)]
    pub fn fingerprint(&self) -> u64 {
        crate::simd::hash::hash(match &self.bytes {
            Held::Static(bytes) => bytes,
            Held::Shared(bytes) => bytes,
        })
    }

    /// The names of the lookups that the program serves, each with its contract.
    #[doc(hidden)]
    pub fn lookups(&self) -> impl Iterator<Item = (&str, &str)> {
        lookups(&self.table())
    }

    /// The names of the header fields that rules look at, each with its bit in [`Match::vary`].
    #[doc(hidden)]
    pub fn header_bits(&self) -> impl Iterator<Item = (u64, &str)> {
        header_bits(&self.table())
    }

    /// The rules in file order.
    pub fn rules(&self) -> impl ExactSizeIterator<Item = Rule<'_>> {
        let table = self.table();
        let held = table.section(Section::Rules).len() / RULE;
        let count = (table.count(Count::Rules) as usize).min(held);
        Rules {
            table,
            next: 0,
            count: count as u32,
        }
    }
}

struct Rules<'a> {
    table: Table<'a>,
    next: u32,
    count: u32,
}

impl<'a> Iterator for Rules<'a> {
    type Item = Rule<'a>;

    fn next(&mut self) -> Option<Rule<'a>> {
        let rule = Rule::read(self.table, self.next)?;
        if self.next >= self.count {
            return None;
        }
        self.next = self.next.checked_add(1)?;
        Some(rule)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.count.saturating_sub(self.next) as usize;
        (left, Some(left))
    }
}

impl ExactSizeIterator for Rules<'_> {}
