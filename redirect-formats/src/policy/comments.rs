//! Remarks in the policy: above the rules that they speak of, the others behind all rules.

use std::collections::HashMap;
use std::fmt::Write as _;

use redirect_policy::model::{Annotations, Rule};

use crate::draft::Draft;
use crate::report::{Reason, Remark};

/// The remarks on rules of the input that no rule of the policy stands for by itself.
pub(super) struct Beside<'d> {
    refused: Vec<&'d Remark>,
    approximated: Vec<&'d Remark>,
}

/// Puts each remark above the first rule from its line, and returns those on lines without one. Rows of tables have
/// nothing above them.
pub(super) fn above_rules<'d>(
    draft: &'d Draft,
    rules: &[Rule],
    annotations: &mut Annotations,
) -> Beside<'d> {
    let mut first: HashMap<(&str, u64), &str> = HashMap::new();
    let in_table = |at: usize| {
        annotations
            .tables
            .iter()
            .any(|table| table.rules.contains(&at))
    };
    let entries = draft.entries.iter().zip(rules).enumerate();
    for (_, (entry, rule)) in entries.filter(|(at, _)| !in_table(*at)) {
        let origin = &entry.origin;
        let line = (origin.file.as_str(), origin.line);
        first.entry(line).or_insert(&rule.id);
    }
    let comments = &mut annotations.comments;
    let mut beside = |remarks: &'d [Remark]| {
        let mut beside = Vec::new();
        for remark in remarks {
            match first.get(&(remark.file.as_str(), remark.line)) {
                Some(id) => comments
                    .entry((*id).to_owned())
                    .or_default()
                    .extend(remark.lines()),
                None => beside.push(remark),
            }
        }
        beside
    };
    Beside {
        refused: beside(&draft.refused),
        approximated: beside(&draft.approximated),
    }
}

/// Writes the other remarks, and what holds for the whole table.
pub(super) fn push(out: &mut String, beside: &Beside<'_>, notes: &[Reason]) {
    let lists = [
        ("Not converted", &beside.refused),
        ("Converted, but not to the letter", &beside.approximated),
    ];
    for (title, remarks) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        let _ = writeln!(out, "\n# {title}: {}", remarks.len());
        for line in remarks.iter().flat_map(|remark| remark.lines()) {
            let _ = writeln!(out, "# {line}");
        }
    }
    if !notes.is_empty() {
        out.push_str("\n# Of the whole table\n");
    }
    for note in notes {
        let _ = writeln!(out, "# {}: {}", note.code, note.text);
    }
}
