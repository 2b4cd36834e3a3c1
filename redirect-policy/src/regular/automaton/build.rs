//! From the items of a pattern to the states of an automaton.

use super::{Automaton, Label, Reading, State};
use crate::pattern::{Class, Item, Kind};
use crate::regular::symbol;
use crate::regular::symbol::{SLASH, Symbol};

impl Automaton {
    /// The language of a pattern.
    pub(crate) fn of(items: &[Item], reading: Reading) -> Self {
        Self::restricted(items, reading, &|_| None)
    }

    /// The language of one text.
    pub(crate) fn of_text(text: &str) -> Self {
        Self::of(&[Item::Literal(text.to_owned())], Reading::default())
    }

    /// The language of a pattern some of whose names (`*` too) are restricted to the language of other items.
    pub(crate) fn restricted<'i>(
        items: &[Item],
        reading: Reading,
        instead: &dyn Fn(&str) -> Option<&'i [Item]>,
    ) -> Self {
        let mut builder = Builder {
            states: vec![Draft::default()],
            reading,
            instead,
        };
        let accept = builder.items(items, 0);
        finished(&builder.states, accept)
    }
}

/// A state under construction: where each character leads, and the states that are reached without one.
#[derive(Default)]
struct Draft {
    edges: Vec<(Label, u32)>,
    empty: Vec<u32>,
}

/// The automaton of finished states.
fn finished(drafts: &[Draft], accept: u32) -> Automaton {
    let mut automaton = Automaton {
        states: Vec::with_capacity(drafts.len()),
        edges: Vec::new(),
        closures: Vec::new(),
        accept,
    };
    let length = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let mut reached = Vec::new();
    for (state, draft) in drafts.iter().enumerate() {
        automaton.edges.extend_from_slice(&draft.edges);
        reached.clear();
        close(drafts, length(state), &mut reached);
        let goes_on = |state: &u32| {
            let draft = drafts.get(*state as usize);
            *state == accept || draft.is_some_and(|draft| !draft.edges.is_empty())
        };
        let closure = reached.iter().copied().filter(goes_on);
        automaton.closures.extend(closure);
        automaton.states.push(State {
            edges: length(automaton.edges.len()),
            closure: length(automaton.closures.len()),
        });
    }
    automaton
}

/// Adds a state and those reached from it without a character to a list.
fn close(drafts: &[Draft], state: u32, reached: &mut Vec<u32>) {
    if reached.contains(&state) {
        return;
    }
    reached.push(state);
    let draft = drafts.get(state as usize);
    for next in draft.into_iter().flat_map(|draft| &draft.empty) {
        close(drafts, *next, reached);
    }
}

/// States as they are added, item by item.
struct Builder<'b, 'i> {
    states: Vec<Draft>,
    reading: Reading,
    /// The items that stand in place of a name.
    instead: &'b dyn Fn(&str) -> Option<&'i [Item]>,
}

impl Builder<'_, '_> {
    fn add(&mut self) -> u32 {
        self.states.push(Draft::default());
        u32::try_from(self.states.len() - 1).unwrap_or(u32::MAX)
    }

    fn edge(&mut self, from: u32, label: Label, to: u32) {
        if let Some(state) = self.states.get_mut(from as usize) {
            state.edges.push((label, to));
        }
    }

    fn empty(&mut self, from: u32, to: u32) {
        if let Some(state) = self.states.get_mut(from as usize) {
            state.empty.push(to);
        }
    }

    /// Builds items behind a state; gives the state behind them.
    fn items(&mut self, items: &[Item], mut at: u32) -> u32 {
        for item in items {
            at = self.item(item, at);
        }
        at
    }

    /// Builds items that stand in place of a name: the same names in them are what they are.
    fn plainly(&mut self, items: &[Item], at: u32) -> u32 {
        let instead = std::mem::replace(&mut self.instead, &|_| None);
        let end = self.items(items, at);
        self.instead = instead;
        end
    }

