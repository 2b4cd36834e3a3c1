//! Forms by their segments, read from one end: a question goes along the segments that it may meet.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::form::Form;
use super::segment::Segment;

/// The most segments from either end that are looked at.
const MOST_POSITIONS: usize = 12;
/// So few forms are compared one by one.
const FEW: usize = 4;

/// The end of a path from which its segments are read.
#[derive(Clone, Copy, Debug)]
pub(super) enum End {
    Front,
    Back,
}

impl End {
    fn segment(self, form: &Form, depth: usize) -> Option<&Segment> {
        match self {
            End::Front => form.front().nth(depth),
            End::Back => form.back().nth(depth),
        }
    }

    /// The text that a segment begins with, read from this end.
    fn text(self, segment: &Segment) -> String {
        match self {
            End::Front => segment.prefix.clone(),
            End::Back => segment.suffix.chars().rev().collect(),
        }
    }
}

/// Forms that have their segments up to a depth in common; what nobody asks for is not made.
pub(super) struct Node {
    /// Places in the list of forms.
    places: Vec<usize>,
    depth: usize,
    split: OnceCell<Split>,
}

/// The forms of a node, told apart by their next segment.
#[derive(Default)]
struct Split {
    /// Those that have no other known segment.
    ended: Vec<usize>,
    /// By the whole text of the segment.
    texts: BTreeMap<String, Node>,
    /// By the text that it begins with, where it is no text.
    others: BTreeMap<String, Vec<(Segment, Node)>>,
    /// The lengths of these texts, the shortest first.
    lengths: Vec<usize>,
}

impl Node {
    /// The node of all forms of a list.
    pub(super) fn of(places: Vec<usize>) -> Self {
        Node::at(0, places)
    }

    fn at(depth: usize, places: Vec<usize>) -> Self {
        Node {
            places,
            depth,
            split: OnceCell::new(),
        }
    }
}

impl Split {
    fn of(node: &Node, end: End, forms: &[(Form, usize)]) -> Self {
        let mut split = Split::default();
        let depth = node.depth + 1;
        for &place in &node.places {
            let form = forms.get(place);
            let Some(segment) = form.and_then(|(form, _)| end.segment(form, node.depth)) else {
                split.ended.push(place);
                continue;
            };
            let text = end.text(segment);
            if segment.is_text() {
                let node = split.texts.entry(text);
                let node = node.or_insert_with(|| Node::at(depth, Vec::new()));
                node.places.push(place);
                continue;
            }
            let alike = split.others.entry(text).or_default();
            match alike.iter_mut().find(|(known, _)| known == segment) {
                Some((_, node)) => node.places.push(place),
                None => alike.push((segment.clone(), Node::at(depth, vec![place]))),
            }
        }
        split.lengths = split.others.keys().map(String::len).collect();
        split.lengths.sort_unstable();
        split.lengths.dedup();
        split
    }
}

/// A walk along the segments that may meet those of a form.
pub(super) struct Walk<'w> {
    pub(super) end: End,
    pub(super) forms: &'w [(Form, usize)],
    pub(super) form: &'w Form,
    /// Returns true if a segment of the list may meet one of the form that begins alike.
    meets: fn(&Segment, &Segment) -> bool,
    /// The most segments that are compared, and forms that are found.
    most: usize,
    pub(super) compared: usize,
    /// The number of segments that are no text and were compared.
    pub(super) tested: usize,
    /// The places of the forms that were found.
    pub(super) found: Vec<usize>,
}

impl<'w> Walk<'w> {
    /// A walk to the forms of a list that may meet one, which ends where it takes too much.
    pub(super) fn new(end: End, forms: &'w [(Form, usize)], form: &'w Form, most: usize) -> Self {
        Walk {
            end,
            forms,
            form,
            meets: Segment::meets,
            most,
            compared: 0,
            tested: 0,
            found: Vec::new(),
        }
    }

    /// A walk to the forms that begin as a path does, segment by segment, whatever stands behind that.
    pub(super) fn to_beginnings(forms: &'w [(Form, usize)], path: &'w Form) -> Self {
        Walk {
            meets: |_, _| true,
            ..Walk::new(End::Front, forms, path, usize::MAX)
        }
    }

    /// Finds the forms of a node; false if that takes too much.
    pub(super) fn visit(&mut self, node: &Node) -> bool {
        let known = self.end.segment(self.form, node.depth);
        let goes_on = node.places.len() > FEW && node.depth < MOST_POSITIONS;
        let Some(segment) = known.filter(|_| goes_on) else {
            return self.take(&node.places);
        };
        let split = node
            .split
            .get_or_init(|| Split::of(node, self.end, self.forms));
        let text = self.end.text(segment);
        let is_text = segment.is_text();
        let begins = |known: &str| known.starts_with(&text);
        let mut more = self.take(&split.ended);
        if is_text {
            let node = split.texts.get(&text);
            more = more && node.is_none_or(|node| self.visit(node));
        } else {
            let alike = split.texts.range(text.clone()..);
            for (known, node) in alike.take_while(|(known, _)| begins(known)) {
                more = more && self.compare(1);
                if more && self.takes(segment, known) {
                    more = self.visit(node);
                }
                if !more {
                    return false;
                }
            }
            let alike = split.others.range(text.clone()..);
            for (_, alike) in alike.take_while(|(known, _)| begins(known)) {
                more = more && self.visit_alike(segment, alike);
            }
        }
        for length in &split.lengths {
            let shorter = *length < text.len() || is_text && *length == text.len();
            let alike = text.get(..*length).filter(|_| shorter);
            if let Some(alike) = alike.and_then(|text| split.others.get(text)) {
                more = more && self.visit_alike(segment, alike);
            }
        }
        more
    }

    /// Goes on with those of some segments that may meet one of the form.
    fn visit_alike(&mut self, segment: &Segment, alike: &[(Segment, Node)]) -> bool {
        self.tested += alike.len();
        alike.iter().all(|(known, node)| {
            self.compare(1) && (!(self.meets)(known, segment) || self.visit(node))
        })
    }

    /// Returns true if a segment may be a text that is read from the walk's end.
    fn takes(&self, segment: &Segment, text: &str) -> bool {
        match self.end {
            End::Front => segment.takes(text),
            End::Back => segment.takes(&text.chars().rev().collect::<String>()),
        }
    }

    fn take(&mut self, places: &[usize]) -> bool {
        // Those that are too many are not even looked at.
        if self.most.saturating_sub(self.compared) < places.len() {
            return false;
        }
        self.found.extend(places);
        self.compare(places.len())
    }

    fn compare(&mut self, more: usize) -> bool {
        self.compared += more;
        self.compared <= self.most
    }
}
