//! The names of a rule, in the order in which the table numbers them.

use redirect_runtime::pattern::locator::CaptureLocator;
use redirect_runtime::table;

use super::blob::Blob;
use super::variants::Variant;
use crate::model::{Action, Rule};
use crate::pattern::{Item, Piece};

/// Writes the names of rules, each text once.
#[derive(Default)]
pub(super) struct Names {
    texts: Blob,
}

/// The places of the names of a rule: offsets plus one in `Blob`, or 0 where it has none.
pub(super) struct NamesAt {
    /// The names with the locators of each variant of its source.
    pub(super) of_variants: Vec<u32>,
    /// The names with those locators on which the variants agree.
    pub(super) of_rule: u32,
}

impl Names {
    /// The section of texts.
    pub(super) fn texts(&self) -> &[u8] {
        self.texts.bytes()
    }

    /// Writes the names of a rule, once for each of its variants, and once with the locators on which these agree.
    pub(super) fn write(
        &mut self,
        rule: &Rule,
        variants: &[Variant<'_>],
        blob: &mut Blob,
    ) -> NamesAt {
        let names = names(rule);
        if names.is_empty() {
            return NamesAt {
                of_variants: vec![0; variants.len()],
                of_rule: 0,
            };
        }
        let own = own_names(&rule.source.items);
        let in_variant = |name: &str, variant: &Variant<'_>| {
            if !own.contains(&name) {
                return CaptureLocator::NONE;
            }
            let known = variant.locators.iter().find(|(known, _)| *known == name);
            known.map_or(CaptureLocator::ABSENT, |(_, locator)| *locator)
        };
        let mut offset = |locator: &dyn Fn(&str) -> CaptureLocator| {
            let bytes = self.bytes(&names, locator);
            blob.place(bytes) + 1
        };
        let of_variants = variants
            .iter()
            .map(|variant| offset(&|name| in_variant(name, variant)));
        let of_variants: Vec<u32> = of_variants.collect();
        let of_rule = offset(&|name| {
            let mut locators = variants.iter().map(|variant| in_variant(name, variant));
            let first = locators.next().unwrap_or(CaptureLocator::NONE);
            match locators.all(|locator| locator == first) {
                true => first,
                false => CaptureLocator::NONE,
            }
        });
        NamesAt {
            of_variants,
            of_rule,
        }
    }

    fn bytes(&mut self, names: &[&str], locator: &dyn Fn(&str) -> CaptureLocator) -> Vec<u8> {
        let entry = |name: &&str| {
            let start = self.texts.place(name.as_bytes().to_vec());
            // A pattern has at most a kilobyte.
            (start, name.len() as u16, locator(name))
        };
        let entries: Vec<_> = names.iter().map(entry).collect();
        table::names::write(&entries)
    }
}

/// The names of a source.
fn own_names(items: &[Item]) -> Vec<&str> {
    let mut names = Vec::new();
    add_items(items, &mut names);
    names
}

/// The names of a rule: those of its source, then those of its conditions, then those that only its destination has.
pub(super) fn names(rule: &Rule) -> Vec<&str> {
    let mut names = Vec::new();
    add_items(&rule.source.items, &mut names);
    for condition in rule.when.iter() {
        for name in condition.names() {
            add(name, &mut names);
        }
    }
    if let Action::Redirect { destination, .. } = &rule.action {
        add_pieces(&destination.pieces, &mut names);
    }
    names
}

fn add<'p>(name: &'p str, names: &mut Vec<&'p str>) {
    if !names.contains(&name) {
        names.push(name);
    }
}

fn add_items<'p>(items: &'p [Item], names: &mut Vec<&'p str>) {
    for item in items {
        match item {
            Item::Literal(_) => {}
            Item::Parameter(parameter) => add(&parameter.name, names),
            Item::Wildcard { .. } => add("*", names),
            Item::Group(items) => add_items(items, names),
        }
    }
}

fn add_pieces<'p>(pieces: &'p [Piece], names: &mut Vec<&'p str>) {
    for piece in pieces {
        match piece {
            Piece::Literal { .. } => {}
            Piece::Parameter { name, .. } => add(name, names),
            Piece::Group(pieces) => add_pieces(pieces, names),
        }
    }
}