    fn item(&mut self, item: &Item, at: u32) -> u32 {
        match item {
            Item::Literal(text) => self.literal(text, at),
            Item::Parameter(parameter) => match (self.instead)(&parameter.name) {
                Some(items) => self.plainly(items, at),
                None => self.kind(&parameter.kind, at),
            },
            Item::Wildcard { .. } => match (self.instead)("*") {
                Some(items) => self.plainly(items, at),
                None => {
                    let label = match self.reading.host {
                        true => Label::Byte(Class::Slug),
                        false => Label::Any,
                    };
                    let run = self.add();
                    self.empty(at, run);
                    self.edge(run, label, run);
                    let end = self.add();
                    self.empty(run, end);
                    end
                }
            },
            Item::Group(items) => {
                let inside = self.items(items, at);
                let end = self.add();
                self.empty(inside, end);
                self.empty(at, end);
                end
            }
        }
    }

    /// A literal, whose delimiters match encoded ones in a path.
    fn literal(&mut self, text: &str, mut at: u32) -> u32 {
        if !self.reading.path {
            return self.text(text, at);
        }
        for symbol in symbol::symbols(text) {
            let next = self.add();
            self.edge(at, self.label(symbol), next);
            if let Some(encoded) = symbol::encoded_delimiter(symbol) {
                self.edge(at, Label::Exact(encoded), next);
            }
            at = next;
        }
        at
    }

    fn label(&self, symbol: Symbol) -> Label {
        match self.reading.fold {
            true => Label::Folded(symbol),
            false => Label::Exact(symbol),
        }
    }

    fn text(&mut self, text: &str, mut at: u32) -> u32 {
        for symbol in symbol::symbols(text) {
            let next = self.add();
            self.edge(at, self.label(symbol), next);
            at = next;
        }
        at
    }

    fn kind(&mut self, kind: &Kind, at: u32) -> u32 {
        match kind {
            Kind::Class { class, min, max } => {
                let class = match (class, self.reading.host) {
                    (Class::Segment | Class::Value, true) => Class::Slug,
                    // In a path it is written as a segment.
                    (Class::Value, false) if self.reading.path => Class::Segment,
                    (class, _) => *class,
                };
                self.class(class, usize::from(*min), max.map(usize::from), at)
            }
            Kind::Uuid => self.uuid(at),
            Kind::Path => self.path(at),
            Kind::Enumeration(values) => {
                let ends: Vec<u32> = values.iter().map(|value| self.text(value, at)).collect();
                let end = self.add();
                for value in ends {
                    self.empty(value, end);
                }
                end
            }
        }
    }

    /// A run of a class: one state for each number of bytes that matters.
    fn class(&mut self, class: Class, min: usize, max: Option<usize>, at: u32) -> u32 {
        let most = max.unwrap_or(min);
        let mut counts = vec![at];
        counts.extend((0..most).map(|_| self.add()));
        let end = self.add();
        let triplets = !self.reading.host
            && matches!(
                class,
                Class::Segment | Class::Slug | Class::Value | Class::Any
            );
        for (count, &state) in counts.iter().enumerate() {
            let ahead = |bytes: usize| match max {
                Some(_) => counts.get(count.saturating_add(bytes)).copied(),
                // Without a limit all counts from the fewest on are one.
                None => counts.get(count.saturating_add(bytes).min(most)).copied(),
            };
            if let Some(next) = ahead(1) {
                self.edge(state, Label::Byte(class), next);
            }
            if let Some(next) = ahead(3).filter(|_| triplets) {
                self.edge(state, Label::Triplet, next);
            }
            if count >= min {
                self.empty(state, end);
            }
        }
        end
    }

    fn uuid(&mut self, mut at: u32) -> u32 {
        for index in 0..36 {
            let label = match index {
                8 | 13 | 18 | 23 => Label::Exact(Symbol::from(b'-')),
                _ => Label::Byte(Class::Hex),
            };
            let next = self.add();
            self.edge(at, label, next);
            at = next;
        }
        at
    }

    fn path(&mut self, at: u32) -> u32 {
        let front = self.add();
        self.empty(at, front);
        let segment = self.add();
        self.edge(front, Label::NotSlash, segment);
        self.edge(segment, Label::NotSlash, segment);
        self.edge(segment, Label::Exact(SLASH), front);
        let end = self.add();
        self.empty(segment, end);
        end
    }
}
