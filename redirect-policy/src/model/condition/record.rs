//! The records of conditions, as `redirect_runtime::condition` reads them.

use redirect_runtime::condition as op;
use redirect_runtime::table::text::{push_bytes, push_text};

use super::ValuePattern;
use crate::model::Lookup;
use crate::pattern::program::{folded, program};
use crate::pattern::{Item, Pattern};

/// Numbers the headers that conditions look at, in order of first use.
#[derive(Default)]
pub(crate) struct Headers {
    names: Vec<String>,
}

impl Headers {
    fn number(&mut self, name: &str) -> u8 {
        let known = self.names.iter().position(|known| known == name);
        let number = known.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        count(number)
    }

    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }
}

/// The record of one condition, while it is written: its kind, then its operands.
pub(crate) struct Record<'w> {
    out: Vec<u8>,
    /// The numbers of names.
    pub(crate) name: &'w dyn Fn(&str) -> u8,
    pub(crate) headers: &'w mut Headers,
    /// The kind of a lookup's record, and the number or offset by which it is found.
    pub(crate) lookup: &'w dyn Fn(&Lookup) -> (u8, u32),
    /// True if ASCII letters match in either case.
    pub(crate) fold: bool,
}

impl<'w> Record<'w> {
    /// An empty record of a rule's conditions.
    pub(crate) fn new(
        name: &'w dyn Fn(&str) -> u8,
        headers: &'w mut Headers,
        lookup: &'w dyn Fn(&Lookup) -> (u8, u32),
        fold: bool,
    ) -> Record<'w> {
        Record {
            out: Vec::new(),
            name,
            headers,
            lookup,
            fold,
        }
    }

    /// Returns the bytes, and begins the next.
    pub(crate) fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }

    /// The kind of the record or of an operand.
    pub(super) fn kind(&mut self, kind: u8) {
        self.out.push(kind);
    }

    pub(super) fn short(&mut self, number: u16) {
        self.out.extend_from_slice(&number.to_le_bytes());
    }

    /// A count of two bytes; the checks refuse longer lists.
    pub(super) fn length(&mut self, length: usize) {
        self.short(u16::try_from(length).unwrap_or(u16::MAX));
    }

    pub(super) fn seconds(&mut self, seconds: i64) {
        self.out.extend_from_slice(&seconds.to_le_bytes());
    }

    pub(super) fn text(&mut self, text: &str) {
        push_text(text, &mut self.out);
    }

    /// A count of one byte, and texts.
    pub(super) fn texts(&mut self, texts: &[String]) {
        self.out.push(count(texts.len()));
        for text in texts {
            self.text(text);
        }
    }

    /// The number of a header that is looked at.
    pub(super) fn header(&mut self, name: &str) {
        let number = self.headers.number(name);
        self.out.push(number);
    }

    /// The number of a name.
    pub(super) fn number(&self, name: &str) -> u8 {
        (self.name)(name)
    }

    /// A count of one byte, and the numbers of names.
    pub(super) fn names<'n>(&mut self, names: impl ExactSizeIterator<Item = &'n str>) {
        self.out.push(count(names.len()));
        let number_of = self.name;
        self.out.extend(names.map(number_of));
    }

    /// The kind of a lookup, and where it is found.
    pub(super) fn lookup(&mut self, lookup: &Lookup) {
        let (kind, number) = (self.lookup)(lookup);
        self.out.push(kind);
        self.out.extend_from_slice(&number.to_le_bytes());
    }

    /// A program whose literals are compared as they are.
    pub(super) fn unfolded_program(&mut self, items: &[Item]) {
        push_bytes(&program(items, false, self.name), &mut self.out);
    }

    /// The demand on a value.
    pub(super) fn value(&mut self, value: &ValuePattern) {
        match value {
            ValuePattern::Present(false) => self.out.push(op::ABSENT),
            ValuePattern::Present(true) => self.out.push(op::PRESENT),
            ValuePattern::OneOf(patterns) => {
                self.out.push(count(patterns.len()));
                for Pattern { items, .. } in patterns {
                    let form = self.form(items);
                    push_bytes(&form, &mut self.out);
                }
            }
        }
    }

    /// A value as text, as texts between `*`, or as a program.
    fn form(&self, items: &[Item]) -> Vec<u8> {
        let fold = if self.fold { op::FOLDED } else { 0 };
        if let Some(texts) = texts_between(items) {
            let mut out = Vec::new();
            match texts.as_slice() {
                [text] => {
                    out.push(op::TEXT | fold);
                    out.extend_from_slice(text.as_bytes());
                }
                texts => {
                    out.push(op::GLOB | fold);
                    for text in texts {
                        push_text(&folded(text, self.fold), &mut out);
                    }
                }
            }
            return out;
        }
        let mut out = vec![op::PROGRAM | fold];
        out.extend(program(items, self.fold, self.name));
        out
    }
}

/// A count of one byte; the checks refuse longer lists.
fn count(length: usize) -> u8 {
    u8::try_from(length).unwrap_or(u8::MAX)
}

/// The texts between the `*` of a value that is nothing else; empty ones only at the ends.
fn texts_between(items: &[Item]) -> Option<Vec<&str>> {
    let mut texts = vec![""];
    for item in items {
        match item {
            Item::Literal(text) => *texts.last_mut()? = text,
            Item::Wildcard { .. } if texts.len() > 1 && texts.last() == Some(&"") => {}
            Item::Wildcard { .. } => texts.push(""),
            Item::Parameter(_) | Item::Group(_) => return None,
        }
    }
    Some(texts)
}
