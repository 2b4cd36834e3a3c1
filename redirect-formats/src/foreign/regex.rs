//! Regular expressions that are only literals, choices and kinds in disguise.

mod class;
mod repeat;

use std::iter::Peekable;
use std::str::Chars;

use super::class::{CharSet, members};
use super::{Class, Node, Repeat};
use crate::report::Reason;

/// The part of a text that a regular expression without anchors covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchoring {
    /// The whole text.
    Whole,
    /// The start of the text, whatever follows.
    Start,
    /// Any part of the text.
    Search,
}

/// The most times that a literal of `0*` is read: enough for the leading zeros of ids.
const MOST_LITERALS: usize = 4;

/// The mark in front of an expression whose letters match in either case.
pub(crate) const FOLDED: &str = "(?i)";

/// Reads a regular expression; `notes` collects what is not taken to the letter.
pub(crate) fn parse_regex(
    text: &str,
    anchoring: Anchoring,
    notes: &mut Vec<String>,
) -> Result<Node, Reason> {
    let folded = text.strip_prefix(FOLDED);
    let mut parser = Parser {
        rest: folded.unwrap_or(text).chars().peekable(),
        folded: folded.is_some(),
        after_word: false,
        after_loose: None,
        captures: 0,
        depth: 0,
        notes,
    };
    let mut branches = Vec::new();
    loop {
        branches.push(parser.top_branch(anchoring)?);
        match parser.rest.next() {
            None => break,
            Some('|') => {}
            Some(c) => return Err(unsupported(format!("`{c}` has no opening partner"))),
        }
    }
    Ok(match branches.len() {
        1 => branches.remove(0),
        _ => Node::Alternation(branches),
    })
}

fn unsupported(text: impl Into<String>) -> Reason {
    Reason::new("regex", text)
}

struct Parser<'a, 'n> {
    rest: Peekable<Chars<'a>>,
    /// True if letters match in either case.
    folded: bool,
    /// True if the last character was a letter or a digit that means itself.
    after_word: bool,
    /// The kind that takes more than the class that came last.
    after_loose: Option<Class>,
    captures: u32,
    depth: u32,
    notes: &'n mut Vec<String>,
}

impl Parser<'_, '_> {
    /// A branch outside all groups, where the anchors may stand.
    fn top_branch(&mut self, anchoring: Anchoring) -> Result<Node, Reason> {
        let begins = self.rest.next_if_eq(&'^').is_some();
        let mut nodes = self.sequence()?;
        let ends = self.rest.next_if_eq(&'$').is_some();
        if anchoring == Anchoring::Whole {
            return Ok(Node::Sequence(nodes));
        }
        let body = Node::Sequence(nodes.clone());
        if !begins && body.begins_with_slash() {
            match anchoring {
                // Behind any segments.
                Anchoring::Search => {
                    let before = Node::Sequence(vec![Node::literal("/"), Node::Path]);
                    nodes.insert(0, before.optional());
                }
                _ => self.notes.push(
                    "the expression is not anchored at its start; read as if it were".to_owned(),
                ),
            }
        } else if !begins && !body.begins_with_any() {
            nodes.insert(0, Node::ANY);
        }
        if !ends && !body.ends_greedily() {
            nodes.push(Node::ANY);
        }
        Ok(Node::Sequence(nodes))
    }

    fn sequence(&mut self) -> Result<Vec<Node>, Reason> {
        let mut nodes: Vec<Node> = Vec::new();
        self.after_word = false;
        while let Some(&c) = self.rest.peek() {
            if matches!(c, '|' | ')' | '$') {
                break;
            }
            let loose = self.after_loose.take();
            let node = match self.repeated_atom()? {
                // The kind, unlike the class, could take the ending, too.
                Node::Optional(ending) if loose.is_some_and(|kind| takes(kind, &ending)) => {
                    Node::Spread(vec![*ending, Node::Sequence(Vec::new())])
                }
                node => node,
            };
            self.after_word = matches!(&node, Node::Literal(text) if text.ends_with(|c: char| c.is_ascii_alphanumeric()));
            match (nodes.last_mut(), node) {
                (Some(Node::Literal(text)), Node::Literal(more)) => text.push_str(&more),
                (_, node) => nodes.push(node),
            }
        }
        Ok(nodes)
    }

