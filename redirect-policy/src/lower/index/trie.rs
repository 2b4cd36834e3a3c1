//! The trie of patterns, built variant by variant.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use redirect_runtime::index::candidate::{VERIFY, rule_of};
use redirect_runtime::pattern::program as op;
use redirect_runtime::table::{ENCODED_ROOT, FOLDED_ROOT, ROOT};

use crate::lower::blob::{number, push_text};
use crate::lower::program::{class_number, folded, write_kind};
use crate::lower::variants::{Segment, Tail, Token, Variant};
use crate::pattern::Kind;

/// In lists of parameters, the class of a UUID.
const UUID: u8 = 6;

/// The trie as it grows.
pub(in crate::lower) struct Trie {
    pub(in crate::lower) nodes: Vec<Node>,
    /// Which node a step leads to, so that rules share nodes.
    steps: HashMap<(u32, Step), u32>,
}

#[derive(Default)]
pub(in crate::lower) struct Node {
    pub(in crate::lower) accepted: Vec<u32>,
    pub(in crate::lower) tails: Vec<(String, Vec<u32>)>,
    pub(in crate::lower) edges: Vec<(String, u32)>,
    pub(in crate::lower) parameters: Vec<(u32, u32)>,
    pub(in crate::lower) mixed: Vec<Mixed>,
}

pub(in crate::lower) struct Mixed {
    pub(in crate::lower) prefix: String,
    pub(in crate::lower) suffix: String,
    pub(in crate::lower) program: Vec<u8>,
    pub(in crate::lower) fewest: u32,
    pub(in crate::lower) child: u32,
}

#[derive(PartialEq, Eq, Hash)]
enum Step {
    Literal(String),
    Parameter(u32),
    Values(Vec<String>),
    Mixed(Vec<u8>),
}

impl Trie {
    pub(in crate::lower) fn new() -> Self {
        Trie {
            nodes: vec![Node::default(), Node::default(), Node::default()],
            steps: HashMap::new(),
        }
    }

    pub(in crate::lower) fn is_empty(&self) -> bool {
        self.steps.is_empty()
            && [ROOT, FOLDED_ROOT].iter().all(|&root| {
                self.nodes
                    .get(root as usize)
                    .is_none_or(|node| node.tails.is_empty() && node.accepted.is_empty())
            })
    }

    /// Adds a variant of a rule, a candidate with bits; rules come in file order.
    pub(in crate::lower) fn add(&mut self, variant: &Variant<'_>, rule: u32, fold: bool) {
        let root = if fold { FOLDED_ROOT } else { ROOT };
        self.add_under(root, variant, rule, fold);
    }

    /// Adds a variant of a rule whose literals hold delimiters, as [`encoded::widened`](crate::lower::encoded::widened) has it.
    pub(in crate::lower) fn add_encoded(&mut self, variant: &Variant<'_>, rule: u32) {
        self.add_under(ENCODED_ROOT, variant, rule, true);
    }

    fn add_under(&mut self, root: u32, variant: &Variant<'_>, rule: u32, fold: bool) {
        let mut at = root;
        for segment in &variant.segments {
            at = self.follow(at, segment, fold);
        }
        let Some(node) = self.nodes.get_mut(at as usize) else {
            return;
        };
        let list = match &variant.tail {
            None => &mut node.accepted,
            Some(Tail { prefix, .. }) => {
                let prefix = folded(prefix, fold);
                let known = node.tails.iter().position(|(known, _)| *known == prefix);
                let index = known.unwrap_or_else(|| {
                    node.tails.push((prefix, Vec::new()));
                    node.tails.len() - 1
                });
                match node.tails.get_mut(index) {
                    Some((_, list)) => list,
                    None => return,
                }
            }
        };
        let verify = variant.tail.as_ref().is_some_and(|tail| tail.verify);
        let candidate = if verify { rule_of(rule) | VERIFY } else { rule };
        if list.last() != Some(&candidate) {
            list.push(candidate);
        }
    }

    fn follow(&mut self, from: u32, segment: &Segment<'_>, fold: bool) -> u32 {
        match segment {
            Segment::Literal(text) => self.literal(from, folded(text, fold)),
            Segment::Parameter(Kind::Enumeration(values)) => self.values(from, values, fold),
            Segment::Parameter(kind) => self.parameter(from, kind),
            Segment::Mixed(tokens) => self.mixed(from, tokens, fold),
        }
    }

    fn child(&mut self, from: u32, step: Step) -> (u32, bool) {
        match self.steps.entry((from, step)) {
            Entry::Occupied(known) => (*known.get(), false),
            Entry::Vacant(free) => {
                let child = number(self.nodes.len());
                self.nodes.push(Node::default());
                free.insert(child);
                (child, true)
            }
        }
    }

    fn node(&mut self, at: u32) -> &mut Node {
        // Every number that is passed here was given out by `child`, or is a root.
        let index = (at as usize).min(self.nodes.len().saturating_sub(1));
        &mut self.nodes[index]
    }

    fn literal(&mut self, from: u32, text: String) -> u32 {
        let (child, new) = self.child(from, Step::Literal(text.clone()));
        if new {
            self.node(from).edges.push((text, child));
        }
        child
    }

    /// All values lead to one node, beside the literals of the same text.
    fn values(&mut self, from: u32, values: &[String], fold: bool) -> u32 {
        let values: Vec<String> = values.iter().map(|value| folded(value, fold)).collect();
        let (child, new) = self.child(from, Step::Values(values.clone()));
        if new {
            for value in values {
                self.node(from).edges.push((value, child));
            }
        }
        child
    }

    fn parameter(&mut self, from: u32, kind: &Kind) -> u32 {
        let kind = match kind {
            Kind::Class { class, min, max } => {
                u32::from_le_bytes([class_number(*class), *min, max.unwrap_or(0), 0])
            }
            _ => u32::from_le_bytes([UUID, 0, 0, 0]),
        };
        let (child, new) = self.child(from, Step::Parameter(kind));
        if new {
            self.node(from).parameters.push((kind, child));
        }
        child
    }

    fn mixed(&mut self, from: u32, tokens: &[Token<'_>], fold: bool) -> u32 {
        let mut program = Vec::new();
        let mut fewest = 0usize;
        for token in tokens {
            match token {
                Token::Literal(text) => {
                    program.push(op::LITERAL);
                    push_text(&folded(text, fold), &mut program);
                    fewest += text.len();
                }
                Token::Parameter(kind) => {
                    write_kind(kind, 0, fold, &mut program);
                    fewest += fewest_bytes(kind);
                }
                Token::Wildcard => program.extend([op::WILDCARD, 0]),
            }
        }
        program.push(op::END);
        let (child, new) = self.child(from, Step::Mixed(program.clone()));
        if new {
            let literal = |token: Option<&Token<'_>>| match token {
                Some(Token::Literal(text)) => folded(text, fold),
                _ => String::new(),
            };
            let (prefix, suffix) = (literal(tokens.first()), literal(tokens.last()));
            self.node(from).mixed.push(Mixed {
                prefix,
                suffix,
                program,
                fewest: number(fewest),
                child,
            });
        }
        child
    }
}

fn fewest_bytes(kind: &Kind) -> usize {
    match kind {
        Kind::Class { min, .. } => usize::from(*min),
        Kind::Uuid => 36,
        Kind::Path => 1,
        Kind::Enumeration(values) => values.iter().map(String::len).min().unwrap_or(1),
    }
}
