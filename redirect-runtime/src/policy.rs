//! A compiled policy, and the question that it answers: what becomes of this request?

use std::sync::Arc;

use crate::matched::Match;
use crate::request::Request;
use crate::simd::chunks::u16_at;
use crate::table::rule::{Rule, text};
use crate::table::{Count, Header, Layout, RULE, Section, Table, TableError};

/// A compiled policy.
///
/// `redirects!` makes a static one; [`Policy::from_bytes`] takes what the policy compiler made while the program runs.
#[derive(Clone, Debug)]
pub struct Policy {
    bytes: Held,
    layout: Layout,
}

#[derive(Clone, Debug)]
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

    /// What becomes of a request: the first rule that matches and does not pass on.
    ///
    /// Takes a request target such as `"/old/1?x=2"`, an [`http::Request`] or its parts. Linear in the length of the
    /// target; allocates nothing unless the path is not in canonical form, or so long that what it binds is kept.
    ///
    /// ```no_run
    /// # fn policy() -> &'static redirect_runtime::Policy { unimplemented!() }
    /// assert_eq!(policy().find("/old/1?x=2").location(), Some("/new/1?x=2"));
    /// ```
    #[inline]
    pub fn find<'r>(&'r self, request: impl Into<Request<'r>>) -> Match<'r> {
        Match::of(self, request.into())
    }

    /// The names of the handlers, in order of first use.
    #[doc(hidden)]
    pub fn handlers(&self) -> impl Iterator<Item = &str> {
        texts(&self.table(), 1)
    }

    /// The names of the header fields that rules looked at: those whose bits are set ([`Match::vary`]).
    #[doc(hidden)]
    pub fn header_names(&self, bits: u64) -> impl Iterator<Item = &str> {
        headers_of(&self.table(), bits)
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

/// A list of texts of the policy: `u16` count, then each with `u16` length. They follow one another at
/// [`Count::Policy`] in `Blob`: files, handlers, headers by number, external hosts.
fn list<'a>(table: &Table<'a>, which: usize) -> Option<(u16, &'a [u8])> {
    let mut rest = table.blob(table.count(Count::Policy));
    for _ in 0..which {
        let count = u16_at(rest, 0)?;
        rest = rest.get(2..)?;
        for _ in 0..count {
            rest = text(rest)?.1;
        }
    }
    Some((u16_at(rest, 0)?, rest.get(2..)?))
}

fn texts<'a>(table: &Table<'a>, which: usize) -> impl Iterator<Item = &'a str> + use<'a> {
    let (count, mut rest) = list(table, which).unwrap_or_default();
    (0..count).map_while(move |_| {
        let (text, tail) = text(rest)?;
        rest = tail;
        Some(text)
    })
}

/// The name of a file of the policy.
pub(crate) fn file<'a>(table: &Table<'a>, number: u16) -> Option<&'a str> {
    texts(table, 0).nth(usize::from(number))
}

/// The name of a handler.
pub(crate) fn handler<'a>(table: &Table<'a>, number: u16) -> Option<&'a str> {
    texts(table, 1).nth(usize::from(number))
}

/// The names of the headers that conditions looked at: those whose bits are set, the last bit for all beyond it.
fn headers_of<'a>(table: &Table<'a>, bits: u64) -> impl Iterator<Item = &'a str> + use<'a> {
    let names = texts(table, 2).enumerate();
    names
        .filter(move |(number, _)| bits >> (*number).min(63) & 1 == 1)
        .map(|(_, name)| name)
}

/// Whether a handler may send to a host.
pub(crate) fn is_external(table: &Table<'_>, host: &str) -> bool {
    texts(table, 3).any(|pattern| match pattern.strip_prefix('*') {
        Some(suffix) => host.len() > suffix.len() && host.ends_with(suffix),
        None => host == pattern,
    })
}
