//! A rule: a record of [`RULE`] bytes, and the records that it points at.
//!
//! Offsets into `Blob` are stored plus one, 0 is none.
//!
//! | at | holds |
//! |---|---|
//! | 0 | texts: the source and the id (none: the source); with [`KEYED`] the offset (not plus one) of a literal record, whose path is both |
//! | 4 | [names](super::names) |
//! | 8 | [program](crate::pattern::program) of the source |
//! | 12 | [template](super::template) of the destination |
//! | 16 | [response options](super::response_options) |
//! | 20 | [conditions](crate::condition) |
//! | 24 | [handler](super::handler) |
//! | 28 | line |
//! | 32 | `u16` number of the file |
//! | 34 | `u16` flags: the lowest three bits are the status, the others flags such as [`FOLD`]; two bits from [`STRATEGY`] on are the number of the [`Strategy`] |

mod flags;

pub use flags::{
    ASKS, FOLD, GET_ONLY, KEYED, NEVER_SELF, RENDERS_ALWAYS, RENDERS_UNLESS_DOTS, ROW, STRATEGY,
    status_flags,
};

use super::handler::{Failure, Handler};
use super::names::Names;
use super::response_options::ResponseOptions;
use super::text::{push_optional, push_text, text};
use super::{Section, Table, policy};
use crate::pattern::program::MOST_NAMES;
use crate::pattern::strategy::Strategy;
use crate::simd::chunks::{u16_at, u32_at};
use flags::status_of;

/// Bytes of a rule.
pub const RULE: usize = 8 * 4 + 2 * 2;

/// A rule as it is written. Offsets are plus one, 0 is none.
#[derive(Clone, Copy, Debug, Default)]
pub struct RuleRecord {
    /// Source and id, or with [`KEYED`] the offset of a literal record, not plus one.
    pub texts: u32,
    /// The names.
    pub names: u32,
    /// The program of the source.
    pub program: u32,
    /// The template of the destination.
    pub template: u32,
    /// The response options.
    pub response_options: u32,
    /// The conditions.
    pub conditions: u32,
    /// The [handler record](super::handler).
    pub handler: u32,
    /// The line of the rule in its file, from 1.
    pub line: u32,
    /// The number of the file.
    pub file: u16,
    /// The status and the flags.
    pub flags: u16,
}

impl RuleRecord {
    /// Appends the record.
    pub fn write(&self, out: &mut Vec<u8>) {
        for field in [
            self.texts,
            self.names,
            self.program,
            self.template,
            self.response_options,
            self.conditions,
            self.handler,
            self.line,
        ] {
            out.extend_from_slice(&field.to_le_bytes());
        }
        out.extend_from_slice(&self.file.to_le_bytes());
        out.extend_from_slice(&self.flags.to_le_bytes());
    }
}

/// Writes the texts of a rule: its source, and its id where that is another text.
#[must_use]
pub fn write_texts(source: &str, id: Option<&str>) -> Vec<u8> {
    let mut out = Vec::new();
    push_text(source, &mut out);
    push_optional(id, &mut out);
    out
}

/// A rule of a compiled policy.
///
/// ```no_run
/// # fn policy() -> &'static redirect_runtime::Policy { unimplemented!() }
/// for rule in policy().rules() {
///     println!("{}:{} {} ({:?})", rule.file(), rule.line(), rule.id(), rule.owner());
/// }
/// ```
#[derive(Clone, Copy)]
pub struct Rule<'a> {
    pub(crate) table: Table<'a>,
    pub(crate) number: u32,
    bytes: &'a [u8; RULE],
}

impl<'a> Rule<'a> {
    #[inline]
    pub(crate) fn read(table: Table<'a>, number: u32) -> Option<Self> {
        Some(Rule {
            bytes: table.chunk(Section::Rules, (number as usize).checked_mul(RULE)?)?,
            table,
            number,
        })
    }

    #[inline]
    fn field(&self, at: usize) -> u32 {
        u32_at(self.bytes, at).unwrap_or(0)
    }

