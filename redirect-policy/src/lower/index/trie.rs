//! The trie of patterns, built variant by variant.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use redirect_runtime::index::candidate::Candidate;
use redirect_runtime::pattern::program as op;
use redirect_runtime::pattern::program::splits_no_triplet;

use crate::lower::blob::number;
use crate::lower::locators::is_any_segment;
use crate::lower::token::Token;
use crate::lower::variants::{Segment, Variant};
use crate::pattern::Kind;
use crate::pattern::program::{folded, write_kind};
use redirect_runtime::table::text::push_text;

/// The node that case-sensitive patterns start from.
pub(in crate::lower) const ROOT: u32 = 0;
/// The node that case-folding patterns start from.
pub(in crate::lower) const FOLDED_ROOT: u32 = 1;
/// The node from which requests with encoded delimiters start.
pub(in crate::lower) const ENCODED_ROOT: u32 = 2;

/// The trie as it grows.
pub(in crate::lower) struct Trie {
    pub(in crate::lower) nodes: Vec<Node>,
    /// The node that each step leads to, so that rules share nodes.
    steps: HashMap<(u32, Step), u32>,
}

/// A set of continuations of a path.
#[derive(Default)]
pub(in crate::lower) struct Node {
    /// In file order.
    pub(in crate::lower) accepted: Vec<Accepted>,
    /// True if anything may follow the accepted text.
    pub(in crate::lower) spans: bool,
    /// Literal segments: several of one text where an enumeration's value stands beside a literal.
    pub(in crate::lower) edges: Vec<(String, u32)>,
    /// Where any segment leads that is not empty.
    pub(in crate::lower) any: Option<u32>,
    /// Where any segment leads, an empty one too.
    pub(in crate::lower) rest: Option<u32>,
    /// Where segments lead that pass a test.
    pub(in crate::lower) tests: Vec<Test>,
}

/// A rule that is accepted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::lower) struct Accepted {
    /// Its number, with what is known of it.
    pub(in crate::lower) candidate: Candidate,
    /// Its names as they are bound here, or 0.
    pub(in crate::lower) names: u32,
}

/// A test that a segment must pass to lead on.
pub(in crate::lower) struct Test {
    /// The text that it must begin with.
    pub(in crate::lower) prefix: String,
    /// The text that it must end with.
    pub(in crate::lower) suffix: String,
    /// The program that it must match.
    pub(in crate::lower) program: Vec<u8>,
    /// True if prefix, suffix and length decide alone.
    pub(in crate::lower) ends_decide: bool,
    /// The fewest bytes that it must have.
    pub(in crate::lower) fewest: u32,
    pub(in crate::lower) child: u32,
}

#[derive(PartialEq, Eq, Hash)]
enum Step {
    Literal(String),
    Values(Vec<String>),
    Any,
    Rest,
    Test(Vec<u8>),
}

impl Default for Trie {
    fn default() -> Self {
        Trie {
            nodes: vec![Node::default(), Node::default(), Node::default()],
            steps: HashMap::new(),
        }
    }
}

impl Trie {
    pub(in crate::lower) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Adds a variant of a rule, a candidate with bits, that binds its names so; rules come in file order.
    pub(in crate::lower) fn add(
        &mut self,
        variant: &Variant<'_>,
        rule: Candidate,
        names: u32,
        fold: bool,
    ) {
        let root = if fold { FOLDED_ROOT } else { ROOT };
        self.add_under(root, variant, rule, names, fold);
    }

    /// Adds a variant of a rule whose literals hold delimiters, for paths that hold some encoded.
    pub(in crate::lower) fn add_encoded(&mut self, variant: &Variant<'_>, rule: u32) {
        self.add_under(ENCODED_ROOT, variant, Candidate::of_rule(rule), 0, true);
    }

    fn add_under(
        &mut self,
        root: u32,
        variant: &Variant<'_>,
        rule: Candidate,
        names: u32,
        fold: bool,
    ) {
        let mut at = root;
        for segment in &variant.segments {
            at = self.follow(at, segment, fold);
        }
        let mut candidate = rule;
        if let Some(tail) = &variant.tail {
            at = self.tail(at, &folded(&tail.prefix, fold));
            candidate = match tail.verify {
                true => rule.to_be_matched(),
                false => rule,
            };
        }
        let node = self.node(at);
        node.spans = variant.tail.is_some();
        let accepted = Accepted { candidate, names };
        // Rules come in order: those of this one are the last.
        let of_rule = node.accepted.iter().rev();
        let mut of_rule = of_rule.take_while(|known| known.candidate.rule() == candidate.rule());
        if !of_rule.any(|known| *known == accepted) {
            node.accepted.push(accepted);
        }
    }

    fn follow(&mut self, from: u32, segment: &Segment<'_>, fold: bool) -> u32 {
        match segment {
            Segment::Literal(text) => self.literal(from, folded(text, fold)),
            Segment::Parameter(Kind::Enumeration(values)) => self.values(from, values, fold),
            Segment::Parameter(kind) if is_any_segment(kind) => {
                let (child, _) = self.child(from, Step::Any);
                self.node(from).any = Some(child);
                child
            }
            Segment::Parameter(kind) => {
                let mut program = Vec::new();
                write_kind(kind, 0, fold, &mut program);
                self.test(from, "", "", program, fewest_bytes(kind), false)
            }
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

    /// A node that accepts whatever begins with a text.
    fn tail(&mut self, from: u32, prefix: &str) -> u32 {
        if prefix.is_empty() {
            let (child, _) = self.child(from, Step::Rest);
            self.node(from).rest = Some(child);
            return child;
        }
        let mut program = vec![op::LITERAL];
        push_text(prefix, &mut program);
        program.extend([op::WILDCARD, 0]);
        self.test(from, prefix, "", program, prefix.len(), prefix.len() <= 8)
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
                Token::Parameter(parameter) => {
                    write_kind(&parameter.kind, 0, fold, &mut program);
                    fewest += fewest_bytes(&parameter.kind);
                }
                // Neither stands in a segment of this kind.
                Token::Optional(..) | Token::Wildcard => {}
            }
        }
        let literal = |token: Option<&Token<'_>>| match token {
            Some(Token::Literal(text)) => folded(text, fold),
            _ => String::new(),
        };
        let (prefix, suffix) = (literal(tokens.first()), literal(tokens.last()));
        let parameters = tokens.iter().filter_map(|token| match token {
            Token::Parameter(parameter) => Some(is_any_segment(&parameter.kind)),
            _ => None,
        });
        let one_any = parameters.eq([true]);
        let short = prefix.len() <= 8 && suffix.len() <= 8;
        let whole = suffix.is_empty() || splits_no_triplet(suffix.as_bytes());
        let ends_decide = one_any && short && whole;
        self.test(from, &prefix, &suffix, program, fewest, ends_decide)
    }

    fn test(
        &mut self,
        from: u32,
        prefix: &str,
        suffix: &str,
        mut program: Vec<u8>,
        fewest: usize,
        ends_decide: bool,
    ) -> u32 {
        program.push(op::END);
        let (child, new) = self.child(from, Step::Test(program.clone()));
        if new {
            self.node(from).tests.push(Test {
                prefix: prefix.to_owned(),
                suffix: suffix.to_owned(),
                program,
                ends_decide,
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
