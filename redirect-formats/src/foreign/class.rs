//! Character classes of regular expressions, and the kind that comes nearest.

use super::{Class, Node, Repeat};

/// The ASCII characters of a class; negated classes hold all others too.
pub(super) struct CharSet {
    members: u128,
    /// True if other characters than those of ASCII belong to it.
    beyond: bool,
    negated: bool,
}

/// The kind chosen for a class.
pub(super) struct Choice {
    /// The node.
    pub(super) node: Node,
    /// The difference, if there is any.
    pub(super) note: Option<String>,
}

impl CharSet {
    pub(super) fn new(negated: bool) -> Self {
        Self {
            members: 0,
            beyond: false,
            negated,
        }
    }

    /// Returns true if the class was written with a `^`.
    pub(super) fn is_negated(&self) -> bool {
        self.negated
    }

    pub(super) fn insert(&mut self, c: char) {
        match c.is_ascii() {
            true => self.members |= 1 << u32::from(c),
            false => self.beyond = true,
        }
    }

    pub(super) fn insert_range(&mut self, from: char, to: char) {
        let last = to.min('\u{7f}');
        (from..=last).for_each(|c| self.insert(c));
        self.beyond |= !to.is_ascii();
    }

    /// Holds letters in both cases where it holds them in one.
    pub(super) fn fold(&mut self) {
        let letters = |from, to| range(from, to) & self.members;
        let (lower, upper) = (letters('a', 'z'), letters('A', 'Z'));
        self.members |= lower >> 32 | upper << 32;
    }

    /// Adds the characters of `\\d`, `\\w`, `\\s`, or all but them.
    pub(super) fn insert_class(&mut self, letter: char) -> bool {
        let set = match letter.to_ascii_lowercase() {
            'd' => members(Class::Int),
            'w' => members(Class::Alnum) | bit('_'),
            's' => range('\t', '\r') | bit(' '),
            _ => return false,
        };
        match letter.is_ascii_lowercase() {
            true => self.members |= set,
            false => {
                self.members |= !set;
                self.beyond = true;
            }
        }
        true
    }

    /// Returns true if the class is all but a few characters.
    fn is_open(&self) -> bool {
        self.negated != self.beyond
    }

    /// The kind for this class, repeated so; a small class that stands once is its characters.
    pub(super) fn choose(&self, repeat: Repeat, written: &str) -> Choice {
        if self.is_open() {
            return self.choose_within(repeat, written);
        }
        if self.negated || self.members == 0 {
            return Choice {
                node: any(repeat),
                note: Some(format!(
                    "`{written}` holds only what is encoded in a path; taken as anything"
                )),
            };
        }
        let is_kind = |class: &Class| members(*class) == self.members;
        if repeat == Repeat::ONCE && self.members.count_ones() <= 16 && !is_kind(&Class::Int) {
            let characters = (0..128_u8).filter(|&c| self.members & (1 << c) != 0);
            let nodes = characters.map(|c| Node::Literal(char::from(c).to_string()));
            return Choice {
                node: Node::Alternation(nodes.collect()),
                note: None,
            };
        }
        let classes = [
            Class::Int,
            Class::Alpha,
            Class::Hex,
            Class::Alnum,
            Class::Slug,
            Class::Segment,
        ];
        for class in classes {
            let kind = members(class);
            if self.members & !kind == 0 {
                let same = self.members == kind;
                return Choice {
                    node: Node::Class(class, repeat),
                    note: (!same).then(|| {
                        format!(
                            "`{written}` has no kind of its own; `{}` takes more characters",
                            name(class)
                        )
                    }),
                };
            }
        }
        Choice {
            node: any(repeat),
            note: Some(format!("`{written}` holds `/`; taken as anything")),
        }
    }

    /// For a negated class, the largest kind that stays within it.
    fn choose_within(&self, repeat: Repeat, written: &str) -> Choice {
        // What never stands in a path need not be excluded.
        let excluded = if self.negated {
            self.members
        } else {
            !self.members
        };
        let excluded = excluded & range('!', '~') & !never_in_a_path();
        if excluded == 0 {
            return Choice {
                node: any(repeat),
                note: None,
            };
        }
        if excluded == bit('/') {
            return Choice {
                node: Node::Class(Class::Segment, repeat),
                note: None,
            };
        }
        let classes = [Class::Slug, Class::Alnum, Class::Alpha];
        let class = classes
            .into_iter()
            .find(|&class| members(class) & excluded == 0)
            .unwrap_or(Class::Int);
        Choice {
            node: Node::Class(class, repeat),
            note: Some(format!(
                "`{written}` has no kind of its own; `{}` takes fewer characters",
                name(class)
            )),
        }
    }
}

/// Characters that a path holds percent-encoded alone, or not at all.
fn never_in_a_path() -> u128 {
    "?#\"<>\\^`{|}"
        .chars()
        .map(bit)
        .fold(0, |all, one| all | one)
}

fn any(repeat: Repeat) -> Node {
    Node::Any {
        some: repeat.min > 0,
        lazy: false,
    }
}

/// The kind's name in a pattern.
pub(crate) fn name(class: Class) -> &'static str {
    match class {
        Class::Int => "int",
        Class::Alpha => "alpha",
        Class::Hex => "hex",
        Class::Alnum => "alnum",
        Class::Slug => "slug",
        Class::Segment => "segment",
    }
}

fn bit(c: char) -> u128 {
    1 << u32::from(c)
}

fn range(from: char, to: char) -> u128 {
    (from..=to).map(bit).fold(0, |all, one| all | one)
}

/// The ASCII characters of a kind.
pub(crate) fn members(class: Class) -> u128 {
    let digits = range('0', '9');
    let letters = range('A', 'Z') | range('a', 'z');
    match class {
        Class::Int => digits,
        Class::Alpha => letters,
        Class::Hex => digits | range('A', 'F') | range('a', 'f'),
        Class::Alnum => digits | letters,
        Class::Slug => digits | letters | bit('-') | bit('_') | bit('~') | bit('%') | bit(' '),
        Class::Segment => range('!', '~') & !bit('/'),
    }
}