    /// Returns what a field that holds an offset plus one points at.
    #[inline]
    fn part(&self, at: usize) -> Option<&'a [u8]> {
        Some(self.table.blob(self.field(at).checked_sub(1)?))
    }

    #[inline]
    pub(crate) fn flags(&self) -> u16 {
        u16_at(self.bytes, 34).unwrap_or(0)
    }

    #[inline]
    pub(crate) fn has(&self, flag: u16) -> bool {
        self.flags() & flag != 0
    }

    /// The rule's place in the order in which rules are tried, from 0.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The source as the user wrote it.
    pub fn source(&self) -> &'a str {
        if self.has(KEYED) {
            return self.key().unwrap_or_default();
        }
        self.part(0)
            .and_then(|texts| text(texts))
            .map_or("", |(source, _)| source)
    }

    /// The stable name: `id`, or the source.
    pub fn id(&self) -> &'a str {
        if self.has(KEYED) {
            return self.key().unwrap_or_default();
        }
        let Some((source, rest)) = self.part(0).and_then(|texts| text(texts)) else {
            return "";
        };
        match text(rest) {
            Some((id, _)) => id,
            None => source,
        }
    }

    /// The path of the literal record that the rule points at.
    fn key(&self) -> Option<&'a str> {
        let records = self.table.section(Section::Records);
        let record = records.get(self.field(0) as usize..)?;
        let length = usize::from(u16_at(record, 0)?);
        let path = record.get(8..)?.get(..length)?;
        std::str::from_utf8(path).ok()
    }

    /// The file of the policy that the rule stands in, as the policy names it.
    pub fn file(&self) -> &'a str {
        let number = u16_at(self.bytes, 32).unwrap_or(0);
        policy::file(&self.table, number).unwrap_or_default()
    }

    /// The line of the rule in its file, from 1.
    pub fn line(&self) -> u32 {
        self.field(28)
    }

    /// Who answers for the rule.
    pub fn owner(&self) -> Option<&'a str> {
        self.response_options()?.owner()
    }

    /// Tells whether the rule is a row of a bulk table.
    pub fn is_row(&self) -> bool {
        self.has(ROW)
    }

    /// The status as written; `None` for `action: stop`.
    pub fn status(&self) -> Option<u16> {
        status_of(self.flags())
    }

    /// The name of the handler that decides.
    pub fn handler(&self) -> Option<&'a str> {
        policy::handler(&self.table, self.handler_number()?)
    }

    /// The number of the handler among those of the policy, in order of first use.
    #[inline]
    pub(crate) fn handler_number(&self) -> Option<u16> {
        self.handler_record()?.number()
    }

    #[inline]
    fn handler_record(&self) -> Option<Handler<'a>> {
        self.part(24).map(Handler::read)
    }

    /// The strategy by which the program of the source is matched.
    pub fn strategy(&self) -> Strategy {
        Strategy::of_number(self.flags() >> STRATEGY & 3)
    }

    /// Returns what the source binds in a path in canonical form that it matches, by any strategy: texts by the numbers of
    /// names. For tests, which compare them.
    #[doc(hidden)]
    pub fn bound_by<'p>(&self, strategy: Strategy, path: &'p str) -> Option<Vec<Option<&'p str>>> {
        let captures = strategy.captures(self.program()?, path.as_bytes(), self.has(FOLD))?;
        let bound = (0..MOST_NAMES).map(|name| path.get(captures.range(name)?));
        Some(bound.collect())
    }

    #[inline]
    pub(crate) fn program(&self) -> Option<&'a [u8]> {
        self.part(8)
    }

    #[inline]
    #[doc(hidden)]
    pub fn template(&self) -> Option<&'a [u8]> {
        self.part(12)
    }

    /// The options of the answer that the rule shares with others.
    #[inline]
    #[doc(hidden)]
    pub fn response_options(&self) -> Option<ResponseOptions<'a>> {
        self.part(16).map(ResponseOptions::new)
    }

    /// Tells whether there are conditions.
    #[inline]
    pub(crate) fn is_conditional(&self) -> bool {
        self.field(20) != 0
    }

    #[inline]
    pub(crate) fn conditions(&self) -> Option<&'a [u8]> {
        self.part(20)
    }

    /// The answer when the handler fails.
    #[doc(hidden)]
    pub fn failure(&self) -> Option<Failure<'a>> {
        self.handler_record()?.failure(&self.table)
    }

    /// Until this second the rule answers as if it were temporary.
    pub(crate) fn permanent_after(&self) -> Option<i64> {
        self.handler_record()?.permanent_after()
    }

    /// The rule's names in order.
    #[inline]
    pub(crate) fn names(&self) -> Names<'a> {
        self.part(4).map_or(Names::NONE, Names::read)
    }

    /// The number of a name.
    #[doc(hidden)]
    pub fn number_of(&self, name: &str) -> Option<u8> {
        let number = self
            .names()
            .position(|known| known.text(&self.table) == name)?;
        u8::try_from(number).ok()
    }

    /// A name by its number.
    #[doc(hidden)]
    pub fn name(&self, number: u8) -> Option<&'a str> {
        Some(self.names().get(number)?.text(&self.table))
    }

    /// Tells whether some name has no locator, so that the program must be run to find its text.
    pub(crate) fn binds_by_program(&self) -> bool {
        self.names().any(|name| name.locator().is_none())
    }
}
