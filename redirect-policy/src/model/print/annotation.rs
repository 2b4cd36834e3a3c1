//! Comments beside the rules of a printed policy, and tables in the place of rules.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Printer, text_of};
use crate::model::{Condition, Policy, Rule};
use crate::yaml::write::quoted;

/// Comments and tables, for programs that write policies.
#[derive(Clone, Debug, Default)]
pub struct Annotations {
    /// The lines of the comment above a rule, without `#`, by the rule's id.
    pub comments: BTreeMap<String, Vec<String>>,
    /// The tables, in the order of their rules.
    pub tables: Vec<PrintedTable>,
}

/// A table that is printed in the place of rules, which differ in the columns of its rows alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedTable {
    /// The numbers of the rules, from 0.
    pub rules: Range<usize>,
    /// The table's file, by a path from the policy's folder.
    pub file: String,
    /// True if a slash at the end of a row's source may be there or not.
    pub optional_slash: bool,
}

impl Policy {
    /// Writes the policy as its `Display` does, with comments above rules, and tables in the place of others. The rows
    /// themselves are the caller's to write.
    ///
    /// ```
    /// use redirect_policy::model::{Action, Annotations, Policy, Rule};
    /// use redirect_policy::pattern::{SourceOptions, parse_source};
    ///
    /// let source = parse_source("/old", &SourceOptions::default())?;
    /// let policy = Policy { rules: vec![Rule::new(source, Action::Stop)], ..Policy::default() };
    /// let mut annotations = Annotations::default();
    /// annotations.comments.insert("/old".to_owned(), vec!["kept for the shop".to_owned()]);
    /// assert_eq!(policy.annotated(&annotations), "\
    /// redirectionPolicy:
    ///   version: 0.0.1
    ///   rules:
    ///     ## kept for the shop
    ///     - source: \"/old\"
    ///       action: stop
    /// ");
    /// # Ok::<(), Vec<redirect_policy::pattern::PatternError>>(())
    /// ```
    #[must_use]
    pub fn annotated(&self, annotations: &Annotations) -> String {
        text_of(self, annotations)
    }
}

impl<'p> Printer<'p> {
    /// Writes what is said above a rule; a control character would end the comment, and is left out.
    pub(super) fn comment(&mut self, depth: usize, id: &str) {
        let annotations = self.annotations;
        for line in annotations.comments.get(id).into_iter().flatten() {
            self.indent(depth);
            self.out.push_str("# ");
            self.out.extend(line.chars().filter(|c| !c.is_control()));
            self.out.push('\n');
        }
    }

    /// Writes a table, with what its rules have in common.
    pub(super) fn table(&mut self, depth: usize, table: &PrintedTable, like: &'p Rule) {
        self.item(depth, &format!("table: {}", quoted(&table.file)));
        let of_a_row =
            |one: &&Condition| matches!(one, Condition::Host(_) | Condition::Query { .. });
        let when = like.when.iter().filter(|one| !of_a_row(one));
        let when: Vec<&Condition> = when.collect();
        if !when.is_empty() {
            let when = self.conditions(&when);
            self.line(depth + 1, "when", &when);
        }
        if table.optional_slash {
            self.line(depth + 1, "trailingSlash", "optional");
        }
        self.response_options(depth + 1, like);
    }
}