    fn repeated_atom(&mut self) -> Result<Node, Reason> {
        let mut written = String::new();
        let atom = self.atom(&mut written)?;
        let repeat = self.quantifier()?;
        let lazy = repeat.is_some() && self.rest.next_if_eq(&'?').is_some();
        match (atom, repeat) {
            (Atom::Dot, None) => {
                // In `index.html` and `1.0` nobody means anything else.
                if !(self.after_word && self.rest.peek().is_some_and(char::is_ascii_alphanumeric)) {
                    let note = "a lone `.`, which is any character, is read as a full stop";
                    self.notes.push(note.to_owned());
                }
                Ok(Node::literal("."))
            }
            (Atom::Dot, Some(Repeat { min, max: None })) => Ok(Node::Any {
                some: min > 0,
                lazy,
            }),
            (Atom::Dot, Some(_)) => Err(unsupported("a counted `.` has no kind")),
            (Atom::Set(mut set), repeat) => {
                if self.folded {
                    set.fold();
                }
                let choice = set.choose(repeat.unwrap_or(Repeat::ONCE), &written);
                self.after_loose = match choice.node {
                    Node::Class(kind, _) if choice.note.is_some() && !set.is_negated() => {
                        Some(kind)
                    }
                    _ => None,
                };
                self.notes.extend(choice.note);
                Ok(choice.node)
            }
            (Atom::Node(node), None) => Ok(node),
            (
                Atom::Node(node),
                Some(Repeat {
                    min: 0,
                    max: Some(1),
                }),
            ) => Ok(node.optional()),
            (Atom::Node(Node::Literal(text)), Some(Repeat { min, max }))
                if max == Some(min) && min < 256 =>
            {
                Ok(Node::Literal(text.repeat(min as usize)))
            }
            (Atom::Node(Node::Literal(text)), Some(Repeat { min, max: None })) if min < 2 => {
                self.notes.push(format!(
                    "`{text}` repeats without end; read as up to {MOST_LITERALS} times"
                ));
                let times = (min as usize..=MOST_LITERALS).rev();
                let choices = times.map(|times| Node::Literal(text.repeat(times)));
                Ok(Node::Alternation(choices.collect()))
            }
            (Atom::Node(_), Some(_)) => Err(unsupported(
                "a group that repeats (`(...)+`) can't be written as a pattern",
            )),
        }
    }

    fn atom(&mut self, written: &mut String) -> Result<Atom, Reason> {
        match self.rest.next() {
            Some('(') => self.group().map(Atom::Node),
            Some('[') => self.class(written).map(Atom::Set),
            Some('.') => Ok(Atom::Dot),
            Some('\\') => self.escape(written),
            Some(c @ ('*' | '+' | '?')) => Err(unsupported(format!("`{c}` has nothing to repeat"))),
            Some('^') => Err(unsupported("`^` stands inside the expression")),
            Some(c) => Ok(Atom::Node(Node::Literal(c.to_string()))),
            None => Err(unsupported("the expression ends early")),
        }
    }

    fn escape(&mut self, written: &mut String) -> Result<Atom, Reason> {
        match self.rest.next() {
            Some(c @ ('d' | 'w' | 's' | 'D' | 'W' | 'S')) => {
                let mut set = CharSet::new(false);
                set.insert_class(c);
                written.extend(['\\', c]);
                Ok(Atom::Set(set))
            }
            Some(c) => {
                let c = self.escaped(c)?;
                Ok(Atom::Node(Node::Literal(c.to_string())))
            }
            None => Err(unsupported("the expression ends in a backslash")),
        }
    }

    fn group(&mut self) -> Result<Node, Reason> {
        self.depth += 1;
        if self.depth > 32 {
            return Err(unsupported("groups are nested more than 32 deep"));
        }
        let key = self.group_key()?;
        let mut branches = vec![Node::Sequence(self.sequence()?)];
        while self.rest.next_if_eq(&'|').is_some() {
            branches.push(Node::Sequence(self.sequence()?));
        }
        if self.rest.next_if_eq(&')').is_none() {
            return Err(unsupported(
                "a group is not closed, or `$` stands inside it",
            ));
        }
        self.depth -= 1;
        let node = match branches.len() {
            1 => branches.remove(0),
            _ => Node::Alternation(branches),
        };
        Ok(match key {
            // A group with a name has a number, too.
            Some(Key::Named(name, number)) => node.capture(name).capture(number.to_string()),
            Some(Key::Numbered(number)) => node.capture(number.to_string()),
            None => node,
        })
    }

    /// Reads what follows `(`: the name or number under which the group is captured.
    fn group_key(&mut self) -> Result<Option<Key>, Reason> {
        if self.rest.next_if_eq(&'?').is_none() {
            self.captures += 1;
            return Ok(Some(Key::Numbered(self.captures)));
        }
        if self.rest.next_if_eq(&':').is_some() {
            return Ok(None);
        }
        self.rest.next_if_eq(&'P');
        let named =
            self.rest.next_if_eq(&'<').is_some() && !matches!(self.rest.peek(), Some('=' | '!'));
        if !named {
            return Err(unsupported(
                "look-around and flags inside the expression can't be written as a pattern",
            ));
        }
        let mut name = String::new();
        while let Some(c) = self.rest.next_if(|&c| c != '>') {
            name.push(c);
        }
        self.rest.next();
        self.captures += 1;
        Ok(Some(Key::Named(name, self.captures)))
    }
}

/// Returns true if a text consists of characters of a kind.
fn takes(kind: Class, node: &Node) -> bool {
    let is_taken = |byte: u8| byte.is_ascii() && members(kind) & (1 << byte) != 0;
    node.text().is_some_and(|text| text.bytes().all(is_taken))
}

/// The ways in which a destination refers to a group.
enum Key {
    Numbered(u32),
    Named(String, u32),
}

enum Atom {
    Dot,
    Set(CharSet),
    Node(Node),
}

/// The segment that a bare name stands for.
pub(super) fn segment() -> Node {
    Node::Class(Class::Segment, Repeat::SOME)
}
