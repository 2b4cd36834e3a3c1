//! The rules as a tree of path segments.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use redirect_policy::model::{Example, Rule};
use serde::Serialize;

use crate::command::list::Row;
use crate::policy_file::Loaded;

/// Depth of the tree, in segments.
const MOST_DEPTH: usize = 4;
/// Up to so many rules of a node are not divided further.
const FEW: usize = 12;
/// The most rows of tables that are listed at a node.
const MOST_ROWS: usize = 50;
/// The most rows of tables that are listed in all.
const MOST_ROWS_IN_ALL: usize = 2_000;
/// The most nodes on top that are open from the start; with more, none is.
const MOST_OPEN: usize = 12;

/// A segment of paths.
#[derive(Debug, Serialize)]
pub(super) struct Node {
    name: String,
    number: usize,
    open: bool,
    children: Vec<Node>,
    rules: Vec<Leaf>,
    /// Number of rows of tables that are not listed.
    folded: usize,
}

/// A rule.
#[derive(Debug, Serialize)]
pub(super) struct Leaf {
    number: usize,
    id: String,
    source: String,
    status: String,
    destination: String,
    handler: String,
    conditions: Vec<String>,
    window: &'static str,
    owner: String,
    note: String,
    file: String,
    line: usize,
    examples: Vec<String>,
    lints: Vec<&'static str>,
    #[serde(skip)]
    is_row: bool,
}

/// The tree of all rules.
pub(super) fn tree(loaded: &Loaded, rows: Vec<Row>) -> Vec<Node> {
    let lints = lints(loaded);
    let rules = loaded.compiled.policy.rules.iter();
    let leaves = rows
        .into_iter()
        .zip(rules)
        .map(|(row, rule)| leaf(row, rule, &lints))
        .collect();
    let mut rows = MOST_ROWS_IN_ALL;
    let mut nodes = divided(leaves, 1, &mut rows);
    let few = nodes.len() <= MOST_OPEN;
    for node in &mut nodes {
        node.open = few && node.number <= FEW;
    }
    nodes
}

/// The lints that speak of a rule, by where its source stands.
fn lints(loaded: &Loaded) -> HashMap<(u32, u32), Vec<&'static str>> {
    let mut lints: HashMap<(u32, u32), Vec<&'static str>> = HashMap::new();
    let mut starts: Vec<(u32, u32, u32)> = loaded
        .compiled
        .policy
        .rules
        .iter()
        .map(|rule| (rule.span.file, rule.span.start, rule.source_span.start))
        .collect();
    starts.sort_unstable();
    for found in &loaded.compiled.diagnostics {
        // The rule that begins last before the place.
        let at = (found.span.file, found.span.start, u32::MAX);
        let before = starts.partition_point(|start| *start <= at).checked_sub(1);
        let rule = before.and_then(|before| starts.get(before));
        if let Some((file, _, source)) = rule.filter(|(file, _, _)| *file == found.span.file) {
            let known = lints.entry((*file, *source)).or_default();
            if !known.contains(&found.code) {
                known.push(found.code);
            }
        }
    }
    lints
}

fn leaf(row: Row, rule: &Rule, lints: &HashMap<(u32, u32), Vec<&'static str>>) -> Leaf {
    let source = (rule.source_span.file, rule.source_span.start);
    Leaf {
        number: row.number,
        id: row.id,
        source: row.source,
        status: row.status,
        destination: row.destination,
        handler: row.handler,
        conditions: row.conditions,
        window: row.window,
        owner: row.owner,
        note: row.note,
        file: row.file,
        line: row.line,
        examples: rule.examples.iter().map(example).collect(),
        lints: lints.get(&source).cloned().unwrap_or_default(),
        is_row: rule.from_table,
    }
}

fn example(example: &Example) -> String {
    let expect = &example.expect;
    let lookup = expect.lookup.as_ref().map(|lookup| lookup.name.clone());
    let answer = [&expect.location, &expect.outcome, &expect.handler, &lookup];
    let answer = answer.into_iter().flatten().next();
    let status = expect.status.map(|status| status.to_string());
    let answer = answer.or(status.as_ref()).map_or("", String::as_str);
    format!("{} {} \u{2192} {answer}", example.method, example.target)
}

/// Rules by their segment at a depth; those that share one are divided further.
fn divided(leaves: Vec<Leaf>, depth: usize, rows: &mut usize) -> Vec<Node> {
    let mut groups: BTreeMap<String, Vec<Leaf>> = BTreeMap::new();
    for leaf in leaves {
        groups
            .entry(segment(&leaf.source, depth))
            .or_default()
            .push(leaf);
    }
    groups
        .into_iter()
        .map(|(name, leaves)| node(name, leaves, depth, rows))
        .collect()
}

/// `rows` is how many rows of tables may still be listed.
fn node(name: String, leaves: Vec<Leaf>, depth: usize, rows: &mut usize) -> Node {
    let number = leaves.len();
    let (deeper, here): (Vec<Leaf>, Vec<Leaf>) = match is_divided(&leaves, depth) {
        true => leaves
            .into_iter()
            .partition(|leaf| segments(&leaf.source) > depth),
        false => (Vec::new(), leaves),
    };
    let total = here.len();
    let most = (*rows).min(MOST_ROWS);
    let mut listed = 0;
    let rules: Vec<Leaf> = here
        .into_iter()
        .filter(|leaf| {
            listed += usize::from(leaf.is_row);
            !leaf.is_row || listed <= most
        })
        .collect();
    *rows -= listed.min(most);
    Node {
        name,
        number,
        open: false,
        children: divided(deeper, depth + 1, rows),
        folded: total - rules.len(),
        rules,
    }
}

/// Returns true if rules are divided by their next segment: there are many, and several share one.
fn is_divided(leaves: &[Leaf], depth: usize) -> bool {
    if leaves.len() <= FEW || depth >= MOST_DEPTH {
        return false;
    }
    let deeper = leaves.iter().filter(|leaf| segments(&leaf.source) > depth);
    let next: BTreeSet<String> = deeper
        .map(|leaf| segment(&leaf.source, depth + 1))
        .collect();
    next.len() * 3 <= leaves.len()
}

fn segments(source: &str) -> usize {
    source.trim_end_matches('/').matches('/').count()
}

/// A segment of a source as it is written, with its slash.
fn segment(source: &str, number: usize) -> String {
    match source.split('/').nth(number) {
        Some(segment) => format!("/{segment}"),
        None => source.to_owned(),
    }
}
