//! Patterns to the programs that the matcher runs.

use redirect_runtime::pattern::program as op;

use super::{Class, Item, Kind};
use redirect_runtime::table::text::push_text;

/// Writes a program; `name` numbers the parameters (`*` for the wildcard). Literals are folded if asked.
pub(crate) fn program(items: &[Item], fold: bool, name: &dyn Fn(&str) -> u8) -> Vec<u8> {
    let mut out = Vec::new();
    write(items, fold, name, &mut out);
    out.push(op::END);
    out
}

fn write(items: &[Item], fold: bool, name: &dyn Fn(&str) -> u8, out: &mut Vec<u8>) {
    for item in items {
        match item {
            Item::Literal(text) => {
                out.push(op::LITERAL);
                push_text(&folded(text, fold), out);
            }
            Item::Parameter(parameter) => {
                // Values stay as written: destinations spell them so.
                write_kind(&parameter.kind, name(&parameter.name), false, out);
            }
            Item::Wildcard { .. } => out.extend([op::WILDCARD, name("*")]),
            Item::Group(items) => {
                out.push(if items.iter().all(is_nullable) {
                    op::NULLABLE_GROUP
                } else {
                    op::GROUP
                });
                write(items, fold, name, out);
                out.push(op::GROUP_END);
            }
        }
    }
}

/// Writes a parameter.
pub(crate) fn write_kind(kind: &Kind, name: u8, fold: bool, out: &mut Vec<u8>) {
    match kind {
        Kind::Class { class, min, max } => {
            out.extend([
                op::CLASS,
                name,
                class_number(*class),
                *min,
                max.unwrap_or(0),
            ]);
        }
        Kind::Uuid => out.extend([op::UUID, name]),
        Kind::Path => out.extend([op::PATH, name]),
        Kind::Enumeration(values) => {
            out.extend([op::ENUMERATION, name]);
            out.extend_from_slice(&(values.len().min(0xffff) as u16).to_le_bytes());
            for value in values {
                push_text(&folded(value, fold), out);
            }
        }
    }
}

fn is_nullable(item: &Item) -> bool {
    matches!(item, Item::Wildcard { .. } | Item::Group(_))
}

pub(crate) fn folded(text: &str, fold: bool) -> String {
    if fold {
        text.to_ascii_lowercase()
    } else {
        text.to_owned()
    }
}

/// The number of a class in programs and lists.
pub(crate) const fn class_number(class: Class) -> u8 {
    match class {
        Class::Segment => op::SEGMENT,
        Class::Value => op::VALUE,
        Class::Slug => op::SLUG,
        Class::Int => op::INT,
        Class::Hex => op::HEX,
        Class::Alpha => op::ALPHA,
        Class::Alnum => op::ALNUM,
        Class::Any => op::ANY,
    }
}

/// The first bytes that can come in some items, and if the end can come.
#[derive(Clone, Copy)]
struct Firsts {
    bytes: [bool; 256],
    end: bool,
}

impl Firsts {
    const END: Firsts = Firsts {
        bytes: [false; 256],
        end: true,
    };

    fn of_text(text: &str, fold: bool) -> Self {
        let mut firsts = Firsts {
            end: false,
            ..Firsts::END
        };
        if let Some(&byte) = text.as_bytes().first() {
            firsts.add(byte);
            if fold {
                firsts.add(byte.to_ascii_lowercase());
                firsts.add(byte.to_ascii_uppercase());
            }
        }
        firsts
    }

    fn of_class(class: Class) -> Self {
        let mut firsts = Firsts {
            end: false,
            ..Firsts::END
        };
        for (byte, first) in (0..=u8::MAX).zip(&mut firsts.bytes) {
            *first = op::in_class(class_number(class), byte);
        }
        firsts
    }

    fn add(&mut self, byte: u8) {
        if let Some(first) = self.bytes.get_mut(usize::from(byte)) {
            *first = true;
        }
    }

    fn meets(&self, other: &Firsts) -> bool {
        self.bytes.iter().zip(&other.bytes).any(|(a, b)| *a && *b)
    }

    /// Returns true if nothing can come but the end.
    fn is_end(&self) -> bool {
        self.end && !self.bytes.contains(&true)
    }

    fn join(mut self, other: &Firsts) -> Self {
        for (first, other) in self.bytes.iter_mut().zip(&other.bytes) {
            *first |= other;
        }
        self.end |= other.end;
        self
    }
}

/// Returns true if each choice that a program has is decided by the next byte, so that it can be matched without sets.
///
/// True for most rules: parameters that end where their class does (at a `/`, say), groups that begin with a literal
/// which cannot follow them, and `*` and paths only at the end.
pub(crate) fn is_one_pass(items: &[Item], fold: bool) -> bool {
    firsts(items, &Firsts::END, fold).is_some()
}

/// Returns what can come first, if all choices in these items are decided.
fn firsts(items: &[Item], follow: &Firsts, fold: bool) -> Option<Firsts> {
    let Some((item, rest)) = items.split_first() else {
        return Some(*follow);
    };
    let behind = firsts(rest, follow, fold)?;
    match item {
        Item::Literal(text) => Some(Firsts::of_text(text, fold)),
        Item::Parameter(parameter) => match &parameter.kind {
            Kind::Class { class, .. } => {
                let own = Firsts::of_class(*class);
                // A run of triplets must not be cut, and nothing of the class may follow.
                (!own.meets(&behind)).then_some(own)
            }
            Kind::Path => {
                (rest.is_empty() && behind.is_end()).then(|| Firsts::of_class(Class::Segment))
            }
            _ => None,
        },
        Item::Wildcard { .. } => (rest.is_empty() && behind.is_end()).then_some(Firsts {
            bytes: [true; 256],
            end: true,
        }),
        Item::Group(items) => {
            let Some(Item::Literal(text)) = items.first() else {
                return None;
            };
            let own = Firsts::of_text(text, fold);
            if own.meets(&behind) {
                return None;
            }
            firsts(items, &behind, fold)?;
            Some(own.join(&behind))
        }
    }
}
