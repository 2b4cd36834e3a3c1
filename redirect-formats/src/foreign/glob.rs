//! Firebase Hosting's globs: `*`, `**`, `{a,b}`, `@(a|b)`, `?(a|b)`, with `:name` and `:name*` among them.

use std::iter::Peekable;
use std::str::Chars;

use super::regex::segment;
use super::route::{balanced, is_word, push_parameter, word};
use super::{Class, Node, Repeat};
use crate::report::Reason;

/// Braces and groups may be nested this deep.
const DEEPEST: u32 = 16;
/// `{1..n}` has so many numbers at most.
const LONGEST_RANGE: u32 = 64;

/// Reads a glob.
pub(crate) fn parse_glob(text: &str, notes: &mut Vec<String>) -> Result<Node, Reason> {
    glob(text, 0, notes)
}

fn glob(text: &str, depth: u32, notes: &mut Vec<String>) -> Result<Node, Reason> {
    if depth > DEEPEST {
        return Err(unsupported("braces are nested more than 16 deep"));
    }
    let mut reader = Reader {
        rest: text.chars().peekable(),
        literal: String::new(),
        nodes: Vec::new(),
        depth,
        notes,
    };
    while let Some(c) = reader.rest.next() {
        reader.item(c)?;
    }
    reader.finish_literal();
    Ok(Node::Sequence(reader.nodes))
}

fn unsupported(text: impl Into<String>) -> Reason {
    Reason::new("glob", text)
}

struct Reader<'a, 'n> {
    rest: Peekable<Chars<'a>>,
    literal: String,
    nodes: Vec<Node>,
    depth: u32,
    notes: &'n mut Vec<String>,
}

impl Reader<'_, '_> {
    fn finish_literal(&mut self) {
        if !self.literal.is_empty() {
            let literal = std::mem::take(&mut self.literal);
            self.nodes.push(Node::Literal(literal));
        }
    }

    fn push(&mut self, node: Node) {
        self.finish_literal();
        self.nodes.push(node);
    }

    fn item(&mut self, c: char) -> Result<(), Reason> {
        let opens = self.rest.peek() == Some(&'(');
        match c {
            '\\' => self.literal.extend(self.rest.next()),
            '!' | '+' | '*' if opens => {
                return Err(unsupported(format!(
                    "`{c}(...)` can't be written as a pattern"
                )));
            }
            '@' | '?' if opens => {
                self.rest.next();
                let inner = balanced(&mut self.rest, '(', ')')?;
                let choice = self.choice(&inner, '|')?;
                self.push(if c == '?' { choice.optional() } else { choice });
            }
            '?' => self.push(Node::Class(Class::Segment, Repeat::ONCE)),
            '*' => self.stars(),
            '{' => {
                let inner = balanced(&mut self.rest, '{', '}')?;
                let choice = match range(&inner) {
                    Some(numbers) => Node::Alternation(numbers),
                    None if split(&inner, ',').len() < 2 => Node::Literal(format!("{{{inner}}}")),
                    None => self.choice(&inner, ',')?,
                };
                self.push(choice);
            }
            '[' => {
                let inner = balanced(&mut self.rest, '[', ']')?;
                self.push(class(&inner)?);
            }
            ':' if self.rest.peek().is_some_and(|&c| is_word(c)) => {
                let name = word(&mut self.rest);
                let Self {
                    rest,
                    literal,
                    nodes,
                    notes,
                    ..
                } = self;
                push_parameter(&name, None, rest, literal, nodes, notes)?;
            }
            c => self.literal.push(c),
        }
        Ok(())
    }

    /// `*` is part of a segment; `**` as a whole segment is any number of them.
    fn stars(&mut self) {
        let mut count = 1;
        while self.rest.next_if_eq(&'*').is_some() {
            count += 1;
        }
        let begins =
            self.literal.ends_with('/') || self.literal.is_empty() && self.nodes.is_empty();
        let next = self.rest.peek().copied();
        match (begins, count, next) {
            (true, 2, Some('/')) => {
                // `/**/` may be a single `/`.
                self.literal.pop();
                let any = Node::Sequence(vec![Node::literal("/"), Node::ANY]);
                self.push(any.optional());
            }
            (true, 2, None) => self.push(Node::ANY),
            (true, 1, Some('/') | None) => self.push(segment()),
            _ => self.push(Node::Class(Class::Segment, Repeat::MANY)),
        }
    }

    /// The choices of braces or of an extended group.
    fn choice(&mut self, inner: &str, separator: char) -> Result<Node, Reason> {
        let mut branches = Vec::new();
        for branch in split(inner, separator) {
            branches.push(glob(&branch, self.depth + 1, self.notes)?);
        }
        Ok(Node::Alternation(branches))
    }
}

/// The numbers of `{1..3}`, from either end.
fn range(inner: &str) -> Option<Vec<Node>> {
    let (from, to) = inner.split_once("..")?;
    let (from, to): (u32, u32) = (from.parse().ok()?, to.parse().ok()?);
    let (least, most) = (from.min(to), from.max(to));
    if most - least >= LONGEST_RANGE {
        return None;
    }
    Some(
        (least..=most)
            .map(|number| Node::Literal(number.to_string()))
            .collect(),
    )
}

/// The characters of `[abc]` or `[a-c]`.
fn class(inner: &str) -> Result<Node, Reason> {
    if inner.starts_with(['!', '^']) || inner.contains(['[', '\\', '/']) {
        return Err(unsupported(
            "a class that excludes characters can't be written as a pattern",
        ));
    }
    let mut characters = Vec::new();
    let mut rest = inner.chars().peekable();
    while let Some(c) = rest.next() {
        let mut ahead = rest.clone();
        match (ahead.next(), ahead.next()) {
            (Some('-'), Some(end)) => {
                characters.extend(c..=end);
                rest.nth(1);
            }
            _ => characters.push(c),
        }
    }
    let nodes = characters.into_iter().map(|c| Node::Literal(c.to_string()));
    Ok(Node::Alternation(nodes.collect()))
}

/// Splits at the separators that stand in no inner brackets.
fn split(text: &str, separator: char) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut depth = 0_u32;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => {
                part.push(c);
                part.extend(rest.next());
                continue;
            }
            '{' | '(' => depth += 1,
            '}' | ')' => depth = depth.saturating_sub(1),
            c if c == separator && depth == 0 => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    parts.push(part);
    parts
}
