//! The plan of a rule: the variants of its source, and what is certain of its location.

use super::certain::{self, Certainty};
use super::encoded;
use super::token::literal_path;
use super::variants::{Variant, variants};
use crate::model::Rule;

/// The variants of a rule's source, and the certainty of its location.
pub(super) struct Plan<'p> {
    /// The path, if the source is one literal.
    pub(super) literal: Option<&'p str>,
    /// The variants of any other source.
    pub(super) variants: Vec<Variant<'p>>,
    /// Certain properties of the rule's location.
    pub(super) certainty: Certainty,
    /// True if some literal of the source holds a delimiter.
    pub(super) has_delimiter: bool,
}

impl<'p> Plan<'p> {
    /// Plans a rule.
    pub(super) fn of(rule: &'p Rule) -> Self {
        let has_delimiter = encoded::has_delimiter(&rule.source.items);
        if let Some(path) = literal_path(&rule.source) {
            return Plan {
                literal: Some(path),
                variants: Vec::new(),
                certainty: certain::of_literal(rule, path),
                has_delimiter,
            };
        }
        let variants = variants(&rule.source.items);
        Plan {
            literal: None,
            certainty: certain::of_pattern(rule, &variants),
            variants,
            has_delimiter,
        }
    }
}

/// The facts about a rule that are known once its source is in the index.
pub(super) struct Known {
    /// Certain properties of its location.
    pub(super) certainty: Certainty,
    /// The offset plus one of its names in `Blob`, or 0.
    pub(super) names: u32,
    /// The offset of the record of its literal path in `Records`.
    pub(super) record: Option<u32>,
}
